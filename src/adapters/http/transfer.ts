// Bytes to and from signed addresses: without the key, without the address in any message, bounded in size.

import type { Readable } from 'node:stream';
import { GateError } from '../../domain/errors.ts';
import { readAtMost, TooLarge } from './bounded.ts';
import { describeConnectionFailure } from './connection-failure.ts';
import type { Network } from './fetch.ts';

export interface Sending {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly sizeBytes: number;
  readonly open: () => Readable;
  /** For messages: "the model". */
  readonly what: string;
}

/** Rejects with a GateError that names what was sent, never where to. */
export async function send({ what, ...upload }: Sending, network: Network): Promise<void> {
  const status = await network.upload(upload).catch((error: unknown) => {
    throw new GateError(
      'service-unavailable',
      `Sending ${what} to storage broke off (${describeConnectionFailure(error) ?? 'no answer'}).`,
      'Run the job again later.',
      error,
    );
  });
  if (status >= 200 && status < 300) return;
  if (status === 413) {
    throw new GateError('model-unsupported', `Storage refused ${what}: it is too large.`, 'Use a smaller model.');
  }
  throw new GateError('service-unavailable', `Storage refused ${what} (HTTP ${status}).`, 'Run the job again later.');
}

const BROKE = 'the connection broke';

/** The bytes behind a signed address; rejects where there are more than `most`. */
export async function receive(url: URL, most: number, what: string, network: Network): Promise<Buffer> {
  const broken = (why: string, cause?: unknown) =>
    new GateError(
      'service-unavailable',
      `Fetching ${what} from storage failed: ${why}.`,
      'Run the job again later.',
      cause,
    );
  const answer = await network.fetch(url).catch((error: unknown) => {
    throw broken(describeConnectionFailure(error) ?? BROKE, error);
  });
  if (!answer.ok || answer.body === null) throw broken(`HTTP ${answer.status}`);
  return readAtMost(answer.body, most).catch((error: unknown) => {
    throw broken(error instanceof TooLarge ? error.message : (describeConnectionFailure(error) ?? BROKE), error);
  });
}
