// From a run that has ended to what it measured, or to why it measured nothing.

import { GateError } from '../../domain/errors.ts';
import { readAtMost } from '../http/bounded.ts';
import type { Network } from '../http/fetch.ts';
import { receive } from '../http/transfer.ts';
import type { FarmApi } from './api.ts';
import { hide } from './errors.ts';
import type { FarmArtifact, FarmJob, FarmRun } from './schema.ts';
import { readSession, type SessionResult } from './session-result.ts';

export interface Collected {
  readonly result: SessionResult;
  /** Undefined where it is not told. */
  readonly deviceMs: number | undefined;
}

export interface CollectSetup {
  readonly api: FarmApi;
  readonly network: Network;
  readonly mask: (secret: string) => void;
}

const LARGEST_ARCHIVE = 64 << 20;
const LARGEST_CONSOLE = 4 << 20;

/** Throws an Error that says why there is nothing; a GateError where the way to it is only blocked for now. */
export async function collect(run: FarmRun, orders: readonly string[], setup: CollectSetup): Promise<Collected> {
  const { api, network, mask } = setup;
  const [job] = await api.listJobs(run.arn);
  if (job === undefined) throw new Error(describeEnd(run, undefined, ''));
  const artifacts = await api.listArtifacts(job.arn);
  for (const { url } of artifacts) if (url) mask(url);
  const minutes = job.deviceMinutes?.total ?? run.deviceMinutes?.total;
  const deviceMs = minutes === undefined ? undefined : minutes * 60_000;
  const url = addressOf(artifacts, 'CUSTOMER_ARTIFACT');
  if (url === undefined) throw new Error(describeEnd(run, job, await readConsole(artifacts, network)));
  const archive = await receive(url, LARGEST_ARCHIVE, 'the result', network);
  const result = await readSession(archive, orders).catch((error: unknown) => {
    throw new Error(`its result cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (result.pairs.some(({ kind }) => kind !== 'failed')) return { result: explain(result, run, job), deviceMs };
  const [first] = result.pairs;
  const why = first?.kind === 'failed' ? first.reason : 'nothing was measured';
  throw new Error(`${why}${isPlainEnd(run) ? '' : ` (${describeEnd(run, job, '')})`}`);
}

/** What was cut off says how the run ended. */
function explain(result: SessionResult, run: FarmRun, job: FarmJob): SessionResult {
  if (isPlainEnd(run)) return result;
  const pairs = result.pairs.map((pair) =>
    pair.kind === 'failed' ? { ...pair, reason: `${pair.reason} (${describeEnd(run, job, '')})` } : pair,
  );
  return { ...result, pairs };
}

function isPlainEnd({ result }: FarmRun): boolean {
  return result === 'PASSED' || result === 'WARNED' || result === '';
}

function describeEnd(run: FarmRun, job: FarmJob | undefined, console: string): string {
  const said = [run.resultCode, run.message, job?.message ?? ''].filter((text) => text !== '');
  const words = [...new Set(said)].map(hide).join(', ');
  const end = `Device Farm ended the session as ${(run.result || 'unknown').toLowerCase()}`;
  return `${end}${words === '' ? '' : `: ${words}`}${console === '' ? '' : `; its console ends with "${console}"`}`;
}

function addressOf(artifacts: readonly FarmArtifact[], type: string): URL | undefined {
  const url = artifacts.find((artifact) => artifact.type === type && artifact.url)?.url ?? '';
  return URL.canParse(url) ? new URL(url) : undefined;
}

const CONSOLE_LINES = 3;

/** The last lines of the test spec's output, which tell what no result tells. */
async function readConsole(artifacts: readonly FarmArtifact[], { fetch }: Network): Promise<string> {
  const url = addressOf(artifacts, 'TESTSPEC_OUTPUT');
  if (url === undefined) return '';
  try {
    const answer = await fetch(url);
    const text = answer.ok ? (await readAtMost(answer.body, LARGEST_CONSOLE)).toString('utf8') : '';
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    return hide(lines.slice(-CONSOLE_LINES).join(' / '));
  } catch {
    return '';
  }
}

/** Whether the way to a result is only blocked for now. */
export function isBlocked(error: unknown): error is GateError {
  return error instanceof GateError && error.code === 'service-unavailable';
}
