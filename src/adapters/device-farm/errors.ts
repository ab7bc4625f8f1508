// What AWS's refusals mean, in plain words. Keys, account numbers and signed addresses never stand in them.

import type { ErrorCode } from '../../domain/errors.ts';
import { GateError } from '../../domain/errors.ts';
import { TooLarge } from '../http/bounded.ts';
import { describeConnectionFailure } from '../http/connection-failure.ts';
import { type Meaning, meaningOf, ServiceError, Unanswered } from '../http/service-errors.ts';

const SERVICE = 'AWS Device Farm';

const CREDENTIALS =
  'Let aws-actions/configure-aws-credentials run before this step, with a role that trusts this repository (docs/device-farm.md).';
const ROLE =
  "Give the role the actions of docs/device-farm.md, and see that its trust still covers this workflow's branch.";

/** By AWS's own names; the first that fits. */
const MEANINGS: readonly (readonly [RegExp, Meaning])[] = [
  [
    /^Expired|TokenExpired/,
    {
      code: 'not-permitted',
      words: 'the session has expired',
      advice:
        'Raise role-duration-seconds of aws-actions/configure-aws-credentials above what the gate takes, and run it again.',
    },
  ],
  [
    /^(AccessDenied|NotAuthorized|Unauthorized)/,
    { code: 'not-permitted', words: 'the role has no right to it', advice: ROLE },
  ],
  [
    /^(UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|InvalidIdentityToken|IDPRejectedClaim)/,
    { code: 'not-permitted', words: 'the credentials are not accepted', advice: CREDENTIALS },
  ],
  [
    /^ServiceAccount/,
    {
      code: 'not-permitted',
      words: 'the AWS account is not ready for it',
      advice: 'Open Device Farm once in the AWS console of this account (region us-west-2).',
    },
  ],
  [
    /^LimitExceeded/,
    {
      code: 'quota-exhausted',
      words: 'a limit of the account is reached',
      advice: 'Wait for other runs to end, ask AWS for a higher limit, or measure fewer devices.',
    },
  ],
  [
    /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/,
    { code: 'service-unavailable', words: 'it asks for fewer calls', advice: 'Run the job again later.' },
  ],
  [
    /^NotFound/,
    {
      code: 'invalid-input',
      words: 'it does not exist',
      advice: 'Check project and devices, and that the credentials belong to that account.',
    },
  ],
  [
    /^(Argument|Validation|Idempotency|Serialization)/,
    {
      code: 'invalid-input',
      words: 'it did not take the request',
      advice: "Check the inputs; AWS's words are in the message.",
    },
  ],
];

/** Whether AWS asked for fewer calls: nothing was done, and the call may be repeated. */
export function isThrottled(error: unknown): boolean {
  return (
    error instanceof ServiceError &&
    (/Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/.test(error.serviceCode) || error.status === 429)
  );
}

/** The error of a call, from whatever AWS's client threw. */
export function toFarmError(error: unknown, doing: string): GateError {
  if (error instanceof GateError) return error;
  const { name, message, status } = describe(error);
  if (isAboutCredentials(name)) {
    const why = describeConnectionFailure(error) ?? hide(message);
    return new GateError('not-permitted', `AWS credentials: none could be had (${why}).`, CREDENTIALS, error);
  }
  const known = MEANINGS.find(([pattern]) => pattern.test(name))?.[1];
  if (known === undefined && status === undefined) return toUnanswered(error, doing);
  if (known === undefined && status !== undefined && status < 300) {
    const broken = `${SERVICE} answered ${doing} in an unknown form.`;
    return new GateError('service-unavailable', broken, 'Run the job again later.', error);
  }
  const meaning = known ?? fromStatus(status ?? 500);
  const details = [name, hide(message)].filter((part) => part !== '').join(', ');
  return new ServiceError(
    status ?? 400,
    name,
    meaning.code,
    `${SERVICE} refused ${doing}: ${meaning.words} (${details}).`,
    meaning.advice,
  );
}

function fromStatus(status: number): Meaning {
  const advice: Partial<Record<ErrorCode, string>> = { 'not-permitted': ROLE };
  const meaning = meaningOf(status);
  return {
    ...meaning,
    words: meaning.words.replace(/^the key/, 'the role'),
    advice: advice[meaning.code] ?? meaning.advice,
  };
}

function toUnanswered(error: unknown, doing: string): GateError {
  if (error instanceof TooLarge) {
    return new GateError(
      'service-unavailable',
      `${SERVICE} answered ${doing}, but ${error.message}.`,
      'Run the job again later.',
      error,
    );
  }
  return new Unanswered(SERVICE, doing, error);
}

function isAboutCredentials(name: string): boolean {
  return /^(CredentialsProviderError|ProviderError|TokenProviderError)$/.test(name);
}

function describe(error: unknown): {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
} {
  if (!(error instanceof Error)) return { name: '', message: String(error), status: undefined };
  const { $metadata, $response } = error as Error & {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly $response?: { readonly statusCode?: number };
  };
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  return { name: error.name === 'Error' || error.name === 'Unknown' ? '' : error.name, message: error.message, status };
}

const LONGEST = 300;

/** Without links, which may be signed, without keys and without the account's number. */
export function hide(text: string): string {
  return text
    .replaceAll(/https?:\/\/\S+/g, '(link)')
    .replaceAll(/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, '(key)')
    .replaceAll(/\b\d{12}\b/g, '(account)')
    .slice(0, LONGEST);
}
