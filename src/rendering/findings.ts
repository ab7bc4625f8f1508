// All the words for findings, in one table: title, sentence, severity. docs/findings.md explains each of them.

import type { Finding, FindingCode, FindingFacts } from '../domain/finding.ts';

interface Words<C extends FindingCode> {
  /** A few words. */
  readonly title: string;
  /** `warning`: something needs a person; `notice`: good to know. */
  readonly severity: 'warning' | 'notice';
  readonly text: (facts: FindingFacts[C]) => string;
}

const WORDS: { readonly [C in FindingCode]: Words<C> } = {
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
  'not-recorded': {
    title: 'Run not stored',
    severity: 'warning',
    text: ({ model, why }) => `The run of ${model} was not stored: ${why}.`,
  },
  'model-not-kept': {
    title: 'Model not kept',
    severity: 'warning',
    text: ({ model, why }) => `${model} was not kept (${why}): later gates cannot measure it again beside a candidate.`,
  },
  'sink-failed': {
    title: 'Report not written',
    severity: 'warning',
    text: ({ sink, why }) => `The ${sink} could not be written: ${why}`,
  },
  'key-shared': {
    title: 'comment-key used twice',
    severity: 'warning',
    text: ({ artifact }) =>
      `Another job of this workflow run already uploaded ${artifact}: give each job its own comment-key.`,
  },
  'os-ambiguous': {
    title: 'Operating system unclear',
    severity: 'warning',
    text: ({ device, systems }) =>
      `${device} exists with several systems (${systems}); which one a job met is unknown, so only jobs measured now are compared.`,
  },
  'file-not-stored': {
    title: 'File not stored',
    severity: 'warning',
    text: ({ file, why }) => `${file} was not stored on the run: ${why}.`,
  },
  'report-unreadable': {
    title: 'Report not readable',
    severity: 'warning',
    text: ({ artifact, why }) => `The report in ${artifact} could not be read (${why}); what it says is missing here.`,
  },
  'service-compared': {
    title: "The service's own comparison",
    severity: 'notice',
    text: ({ service, device, metric, side }) =>
      `As a cross-check, ${service} itself calls the ${side} the better in ${metric} on ${device}; it compares single values and always takes the smaller one.`,
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
  'status-not-told': {
    title: 'Status not updated',
    severity: 'notice',
    text: ({ service, device }) =>
      `The record of ${device} is kept, but ${service} does not take its status yet: it may be shown there as queued.`,
  },
  'job-unreported': {
    title: 'Job without a report',
    severity: 'warning',
    text: ({ jobs, reports }) =>
      `Jobs of this workflow run ended badly (${jobs}), and only ${reports} of the reports say so: something may be missing here.`,
  },
  'staged-missing': {
    title: 'Model not handed over',
    severity: 'warning',
    text: ({ model }) => `The configuration names ${model}, but the pull request's workflow left nothing of it.`,
  },
  'built-by-fork': {
    title: "Built by the fork's workflow",
    severity: 'notice',
    text: ({ model }) =>
      `${model} was built by the pull request's own workflow and measured here as it is; nothing ties its bytes to the commit.`,
  },
  'no-artifacts': {
    title: 'No workflow artifacts',
    severity: 'warning',
    text: () =>
      'This server has no workflow artifacts: nothing was recorded in them, and the report files stay on the runner. Use baseline-model, or a tracker that is a service.',
  },
  'first-release': {
    title: 'First release',
    severity: 'notice',
    text: ({ model, device, tag }) =>
      `No earlier release has a record of ${model} on ${device}: later ones are compared with ${tag}.`,
  },
  'no-release': {
    title: 'No release yet',
    severity: 'notice',
    text: ({ tag }) => `There is no release of the tag ${tag} yet, so the report stands in this run only.`,
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
  'staged-refused': {
    title: 'Hand-over refused',
    severity: 'warning',
    text: ({ artifact, why }) => `What the pull request's workflow left in ${artifact} was refused: ${why}.`,
  },
  'measured-by-fork': {
    title: "Measured by the fork's workflow",
    severity: 'notice',
    text: () =>
      "Measured by the fork's workflow: it could have made the numbers up, so a pass is shown as neutral and never as green.",
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
};

/** Where the docs of this version are read. */
const DOCS_URL = 'https://github.com/latency-gate/latency-gate/blob/main/docs';

/** Where findings are explained, one heading each. */
export const FINDINGS_PAGE = 'docs/findings.md';

/** Every code there is. */
export const FINDING_CODES = Object.keys(WORDS) as [FindingCode, ...FindingCode[]];

/** A finding in one sentence. */
export function describeFinding(finding: Finding): string {
  return wordsFor(finding).text(finding.facts);
}

/** What a finding is called, in a few words. */
export function titleOf(finding: Finding): string {
  return WORDS[finding.code].title;
}

/** Whether a finding asks something of a person. */
export function severityOf(finding: Finding): 'warning' | 'notice' {
  return WORDS[finding.code].severity;
}

/** The page about a finding, as an address that readers of a comment can open. */
export function docsLinkOf(finding: Finding): string {
  return `${DOCS_URL}/${FINDINGS_PAGE.replace(/^docs\//, '')}#${finding.code}`;
}

function wordsFor<C extends FindingCode>(finding: { readonly code: C; readonly facts: FindingFacts[C] }): Words<C> {
  return WORDS[finding.code];
}
