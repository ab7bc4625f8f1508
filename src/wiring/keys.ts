// The keys of backends: where each comes from, and whether one is missing. They stay in this folder.

import type { RunnerEnvironment } from '../adapters/runner/environment.ts';
import type { Access } from '../config/access.ts';
import type { Config } from '../config/config.ts';
import { KEYS, type ProfilerName, type TrackerName } from '../config/inputs.ts';
import { GateError } from '../domain/errors.ts';

/** Whether a backend of the configuration needs a key, or an address that may be a secret, and none was given. */
export function isKeyMissing(
  { profiler, tracker, access }: Pick<Config, 'profiler' | 'tracker' | 'access'>,
  environment: RunnerEnvironment,
): boolean {
  const missing = (backend: ProfilerName | TrackerName, side: Access) =>
    (KEYS[backend] === 'needed' && keyOf(backend, side, environment) === '') ||
    (KEYS[backend] === 'optional' &&
      side.baseUrl === '' &&
      (backend !== 'mlflow' || environment.mlflow.baseUrl === ''));
  return missing(profiler, access.profiler) || missing(tracker, access.tracker);
}

/** The key of one side; throws a GateError where there is none. */
export function needKey(backend: string, access: Access, environment: RunnerEnvironment): string {
  const key = keyOf(backend, access, environment);
  if (key !== '') return key;
  const variable = backend === 'embedl' ? ', or the variable EMBEDL_HUB_API_KEY' : '';
  const advice =
    backend === 'device-farm'
      ? 'Let aws-actions/configure-aws-credentials run before this step; here, log in with the AWS CLI.'
      : `Set the input "api-key" from a secret${variable}.`;
  throw new GateError('invalid-input', `api-key: nothing was given, but the backend ${backend} needs one.`, advice);
}

/** Every key that the configuration or the environment holds, so that all of them can be masked. */
export function allKeys({ access }: Pick<Config, 'access'>, environment: RunnerEnvironment): readonly string[] {
  const given = [access.profiler.apiKey ?? '', access.tracker.apiKey ?? ''];
  return [...given, ...given.map(passwordIn), ...environmentKeys(environment)].filter((key) => key !== '');
}

/** Those that the clients of services find in the environment. */
export function environmentKeys({ embedl, mlflow, aws }: RunnerEnvironment): readonly string[] {
  return [embedl.apiKey, mlflow.apiKey, passwordIn(mlflow.apiKey), ...aws.secrets].filter((key) => key !== '');
}

/**
 * The key of one side, or an empty text. The official clients' variables serve for the hub and for MLflow; of AWS's
 * chain of credentials, the name of the variable that it begins with stands for what it finds.
 */
export function keyOf(backend: string, { apiKey }: Access, { embedl, mlflow, aws }: RunnerEnvironment): string {
  if (backend === 'device-farm') return aws.source;
  return apiKey ?? (backend === 'embedl' ? embedl.apiKey : backend === 'mlflow' ? mlflow.apiKey : '');
}

/** Of `name:password`, as MLflow's basic auth takes it; short ones would blot out words of the log. */
function passwordIn(key: string): string {
  const password = key.includes(':') ? key.slice(key.indexOf(':') + 1) : '';
  return password.length < 4 ? '' : password;
}
