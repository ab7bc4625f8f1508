// What the hub's refusals mean, in plain words. Its HTTP statuses are not reliable: the code in the body decides.

import { type Meaning, meaningOf, type ServiceError, toServiceError } from '../http/service-errors.ts';
import { Failure } from './schema.ts';

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
  invalid_run_lineage: {
    code: 'invalid-input',
    words: 'this parent run is not allowed',
    advice: 'The runs stand side by side instead; nothing is to be done.',
  },
};

/** The error for a refused call. `doing` says what was tried: "the job on Pixel 8". */
export function toHubError(status: number, body: string, doing: string): ServiceError {
  const failure = parseFailure(body);
  const hubCode = failure.errors?.map(({ code }) => String(code ?? '')).find((code) => code !== '') ?? '';
  const meaning = MEANINGS[hubCode] ?? STATUS_MEANINGS[status] ?? meaningOf(status);
  return toServiceError('Embedl Hub', doing, status, hubCode, describeFailure(failure), meaning);
}

const STATUS_MEANINGS: Readonly<Record<number, Meaning>> = {
  401: {
    ...meaningOf(401),
    advice: 'Check api-key (or EMBEDL_HUB_API_KEY): it is missing, malformed, revoked or expired.',
  },
  404: {
    code: 'invalid-input',
    words: 'it does not exist, is not yours, or the key may not write to it',
    advice: 'Check project, api-key and api-base-url.',
  },
};

/** Every detail a person needs. */
function describeFailure({ message, errors }: Failure): string {
  const details = (errors ?? []).map(({ title, detail }) => [title, detail].filter(Boolean).join(': '));
  return [message ?? '', ...details].filter((part) => part !== '').join('; ');
}

function parseFailure(body: string): Failure {
  try {
    const parsed = Failure.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}
