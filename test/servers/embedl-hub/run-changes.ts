// Changes to a run of the hub stand-in: one PATCH in a batch, or one value a call. A refused batch changes nothing.

import { type HubAnswer, type HubCall, notFound, refuse, refuseValue } from './answers.ts';
import {
  FINAL_STATUSES,
  type Fields,
  itemsOf,
  wrongKeys,
  wrongLink,
  wrongMetric,
  wrongParam,
  wrongTag,
  wrongTime,
} from './rules.ts';
import type { HubRun, HubState } from './state.ts';

const PATCHED = ['status', 'endedAt', 'description', 'externalLinks', 'metrics', 'params', 'parentRunId'];

export function patchRun(run: HubRun, { state, body }: HubCall): HubAnswer {
  const { status, endedAt, description, parentRunId } = body;
  const [links, metrics, params] = [body['externalLinks'], body['metrics'], body['params']].map(itemsOf);
  if (links === undefined || metrics === undefined || params === undefined)
    return refuseValue(state, 'externalLinks, metrics and params are lists of objects');
  const wrong =
    wrongKeys(body, PATCHED) ??
    wrongTime('endedAt', endedAt) ??
    wrongStatus(run, status) ??
    first(links, wrongLink) ??
    first(metrics, wrongMetric) ??
    first(params, wrongParam);
  if (wrong !== undefined) return refuseValue(state, wrong);
  if (hasTwice(run, params)) return refuse(409, 'conflict', 'a param is unique within a run');
  if (parentRunId !== undefined && parentRunId !== null && !hasRun(state, run.projectId, parentRunId))
    return refuse(400, 'invalid_run_lineage', 'the parent run is not allowed here');
  run.externalLinks.push(...links.map(toLink));
  run.metrics.push(...metrics.map(toMetric));
  run.params.push(...params.map(toValue));
  if (status !== undefined) run.status = String(status);
  if (endedAt !== undefined) run.endedAt = String(endedAt);
  if (description !== undefined) run.description = String(description);
  if (parentRunId !== undefined) run.parentRunId = parentRunId === null ? null : String(parentRunId);
  return { data: undefined };
}

/** One value a call; the answer is the item written. */
export function addPart(run: HubRun, part: string, { state, body }: HubCall): HubAnswer {
  const wrongs: Readonly<Record<string, (item: Fields) => string | undefined>> = {
    metrics: wrongMetric,
    params: wrongParam,
    tags: wrongTag,
    'external-links': wrongLink,
  };
  const wrongIn = wrongs[part];
  if (wrongIn === undefined) return notFound('part of a run');
  const wrong = wrongIn(body);
  if (wrong !== undefined) return refuseValue(state, wrong);
  if (part === 'params' && hasTwice(run, [body])) return refuse(409, 'conflict', 'a param is unique within a run');
  if (part === 'metrics') run.metrics.push(toMetric(body));
  if (part === 'params') run.params.push(toValue(body));
  if (part === 'external-links') run.externalLinks.push(toLink(body));
  if (part !== 'tags') return { data: body };
  const known = run.tags.find(({ name }) => name === body['name']);
  if (known !== undefined && state.manners.tags === 'refused') return refuse(409, 'conflict', 'this tag exists');
  if (known === undefined) run.tags.push(toValue(body));
  else known.value = toValue(body).value;
  return { data: body };
}

/** RUNNING only from PENDING. */
function wrongStatus(run: HubRun, status: unknown): string | undefined {
  if (status === undefined || FINAL_STATUSES.includes(String(status))) return undefined;
  return status === 'RUNNING' && run.status === 'PENDING' ? undefined : `status cannot become ${String(status)}`;
}

function hasTwice(run: HubRun, params: readonly Fields[]): boolean {
  const names = [...run.params.map(({ name }) => name), ...params.map(({ name }) => String(name))];
  return new Set(names).size < names.length;
}

function first(items: readonly Fields[], wrongIn: (item: Fields) => string | undefined): string | undefined {
  return items.map(wrongIn).find((wrong) => wrong !== undefined);
}

function toValue({ name, value }: Fields) {
  return { name: String(name), value: String(value).trim() };
}

function toLink({ label, url }: Fields) {
  return { label: String(label), url: String(url) };
}

function toMetric({ name, value, step }: Fields): HubRun['metrics'][number] {
  return { name: String(name), value: Number(value), ...(step === undefined ? {} : { step: Number(step) }) };
}

export function hasRun({ manners, runs }: HubState, projectId: string, id: unknown): boolean {
  return manners.parents && runs.some((run) => run.id === id && run.projectId === projectId);
}
