// What each finding carries, by its code. All values are plain text.

/** What each finding carries; a new finding is a line here, a line in WORDS and a heading in docs/findings.md. */
export interface FindingFacts {
  'no-baseline': { readonly model: string; readonly device: string; readonly branch: string };
  'latency-redefined': { readonly model: string };
  'baseline-by-date': { readonly model: string; readonly commit: string };
  'baseline-of-other-name': { readonly model: string; readonly other: string };
  'baseline-untrusted': { readonly artifact: string; readonly run: string; readonly why: string };
  'baseline-unreadable': { readonly artifact: string; readonly why: string };
  'baseline-model-missing': { readonly model: string; readonly why: string };
  'environment-differs': {
    readonly device: string;
    readonly field: string;
    readonly baseline: string;
    readonly candidate: string;
  };
  'job-failed': { readonly device: string; readonly model: string; readonly why: string };
  'machine-busy': { readonly device: string; readonly pairs: string; readonly why: string };
  'memory-not-measured': { readonly device: string; readonly why: string };
  'layers-not-measured': { readonly device: string; readonly why: string };
  'not-recorded': { readonly model: string; readonly why: string };
  'model-not-kept': { readonly model: string; readonly why: string };
  'sink-failed': { readonly sink: string; readonly why: string };
  'key-shared': { readonly artifact: string };
  'first-record': { readonly model: string; readonly jobs: string };
  'os-ambiguous': { readonly device: string; readonly systems: string };
  'file-not-stored': { readonly file: string; readonly why: string };
  'report-unreadable': { readonly artifact: string; readonly why: string };
  'service-compared': {
    readonly service: string;
    readonly device: string;
    readonly metric: string;
    readonly side: string;
  };
  'cache-suspected': { readonly device: string; readonly why: string };
  'time-unit': { readonly device: string; readonly taken: string };
  'status-not-told': { readonly service: string; readonly device: string };
  'job-unreported': { readonly jobs: string; readonly reports: string };
  'staged-missing': { readonly model: string };
  'built-by-fork': { readonly model: string };
  'no-artifacts': Readonly<Record<string, never>>;
  'first-release': { readonly model: string; readonly device: string; readonly tag: string };
  'no-release': { readonly tag: string };
  drifted: {
    readonly model: string;
    readonly device: string;
    readonly metric: string;
    readonly change: string;
    readonly tag: string;
  };
  'drift-not-checked': {
    readonly model: string;
    readonly device: string;
    readonly tag: string;
    readonly why: string;
  };
  'staged-refused': { readonly artifact: string; readonly why: string };
  'measured-by-fork': Readonly<Record<string, never>>;
  'waiver-expired': {
    readonly model: string;
    readonly device: string;
    readonly metric: string;
    readonly until: string;
  };
  'evidence-carried-over': { readonly device: string; readonly jobs: string };
}
