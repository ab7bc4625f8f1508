// What the hub's refusals mean, in plain words. Its HTTP statuses are not reliable: the code in the body decides.

import { type ErrorCode, GateError } from '../../domain/errors.ts';
import { Failure } from './schema.ts';

/** A refusal with what a caller may act on. */
export class HubError extends GateError {
  readonly status: number;
  /** The hub's own code, such as `invalid_run_lineage`; empty where it gave none. */
  readonly hubCode: string;

  constructor(status: number, hubCode: string, code: ErrorCode, message: string, advice: string) {
    super(code, message, advice);
    this.status = status;
    this.hubCode = hubCode;
  }
}

interface Meaning {
  readonly code: ErrorCode;
  readonly words: string;
  readonly advice: string;
}

const MEANINGS: Readonly<Record<string, Meaning>> = {
  job_quota_exceeded: {
    code: 'quota-exhausted',
    words: 'the quota of device-cloud jobs is used up',
    advice: 'Wait for the quota to renew, or have it raised; then run the job again.',
  },
  storage_quota_exceeded: {
    code: 'quota-exhausted',
    words: 'the storage quota is used up',
    advice: 'Delete old artifacts on the hub, or have the quota raised.',
  },
  file_too_large: {
    code: 'model-unsupported',
    words: 'the file is larger than the hub takes',
    advice: 'Use a smaller (for example quantised) model.',
  },
};

/** The error for a refused call. `doing` says what was tried: "the job on Pixel 8". */
export function toHubError(status: number, body: string, doing: string): HubError {
  const failure = parseFailure(body);
  const hubCode = failure.errors?.map(({ code }) => String(code ?? '')).find((code) => code !== '') ?? '';
  const said = describeFailure(failure);
  const meaning = MEANINGS[hubCode] ?? meaningOf(status);
  const message = `Embedl Hub refused ${doing}: ${meaning.words} (${[status, hubCode, said].filter((part) => part !== '').join(', ')}).`;
  return new HubError(status, hubCode, meaning.code, message, meaning.advice);
}

function meaningOf(status: number): Meaning {
  if (status === 401) {
    const advice = 'Check api-key (or EMBEDL_HUB_API_KEY): it is missing, malformed, revoked or expired.';
    return { code: 'not-permitted', words: 'the key is not accepted', advice };
  }
  if (status === 403) {
    return {
      code: 'not-permitted',
      words: 'the key has no right to it',
      advice: 'Use a key that may write to the project.',
    };
  }
  if (status === 404) {
    return {
      code: 'invalid-input',
      words: 'it does not exist or is not yours',
      advice: 'Check project, and that the key belongs to it.',
    };
  }
  if (status === 408 || status === 429 || status >= 500) {
    return { code: 'service-unavailable', words: 'the hub is in trouble', advice: 'Run the job again later.' };
  }
  return {
    code: 'invalid-input',
    words: 'it did not understand the request',
    advice: "Check the inputs; the hub's words are in the message.",
  };
}

/** Every detail a person needs; the hub's texts are shown, links are not (they may be signed). */
function describeFailure({ message, errors }: Failure): string {
  const details = (errors ?? []).map(({ title, detail }) => [title, detail].filter(Boolean).join(': '));
  return [message ?? '', ...details]
    .filter((part) => part !== '')
    .join('; ')
    .replaceAll(/https?:\/\/\S+/g, '(link)')
    .slice(0, 500);
}

function parseFailure(body: string): Failure {
  try {
    const parsed = Failure.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}
