// Where a key may be sent. The config file comes with a checkout, so it may not say so.

import { describe, expect, it } from 'vitest';
import { checkBaseUrl } from '../../src/adapters/http/service.ts';
import { parseConfig } from '../../src/config/config.ts';
import { parseConfigFile } from '../../src/config/file.ts';
import { decodeSettings, encodeSettings } from '../../src/config/saved-settings.ts';

const MODEL = { model: 'm.tflite' };

function addressOf(file: string, inputs: Readonly<Record<string, string>> = {}) {
  return parseConfig({ ...MODEL, ...inputs }, parseConfigFile(file, 'latency-gate.yml')).access.tracker.baseUrl;
}

describe("a key's destination", () => {
  it.each([
    ['embedl', 'apiBaseUrl', 'api-base-url'],
    ['embedl', 'trackerApiBaseUrl', 'tracker-api-base-url'],
    ['embedl', 'profilerApiBaseUrl', 'profiler-api-base-url'],
    ['experiments', 'apiBaseUrl', 'api-base-url'],
    ['vertesia', 'trackerApiBaseUrl', 'tracker-api-base-url'],
    ['hubify', 'apiBaseUrl', 'api-base-url'],
  ])(
    "is not the config file's to choose: with %s, %s sent the key of the clone's owner there",
    (backend, key, input) => {
      const file = `backend: ${backend}\n${key}: https://evil.example/\n`;
      expect(() => addressOf(file)).toThrow(
        `latency-gate.yml:2:${key.length + 3}: ${key}: found "https://evil.example/"; allowed in the config file: `,
      );
      try {
        addressOf(file);
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid-input', advice: expect.stringContaining(`--${input}`) });
      }
    },
  );

  it.each([
    'https://hub.embedl.com.evil.example',
    'https://hub.embedl.com@evil.example',
    'https://hub.embedl.com/../x',
    'http://hub.embedl.com',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'https://api.vertesia.io',
    'not an address',
  ])('%s in the file is not the public one of embedl', (address) => {
    expect(() => addressOf(`backend: embedl\napiBaseUrl: "${address}"\n`)).toThrow('allowed in the config file');
  });

  it('may be the public service or this machine', () => {
    expect(addressOf('backend: embedl\napiBaseUrl: https://hub.embedl.com/\n')).toBe('https://hub.embedl.com/');
    for (const address of ['http://localhost:8080', 'http://127.0.0.1:1', 'http://[::1]:1'])
      expect(addressOf(`backend: embedl\napiBaseUrl: "${address}"\n`)).toBe(address);
  });

  it('an input says where, whatever the file says', () => {
    const inputs = { 'api-base-url': 'https://hub.corp.example' };
    expect(addressOf('backend: embedl\napiBaseUrl: https://evil.example\n', inputs)).toBe('https://hub.corp.example');
  });

  it('an input for one side leaves the other side guarded', () => {
    const inputs = { 'profiler-api-base-url': 'https://hub.corp.example' };
    expect(() => addressOf('backend: embedl\napiBaseUrl: https://evil.example\n', inputs)).toThrow('evil.example');
  });

  it('is reached by https, unless it is this machine or there is no key', () => {
    const check =
      (url: string, key = 'eh_key') =>
      () =>
        checkBaseUrl(url, 'https://hub.example', key);
    expect(check('http://hub.corp.example')).toThrow('found http to hub.corp.example, where the key could be read');
    expect(check('https://user:secret@hub.corp.example')).toThrow('with a name or password in it');
    expect(check('https://user:secret@hub.corp.example')).not.toThrow('secret@');
    expect(check('https://hub.corp.example')()).toBe('https://hub.corp.example');
    expect(check('http://127.0.0.1:3')()).toBe('http://127.0.0.1:3');
    expect(check('http://mlflow.corp.example', '')()).toBe('http://mlflow.corp.example');
  });

  it('the post step learns it from the runner: what was saved reads back, and nothing saved is no file', () => {
    const file = parseConfigFile('backend: embedl\nproject: p\noptions: { concurrency: 3 }\n', 'f');
    expect(decodeSettings(encodeSettings(file))).toMatchObject({ inputs: file.inputs, options: file.options });
    expect(encodeSettings(parseConfigFile('', 'f'))).toBe('');
    expect(decodeSettings('').inputs).toEqual({});
  });
});
