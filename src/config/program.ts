// The inputs of the backend command: the user's own measuring program, and what it may see.

import type { FileSettings } from './file.ts';
import type { InputName, InputValue, ProfilerName } from './inputs.ts';
import { type Place, refuse } from './place.ts';

/** The user's own measuring program, as it was written. */
export interface ProgramSettings {
  readonly command: string;
  readonly devicesCommand: string | undefined;
  readonly concurrency: number;
  readonly passEnv: readonly string[];
  readonly runForeign: boolean;
}

/** A command that is given means the backend of that name, where no other was chosen. */
export function impliedBackend(raw: Readonly<Record<string, string>>, { inputs }: FileSettings): 'command' | undefined {
  const given = (name: InputName) => raw[name] ?? inputs[name];
  return given('command') !== undefined && given('backend') === undefined ? 'command' : undefined;
}

const ONLY_HERE = ['command', 'devices-command', 'pass-env'] as const;

/** Throws a GateError where the program is missing, or given to a backend that runs none. */
export function readProgram(
  profiler: ProfilerName,
  read: <N extends InputName>(name: N) => InputValue<N>,
  at: (name: InputName) => Place,
): ProgramSettings | undefined {
  if (profiler !== 'command') {
    const idle = ONLY_HERE.find((name) => read(name) !== undefined);
    if (idle === undefined) return undefined;
    throw refuse(at(idle), String(read(idle)), 'nothing, unless the backend (or profiler) is command');
  }
  const command = read('command');
  if (command === undefined) throw refuse(at('command'), '', 'the program that measures, such as ./bench.sh {model}');
  return {
    command,
    devicesCommand: read('devices-command'),
    concurrency: read('device-concurrency'),
    passEnv: read('pass-env') ?? [],
    runForeign: read('run-foreign'),
  };
}
