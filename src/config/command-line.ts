// The command line: its commands, its flags (the inputs' names), and the help that lists them.

import { GateError } from '../domain/errors.ts';
import { INPUT_NAMES, INPUTS, type InputName } from './inputs.ts';

export type CommandName = 'gate' | 'record' | 'compare' | 'devices';

/** Inputs that only mean something inside a workflow. */
const ONLY_IN_ACTIONS: ReadonlySet<InputName> = new Set([
  'mode',
  'comment',
  'check',
  'check-name',
  'summary',
  'artifact',
  'github-token',
]);

const FLAGS: readonly InputName[] = INPUT_NAMES.filter((name) => !ONLY_IN_ACTIONS.has(name));

/** What `compare` needs: files, and the limits. */
const COMPARE_FLAGS: readonly InputName[] = ['max-regression', 'min-change', 'max-repeats', 'effort', 'fail-on'];

const COMMANDS: Readonly<Record<CommandName, string>> = {
  gate: 'measure a model, compare it with its baseline, exit 1 if it regressed',
  record: 'measure a model and keep the run as a baseline',
  compare:
    'decide on files alone: run records (--history FILE… --candidate FILE…) or plain numbers (FILE, or standard input)',
  devices: 'list the devices of the backend',
};

export interface Flag {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
}

/** The flags that a command takes, as `util.parseArgs` wants them. */
export function flagsFor(command: CommandName): Readonly<Record<string, Flag>> {
  const names = command === 'compare' ? COMPARE_FLAGS : FLAGS;
  const files = { type: 'string', multiple: true } as const;
  return {
    ...Object.fromEntries(names.map((name) => [name, { type: 'string', multiple: true } as const])),
    ...(command === 'compare' ? { history: files, candidate: files } : {}),
    json: { type: 'boolean' },
    quiet: { type: 'boolean' },
    help: { type: 'boolean' },
  };
}

export function isCommand(name: string | undefined): name is CommandName {
  return name !== undefined && name in COMMANDS;
}

export function refuseCommand(name: string | undefined): GateError {
  const found = name === undefined ? 'no command' : `the command "${name}"`;
  return new GateError(
    'invalid-input',
    `Found ${found}; allowed: ${Object.keys(COMMANDS).join(', ')}.`,
    'See latency-gate --help.',
  );
}

const LONGEST_FLAG = Math.max(...FLAGS.map((name) => name.length)) + 2;

/** What `--help` prints. */
export function helpText(): string {
  const commands = Object.entries(COMMANDS).map(([name, words]) => `  ${name.padEnd(18)}${words}`);
  const flags = FLAGS.map((name) => {
    const { description, fallback } = INPUTS[name];
    const initial = fallback === undefined || fallback === '' ? '' : ` [${fallback}]`;
    return `  --${name.padEnd(LONGEST_FLAG)}${description}${initial}`;
  });
  return [
    'latency-gate COMMAND [flags]',
    '',
    'Tells whether a machine-learning model became slower than its baseline.',
    '',
    'Commands:',
    ...commands,
    '',
    "Flags (the same names as the action's inputs; repeat a flag for several lines):",
    ...flags,
    ...[
      ['history FILE…', 'compare: run records, the oldest first'],
      ['candidate FILE…', 'compare: run records of the candidate'],
      ['json', 'print the result as JSON on standard output'],
      ['quiet', 'no progress on standard error'],
    ].map(([name = '', words = '']) => `  --${name.padEnd(LONGEST_FLAG)}${words}`),
    '',
    'Exit codes: 0 passed or inconclusive, 1 regressed, 2 could not run.',
    '',
  ].join('\n');
}
