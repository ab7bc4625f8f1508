// Things a person should know that are no failure of the program: a code and its facts. The words for them are in
// src/rendering.

/**
 * The facts of each finding, by its code; all values are plain text. A new finding is a line here, its words in
 * src/rendering/measuring-findings.ts or keeping-findings.ts, and a heading in docs/findings.md.
 */
const FACTS = {
  'no-baseline': ['model', 'device', 'branch'],
  'latency-redefined': ['model'],
  'baseline-beyond-search': ['model', 'device', 'searched'],
  'baseline-off-history': ['model', 'branch', 'records'],
  'records-on-other-branch': ['model', 'branch', 'others'],
  'history-unrelated': ['branch'],
  'baseline-by-date': ['model', 'commit'],
  'baseline-of-other-name': ['model', 'other'],
  'baseline-untrusted': ['artifact', 'run', 'why'],
  'baseline-unreadable': ['artifact', 'why'],
  'baseline-model-missing': ['model', 'why'],
  'environment-differs': ['device', 'field', 'baseline', 'candidate'],
  'job-failed': ['device', 'model', 'why'],
  'device-minutes-spent': ['device', 'why'],
  'heated-up': ['device', 'rise'],
  'measured-hot': ['device', 'what'],
  'machine-busy': ['device', 'pairs', 'why'],
  'input-shape-assumed': ['model', 'shapes'],
  'measured-briefly': ['model', 'device', 'inferences', 'seconds'],
  'nodes-fell-back': ['model', 'provider', 'count', 'all'],
  'runtimes-compared': ['model', 'baseline', 'candidate'],
  'workload-differs': ['model', 'device', 'why'],
  'outputs-compared': ['model', 'inputs', 'digest'],
  'outputs-not-compared': ['model', 'outputs'],
  'outputs-not-finite': ['model', 'count'],
  'record-older': ['model', 'device', 'lacks'],
  'memory-not-measured': ['device', 'why'],
  'layers-not-measured': ['device', 'why'],
  'results-not-read': ['file', 'what'],
  'sides-not-alternated': ['device'],
  'not-recorded': ['model', 'why'],
  'model-not-kept': ['model', 'why'],
  'sink-failed': ['sink', 'why'],
  'key-shared': ['artifact'],
  'first-record': ['model', 'jobs'],
  'os-ambiguous': ['device', 'systems'],
  'file-not-stored': ['file', 'why'],
  'report-unreadable': ['artifact', 'why'],
  'service-compared': ['service', 'device', 'metric', 'side'],
  'cache-suspected': ['device', 'why'],
  'time-unit': ['device', 'taken'],
  'status-not-told': ['service', 'device'],
  'job-unreported': ['jobs', 'reports'],
  'staged-missing': ['model'],
  'built-by-fork': ['model'],
  'no-artifacts': [],
  'first-release': ['model', 'device', 'tag'],
  'no-release': ['tag'],
  'level-changed': ['model', 'device', 'metric', 'change', 'commit'],
  drifted: ['model', 'device', 'metric', 'change', 'tag'],
  'drift-not-checked': ['model', 'device', 'tag', 'why'],
  'staged-refused': ['artifact', 'why'],
  'measured-by-fork': [],
  'acceptance-refused': ['who', 'why'],
  'rule-unmatched': ['rule', 'why'],
  'waiver-expired': ['model', 'device', 'metric', 'until'],
  'evidence-carried-over': ['device', 'jobs'],
} as const satisfies Record<string, readonly string[]>;

export type FindingCode = keyof typeof FACTS;
export type FindingFacts = { readonly [C in FindingCode]: Readonly<Record<(typeof FACTS)[C][number], string>> };
export type Finding = { [C in FindingCode]: { readonly code: C; readonly facts: FindingFacts[C] } }[FindingCode];

/** Whether a value read from a file is a finding that this version knows, with every fact that its words need. */
export function isFinding(value: {
  readonly code: string;
  readonly facts: Readonly<Record<string, string>>;
}): value is Finding {
  const names: readonly string[] | undefined = Object.hasOwn(FACTS, value.code)
    ? FACTS[value.code as FindingCode]
    : undefined;
  return names?.every((name) => typeof value.facts[name] === 'string') === true;
}
