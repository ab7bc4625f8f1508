// The action's post step.

import { guardProcess } from './adapters/runner/streams.ts';
import { runPost } from './entries/post.ts';

guardProcess();
await runPost();
