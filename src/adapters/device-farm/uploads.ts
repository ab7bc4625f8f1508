// Files on their way to Device Farm: a slot, the bytes to its signed address, and the wait until it was looked at.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { UploadType } from '@aws-sdk/client-device-farm';
import { GateError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/machine.ts';
import type { Network } from '../http/fetch.ts';
import { send } from '../http/transfer.ts';
import type { FarmApi } from './api.ts';
import { hide } from './errors.ts';
import type { Upload } from './schema.ts';

export interface UploadsSetup {
  readonly api: FarmApi;
  readonly network: Network;
  readonly clock: Clock;
  /** Between two looks at an upload. */
  readonly lookMs: number;
  readonly mask: (secret: string) => void;
  readonly signal: AbortSignal;
}

export interface Sent {
  readonly name: string;
  readonly type: UploadType;
  /** A file, or a text. */
  readonly content: { readonly path: string } | { readonly text: string };
  /** For messages: "the models". */
  readonly what: string;
}

const LONGEST_MS = 10 * 60_000;

/** Answers the upload's ARN. Rejects with a GateError that says what was refused, never where it was sent. */
export async function uploadFile(projectArn: string, sent: Sent, setup: UploadsSetup): Promise<string> {
  const { api, network, mask } = setup;
  const slot = await api.createUpload(projectArn, sent.name, sent.type);
  const address = slot.url ?? '';
  if (!URL.canParse(address)) {
    throw new GateError(
      'service-unavailable',
      `AWS Device Farm gave no address for ${sent.what}.`,
      'Run the job again later.',
    );
  }
  mask(address);
  const { content, what } = sent;
  const bytes = 'text' in content ? Buffer.from(content.text) : undefined;
  const sizeBytes = 'path' in content ? (await stat(content.path)).size : (bytes?.length ?? 0);
  const open = () => ('path' in content ? createReadStream(content.path) : Readable.from([bytes ?? Buffer.alloc(0)]));
  // The address was signed for this type of content.
  await send({ url: new URL(address), headers: { 'content-type': CONTENT_TYPE }, sizeBytes, open, what }, network);
  return waitUntilTaken(slot, sent, setup);
}

const CONTENT_TYPE = 'application/octet-stream';

async function waitUntilTaken(
  { arn }: Upload,
  { what }: Sent,
  { api, clock, signal, lookMs }: UploadsSetup,
): Promise<string> {
  for (let waitedMs = 0; waitedMs < LONGEST_MS; waitedMs += lookMs) {
    const { status, message, metadata } = await api.readUpload(arn);
    if (status === 'SUCCEEDED') return arn;
    if (status === 'FAILED') {
      const why = hide([message, metadata].filter((text) => text !== '').join(', ')) || 'it does not say why';
      const advice =
        'Device Farm checks what is uploaded; its words are in the message. docs/device-farm.md says what is sent.';
      throw new GateError('measurement-failed', `AWS Device Farm refused ${what}: ${why}.`, advice);
    }
    await clock.sleep(lookMs, signal);
  }
  const waited = `within ${LONGEST_MS / 60_000} minutes`;
  throw new GateError(
    'service-unavailable',
    `AWS Device Farm did not take ${what} ${waited}.`,
    'Run the job again later.',
  );
}
