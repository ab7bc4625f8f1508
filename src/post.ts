// The action's post step.

import { runPost } from './entries/post.ts';

await runPost();
