// The command line as data: its commands, what each takes, and the words of its help. Parsing is another's business.

import { INPUT_NAMES, type InputName } from './inputs.ts';

export type CommandName =
  | 'gate'
  | 'record'
  | 'compare'
  | 'devices'
  | 'init'
  | 'plan'
  | 'doctor'
  | 'site'
  | 'bisect'
  | 'open'
  | 'mcp';

/** A flag that is no input of the action. */
export interface Flag {
  readonly name: string;
  /** What stands after it, such as `file...`; absent: it is on or off. */
  readonly value?: string;
  readonly words: string;
  readonly choices?: readonly string[];
}

export interface CommandSpec {
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What may be given without a flag, such as `[model...]`. */
  readonly operand?: { readonly form: string; readonly words: string };
  readonly inputs: readonly InputName[];
  readonly flags: readonly Flag[];
  /** Whole commands to copy. */
  readonly examples: readonly string[];
}

/** Inputs that only mean something inside a workflow. */
const ONLY_IN_ACTIONS: ReadonlySet<InputName> = new Set([
  'mode',
  'tickets',
  'on-missing-key',
  'comment',
  'check',
  'check-name',
  'summary',
  'artifact',
  'github-token',
]);

/** Inputs of one command alone. */
const OF_SITE: readonly InputName[] = ['site-folder', 'site-history'];
const OF_BISECT: readonly InputName[] = ['metric', 'max-pairs', 'build'];

const LOCAL = INPUT_NAMES.filter((name) => !ONLY_IN_ACTIONS.has(name) && ![...OF_SITE, ...OF_BISECT].includes(name));
const REACHING: readonly InputName[] = [
  'backend',
  'profiler',
  'tracker',
  'project',
  'api-key',
  'api-base-url',
  'profiler-api-key',
  'profiler-api-base-url',
  'tracker-api-key',
  'tracker-api-base-url',
  'options',
  'config',
];

const JSON_FLAG: Flag = { name: 'json', words: 'Print the result as JSON on standard output.' };
const QUIET_FLAG: Flag = { name: 'quiet', words: 'No progress on standard error.' };
const MODELS = '[model...]';

export const COMMANDS: Readonly<Record<CommandName, CommandSpec>> = {
  gate: {
    summary: 'Measure a model, compare it with its baseline, exit 1 if it regressed.',
    operand: { form: MODELS, words: 'The model; or two files, the old one and the new one, which needs no history.' },
    inputs: LOCAL,
    flags: [JSON_FLAG, QUIET_FLAG],
    examples: ['latency-gate gate old.onnx new.onnx', 'latency-gate gate model.onnx --max-regression 3%'],
  },
  record: {
    summary: 'Measure a model and keep the run as a baseline in .latency-gate/.',
    operand: { form: '[model]', words: 'The model.' },
    inputs: LOCAL.filter((name) => !['fail-on', 'budget'].includes(name)),
    flags: [JSON_FLAG, QUIET_FLAG],
    examples: ['latency-gate record model.onnx'],
  },
  compare: {
    summary: 'Decide on files alone: run records, or plain numbers.',
    operand: { form: '[file...]', words: 'Plain numbers as JSON; standard input where none is given.' },
    inputs: ['max-regression', 'min-change', 'max-repeats', 'effort', 'fail-on'],
    flags: [
      { name: 'history', value: 'file...', words: 'Run records, the oldest first.' },
      { name: 'candidate', value: 'file...', words: 'Run records of the candidate.' },
      JSON_FLAG,
      QUIET_FLAG,
    ],
    examples: ['latency-gate compare --history old-*.json --candidate new.json', 'latency-gate compare numbers.json'],
  },
  devices: {
    summary: 'List the devices of the backend.',
    inputs: REACHING,
    flags: [JSON_FLAG, QUIET_FLAG],
    examples: ['latency-gate devices --backend embedl'],
  },
  init: {
    summary: 'Write a workflow and a config file for this repository. Nothing is overwritten.',
    inputs: ['model', 'devices'],
    flags: [
      {
        name: 'for',
        value: 'kind',
        choices: ['local', 'phones', 'forks', 'gitlab', 'other'],
        words: 'What is set up: this runner, a cloud of phones, phones for forks as well, GitLab CI, or another CI.',
      },
      { name: 'build', value: 'command', words: 'The command that builds the model.' },
      { name: 'branch', value: 'name', words: 'The default branch.' },
      { name: 'yes', words: 'Ask nothing; take what was found.' },
      { name: 'dry-run', words: 'Print the files instead of writing them.' },
    ],
    examples: ['latency-gate init', 'latency-gate init --for phones --devices "Google Pixel 8" --yes'],
  },
  plan: {
    summary: 'Say what gate would run, against which baseline and limits, and at what cost.',
    operand: { form: MODELS, words: 'As for gate.' },
    inputs: LOCAL,
    flags: [JSON_FLAG, QUIET_FLAG],
    examples: ['latency-gate plan', 'latency-gate plan model.onnx --backend embedl --devices "Google Pixel 8"'],
  },
  doctor: {
    summary:
      'Look at key, devices, tracker, runtime, proxy, git and workflows, and say what is wrong. Exit 2 if anything is.',
    operand: { form: MODELS, words: 'As for gate.' },
    inputs: LOCAL,
    flags: [JSON_FLAG, QUIET_FLAG],
    examples: ['latency-gate doctor', 'latency-gate doctor --backend embedl --devices "Google Pixel 8"'],
  },
  site: {
    summary: 'Make a folder of pages of all that was recorded.',
    operand: { form: '[records...]', words: 'Folders or files of run records; .latency-gate where none is given.' },
    inputs: [...REACHING, 'devices', ...OF_SITE],
    flags: [JSON_FLAG, QUIET_FLAG],
    examples: ['latency-gate site', 'latency-gate site downloaded/ --site-history https://acme.github.io/models/'],
  },
  bisect: {
    summary: 'Search the commit at which a level changed, among the models that were recorded. Nothing is built again.',
    operand: { form: '[commits...]', words: 'The good commit, and the bad one; HEAD where only one is given.' },
    inputs: [
      ...REACHING,
      'model',
      'model-name',
      'devices',
      ...OF_BISECT,
      'command',
      'devices-command',
      'device-concurrency',
      'pass-env',
      'queue-timeout',
      'run-timeout',
      'install-runtime',
    ],
    flags: [JSON_FLAG, QUIET_FLAG],
    examples: [
      'latency-gate bisect v1.2.0',
      'latency-gate bisect v1.2.0 HEAD --model build/net.onnx --build "make net"',
    ],
  },
  open: {
    summary: 'Show the last report in the browser.',
    inputs: [],
    flags: [{ name: 'print', words: 'Print where it is instead.' }],
    examples: ['latency-gate open'],
  },
  mcp: {
    summary: "Answer an agent's questions about verdicts (Model Context Protocol, stdio). Nothing is measured.",
    inputs: [],
    flags: [],
    examples: ['latency-gate mcp'],
  },
};

export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

/** What stands at the end of the general help. */
export const EXIT_CODES = 'Exit codes: 0 passed or inconclusive, 1 regressed, 2 could not run.';
