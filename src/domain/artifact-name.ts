// The names under which runs, models and reports are kept: both sides of every hand-over take them from here.

import { toSlug } from './slug.ts';

/** How the artifacts of each kind begin; the rest is made from a gate's key, a model's name, or a sha256. */
export const ARTIFACT_PREFIXES = {
  /** A run that may be a baseline, with the older runs that it carries along. */
  record: 'latency-gate-record-',
  /** What a gate measured. */
  candidate: 'latency-gate-candidate-',
  /** A model that a workflow without secrets hands to one that has them. */
  staged: 'latency-gate-staged-',
  /** One job's report, and its section of the comment. */
  report: 'latency-gate-report-',
  /** The same of the last job, which collects the others' reports and must not collect its own. */
  summary: 'latency-gate-summary-',
  /** A recorded model, by its sha256. */
  model: 'latency-gate-model-',
} as const;

/** The artifact of one model's run: a record or a candidate; or of a staged model. */
export function modelArtifactName(kind: 'record' | 'candidate' | 'staged', key: string, model: string): string {
  return ARTIFACT_PREFIXES[kind] + toSlug([key, model].filter((part) => part !== '').join('\0'));
}

/** The artifact of one job's report, by the job's key. */
export function reportArtifactName(kind: 'report' | 'summary', key: string): string {
  return ARTIFACT_PREFIXES[kind] + toSlug(key);
}

/** The page's own file, stored unzipped; an artifact that is stored so bears the name of its file. */
export function pageFileName(kind: 'report' | 'summary', key: string): string {
  return `latency-gate-${kind === 'summary' ? 'summary-' : ''}${toSlug(key)}.html`;
}

/** The artifact that holds a recorded model's files. */
export function keptModelName(sha256: string): string {
  return ARTIFACT_PREFIXES.model + sha256;
}

/** The artifact in which a site keeps what it remembers. */
export const HISTORY_ARTIFACT = 'latency-gate-history';

/** The gate's key as the name of a record's artifact tells it, in lower case; empty where the gate had none. */
export function keyOfBundle(bundle: string, model: string): string {
  if (bundle === '' || bundle === modelArtifactName('record', '', model)) return '';
  const readable = bundle.slice(ARTIFACT_PREFIXES.record.length).replace(/-?[0-9a-f]{8}$/, '');
  const own = toSlug(model).replace(/-?[0-9a-f]{8}$/, '');
  return readable.endsWith(own) ? readable.slice(0, readable.length - own.length).replace(/-+$/, '') : readable;
}
