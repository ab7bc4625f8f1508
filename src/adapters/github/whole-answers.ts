// Questions whose answer was cut short, or is no JSON, are asked again: GitHub's client reads an answer when the
// retries of the network are over, and takes broken JSON for a text.

import { Response } from 'undici';
import type { Clock } from '../../ports/machine.ts';
import { readAtMost } from '../http/bounded.ts';
import type { Fetch } from '../http/fetch.ts';

/** Bytes; the longest list of artifacts has a few hundred thousand. */
const LARGEST_ANSWER = 64 << 20;
/** For one question with all its tries: a server that drips must not hold a gate for hours. Files are not bound. */
const LONGEST_MS = 120_000;
const TRIES = 3;
const WAIT_MS = 500;

/** The same way out, whose answers of JSON to GET are whole. Anything else passes as it is: files are streamed. */
export function readWhole(fetch: Fetch, clock: Clock): Fetch {
  return async (url, init) => {
    const bound = isFile(init) ? init : { ...init, signal: AbortSignal.timeout(LONGEST_MS) };
    for (let tries = 1; ; tries += 1) {
      const answer = await fetch(url, bound);
      if (!isQuestion(init) || !isJson(answer)) return answer;
      try {
        return await read(answer);
      } catch (error) {
        if (tries >= TRIES) throw error;
        await clock.sleep(WAIT_MS * 2 ** (tries - 1));
      }
    }
  };
}

function isQuestion(init: Parameters<Fetch>[1]): boolean {
  return (init?.method ?? 'GET').toUpperCase() === 'GET';
}

/** Whether bytes go up or come down, which take as long as they take. */
function isFile(init: Parameters<Fetch>[1]): boolean {
  const { accept = '', 'content-type': type = '' } = toPairs(init?.headers);
  return /octet-stream/.test(`${accept} ${type}`);
}

function toPairs(headers: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]));
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
