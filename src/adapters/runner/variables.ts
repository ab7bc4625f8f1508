// Variables of the environment, parsed like inputs: each refusal names the variable, what was found and what is allowed.

import { GateError } from '../../domain/errors.ts';

export type Env = Readonly<Record<string, string | undefined>>;

function refuse(name: string, found: string, allowed: string): GateError {
  const message = `${name}: found ${found}; allowed: ${allowed}.`;
  return new GateError('invalid-input', message, `Correct the environment variable ${name}, or unset it.`);
}

/** An address by http or https; `fallback` where the variable is unset or empty. */
export function readUrl(env: Env, name: string, fallback: string): string {
  const value = env[name]?.trim() || fallback;
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value;
  throw refuse(name, 'no address by http or https', `an address such as ${fallback}`);
}

/** A whole number, at least 0. */
export function readNumber(env: Env, name: string, fallback: number): number {
  const value = env[name]?.trim() ?? '';
  if (value === '') return fallback;
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw refuse(name, `"${value.slice(0, 40)}"`, 'a whole number');
}

/**
 * The proxy that the first of these variables names; undefined where none does. `host:port` without a scheme is http,
 * as everywhere. What was found is never shown whole: it may hold a password.
 */
export function readProxy(env: Env, names: readonly string[]): string | undefined {
  const name = names.find((candidate) => (env[candidate]?.trim() ?? '') !== '');
  if (name === undefined) return undefined;
  const written = env[name]?.trim() ?? '';
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(written)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    throw refuse(name, `a proxy by ${scheme}`, 'one by http or https, such as http://proxy.example:3128');
  }
  const url = scheme === undefined ? `http://${written}` : written;
  if (URL.canParse(url) && new URL(url).hostname !== '') return url;
  throw refuse(name, 'no address of a proxy', 'host:port, or an address such as http://proxy.example:3128');
}
