// The words of findings about what was stored, handed over and shown.

import type { FindingCode } from '../domain/finding.ts';
import type { WordsOf } from './finding-words.ts';

export const KEEPING_FINDINGS = {
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
  'acceptance-refused': {
    title: 'Acceptance refused',
    severity: 'warning',
    text: ({ who, why }) => `What ${who} said to accept does not count: ${why}.`,
  },
  'no-release': {
    title: 'No release yet',
    severity: 'notice',
    text: ({ tag }) => `There is no release of the tag ${tag} yet, so the report stands in this run only.`,
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
} as const satisfies Partial<WordsOf<FindingCode>>;
