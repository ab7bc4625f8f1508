// Variables of the environment are inputs: they are parsed, and refused by name.

import { describe, expect, it } from 'vitest';
import { createNetwork } from '../../src/adapters/http/fetch.ts';
import { readEnvironment } from '../../src/adapters/runner/environment.ts';
import { systemClock } from '../../src/adapters/runner/machine.ts';

const SCRIPT = 'package.json';

function proxyOf(value: string) {
  return readEnvironment({ HTTPS_PROXY: value }, SCRIPT).proxy.https;
}

describe('environment', () => {
  it('a proxy without a scheme is one by http: it crashed main and post with exit 1', () => {
    expect(proxyOf('proxy.corp:3128')).toBe('http://proxy.corp:3128');
    expect(proxyOf('10.0.0.1:3128')).toBe('http://10.0.0.1:3128');
    expect(proxyOf('user:pass@proxy.corp:3128')).toBe('http://user:pass@proxy.corp:3128');
  });

  it.each(['socks5://proxy:1080', 'SOCKS://p', 'ftp://p', 'socks5h://user:secret@p:1'])(
    'the proxy %s is refused by the name of its variable, without its password',
    (value) => {
      expect(() => proxyOf(value)).toThrow(/^HTTPS_PROXY: found a proxy by \w+; allowed: one by http or https/);
      expect(() => proxyOf(value)).not.toThrow(/secret/);
    },
  );

  it.each(['http://', ':3128', 'http://[', 'a b'])('the proxy "%s" is refused', (value) => {
    expect(() => proxyOf(value)).toThrow(/^HTTPS_PROXY: found no address of a proxy/);
  });

  it('an empty proxy is none, and the lower-case name counts where the other is empty', () => {
    expect(proxyOf('')).toBeUndefined();
    expect(readEnvironment({ HTTPS_PROXY: ' ', https_proxy: 'p:1' }, SCRIPT).proxy.https).toBe('http://p:1');
  });

  it('whatever is read makes a network', () => {
    for (const value of ['proxy.corp:3128', 'http://proxy', 'https://u:p@proxy:1', '']) {
      const { proxy } = readEnvironment({ HTTPS_PROXY: value, HTTP_PROXY: value }, SCRIPT);
      const retry = { clock: systemClock, random: () => 0, attempts: 1, baseDelayMs: 1, longestWaitMs: 1 };
      expect(() => createNetwork({ ...retry, timeoutMs: 1, proxy })).not.toThrow();
    }
  });

  it.each([
    ['GITHUB_API_URL', 'api.github.com'],
    ['GITHUB_SERVER_URL', 'file:///etc'],
    ['npm_config_registry', 'nowhere'],
    ['GITHUB_RUN_ID', 'twelve'],
    ['GITHUB_RUN_ATTEMPT', '-1'],
  ])('%s that is wrong is refused by its name', (name, value) => {
    expect(() => readEnvironment({ [name]: value }, SCRIPT)).toThrow(new RegExp(`^${name}: found `));
  });
});
