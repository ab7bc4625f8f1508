// The one table of inputs: their names, defaults, words and parsers. action.yml, the command line's flags, the config
// file's schema and docs/reference.md are made from it.

import { BACKENDS, PROFILERS, TRACKERS } from './backends.ts';
import { parseBaseline } from './baseline-choice.ts';
import { parseBaselineRuntime } from './baseline-runtime.ts';
import { type Input, input } from './input.ts';
import { parseBudgets, parseLimits } from './limits.ts';
import { MODE_WORDS, MODES } from './modes.ts';
import { parseOptions } from './options-text.ts';
import { BISECT_INPUTS, SITE_INPUTS } from './site-inputs.ts';
import { parseBoolean, parseChoice, parseDuration, parseInteger, parseList, parseText } from './values.ts';

export { BACKENDS, KEYS, type ProfilerName, PUBLIC_ADDRESSES, type TrackerName } from './backends.ts';

const MOST_REPEATS = 100;

function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] {
  return Object.keys(table) as K[];
}

export const INPUTS = {
  model: input(parseText, undefined, 'Path or glob of the built model(s), from the workspace.'),
  backend: input(
    parseChoice(...keysOf(BACKENDS)),
    'local',
    'Where models are executed and runs are kept: local (this machine, ONNX Runtime), command (a measuring program of your own, on any device), embedl (Embedl Hub and its phones), device-farm (phones of AWS Device Farm, both models on the same one), results (files that an earlier step measured), mlflow (an MLflow tracking server keeps the runs), experiments (an MLflow-style Experiments API keeps the runs), vertesia (prompts) or hubify (experiments on GPU pods).',
  ),
  profiler: input(parseChoice(...PROFILERS), undefined, 'Where models are executed, if not by the backend.'),
  tracker: input(parseChoice(...TRACKERS), undefined, 'Where runs are kept, if not by the backend.'),
  results: input(
    parseList,
    undefined,
    'Files measured by an earlier step, one a line, globs allowed: one file a job. For the backend results; docs/formats.md lists the tools.',
  ),
  'baseline-results': input(
    parseList,
    undefined,
    'Files of the baseline that the same step measured in turn with those of results (A B B A), as many; file by file they make pairs, which need no history. docs/workflows.md has the loop.',
  ),
  project: input(
    parseText,
    undefined,
    "The backend's project (of mlflow: the experiment; of device-farm also its ARN); by default the repository's name.",
  ),
  'api-key': input(
    parseText,
    undefined,
    "The backend's key; for embedl also from EMBEDL_HUB_API_KEY, for mlflow from MLFLOW_TRACKING_TOKEN. Pass it from a secret.",
  ),
  'api-base-url': input(parseText, undefined, "The backend's address, where it is not the public one."),
  'profiler-api-key': input(parseText, undefined, 'Of the profiler, where profiler and tracker differ.'),
  'tracker-api-key': input(parseText, undefined, 'Of the tracker, where profiler and tracker differ.'),
  'profiler-api-base-url': input(parseText, undefined, 'Of the profiler, where profiler and tracker differ.'),
  'tracker-api-base-url': input(parseText, undefined, 'Of the tracker, where profiler and tracker differ.'),
  'on-missing-key': input(
    parseChoice('skip', 'stage'),
    'skip',
    'What to do on pull requests from forks and by Dependabot, which have no secrets: skip, or stage the model for a workflow_run that has them. Elsewhere a missing key is an error.',
  ),
  command: input(
    parseText,
    undefined,
    'Your measuring program and its arguments, for the backend command: one line (no shell), or one argument a line. {model}, {device} and {output} stand for what one call is about.',
  ),
  'devices-command': input(
    parseText,
    undefined,
    'For the backend command: a program that prints the names of devices, one a line.',
  ),
  'device-concurrency': input(
    parseInteger(1, 100),
    '1',
    'For the backend command: how many devices may be busy at once; calls on one device never overlap.',
  ),
  'pass-env': input(
    parseList,
    undefined,
    'For the backend command: variables that the program may see, beside PATH, HOME and the language.',
  ),
  'run-foreign': input(
    parseBoolean,
    'false',
    'For the backend command on workflow_run: whether a model that a fork built may be measured here; the program then sees no variable of pass-env.',
  ),
  devices: input(
    parseList,
    undefined,
    "Devices to measure on, one a line or separated by commas (for device-farm also an ARN, or attributes: os >= 14 and manufacturer = Google); all of the backend's where it has just one.",
  ),
  options: input(
    parseOptions,
    undefined,
    "YAML with the backend's own options; for local: input-shapes, dims, inputs, threads, provider and more (docs/local.md); for embedl: poll-interval, concurrency; for device-farm: program and more (docs/device-farm.md); the other backends' stand in docs/backends.md.",
  ),
  config: input(
    parseText,
    '.github/latency-gate.yml',
    'A YAML file with the same settings in camelCase; inputs win over it. Absent is fine.',
  ),
  mode: input(parseChoice(...MODES), 'auto', MODE_WORDS),
  tickets: input(parseText, undefined, 'What mode collect goes on with: the output tickets of the job in mode submit.'),
  'model-name': input(
    parseText,
    undefined,
    "The name under which runs are compared; by default the model's path without its ending.",
  ),
  baseline: input(
    parseBaseline,
    'auto',
    'auto (merge-base, then its first-parent ancestors), latest, a commit, a tag, or run:<id>.',
  ),
  'baseline-model': input(
    parseText,
    undefined,
    'A model file to measure beside the candidate; needs no history at all.',
  ),
  'max-regression': input(parseLimits, '5%', 'How much worse a metric may get, one a line: 5%, 0.5 ms, latency: 3%.'),
  'min-change': input(
    parseLimits,
    '0%',
    'Smaller changes than this are never a regression, one a line like max-regression.',
  ),
  budget: input(
    parseBudgets,
    undefined,
    'Levels that must not be passed, one a line: latency < 20 ms, peak_memory < 120 MB @ Google Pixel 8.',
  ),
  repeats: input(
    parseInteger(1, MOST_REPEATS),
    undefined,
    'Jobs a device at first; on local, command and device-farm pairs of jobs, 3 by default.',
  ),
  'max-repeats': input(
    parseInteger(1, MOST_REPEATS),
    '6',
    'Jobs (on local, command and device-farm: pairs) a device at most, when a suspicion is confirmed.',
  ),
  'fail-on': input(
    parseChoice('regression', 'inconclusive', 'not-shown', 'never'),
    'regression',
    'What fails the job: regression, inconclusive (and regression), not-shown (both, and a pass whose evidence could hide more than the limit), or never.',
  ),
  effort: input(
    parseChoice('quick', 'normal', 'thorough'),
    'normal',
    'What a green costs: quick ends at the first look within the limits, normal goes on where that could well hide twice the limit, thorough until more than the limit is ruled out or max-repeats is spent.',
  ),
  'confirm-improvements': input(
    parseBoolean,
    'true',
    'Whether an apparent improvement beyond the limit is confirmed by one more look.',
  ),
  'max-device-minutes': input(
    parseInteger(1, 100_000),
    undefined,
    'Minutes of devices that one gate may use, over all of them; a block of jobs that would pass it is not begun.',
  ),
  'queue-timeout': input(parseDuration, '30m', 'How long one job may wait for a device.'),
  'run-timeout': input(parseDuration, '10m', 'How long one job may execute on a device.'),
  'baseline-runtime': input(
    parseBaselineRuntime,
    undefined,
    "For local: the ONNX Runtime that executes the baseline's model, to measure an upgrade: an exact version such as 1.23.0, or the path of a folder that has it. By default the candidate's.",
  ),
  'install-runtime': input(
    parseChoice('auto', 'never'),
    'auto',
    'Whether local may install ONNX Runtime (pinned, integrity-checked) where the workspace has none.',
  ),
  'accept-label': input(
    parseText,
    'off',
    'A label that accepts, once, what a pull request’s report calls regressed, if a person with write access sets it; off: none. Needs the event pull_request: labeled.',
  ),
  comment: input(
    parseChoice('auto', 'on-change', 'never'),
    'auto',
    'The pull request comment: auto, on-change (quiet when nothing changed), never.',
  ),
  check: input(
    parseChoice('auto', 'never'),
    'auto',
    'The check on the commit: auto (a commit status where the token cannot), never.',
  ),
  summary: input(parseBoolean, 'true', 'Whether the job summary shows the report.'),
  artifact: input(parseBoolean, 'true', 'Whether the report is uploaded as a workflow artifact.'),
  'comment-key': input(
    parseText,
    '',
    "Names this gate's section, check and records; each job of a matrix must set its own.",
  ),
  'check-name': input(parseText, 'Latency Gate', 'The name of the check.'),
  'keep-model-days': input(
    parseInteger(1, 90),
    '14',
    'Days to keep a recorded model, so that it can be measured beside a candidate.',
  ),
  ...SITE_INPUTS,
  ...BISECT_INPUTS,
  'github-token': input(parseText, undefined, 'Reads commits and artifacts, writes the comment and the check.'),
} as const satisfies Record<string, Input<unknown>>;

export type InputName = keyof typeof INPUTS;
export const INPUT_NAMES = Object.keys(INPUTS) as readonly InputName[];

/** What an input's parser gives; undefined where it has no default and was not set. */
export type InputValue<N extends InputName> =
  | ReturnType<(typeof INPUTS)[N]['parse']>
  | ((typeof INPUTS)[N]['fallback'] extends string ? never : undefined);

/** `max-regression` as the config file writes it: `maxRegression`. */
export function toConfigKey(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
