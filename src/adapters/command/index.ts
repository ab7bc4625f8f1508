// The backend "command": the user's own measuring program, on any device that has a command line.

import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { GateError } from '../../domain/errors.ts';
import type { Metric } from '../../domain/metric.ts';
import { parseBackendOptions } from '../../formats/backend-options.ts';
import type { Clock } from '../../ports/machine.ts';
import type { Profiler } from '../../ports/profiler.ts';
import { splitCommand } from './arguments.ts';
import { identifyHarness } from './harness-identity.ts';
import { CommandOptionsSchema } from './options.ts';
import { CommandProfiler } from './profiler.ts';
import { chooseVariables, findVariable, withoutSecrets } from './variables.ts';

export { inspectTree } from './model-tree.ts';
export { CommandOptionsSchema };

export interface CommandSetup {
  readonly command: string;
  readonly devicesCommand: string | undefined;
  readonly options: unknown;
  readonly devices: readonly string[];
  readonly concurrency: number;
  readonly passEnv: readonly string[];
  /** Metrics that the configuration declares. */
  readonly metrics: readonly Metric[];
  /** Every variable there is; only what a program needs, and what `passEnv` names, is handed on. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly workspace: string;
  readonly temporaryFolder: string;
  readonly runTimeoutMs: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Throws a GateError that names the input which is wrong; nothing is executed by then. */
export async function createCommandProfiler(setup: CommandSetup): Promise<Profiler> {
  const options = parseBackendOptions('command', CommandOptionsSchema, setup.options);
  const names = chooseVariables(Object.keys(setup.variables), setup.passEnv);
  const env = Object.fromEntries(names.flatMap((name) => [[name, setup.variables[name] ?? '']]));
  const secrets = setup.passEnv.flatMap((name) => setup.variables[name] ?? []);
  const command = splitCommand(setup.command);
  const devicesCommand =
    setup.devicesCommand === undefined ? undefined : splitCommand(setup.devicesCommand, 'devices-command');
  await needProgram(command, 'command', setup);
  if (devicesCommand !== undefined) await needProgram(devicesCommand, 'devices-command', setup);
  const { 'set-up': setUp } = options;
  const commands = setUp === undefined ? [command] : [command, splitCommand(setUp, 'set-up')];
  return new CommandProfiler({
    options,
    identity: await identifyHarness(commands, setup.workspace),
    devices: setup.devices,
    devicesCommand,
    concurrency: setup.concurrency,
    temporaryFolder: join(setup.temporaryFolder, 'command'),
    clock: setup.clock,
    random: setup.random,
    harness: {
      command,
      env,
      cwd: setup.workspace,
      timeoutMs: setup.runTimeoutMs,
      signal: setup.signal,
      mask: (text) => withoutSecrets(text, secrets),
      read: { metrics: setup.metrics, better: options.better },
    },
  });
}

/** A program that is not there is told before anything is measured. */
async function needProgram(
  [program = '']: readonly string[],
  input: string,
  { workspace, variables }: Pick<CommandSetup, 'workspace' | 'variables'>,
): Promise<void> {
  const named = /[/\\]/.test(program);
  const folders = named ? [workspace] : findVariable('PATH', variables).split(delimiter);
  const endings = ['', ...findVariable('PATHEXT', variables).split(';')];
  for (const folder of isAbsolute(program) ? [''] : folders) {
    for (const ending of endings) {
      const path = isAbsolute(program) ? program + ending : resolve(folder, program + ending);
      if (
        await access(path, constants.X_OK).then(
          () => true,
          () => false,
        )
      )
        return;
    }
  }
  const where = named ? `in the workspace, or it may not be executed` : 'in any folder of PATH';
  const advice = 'Check the path (it starts at the workspace), its execution bit, and the step that installs it.';
  throw new GateError('invalid-input', `${input}: the program "${program}" was not found ${where}.`, advice);
}
