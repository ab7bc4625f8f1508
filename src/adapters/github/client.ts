// GitHub's REST API: one authenticated client for one repository, and what its refusals mean.

import { Octokit as Core } from '@octokit/core';
import { type Api, restEndpointMethods } from '@octokit/plugin-rest-endpoint-methods';
import { GateError, messageOf } from '../../domain/errors.ts';
import type { Clock } from '../../ports/machine.ts';
import { describeConnectionFailure } from '../http/connection-failure.ts';
import type { Fetch } from '../http/fetch.ts';
import { readWhole } from './whole-answers.ts';

export type Octokit = Core & Api;

export interface GitHubOptions {
  readonly token: string;
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** A client and the repository it works on. */
export interface GitHub {
  readonly rest: Octokit['rest'];
  /** The login that the token acts as; undefined where GitHub does not say. Asked once at most. */
  readonly viewer: () => Promise<string | undefined>;
  /** Told where an answer shows which app the token is of, so that `viewer` need not ask. */
  readonly actsAsApp: (slug: string) => void;
  readonly owner: string;
  readonly repo: string;
}

/** Put together here, for @actions/github reads the proxy's variables by itself, and throws on what it does not know. */
const Client = Core.plugin(restEndpointMethods);

export function createGitHub(options: GitHubOptions): GitHub {
  const [owner = '', repo = ''] = options.repository.split('/');
  const octokit = new Client({
    auth: options.token,
    baseUrl: options.apiUrl,
    userAgent: 'latency-gate',
    request: { fetch: readWhole(options.fetch, options.clock) },
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  let viewer: Promise<string | undefined> | undefined;
  return {
    rest: octokit.rest,
    owner,
    repo,
    viewer: () => (viewer ??= askViewer(octokit)),
    actsAsApp: (slug) => {
      viewer ??= Promise.resolve(`${slug}[bot]`);
    },
  };
}

/** REST tells a workflow's token nothing of itself; GraphQL does, without a further permission. */
async function askViewer(octokit: Octokit): Promise<string | undefined> {
  try {
    const { viewer } = await octokit.graphql<{ viewer?: { login?: unknown } }>('query { viewer { login } }');
    return typeof viewer?.login === 'string' ? viewer.login : undefined;
  } catch {
    return undefined;
  }
}

/** The HTTP status of a refused call; undefined where the error is not GitHub's answer. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

/**
 * Turns a refused call into an error that says which permission is missing. `permission` is the line to add to the
 * workflow, such as `checks: write`.
 */
export function explain(error: unknown, doing: string, permission: string): unknown {
  const status = statusOf(error);
  const said = describeConnectionFailure(error) ?? wordsOf(error);
  if (status === 429 || (status === 403 && isRateLimit(error))) {
    return new GateError(
      'service-unavailable',
      `GitHub's rate limit is spent: it refused ${doing}.`,
      'Run the job again later.',
      error,
    );
  }
  if (status === 403 || status === 404) {
    return new GateError(
      'not-permitted',
      `GitHub refused ${doing} (${status}: ${said}).`,
      `Add "${permission}" to the job's permissions; pull requests from forks and by Dependabot have a read-only token.`,
      error,
    );
  }
  if (status === 401) {
    return new GateError(
      'not-permitted',
      `GitHub refused ${doing} (401).`,
      'Check github-token: it is not valid.',
      error,
    );
  }
  if (status !== undefined && status < 500) {
    const advice = "Check the inputs and the workflow; GitHub's words are in the message.";
    return new GateError('invalid-input', `GitHub refused ${doing} (${status}: ${said}).`, advice, error);
  }
  return new GateError(
    'service-unavailable',
    `GitHub did not answer ${doing}: ${said}.`,
    'Run the job again later.',
    error,
  );
}

/** Without the link to the documentation; other links may be signed. */
function wordsOf(error: unknown): string {
  // An answer that lacks what it should hold shows itself where that is used.
  if (error instanceof TypeError || error instanceof SyntaxError) return 'its answer is of an unknown form';
  return withoutLinks(messageOf(error).split(' - https://')[0] ?? '');
}

export function withoutLinks(text: string): string {
  return text.replaceAll(/https?:\/\/\S+/g, '(link)');
}

/** A value that an answer must hold; throws a TypeError where it does not. */
export function need<T>(value: T | null | undefined, type: 'number' | 'string'): T {
  if (value === null || value === undefined || typeof value !== type) throw new TypeError(`no ${type} in the answer`);
  return value;
}

/** Whether a request may have been carried out although no answer came, or none that tells. */
export function isUnanswered(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined || status >= 500;
}

/** The wait was longer than this program waits. */
function isRateLimit(error: unknown): boolean {
  const { response } = error as { readonly response?: { readonly headers?: Readonly<Record<string, unknown>> } };
  const { headers = {} } = response ?? {};
  return headers['retry-after'] !== undefined || String(headers['x-ratelimit-remaining']) === '0';
}

function ignore(): void {}
