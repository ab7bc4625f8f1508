// Reads a body without trusting its length.

/** More came than is taken. */
export class TooLarge extends Error {
  constructor(most: number) {
    super(`it is larger than ${most} bytes`);
  }
}

/** The whole body; throws TooLarge as soon as it has more than `most` bytes. Null is an empty one. */
export async function readAtMost(body: AsyncIterable<Uint8Array> | null, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of limitBytes(body ?? NOTHING, most)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Hands on what comes; throws TooLarge as soon as it is more than `most` bytes. */
export async function* limitBytes(body: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > most) throw new TooLarge(most);
    yield chunk;
  }
}

const NOTHING: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {},
};
