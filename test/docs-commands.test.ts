// Every command that README and docs show is one that the program takes: commands of ours are parsed as they are parsed
// when they run, those of other programs must be known ones with known flags.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { splitCommand } from '../src/adapters/command/arguments.ts';
import { INPUTS, type InputName } from '../src/config/inputs.ts';
import { parseCommandLine } from '../src/entries/program.ts';

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** What other programs may be told in the docs; each flag has been looked up. */
const OTHERS: Readonly<Record<string, RegExp>> = {
  npm: /^(ci|link|test|install onnxruntime-node|run [\w:-]+( -- .*)?)$/,
  node: /^(dist\/cli\/index\.js .*|(scripts|demo|bench|test)\/[\w./-]+\.ts( .*)?)$/,
  git: /^(fetch( --unshallow)?|remote set-head origin --auto)$/,
  echo: /./,
  pip: /^install [\w ./=-]+$/,
  export: /^\w+=/,
  claude: /^mcp add latency-gate -- npx -y latency-gate mcp$/,
  mlflow: /^server( --(host|port) [\w.]+)*$/,
  python: /^bench\.py --reference \S+ > \S+$/,
};

interface Shown {
  readonly page: string;
  readonly line: string;
}

/** Lines of shell snippets, and commands of ours inside sentences. */
function commandsOf(page: string): readonly Shown[] {
  const text = readFileSync(page, 'utf8');
  const blocks = [...text.matchAll(/```(?:sh|bash|console)\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  // A program of several lines in quotes is one command; pipes within it are its own.
  const lines = blocks
    .filter((block) => !block.startsWith('jq '))
    .flatMap((block) => block.replaceAll(/\\\n\s*/g, '').split('\n'));
  const inline = [...text.matchAll(/`((?:npx )?latency-gate [a-z][^`]*)`/g)].map(([, code = '']) => code);
  return [...lines, ...inline].map((line) => ({ page, line: line.replace(/\s+#.*$/, '').trim() })).filter(isCommand);
}

function isCommand({ line }: Shown): boolean {
  return line !== '' && !line.startsWith('#');
}

/** `a && b`, `a | b`. */
function partsOf({ line }: Shown): readonly string[] {
  return line.split(/\s+(?:&&|\|)\s+/).map((part) => part.replace(/^\$ /, ''));
}

function wordsOf(part: string): readonly string[] {
  const words = splitCommand(part.replaceAll(/<([^<>]+)>/g, '$1'));
  return words[0] === 'npx' ? words.slice(1) : words;
}

/** Why the program would refuse it; undefined where it would not. */
function refusalOf(words: readonly string[]): string | undefined {
  try {
    const parsed = parseCommandLine(words);
    if ('text' in parsed) return parsed.exitCode === 0 ? undefined : parsed.text;
    for (const [name, value] of Object.entries(parsed.inputs)) INPUTS[name as InputName].parse(value, name);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

describe('commands in the docs', () => {
  const shown = PAGES.flatMap(commandsOf);
  const parts = shown.flatMap((one) => partsOf(one).map((part) => ({ page: one.page, words: wordsOf(part) })));
  const ours = parts.filter(({ words }) => words[0] === 'latency-gate');

  it('of ours are taken by the program', () => {
    expect(ours.length).toBeGreaterThan(10);
    const refused = ours.map(({ page, words }) => ({ page, words, why: refusalOf(words.slice(1)) }));
    expect(refused.filter(({ why }) => why !== undefined)).toEqual([]);
  });

  it('of other programs are known ones', () => {
    const others = parts.filter(({ words }) => words[0] !== 'latency-gate');
    expect(others.length).toBeGreaterThan(2);
    const unknown = others.filter(({ words: [program = '', ...rest] }) => !OTHERS[program]?.test(rest.join(' ')));
    expect(unknown).toEqual([]);
  });

  it('would be refused if they were wrong', () => {
    expect(refusalOf(['gate', '--modle', 'a.onnx'])).toContain('unknown option');
    expect(refusalOf(['gate', 'a.onnx', '--fail-on', 'regresion'])).toContain('allowed: regression');
    expect(refusalOf(['gaet'])).toContain('unknown command');
  });
});

describe('npm scripts in the docs', () => {
  it('are scripts of this package', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Readonly<Record<string, string>>;
    };
    const named = PAGES.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => ({ page, name })),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(({ name }) => !(name in scripts))).toEqual([]);
  });
});
