// AWS's Signature Version 4, checked as the service would: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html

import { createHash, createHmac } from 'node:crypto';
import type { ServerRequest } from '../http.ts';

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/** Who signed, and whether the signature is right for that secret. */
export function checkSignature(
  request: ServerRequest,
  secretOf: (accessKey: string) => string | undefined,
): { readonly accessKey: string; readonly valid: boolean } | undefined {
  const match = AUTHORIZATION.exec(request.headers['authorization'] ?? '');
  if (match === null) return undefined;
  const [, accessKey = '', day = '', region = '', service = '', signed = '', signature] = match;
  const secret = secretOf(accessKey);
  if (secret === undefined) return { accessKey, valid: false };
  const headers = signed.split(';').map((name) => `${name}:${(request.headers[name] ?? '').trim()}\n`);
  const query = [...request.url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort();
  const canonical = [
    request.method,
    request.url.pathname,
    query.join('&'),
    headers.join(''),
    signed,
    sha256(request.body),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'] ?? '', scope, sha256(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce(
    (from: Buffer | string, part) => hmac(from, part),
    `AWS4${secret}`,
  );
  const right = region === 'us-west-2' && service === 'devicefarm' && hmac(key, text).toString('hex') === signature;
  return { accessKey, valid: right };
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
