// The time to the first chunk of a streamed execution, by server-sent events.

import type { Fetch } from '../http/fetch.ts';

/** How long after the call the first `chunk` event came, milliseconds; undefined where none came before `close`. */
export async function timeFirstChunk(
  address: URL,
  startedAt: number,
  fetch: Fetch,
  now: () => number,
): Promise<number | undefined> {
  try {
    const answer = await fetch(address, { headers: { Accept: 'text/event-stream' }, redirect: 'error' });
    if (!answer.ok || answer.body === null) return undefined;
    const decoder = new TextDecoder();
    let text = '';
    for await (const piece of answer.body) {
      text += decoder.decode(piece as Uint8Array, { stream: true });
      if (/^event:\s*chunk\b/m.test(text)) return now() - startedAt;
      if (/^event:\s*close\b/m.test(text)) return undefined;
    }
    return undefined;
  } catch {
    // Streaming is not allowed for every interaction; the execution itself is measured all the same.
    return undefined;
  }
}
