// Mode site: everything that was remembered and everything that is found now, as a folder of pages.

import { modelArtifactName } from '../../domain/artifact-name.ts';
import { GateError } from '../../domain/errors.ts';
import { countRuns, EMPTY_HISTORY, type History } from '../../domain/history.ts';
import type { Waiver } from '../../domain/waiver.ts';
import { encodeHistory } from '../../formats/history-file.ts';
import type { Commits } from '../../ports/forge.ts';
import type { Clock, Files, Logger } from '../../ports/machine.ts';
import type { FoundRecord, KnownRecords, RecordSource } from '../../ports/record-source.ts';
import { renderSite } from '../../rendering/site/site.ts';
import { buildSite } from './build-site.ts';
import { HISTORY_FILE } from './read-history.ts';
import { Memory } from './remember.ts';

export interface SiteTask {
  readonly title: string;
  readonly repositoryUrl: string | null;
  /** Absolute. */
  readonly folder: string;
  readonly waivers: readonly Waiver[];
  /** Where the default branch stands; null: not known. */
  readonly head: string | null;
}

export interface SiteTools {
  /** What earlier sites remembered, the newest last. */
  readonly histories: readonly History[];
  readonly sources: readonly RecordSource[];
  /** Null where nothing tells the commit graph. */
  readonly commits: Commits | null;
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What was made. */
export interface MadeSite {
  readonly subjects: number;
  readonly runs: number;
  readonly changes: number;
  readonly files: number;
  readonly bytes: number;
  /** The path of its history. */
  readonly history: string;
}

/** More runs than this make a site too large to be kept; the oldest are forgotten. */
const MOST_RUNS = 30_000;
/** First parents of which a change's commits are told one by one. */
const MOST_COMMITS = 1000;
const MOST_TOLD = 10;

/** Throws a GateError where nothing is recorded anywhere, or a source fails as a whole; nothing is written then. */
export async function makeSite(task: SiteTask, tools: SiteTools): Promise<MadeSite> {
  const { log } = tools;
  const memory = new Memory(mergeHistories(tools.histories));
  const known = newestOf(memory.recall(MOST_RUNS).history);
  for (const source of tools.sources) await readSource(source, known, memory, log);
  const { history, forgotten } = memory.recall(MOST_RUNS);
  if (forgotten > 0) log.warning(`Of more than ${MOST_RUNS} records the ${forgotten} oldest are forgotten.`);
  if (history.subjects.length === 0) {
    const message = `No record was found in ${tools.sources.map(({ name }) => name).join(', ') || 'any place'}.`;
    throw new GateError(
      'invalid-input',
      message,
      'Record first: "latency-gate record model.onnx", or a push to the default branch.',
    );
  }
  return writeSite(history, task, tools);
}

/** A second history adds what the first one lacks. */
function mergeHistories(histories: readonly History[]): History {
  const [first = EMPTY_HISTORY, ...others] = histories;
  return others.reduce((merged, next) => {
    const memory = new Memory(merged);
    memory.addHistory(next);
    return memory.recall(Number.POSITIVE_INFINITY).history;
  }, first);
}

function newestOf({ subjects }: History): KnownRecords {
  const newest = new Map<string, string>();
  for (const { bundle, runs } of subjects) {
    const last = runs.at(-1)?.at ?? '';
    if (last > (newest.get(bundle) ?? '')) newest.set(bundle, last);
  }
  return newest;
}

async function readSource(source: RecordSource, known: KnownRecords, memory: Memory, log: Logger): Promise<void> {
  let runs = 0;
  let left = 0;
  const accepted: (FoundRecord & { readonly kind: 'accepted' })[] = [];
  for await (const found of source.find(known)) {
    if (found.kind === 'run') {
      memory.addRun(found.bundle ?? modelArtifactName('record', '', found.run.model.name), found.run);
      runs += 1;
    } else if (found.kind === 'release') memory.addRelease(found.release);
    else if (found.kind === 'accepted') accepted.push(found);
    else {
      left += 1;
      if (left <= MOST_TOLD) log.warning(`${found.what} is left out: ${found.why}.`);
    }
  }
  if (left > MOST_TOLD) log.warning(`${left - MOST_TOLD} more are left out.`);
  for (const one of accepted) memory.addAccepted(one.model, one.device, one.commit, one.accepted);
  log.info(`Read ${runs} runs from ${source.name}.`);
}

async function writeSite(history: History, task: SiteTask, tools: SiteTools): Promise<MadeSite> {
  const { files, clock, commits } = tools;
  const { folder, title, repositoryUrl, waivers, head } = task;
  const parents = commits === null || head === null ? [] : (await commits.firstParents(head, MOST_COMMITS)).commits;
  const site = buildSite(history, { title, repositoryUrl, waivers, now: clock.now(), commits: parents });
  let count = 0;
  let bytes = 0;
  const write = async (path: string, text: string) => {
    count += 1;
    bytes += new TextEncoder().encode(text).length;
    await files.write(files.join(folder, path), text);
  };
  for (const [path, text] of renderSite(site)) await write(path, text);
  await write(HISTORY_FILE, encodeHistory(history));
  const changes = site.subjects.flatMap(({ courses }) =>
    courses.filter(({ metric }) => metric.gates).flatMap((course) => course.changes),
  );
  return {
    subjects: history.subjects.length,
    runs: countRuns(history),
    changes: changes.length,
    files: count,
    bytes,
    history: files.join(folder, HISTORY_FILE),
  };
}
