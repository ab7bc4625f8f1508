// Which commits are compared, and where everything behind a report can be looked at. Said once, not once a model.

import type { BaselineSummary, Report } from '../domain/report.ts';
import { escapeCode, escapeName, escapeText } from './escape.ts';
import { changesUrl, commitUrl } from './links.ts';
import { formatAge } from './numbers.ts';
import { countOf, describeDistance } from './words.ts';

/** A commit as a person names it. */
export interface CommitLabel {
  readonly branch: string | null;
  /** Seven digits of its sha; where it has none, what stands for it. */
  readonly short: string;
  readonly url: string | null;
}

/** One baseline, and what is compared with it. */
export interface BaselineLabel extends CommitLabel {
  /** Where it stands, how old it is, how much was recorded: `its merge-base, 3 h old, 10 runs`. */
  readonly note: string;
  /** The models that are compared with it. */
  readonly models: readonly string[];
  readonly changesUrl: string | null;
}

/** The candidate's commit; null where nothing tells it. */
export function candidateOf(report: Report): CommitLabel | null {
  const { sha, branch } = report.commit;
  return sha === null ? null : { branch, short: sha.slice(0, SHORT), url: commitUrl(report, sha) };
}

const SHORT = 7;

/** The different baselines of a report, in the order of its models. */
export function baselinesOf(report: Report): readonly BaselineLabel[] {
  const found = new Map<string, BaselineLabel>();
  for (const { baseline, model } of report.subjects) {
    if (baseline === null) continue;
    const label = toLabel(baseline, report);
    const key = JSON.stringify([label.short, label.branch]);
    const models = found.get(key)?.models ?? [];
    const [note] = [found.get(key)?.note ?? label.note];
    found.set(key, { ...label, note, models: [...new Set([...models, model.name])] });
  }
  return [...found.values()];
}

/** Which run one subject was compared with, in plain words. */
export function describeBaseline(baseline: BaselineSummary | null, report: Report): string {
  if (baseline === null) return 'no baseline';
  const { branch, short, note } = toLabel(baseline, report);
  return `compared with ${branch === null ? '' : `${branch} `}${short}${note === '' ? '' : ` (${note})`}`;
}

function toLabel(baseline: BaselineSummary, report: Report): Omit<BaselineLabel, 'models'> {
  const { commit, model, createdAt, distance, runs } = baseline;
  if (createdAt === null) {
    return {
      branch: null,
      short: model.format === 'results' ? "the baseline's files" : `the given model ${model.sha256.slice(0, 12)}`,
      url: null,
      note: '',
      changesUrl: null,
    };
  }
  return {
    branch: commit.branch,
    short: commit.sha?.slice(0, SHORT) ?? `model ${model.sha256.slice(0, SHORT)}`,
    url: commitUrl(report, commit.sha),
    note: `${describeDistance(distance, report.mode)}, recorded ${formatAge(createdAt, report.createdAt)} ago, ${countOf(runs, 'run')}`,
    changesUrl: changesUrl(report, commit),
  };
}

/** `Comparing [topic (a1b2c3d)] with [main (9f8e7d6)], its merge-base … · changes · workflow run · full report` */
export function renderOrigin(report: Report): readonly string[] {
  const candidate = candidateOf(report);
  const baselines = baselinesOf(report);
  const [first] = baselines;
  const what =
    candidate === null
      ? ''
      : first === undefined
        ? `Candidate ${toMarkdown(candidate)}`
        : `Comparing ${toMarkdown(candidate)}`;
  const several = baselines.length > 1;
  const against = baselines.map((baseline) => {
    const models = several ? ` (${baseline.models.slice(0, MOST_MODELS).map(escapeCode).join(', ')})` : '';
    return `${toMarkdown(baseline)}${models}${baseline.note === '' ? '' : `, ${escapeText(baseline.note)}`}`;
  });
  const sentence = [
    what,
    against.length === 0 ? '' : `${what === '' ? 'Compared with' : 'with'} ${against.join(' and with ')}`,
  ];
  const parts = [sentence.filter((part) => part !== '').join(' '), ...renderLinks(report, first)];
  const line = parts.filter((part) => part !== '').join(' · ');
  return line === '' ? [] : [line];
}

const MOST_MODELS = 5;

function renderLinks(report: Report, baseline: BaselineLabel | undefined): readonly string[] {
  const { runUrl, pageUrl, trackedRunUrl } = report;
  const link = (words: string, url: string | null | undefined) => (url == null ? [] : [`[${words}](${url})`]);
  return [
    ...link('changes', baseline?.changesUrl),
    ...link('workflow run', runUrl),
    ...link('tracked run', trackedRunUrl),
    ...link('**full report**', pageUrl),
  ];
}

function toMarkdown({ branch, short, url }: CommitLabel): string {
  const words = branch === null ? escapeName(short) : `${escapeCode(branch)} (${escapeName(short)})`;
  return url === null ? words : `[${words}](${url})`;
}
