// Why a connection failed, in words. Network libraries say "fetch failed" and keep the reason in a chain of causes.

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  ENOTFOUND: 'its name is not known to DNS',
  EAI_AGAIN: 'DNS does not answer',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped in the middle',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer was cut short',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'the answer is too large',
  ENETUNREACH: 'there is no way to it',
  EHOSTUNREACH: 'there is no way to it',
  ERR_STREAM_PREMATURE_CLOSE: 'the answer was cut short',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted: set NODE_EXTRA_CA_CERTS',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted: set NODE_EXTRA_CA_CERTS',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted: set NODE_EXTRA_CA_CERTS',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not trusted: set NODE_EXTRA_CA_CERTS',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is of another name',
};

const DEEPEST = 8;

/** `ECONNREFUSED, nothing listens there`; undefined where no system code is in the chain. Never shows an address. */
export function describeConnectionFailure(error: unknown): string | undefined {
  let at: unknown = error;
  for (let depth = 0; depth < DEEPEST && typeof at === 'object' && at !== null; depth += 1) {
    if ('name' in at && at.name === 'TimeoutError') return 'no whole answer in time';
    const code = codeOf(at);
    if (code !== undefined) return WORDS[code] === undefined ? code : `${code}, ${WORDS[code]}`;
    at = causeOf(at);
  }
  return undefined;
}

function codeOf(error: object): string | undefined {
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : undefined;
}

/** Of several tries at once, as for two addresses of one name, the first. */
function causeOf(error: object): unknown {
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) return error.errors[0];
  return 'cause' in error ? error.cause : undefined;
}
