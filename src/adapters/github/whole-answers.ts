// Questions whose answer was cut short, or is no JSON, are asked again: GitHub's client reads an answer when the
// retries of the network are over, and takes broken JSON for a text.

import { Response } from 'undici';
import type { Clock } from '../../ports/machine.ts';
import { readAtMost } from '../http/bounded.ts';
import type { Fetch } from '../http/fetch.ts';

/** Bytes; the longest list of artifacts has a few hundred thousand. */
const LARGEST_ANSWER = 64 << 20;
const TRIES = 3;
const WAIT_MS = 500;

/** The same way out, whose answers of JSON to GET are whole. Anything else passes as it is: files are streamed. */
export function readWhole(fetch: Fetch, clock: Clock): Fetch {
  return async (url, init) => {
    const asks = (init?.method ?? 'GET').toUpperCase() === 'GET';
    for (let tries = 1; ; tries += 1) {
      const answer = await fetch(url, init);
      if (!asks || !isJson(answer)) return answer;
      try {
        return await read(answer);
      } catch (error) {
        if (tries >= TRIES) throw error;
        await clock.sleep(WAIT_MS * 2 ** (tries - 1));
      }
    }
  };
}

function isJson({ ok, headers }: Response): boolean {
  return ok && /\bjson\b/.test(headers.get('content-type') ?? '');
}

async function read({ body, status, headers }: Response): Promise<Response> {
  const text = (await readAtMost(body, LARGEST_ANSWER)).toString('utf8');
  JSON.parse(text);
  const link = headers.get('link');
  return new Response(text, {
    status,
    headers: { 'content-type': 'application/json', ...(link === null ? {} : { link }) },
  });
}
