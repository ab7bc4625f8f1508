// The one table of the action's outputs; action.yml and docs/reference.md are made from it.

export const OUTPUTS = {
  outcome: 'pass, fail, inconclusive, skipped, cancelled or error.',
  regressions: 'How many gating comparisons regressed.',
  improvements: 'How many gating comparisons improved.',
  'report-json': 'Path of the report for machines (latency-gate/report@1).',
  'report-html': 'Path of the report as one page with charts; it needs no network.',
  'report-markdown': 'Path of the report for people.',
  'run-ids': 'What the tracker calls the runs it keeps now, separated by commas; usable as baseline: run:<id>.',
  'run-url': 'Where the run can be looked at on the tracker; empty where it has no pages.',
  'baseline-sha': 'The commit that was compared with; empty where there was none.',
  'baseline-distance': 'Commits between the merge-base and that commit.',
  tickets: 'What mode submit has submitted; the input tickets of a job in mode collect.',
  'bisect-commit': 'The commit that mode bisect found; of several models and devices separated by commas.',
  'comment-url': 'The pull request comment, where one was written.',
  'check-url': 'The check on the commit, where one was written.',
} as const;
