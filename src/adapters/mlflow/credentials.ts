// What authorises a call: a bearer token (proxies before the server, Databricks), or the server's own basic auth.

import { checkKey } from '../http/service.ts';

/** `name:password` is basic auth, anything else a token; no header without a key. */
export function toAuthorization(key: string): Readonly<Record<string, string>> {
  if (key === '') return {};
  if (!key.includes(':')) return { Authorization: `Bearer ${checkKey(key, 'a token, or name:password')}` };
  return { Authorization: `Basic ${Buffer.from(key, 'utf8').toString('base64')}` };
}
