// What an MLflow server's refusals mean.

import { type Meaning, meaningOf, type ServiceError, saidIn, toServiceError } from '../http/service-errors.ts';
import { Refusal } from './schema.ts';

/** `hasKey`: whether a key was sent. */
export function refuse(status: number, body: string, doing: string, hasKey: boolean): ServiceError {
  const code = codeIn(body);
  const said = code === '' && body.trimStart().startsWith('<') ? 'a page of HTML' : saidIn(body);
  return toServiceError('MLflow', doing, status, code, said, explain(status, code, body, hasKey));
}

function explain(status: number, code: string, body: string, hasKey: boolean): Meaning {
  const usual = meaningOf(status);
  if (status === 401) {
    return hasKey
      ? { ...usual, advice: 'Check api-key: a token, or name:password of the server’s basic auth.' }
      : {
          ...usual,
          words: 'it asks for a key, and none was given',
          advice:
            'Set the input "api-key" from a secret: a token, or name:password. Pull requests from forks have no secrets.',
        };
  }
  if (status === 403 && /host header/i.test(body)) {
    const advice = 'Start the server with --allowed-hosts and the name by which it is reached.';
    return { ...usual, words: 'it does not know the name by which it was called', advice };
  }
  if (status === 403) {
    const advice = 'Give the user the permission EDIT on the experiment, or use the key of one who has it.';
    return { ...usual, advice };
  }
  if (status === 404 && code === '') {
    const advice = 'Check api-base-url: the address of the server, without /api or the path of a page.';
    return { ...usual, words: 'there is no MLflow server at this address', advice };
  }
  return usual;
}

function codeIn(body: string): string {
  try {
    return Refusal.parse(JSON.parse(body)).error_code;
  } catch {
    return '';
  }
}
