// GitHub's part of the fault matrix: each occasion's step meets each fault at each of its calls; then comes the post
// step, and a second attempt when the trouble is over.

import { rmSync } from 'node:fs';
import { runtimeToken } from '../../servers/github/artifact-service.ts';
import { SIGNATURE } from '../../servers/memory-blobs.ts';
import { type StepOptions, TOKEN } from '../../support/step.ts';
import type { Cell, Ending, Part, Times } from '../cell.ts';
import { FAULT_NAMES, type FaultName } from '../faulty-server.ts';
import { makeWorkspace, OCCASIONS, type Occasion } from './occasions.ts';
import { type Runners, startRunners } from './runners.ts';
import { openSite, type Site, type SiteStep } from './site.ts';

/** Every call once: one that an earlier occasion makes is not broken again, unless this one does more with it. */
export async function openGitHubParts(): Promise<readonly Part[]> {
  const runners = startRunners();
  const workspace = makeWorkspace();
  const known = new Set<string>();
  const parts: Part[] = [];
  for (const occasion of OCCASIONS) {
    const part = await openPart(occasion, workspace, runners, known);
    for (const call of part.calls) known.add(call);
    parts.push(part);
  }
  const close = async () => {
    await runners.close();
    rmSync(workspace, { recursive: true, force: true });
  };
  return parts.map((part, index) => (index < parts.length - 1 ? part : { ...part, close }));
}

/** A step and its second attempt where nothing breaks. */
interface Plain {
  readonly first: SiteStep;
  readonly second: SiteStep;
  readonly calls: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

async function openPart(
  occasion: Occasion,
  workspace: string,
  runners: Runners,
  known: ReadonlySet<string>,
): Promise<Part> {
  const start = await openSite(workspace, runners);
  const options = await occasion.prepare(start);
  const table = `GitHub: ${occasion.title}`;
  const plain = await runPlain(start, options);
  return {
    table,
    calls: [...new Set(plain.calls)].filter((call) => !known.has(call)),
    faults: FAULT_NAMES,
    run: async (call, fault, times) => ({
      table,
      call,
      fault,
      times,
      ...(await runCell(start, options, plain, { call, fault, times })),
    }),
    close: async () => undefined,
  };
}

async function runPlain(start: Site, options: StepOptions): Promise<Plain> {
  const site = await start.fork();
  try {
    const first = await site.step(options);
    await first.post();
    const calls = [...site.server.calls];
    const second = await site.step(again(options, first));
    await second.post();
    if (first.exitCode === null) throw new Error(first.log);
    return { first, second, calls, counts: count(site) };
  } finally {
    await site.close();
  }
}

function again(options: StepOptions, { runId }: SiteStep): StepOptions {
  return { ...options, runId, attempt: (options.attempt ?? 1) + 1 };
}

/** Calls of a step in trouble, beside those of one without. */
const MORE_CALLS = 60;

async function runCell(
  start: Site,
  options: StepOptions,
  plain: Plain,
  { call, fault, times }: { readonly call: string; readonly fault: FaultName; readonly times: Times },
): Promise<Pick<Cell, 'ending' | 'words' | 'broken'>> {
  const site = await start.fork();
  try {
    site.server.plan = { call, fault, left: times === 'once' ? 1 : 1e9 };
    const first = await site.step(options);
    const calls = site.server.calls.length;
    // The trouble is over: the post step, and then a further attempt, close or take up what they find.
    site.server.plan = undefined;
    const posted = await first.post();
    const unconcluded = countOpenChecks(site);
    const second = await site.step(again(options, first));
    await second.post();
    const ending = endingOf(first, plain.first);
    const words = wordsOf(first, plain.first);
    const broken = [
      ...judge(first, plain.first, ending, words, call),
      ...findLeaks(`${first.log}\n${posted}\n${second.log}\n${first.report}`),
      ...(calls > plain.calls.length + MORE_CALLS ? [`made ${calls} calls`] : []),
      ...(unconcluded > 0 ? [`${unconcluded} checks are in progress after the post step`] : []),
      ...(endingOf(second, plain.second) === 'recovered'
        ? []
        : [`a further attempt: ${wordsOf(second, plain.second)}`]),
      ...findDoubled(site, plain, call),
    ];
    return { ending, words, broken };
  } finally {
    await site.close();
  }
}

function endingOf(step: SiteStep, plain: SiteStep): Ending {
  const { exitCode, outputs, log } = step;
  if (exitCode === null || /Unexpected: |This is a bug/.test(log)) return 'bug';
  if (exitCode === plain.exitCode && outputs['outcome'] === plain.outputs['outcome'])
    return wordsOf(step, plain) === '' ? 'recovered' : 'finding';
  if (outputs['outcome'] === 'inconclusive') return 'inconclusive';
  if (isRefusedAcceptance(step, plain)) return 'finding';
  return exitCode === 2 ? 'error' : 'bug';
}

/** The model did regress: where nobody's right to accept that can be read, red is the true answer. */
function isRefusedAcceptance(step: SiteStep, plain: SiteStep): boolean {
  return step.exitCode === 1 && wordsOf(step, plain).includes('acceptance-refused');
}

/** What was said of trouble: warnings, the error, and findings that there are none of without it. */
function wordsOf(step: SiteStep, plain: SiteStep): string {
  const usual = new Set(linesOf(plain));
  return linesOf(step)
    .filter((line) => !usual.has(line))
    .join(' ');
}

interface ToldReport {
  readonly error?: unknown;
  readonly findings?: readonly unknown[];
}

function linesOf({ log, report }: SiteStep): readonly string[] {
  const told = log.split('\n').filter((line) => /^(Warning: |::(warning|error)(::| ))/.test(line));
  const { error, findings = [] }: ToldReport = report === '' ? {} : JSON.parse(report);
  return [...told, ...[error ?? [], ...findings].flat().map((one) => JSON.stringify(one))];
}

/** What a message about a call must name, by the last of its words that is no id. */
const NAMES: Readonly<Record<string, RegExp>> = {
  'check-runs': /check/i,
  statuses: /check|status/i,
  // 404 is how GitHub says that two commits share no history.
  compare: /merge-base|history/i,
  commits: /commits/i,
  artifacts: /artifact|record|model|report/i,
  zip: /download|record|model|report|artifact/i,
  runs: /workflow run/i,
  comments: /comment/i,
  graphql: /comment/i,
  pulls: /pull request/i,
  // 404 is how GitHub says that nobody of that name has anything to do with the repository.
  permission: /rights|may not write/i,
  rerun: /again/i,
  jobs: /jobs/i,
  releases: /release/i,
  assets: /release|record/i,
  CreateArtifact: /artifact/i,
  FinalizeArtifact: /artifact/i,
  ListArtifacts: /artifact|comment/i,
  DeleteArtifact: /artifact/i,
};

function judge(step: SiteStep, plain: SiteStep, ending: Ending, words: string, call: string): readonly string[] {
  const broken: string[] = [];
  if (ending === 'bug')
    broken.push(
      `a bug, or another verdict (exit ${step.exitCode}, ${step.outputs['outcome']}): ${words} ${step.log.slice(-1500)}`,
    );
  if (step.exitCode === 1 && plain.exitCode !== 1 && !isRefusedAcceptance(step, plain))
    broken.push('red, though nothing regressed');
  if (step.outputs['outcome'] === 'pass' && plain.outputs['outcome'] === 'fail')
    broken.push('green, though it regressed');
  if (ending !== 'recovered') {
    const name = call.split('/').findLast((part) => !part.includes('{id}')) ?? '';
    if (words.length < 20) broken.push('nothing is said');
    else if (!(NAMES[name] ?? /artifact|download|record|model/i).test(words))
      broken.push(`the call is not named: ${words}`);
  }
  return broken;
}

/** As the runner shows the log: what was masked is not in it. */
function findLeaks(log: string): readonly string[] {
  const masked = [...log.matchAll(/^::add-mask::(.*)$/gm)]
    .map(([, value]) => decode(value ?? ''))
    .filter((value) => value !== '');
  let shown = log.replaceAll(/^::add-mask::.*$/gm, '');
  for (const value of masked) shown = shown.replaceAll(value, '***');
  const canaries = [TOKEN, SIGNATURE, runtimeToken(1).split('.')[0] ?? ''];
  return canaries
    .filter((canary) => shown.includes(canary))
    .map((canary) => {
      const at = shown.indexOf(canary);
      return `"${canary}" is shown: ${shown.slice(Math.max(0, at - 200), at + 60)}`;
    });
}

function decode(value: string): string {
  return value.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

/** What must not be there twice. */
function count(site: Site): Readonly<Record<string, number>> {
  const { state } = site;
  const contexts = new Map(state.statuses.map(({ sha, context, state: told }) => [`${sha} ${context}`, told]));
  return {
    comments: state.comments.filter(({ author }) => author.type === 'Bot').length,
    checks: state.checks.length,
    'checks in progress': countOpenChecks(site),
    'statuses pending': [...contexts.values()].filter((told) => told === 'pending').length,
    artifacts: state.artifacts.length,
    'files of releases': state.releases.flatMap(({ assets }) => assets).length,
    'runs started again': state.reruns.length,
  };
}

function findDoubled(site: Site, { counts }: Plain, call: string): readonly string[] {
  // Where the conclusion of a check is refused, a completed one of its name takes its place.
  const replaced = call.startsWith('PATCH') && call.includes('check-runs') ? 1 : 0;
  return Object.entries(count(site))
    .filter(([kind, found]) => found > (counts[kind] ?? 0) + (kind === 'checks' ? replaced : 0))
    .map(([kind, found]) => `${found} ${kind} instead of ${counts[kind]}`);
}

/** Of each name on a commit the newest stands. */
function countOpenChecks({ state }: Site): number {
  const newest = new Map(state.checks.map(({ sha, name, status }) => [`${sha} ${name}`, status]));
  return [...newest.values()].filter((status) => status !== 'completed').length;
}
