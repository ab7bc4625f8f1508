// Files of a run on the hub, in both of its upload modes.

import type { Readable } from 'node:stream';
import type { Network } from '../http/fetch.ts';
import type { ServiceClient } from '../http/service.ts';
import { send } from '../http/transfer.ts';
import type { HubApi } from './api.ts';

export interface RunArtifact {
  readonly hub: ServiceClient;
  readonly api: HubApi;
  readonly network: Network;
  readonly runId: string;
  readonly file: string;
  readonly sizeBytes: number;
  /** Opened again for another try. */
  readonly open: () => Readable;
}

/** Registers, uploads and confirms; after any failure the artifact is marked FAILED and the error rethrown. */
export async function storeRunArtifact(artifact: RunArtifact): Promise<void> {
  const { api, runId, file, sizeBytes } = artifact;
  const { id } = await api.createArtifact(runId, file, sizeBytes);
  try {
    await upload(id, artifact);
    await api.patchArtifact(id, 'UPLOADED');
  } catch (error) {
    await api.patchArtifact(id, 'FAILED').catch(() => undefined);
    throw error;
  }
}

/** A signed address gets no key; the hub's own does, and only if it is the hub's own. */
async function upload(id: string, { hub, api, network, file, sizeBytes, open }: RunArtifact): Promise<void> {
  const target = await api.requestUpload(id);
  const own = target.uploadMode === 'API';
  if (own && !hub.isOwn(target.url)) throw new Error('the hub asked for the key at another address');
  const type = { 'content-type': 'application/octet-stream' };
  const headers = own
    ? { ...type, ...(await hub.headers()) }
    : { ...type, 'x-goog-content-length-range': `0,${sizeBytes}` };
  await send({ url: hub.resolve(target.url), headers, sizeBytes, open, what: file }, network);
}
