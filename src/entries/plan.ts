// The command `plan`: says what `gate` would do with the same flags.

import { rm } from 'node:fs/promises';
import { Git } from '../adapters/git/git.ts';
import { print, printJson } from '../adapters/runner/streams.ts';
import { planGate } from '../app/modes/plan.ts';
import { parseConfig } from '../config/config.ts';
import { renderPlan } from '../rendering/plan.ts';
import { toTask, wireFolderStore, wireTools } from '../wiring/tools.ts';
import { readConfigFile } from './config-file.ts';
import { createLocalContext, readLocalTrigger } from './local-context.ts';
import { takeOperands } from './operands.ts';
import type { Request } from './program.ts';

/** Prints the plan; answers the exit code. */
export async function plan({ inputs: given, flags, operands }: Request): Promise<number> {
  const context = createLocalContext(flags['quiet'] === true);
  const { environment } = context;
  const inputs = takeOperands('plan', given, operands);
  const git = new Git(environment.workspace);
  const trigger = await readLocalTrigger('gate', git);
  const config = parseConfig(inputs, await readConfigFile(inputs, environment));
  for (const sentence of config.idle) context.log.warning(sentence);
  const parts = { store: wireFolderStore(environment), commits: git, lastRelease: null };
  const tools = await wireTools(config, trigger, parts, context);
  const planned = await planGate(toTask(config, trigger), tools).finally(() =>
    rm(environment.temporaryFolder, { recursive: true, force: true }),
  );
  context.log.end();
  if (flags['json'] === true) printJson(`${JSON.stringify(planned, null, 2)}\n`);
  else print(renderPlan(planned));
  return 0;
}
