// What stands in a log is never a command. The reference is the parser of the runner itself, in its own words.

import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toLogJson, toLogLine, toLogLines } from '../../src/adapters/runner/log-line.ts';
import { parseConfig } from '../../src/config/config.ts';
import { parseConfigFile } from '../../src/config/file.ts';

/** White space as .NET's `TrimStart` sees it; `\p{White_Space}` of Unicode. */
const BEFORE = /^\p{White_Space}*/u;

/**
 * `ActionCommand.TryParseV2` and `TryParse` of actions/runner: `::name…::` at the start of a line, or `##[name…]`
 * anywhere in it, whatever the name.
 */
function isCommand(line: string): boolean {
  const start = line.replace(BEFORE, '');
  if (start.startsWith('::') && start.indexOf('::', 2) >= 0) return true;
  const bracket = line.indexOf('##[');
  return bracket >= 0 && line.indexOf(']', bracket) >= 0;
}

function holdsCommand(text: string): boolean {
  return text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).some(isCommand);
}

/** Texts that are nearly all marks. */
const hostile = fc
  .array(fc.constantFrom(':', '::', '##[', '#', '[', ']', 'set-output name=x::y', ' ', '\u00a0', '\t', '\r', '\n', 'a'))
  .map((parts) => parts.join(''));

describe('YAML', () => {
  it('whose tags nobody knows is not quoted on standard error: a line of it was a command there', () => {
    const warnings: unknown[] = [];
    const emit = process.emitWarning;
    process.emitWarning = (warning: unknown) => void warnings.push(warning);
    try {
      const text = '::stop-commands::x: !unknown y';
      expect(() => parseConfigFile(`"a":\n  ${text}\n`, 'f.yml')).toThrow();
      expect(() => parseConfig({ model: 'm', options: text })).not.toThrow();
    } finally {
      process.emitWarning = emit;
    }
    expect(warnings).toEqual([]);
  });
});

describe('log lines', () => {
  it('a model named :::set-output sets no output: what stood behind a deleted prefix was a command again', () => {
    expect(isCommand(':::set-output name=injected::yes'.slice(1))).toBe(true);
    expect(toLogLine(':::set-output name=injected::yes.onnx')).toBe(': : :set-output name=injected::yes.onnx');
  });

  it('a staged model named :::stop-commands does not end masking', () => {
    expect(holdsCommand(toLogLine(':::stop-commands::x'))).toBe(false);
  });

  it('##[command] is no command, in the middle of a line either', () => {
    expect(toLogLine('measuring ##[set-output name=a;]b')).toBe('measuring # #[set-output name=a;]b');
    expect(holdsCommand(toLogLine('###[group]x'))).toBe(false);
  });

  it('no text forms a command, on one line or on many', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
        expect(holdsCommand(toLogLine(text))).toBe(false);
        expect(holdsCommand(toLogLines(text))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('deletes nothing but invisible characters', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const letters = (line: string) => line.replaceAll(/\s/gu, '');
        expect(letters(toLogLines(text))).toBe(letters(text));
      }),
    );
  });

  it('JSON means the same afterwards', () => {
    fc.assert(
      fc.property(fc.jsonValue(), hostile, (value, text) => {
        const json = JSON.stringify({ value, text, [text]: 1 }, null, 2);
        expect(JSON.parse(toLogJson(json))).toEqual(JSON.parse(json));
        expect(holdsCommand(toLogJson(json))).toBe(false);
      }),
    );
  });

  it('a stack trace keeps its indentation', () => {
    expect(toLogLines('Error: ::x::y\n    at a (b.js:1:2)\n')).toBe('Error: ::x::y\n    at a (b.js:1:2)\n');
  });
});
