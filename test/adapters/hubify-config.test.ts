// A configuration is sent to Hubify as an object and handed back as text; what version 0.1 sent as text is read as well.

import { describe, expect, it } from 'vitest';
import { parseStoredConfig } from '../../src/adapters/hubify/stored-config.ts';

describe('parseStoredConfig', () => {
  const config = { speed: 10, latency_gate: { 'latency_gate.record.000': '{"a":1}' } };

  it.each([
    ['once, as an object’s text', JSON.stringify(config)],
    ['twice, as a text’s text', JSON.stringify(JSON.stringify(config))],
  ])('reads what was encoded %s', (_title, text) => {
    expect(parseStoredConfig(text)).toEqual(config);
  });

  it('holds nothing where the service has none', () => {
    expect(parseStoredConfig('')).toEqual({});
  });

  it.each(['[1', '[]', '"plain"', '1'])('refuses %s', (text) => {
    expect(() => parseStoredConfig(text)).toThrow();
  });
});
