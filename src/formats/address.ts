// Addresses of services, as far as a key's safety depends on them.

/** Whether an address is this machine's own: what is sent there does not leave it. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Whether two addresses are the same place, whatever slash stands at their end. */
export function isSameAddress(a: string, b: string): boolean {
  return URL.canParse(a) && URL.canParse(b) && toPlain(a) === toPlain(b);
}

/** Whether what is sent there can be read on the way, or the address itself holds a password. */
export function isUnsafeForKeys(url: string): boolean {
  const { protocol, username, password } = new URL(url);
  return (protocol !== 'https:' && !isLoopback(url)) || username !== '' || password !== '';
}

function toPlain(url: string): string {
  return new URL(url).href.replace(/\/+$/, '');
}
