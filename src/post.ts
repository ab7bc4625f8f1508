// The action's post step. Where nothing was left open, which is the rule, it loads nothing more and ends.

import { readState } from './adapters/runner/actions.ts';
import { guardProcess } from './adapters/runner/streams.ts';
import { CHECK_STATE, OPEN_RUNS_STATE } from './app/saved-state.ts';

guardProcess();
if (readState(CHECK_STATE) !== '' || readState(OPEN_RUNS_STATE) !== '') {
  const { runPost } = await import('./entries/post.ts');
  await runPost();
}
