// The words of findings about baselines, devices, jobs and verdicts.

import type { FindingCode } from '../domain/finding.ts';
import type { WordsOf } from './finding-words.ts';

export const MEASURING_FINDINGS = {
  'no-baseline': {
    title: 'No baseline yet',
    severity: 'notice',
    text: ({ model, device, branch }) =>
      `No baseline yet for ${model} on ${device}: the next run in mode record (normally a push to ${branch}) makes one.`,
  },
  'latency-redefined': {
    title: 'Latency is another statistic now',
    severity: 'notice',
    text: ({ model }) =>
      `No baseline yet: latency is now the log's average. The recorded latency of ${model} was the sum over its operators, now called latency_operators; the next record makes a baseline.`,
  },
  'baseline-beyond-search': {
    title: 'No baseline as far as was looked',
    severity: 'warning',
    text: ({ model, device, searched }) =>
      `No record of ${model} on ${device} was found in ${searched}; there may be one farther back. Set baseline to a commit, a tag or run:<id>.`,
  },
  'baseline-off-history': {
    title: 'Records are not in this history',
    severity: 'warning',
    text: ({ model, branch, records }) =>
      `${records} records of ${model} exist on ${branch}, none of them on this commit's history: the branch was rewritten (force-pushed), or this commit is older than the first record.`,
  },
  'records-on-other-branch': {
    title: 'Records of another branch',
    severity: 'warning',
    text: ({ model, branch, others }) =>
      `${model} was recorded on ${others}, but the default branch is ${branch}. If it was renamed, the next push to ${branch} makes a baseline.`,
  },
  'history-unrelated': {
    title: 'No common history',
    severity: 'warning',
    text: ({ branch }) =>
      `This commit and ${branch} have no common history, so no record can be its baseline. Set baseline to latest, a commit, or run:<id>.`,
  },
  'baseline-by-date': {
    title: 'Baseline chosen by date',
    severity: 'notice',
    text: ({ model, commit }) =>
      `No ancestor of this commit has a record of ${model}; the newest record (${commit}) serves as the baseline.`,
  },
  'baseline-of-other-name': {
    title: 'Baseline of another name',
    severity: 'notice',
    text: ({ model, other }) =>
      `No record is named ${model}; compared with the only recorded model, ${other}. Set model-name to choose.`,
  },
  'baseline-untrusted': {
    title: 'Record not trusted',
    severity: 'warning',
    text: ({ artifact, run, why }) => `Ignored ${artifact} of workflow run ${run}: ${why}.`,
  },
  'baseline-unreadable': {
    title: 'Record not readable',
    severity: 'warning',
    text: ({ artifact, why }) => `Could not read ${artifact}: ${why}.`,
  },
  'baseline-model-missing': {
    title: "Baseline's model missing",
    severity: 'notice',
    text: ({ model, why }) =>
      `The baseline's ${model} could not be measured beside the candidate (${why}); recorded jobs serve instead.`,
  },
  'environment-differs': {
    title: 'Environment differs',
    severity: 'warning',
    text: ({ device, field, baseline, candidate }) =>
      `On ${device} the environment differs from the baseline's: ${field} was ${baseline}, is ${candidate}. ` +
      'Jobs measured apart are not compared across that.',
  },
  'job-failed': {
    title: 'Job failed',
    severity: 'warning',
    text: ({ device, model, why }) => `A job of ${model} on ${device} failed: ${why}.`,
  },
  'device-minutes-spent': {
    title: 'Device minutes spent',
    severity: 'warning',
    text: ({ device, why }) => `Measuring on ${device} stopped before it was settled: ${why}.`,
  },
  'heated-up': {
    title: 'Device heated up',
    severity: 'warning',
    text: ({ device, rise }) =>
      `${device} became ${rise} slower while it was measured, both sides alike: it may be throttling. A pause between calls (cool-down) helps.`,
  },
  'measured-hot': {
    title: 'Measured while hot',
    severity: 'warning',
    text: ({ device, what }) =>
      `${device} measured ${what}, although each block waited to be cooler. Both sides of a pair met the same heat; levels did not.`,
  },
  'machine-busy': {
    title: 'Machine busy',
    severity: 'notice',
    text: ({ device, pairs, why }) => `Other load disturbed ${pairs} on ${device} (${why}); they were measured again.`,
  },
  'memory-not-measured': {
    title: 'Memory not measured',
    severity: 'notice',
    text: ({ device, why }) => `Peak memory is not measured on ${device}: ${why}.`,
  },
  'layers-not-measured': {
    title: 'Layers not measured',
    severity: 'notice',
    text: ({ device, why }) => `Per-layer times are missing on ${device}: ${why}.`,
  },
  'results-not-read': {
    title: 'Part of the results not read',
    severity: 'notice',
    text: ({ file, what }) => `Not read of ${file}: ${what}.`,
  },
  'sides-not-alternated': {
    title: 'Sides not measured in turn',
    severity: 'warning',
    text: ({ device }) =>
      `On ${device} all files of one side were written before any of the other: what changed on the machine in between looks like a change of the model. Measure in turn, A B B A.`,
  },
  'os-ambiguous': {
    title: 'Operating system unclear',
    severity: 'warning',
    text: ({ device, systems }) =>
      `${device} exists with several systems (${systems}); which one a job met is unknown, so only jobs measured now are compared.`,
  },
  'cache-suspected': {
    title: 'A cache may have answered',
    severity: 'warning',
    text: ({ device, why }) => `On ${device} a cache seems to have answered: ${why}. A cache measures nothing.`,
  },
  'time-unit': {
    title: 'Unit of time',
    severity: 'notice',
    text: ({ device, taken }) => `Latency on ${device} is ${taken}.`,
  },
  'first-release': {
    title: 'First release',
    severity: 'notice',
    text: ({ model, device, tag }) =>
      `No earlier release has a record of ${model} on ${device}: later ones are compared with ${tag}.`,
  },
  'level-changed': {
    title: 'Level changed',
    severity: 'notice',
    text: ({ model, device, metric, change, commit }) =>
      `The recorded runs show it now: ${metric} of ${model} on ${device} changed by ${change} at ${commit}, or up to three runs beside it. No single run was enough to confirm it.`,
  },
  drifted: {
    title: 'Drift since the last release',
    severity: 'warning',
    text: ({ model, device, metric, change, tag }) =>
      `Since the release ${tag}, ${metric} of ${model} on ${device} got worse by ${change.replace('+', '')}, confirmed; no single change need have failed.`,
  },
  'drift-not-checked': {
    title: 'Drift not checked',
    severity: 'notice',
    text: ({ model, device, tag, why }) =>
      `Whether ${model} on ${device} drifted since the release ${tag} could not be told: ${why}.`,
  },
  'rule-unmatched': {
    title: 'Setting does nothing',
    severity: 'warning',
    text: ({ rule, why }) => `${rule} does nothing in this job: ${why}.`,
  },
  'waiver-expired': {
    title: 'Waiver expired',
    severity: 'warning',
    text: ({ model, device, metric, until }) =>
      `The waiver for ${metric} of ${model} on ${device} ended on ${until}; the regression gates again.`,
  },
  'evidence-carried-over': {
    title: 'Evidence of an earlier attempt',
    severity: 'notice',
    text: ({ device, jobs }) =>
      `${jobs} measured by an earlier attempt on this commit count on ${device}: a re-run adds evidence, it does not start afresh.`,
  },
  'first-record': {
    title: 'First record',
    severity: 'notice',
    text: ({ model, jobs }) => `First record of ${model}: it rests on ${jobs}, so that pull requests can be judged.`,
  },
} as const satisfies Partial<WordsOf<FindingCode>>;
