// A model on its way to the phones: its slot, the slot of its results, and the archive that names both.

import type { Model } from '../../domain/model.ts';
import type { Network } from '../http/fetch.ts';
import { ServiceError } from '../http/service-errors.ts';
import { send } from '../http/transfer.ts';
import { type BenchmarkFlags, toBenchmarkParams } from './benchmark-params.ts';
import type { CloudApi } from './cloud-api.ts';
import { inspectTflite, type TfliteModel } from './inspect.ts';
import { type ArchiveEntry, archiveLength, fileEntry, openArchive, textEntry } from './model-archive.ts';
import type { UploadSlot } from './schema.ts';

export interface UploadSetup {
  readonly cloud: CloudApi;
  readonly network: Network;
  readonly flags: BenchmarkFlags;
}

/** What an upload made: its id, and where its results will be told; absent where the hub has no such slots. */
export interface Uploaded {
  readonly id: string;
  readonly resultSlot: string | undefined;
}

/** Rejects with a GateError that says what was refused. */
export async function uploadModel(
  model: Model | TfliteModel,
  { cloud, network, flags }: UploadSetup,
): Promise<Uploaded> {
  const source = 'crc32' in model ? model : await inspectTflite(model.path, model.name);
  const results = await cloud.createResultSlot().catch((error: unknown) => {
    // A hub of before 2026 has no such slots, and its phones hand their results over all the same.
    if (error instanceof ServiceError && error.status === 404) return undefined;
    throw error;
  });
  const slot = await cloud.createUpload();
  const entries = [
    fileEntry('model.tflite', source),
    ...(results === undefined ? [] : [textEntry('downloads-url.txt', results.url)]),
    textEntry('benchmark-params.json', toBenchmarkParams(flags)),
    ...webhookOf(slot),
  ];
  await send(
    {
      url: new URL(slot.url),
      headers: { 'content-type': 'application/zip' },
      sizeBytes: archiveLength(entries),
      open: () => openArchive(entries),
      what: `the model ${model.name}`,
    },
    network,
  );
  return { id: slot.id, resultSlot: results?.id };
}

function webhookOf({ webhookUrl, webhookSecret }: UploadSlot): readonly ArchiveEntry[] {
  return [
    ...(webhookUrl ? [textEntry('webhook-url.txt', webhookUrl)] : []),
    ...(webhookSecret ? [textEntry('webhook-secret.txt', webhookSecret)] : []),
  ];
}
