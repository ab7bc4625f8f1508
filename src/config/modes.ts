// What one step of a workflow can be asked to do.

/** "auto", what an event can lead to, and the parts of a workflow that only a user can ask for. */
export const MODES = [
  'auto',
  'gate',
  'record',
  'release',
  'stage',
  'report',
  'submit',
  'collect',
  'accept',
  'site',
  'bisect',
] as const;

/** As action.yml shows them. */
export const MODE_WORDS = [
  'auto decides from the event: pull requests are gated, the default branch is recorded, releases are compared with the one before.',
  'report: a last job that makes one comment and one check of what the jobs before it found.',
  'stage: hands the model to a workflow with secrets.',
  'submit and collect: a device queue is waited for between two jobs.',
  'accept: decides again after a person has accepted what regressed, in a comment or by a label.',
  'site: makes pages of all that was recorded.',
  'bisect: searches the commit at which a level changed since the last release, among the models that were kept.',
].join(' ');
