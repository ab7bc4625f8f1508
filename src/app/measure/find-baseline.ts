// Finds the recorded run that a candidate is compared with, or says why there is none: that nothing was recorded yet,
// that it was recorded elsewhere, or that it was not found as far back as was looked.

import { type Baseline, type BaselineChoice, chooseBaseline } from '../../domain/baseline.ts';
import { GateError } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import { shortSha } from '../../domain/run.ts';
import type { Trigger } from '../../domain/trigger.ts';
import type { Commits } from '../../ports/forge.ts';
import type { History, Tracker } from '../../ports/tracker.ts';
import { type Ancestry, glanceAt, NO_ANCESTRY, readAncestry } from './ancestry.ts';

export interface BaselineSearch {
  readonly baseline: Baseline | undefined;
  /** All devices that the same record tells of, where the tracker keeps them together. */
  readonly devices?: readonly string[] | undefined;
  readonly findings: readonly Finding[];
}

/** Where to look: ancestries in the order of preference; null is "whatever is newest". */
export type Ancestries = readonly (Ancestry | null)[];

/**
 * The ancestries on which a record counts. Inside Actions only the merge-base and its first parents do; on a desk
 * also the candidate's own commits, and in the end whatever was recorded last.
 */
export async function findAncestries(
  choice: BaselineChoice,
  trigger: Trigger,
  commits: Commits | null,
): Promise<Ancestries> {
  const { sha } = trigger.commit;
  if (choice.kind === 'latest') return [null];
  if (choice.kind === 'commit') return [await ancestryOf(choice.ref, commits)];
  if (choice.kind === 'run' || choice.kind === 'none') return [];
  const onDesk = trigger.workflowRun === null;
  if (commits === null || sha === null) return [null];
  const mergeBase = trigger.base === null ? sha : await commits.mergeBase(trigger.base, sha);
  if (!onDesk) return [mergeBase === null ? NO_ANCESTRY : glanceAt(mergeBase, commits)];
  const main = mergeBase === null ? NO_ANCESTRY : await readAncestry(mergeBase, commits);
  return [main, await readAncestry(sha, commits), null];
}

/** The baseline of one model on one device; undefined, with findings, where there is none. */
export async function findBaseline(
  wanted: { readonly modelName: string; readonly device: string; readonly choice: BaselineChoice },
  places: Ancestries,
  trigger: Trigger,
  tracker: Tracker,
): Promise<BaselineSearch> {
  const { modelName, device, choice } = wanted;
  if (choice.kind === 'run') return findById(choice.id, device, tracker);
  const found = await search(modelName, device, places, trigger, tracker);
  const desk = trigger.workflowRun === null;
  if (found.baseline !== undefined) {
    return { ...found, findings: [...found.findings, ...describeIfByDate(found.baseline, choice, modelName, trigger)] };
  }
  const other = desk && trigger.mode === 'gate' ? await findOtherName(modelName, tracker) : undefined;
  if (other === undefined) return found;
  const instead = await search(other, device, places, trigger, tracker);
  if (instead.baseline === undefined) return found;
  return { ...instead, findings: [{ code: 'baseline-of-other-name', facts: { model: modelName, other } }] };
}

async function search(
  modelName: string,
  device: string,
  places: Ancestries,
  trigger: Trigger,
  tracker: Tracker,
): Promise<BaselineSearch> {
  const findings: Finding[] = [];
  let why: Finding | undefined;
  for (const place of places) {
    const { history, ancestry, baseline } = await searchBack({ modelName, device }, place, trigger, tracker);
    findings.push(...history.findings);
    if (baseline !== undefined) return { baseline, findings, devices: history.devices };
    why ??= explainAbsence({ modelName, device }, ancestry, history, trigger);
  }
  return { baseline: undefined, findings: why === undefined ? findings : [...findings, why] };
}

/** Goes back along one ancestry until a record is found, none can exist, or the history is at its end. */
async function searchBack(
  subject: { readonly modelName: string; readonly device: string },
  place: Ancestry | null,
  { mode }: Trigger,
  tracker: Tracker,
): Promise<{ history: History; ancestry: Ancestry | null; baseline: Baseline | undefined }> {
  const first = place?.glance === true && tracker.glances !== true ? await place.extend() : place;
  for (let ancestry = first; ; ancestry = await ancestry.extend()) {
    if (ancestry?.commits.length === 0) return { history: NOTHING, ancestry, baseline: undefined };
    const glance = ancestry?.glance === true;
    const commits = ancestry?.commits ?? null;
    const history = await tracker.history({ ...subject, ancestry: commits, ...(glance ? { glance } : {}) });
    const baseline = chooseBaseline(history.runs, commits, mode);
    const bare = history.elsewhere === 0 && history.beyond === undefined;
    const bounded = history.beyond !== undefined && !glance && tracker.listsAll !== true;
    const settled = baseline !== undefined || bare || bounded;
    if (ancestry === null || ancestry.end !== undefined || settled) return { history, ancestry, baseline };
  }
}

const NOTHING: History = { runs: [], findings: [] };

/** Undefined where nothing was ever recorded: that is the plain case, which has words of its own. */
function explainAbsence(
  { modelName: model, device }: { readonly modelName: string; readonly device: string },
  ancestry: Ancestry | null,
  { elsewhere, beyond, branches = [] }: History,
  { defaultBranch: branch }: Trigger,
): Finding | undefined {
  if (beyond !== undefined) return { code: 'baseline-beyond-search', facts: { model, device, searched: beyond } };
  if (ancestry === NO_ANCESTRY) return { code: 'history-unrelated', facts: { branch } };
  if (ancestry?.end === 'bound' && elsewhere !== 0) {
    const searched = `the ${ancestry.commits.length} nearest commits`;
    return { code: 'baseline-beyond-search', facts: { model, device, searched } };
  }
  if (elsewhere !== undefined && elsewhere > 0 && ancestry !== null) {
    return { code: 'baseline-off-history', facts: { model, branch, records: String(elsewhere) } };
  }
  if (branches.length === 0) return undefined;
  return { code: 'records-on-other-branch', facts: { model, branch, others: branches.join(', ') } };
}

async function findById(id: string, device: string, tracker: Tracker): Promise<BaselineSearch> {
  const tracked = await tracker.find(id, device);
  if (tracked?.run.mode !== 'record') {
    throw new GateError(
      'invalid-input',
      `baseline: run "${id}" ${tracked === undefined ? 'does not exist or cannot be trusted' : 'is no record'}.`,
      'Use a run-id that a run in mode record gave as output.',
    );
  }
  return {
    baseline: { id, run: tracked.run, distance: null, window: [tracked.run], recent: [tracked.run] },
    findings: [],
  };
}

/** On a desk two builds often bear two names; where only one other model was ever recorded, it is the one meant. */
async function findOtherName(modelName: string, tracker: Tracker): Promise<string | undefined> {
  const names = (await tracker.modelNames()).filter((name) => name !== modelName);
  return names.length === 1 ? names[0] : undefined;
}

async function ancestryOf(ref: string, commits: Commits | null): Promise<Ancestry> {
  const ancestry = commits === null ? NO_ANCESTRY : await readAncestry(ref, commits);
  if (ancestry.commits.length > 0) return ancestry;
  throw new GateError(
    'invalid-input',
    `baseline: "${ref}" is no commit or tag here.`,
    'Use auto, latest, a commit, a tag, or run:<id>.',
  );
}

function describeIfByDate(
  baseline: Baseline,
  choice: BaselineChoice,
  model: string,
  trigger: Trigger,
): readonly Finding[] {
  if (baseline.distance !== null || choice.kind !== 'auto' || trigger.commit.sha === null) return [];
  const { sha } = baseline.run.commit;
  const commit = sha === null ? 'no commit' : shortSha(sha);
  return [{ code: 'baseline-by-date', facts: { model, commit } }];
}
