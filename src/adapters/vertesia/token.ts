// From an API key to the token that calls carry: keys are exchanged at the token service, and tokens are renewed.

import { GateError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/machine.ts';
import { readAtMost } from '../http/bounded.ts';
import type { Fetch } from '../http/fetch.ts';
import { toServiceError, Unanswered } from '../http/service-errors.ts';
import { IssuedToken } from './schema.ts';

/** A token is renewed so long before it ends. */
const BEFORE_END_MS = 60_000;
/** Of a token that does not say when it ends. */
const UNKNOWN_LIFE_MS = 5 * 60_000;
const DOING = 'the exchange of the key for a token';

export interface TokenOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Hides a token in all that is logged from now on. */
  readonly mask: (secret: string) => void;
}

/** Gives the token for a call; any value that is no key (`sk-…`, `pk-…`) is the token itself. */
export function createTokenSource({ apiKey, baseUrl, fetch, clock, mask }: TokenOptions): () => Promise<string> {
  if (!/^[sp]k-/.test(apiKey)) return async () => apiKey;
  let issued: Promise<{ readonly token: string; readonly endsAt: number }> | undefined;
  const issue = async () => {
    const token = await exchange(apiKey, tokenAddress(baseUrl), fetch);
    mask(token);
    return { token, endsAt: endOf(token) ?? clock.now().getTime() + UNKNOWN_LIFE_MS };
  };
  return async () => {
    issued ??= issue();
    // One that failed is no token for the next call either.
    let current = await issued.catch((error: unknown) => {
      issued = undefined;
      throw error;
    });
    if (clock.now().getTime() >= current.endsAt - BEFORE_END_MS) {
      issued = issue();
      current = await issued;
    }
    return current.token;
  };
}

/** `https://sts.<rest of the api host>/token/issue`; a host without a first label keeps its own. */
function tokenAddress(baseUrl: string): URL {
  const url = new URL(baseUrl);
  if (/^api[.-]/.test(url.hostname)) url.hostname = url.hostname.replace(/^api(?=[.-])/, 'sts');
  return new URL('/token/issue', url.origin);
}

const LARGEST_TOKEN = 1 << 20;

async function exchange(apiKey: string, address: URL, fetch: Fetch): Promise<string> {
  const headers = { Authorization: `Bearer ${apiKey}`, Accept: 'application/json', 'Content-Type': 'application/json' };
  const answer = await fetch(address, { method: 'POST', headers, body: '{}', redirect: 'error' }).catch(
    (error: unknown) => {
      throw new Unanswered('Vertesia', DOING, error);
    },
  );
  const text = (
    await readAtMost(answer.body, LARGEST_TOKEN).catch((error: unknown) => {
      throw new Unanswered('Vertesia', DOING, error);
    })
  ).toString('utf8');
  if (!answer.ok) throw toServiceError('Vertesia', DOING, answer.status, '', text);
  try {
    return IssuedToken.parse(JSON.parse(text)).token;
  } catch (error) {
    throw new GateError(
      'service-unavailable',
      `Vertesia answered ${DOING} in an unknown form.`,
      'Run the job again later.',
      error,
    );
  }
}

/** The token's own `exp`, in milliseconds. */
function endOf(token: string): number | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const exp = typeof payload === 'object' && payload !== null && 'exp' in payload ? Number(payload.exp) : Number.NaN;
    return Number.isFinite(exp) ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
