// The command `mcp`: answers an agent's questions about verdicts. Nothing is measured, sent or written.

import { serveTools } from '../../adapters/mcp/serve.ts';
import { readEnvironment } from '../../adapters/runner/environment.ts';
import { VERSION } from '../../config/version.ts';
import { compareFiles } from './compare-files.ts';
import { comparisonHistory } from './comparison-history.ts';
import { explainVerdict } from './explain-verdict.ts';
import { lastVerdict } from './last-verdict.ts';

const INSTRUCTIONS =
  'Latency Gate decides whether a change made a machine-learning model slower. These tools read what it found in this ' +
  'folder; none of them measures. Changes and limits are fractions: 0.05 is 5 %, and a positive change is worse. ' +
  '"inconclusive" means not known: neither a pass nor a regression. "unchanged" with shown=false could still hide up ' +
  'to rulesOutAbove.';

/** Serves until the client hangs up; answers the exit code. */
export async function serveMcp(): Promise<number> {
  const environment = readEnvironment();
  const tools = [lastVerdict, explainVerdict, comparisonHistory, compareFiles].map((make) => make(environment));
  await serveTools(tools, VERSION, INSTRUCTIONS);
  return 0;
}
