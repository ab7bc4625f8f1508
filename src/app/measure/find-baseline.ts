// Finds the recorded run that a candidate is compared with.

import { type Baseline, type BaselineChoice, chooseBaseline, FARTHEST_COMMITS } from '../../domain/baseline.ts';
import { GateError } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Trigger } from '../../domain/trigger.ts';
import type { Commits } from '../../ports/forge.ts';
import type { Tracker } from '../../ports/tracker.ts';

export interface BaselineSearch {
  readonly baseline: Baseline | undefined;
  readonly findings: readonly Finding[];
}

/** Where to look: ancestries in the order of preference; null is "whatever is newest". */
export type Ancestries = readonly (readonly string[] | null)[];

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
  const main = mergeBase === null ? [] : await commits.firstParents(mergeBase, FARTHEST_COMMITS);
  if (!onDesk) return [main];
  return [main, await commits.firstParents(sha, FARTHEST_COMMITS), null];
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
  { mode }: Trigger,
  tracker: Tracker,
): Promise<BaselineSearch> {
  const findings: Finding[] = [];
  for (const ancestry of places) {
    const history = await tracker.history({ modelName, device, ancestry });
    findings.push(...history.findings);
    const baseline = chooseBaseline(history.runs, ancestry, mode);
    if (baseline !== undefined) return { baseline, findings };
  }
  return { baseline: undefined, findings };
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

async function ancestryOf(ref: string, commits: Commits | null): Promise<readonly string[]> {
  const chain = commits === null ? [] : await commits.firstParents(ref, FARTHEST_COMMITS);
  if (chain.length > 0) return chain;
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
  const commit = baseline.run.commit.sha?.slice(0, 7) ?? 'no commit';
  return [{ code: 'baseline-by-date', facts: { model, commit } }];
}
