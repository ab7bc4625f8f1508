// From a run that has ended to what it measured, or to why it measured nothing.

import { GateError, messageOf } from '../../domain/errors.ts';
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

/** A pair that is not there says why. Rejects with a GateError where the way to the result is only blocked for now. */
export async function collect(run: FarmRun, orders: readonly string[], setup: CollectSetup): Promise<Collected> {
  const { api, network, mask } = setup;
  const [job] = await api.listJobs(run.arn);
  if (job === undefined) return { result: failAll(orders, describeEnd(run, undefined, '')), deviceMs: undefined };
  const minutes = job.deviceMinutes?.total ?? run.deviceMinutes?.total;
  const deviceMs = minutes === undefined ? undefined : minutes * 60_000;
  const artifacts = await listArtifacts(job.arn, api, mask);
  const url = addressOf(artifacts, 'CUSTOMER_ARTIFACT');
  const console = () => readConsole(artifacts, network);
  if (url === undefined) return { result: failAll(orders, describeEnd(run, job, await console())), deviceMs };
  const archive = await receive(url, LARGEST_ARCHIVE, 'the result', network);
  const result = await readSession(archive, orders).catch((error: unknown) =>
    failAll(orders, `its result cannot be read: ${messageOf(error)}`),
  );
  const isEmpty = result.pairs.every(({ kind }) => kind === 'failed');
  if (isPlainEnd(run) && !isEmpty) return { result, deviceMs };
  return { result: explain(result, describeEnd(run, job, isEmpty ? await console() : '')), deviceMs };
}

/** Whether the console is a file or a log is not said; the second list is asked for where the first lacks it. */
async function listArtifacts(
  jobArn: string,
  api: FarmApi,
  mask: CollectSetup['mask'],
): Promise<readonly FarmArtifact[]> {
  const files = await api.listArtifacts(jobArn, 'FILE');
  const whole = files.some(({ type, url }) => type === 'CUSTOMER_ARTIFACT' && url);
  const all = whole ? files : [...files, ...(await api.listArtifacts(jobArn, 'LOG'))];
  for (const { url } of all) if (url) mask(url);
  return all;
}

function failAll(orders: readonly string[], reason: string): SessionResult {
  return { pairs: orders.map(() => ({ kind: 'failed', reason })), facts: {}, heat: [], levels: [] };
}

/** What is missing says how the run ended. */
function explain(result: SessionResult, end: string): SessionResult {
  const pairs = result.pairs.map((pair) =>
    pair.kind === 'failed' ? { ...pair, reason: `${pair.reason} (${end})` } : pair,
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
