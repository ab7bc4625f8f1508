// The floors of docs/adr/0001 and the budgets of this code base. Each rule says what to do instead.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { INPUTS } from '../src/config/inputs.ts';
import { FINDING_CODES, FINDINGS_PAGE } from '../src/rendering/findings.ts';

const FILES = listFiles('src');
const SOURCES = new Map(FILES.map((path) => [path, readFileSync(path, 'utf8')]));

/** What each floor may import of the others; its own files are always allowed. */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  decision: ['domain'],
  formats: ['domain', 'decision'],
  config: ['domain', 'decision', 'formats'],
  ports: ['domain'],
  rendering: ['domain'],
  app: ['domain', 'decision', 'formats', 'ports', 'rendering'],
  adapters: ['domain', 'formats', 'ports'],
};

/** Packages (and node: modules) that a floor may use. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  domain: /^$/,
  decision: /^$/,
  formats: /^zod$/,
  config: /^(zod|yaml)$/,
  ports: /^$/,
  rendering: /^(markdown-table|echarts\/.*)$/,
  app: /^$/,
};

const ENTRIES = /^src\/([^/]+\.ts$|entries\/|wiring\/)/;
/** Packages that reach the machine or the network. */
const EFFECTFUL = /^(node:|@actions\/|undici$|yauzl$|yazl$)/;

describe('floors', () => {
  it.each(FILES.filter((path) => !ENTRIES.test(path)))('%s imports only what its floor may', (path) => {
    const floor = floorOf(path);
    const targets = importsOf(path);
    const floors = [floor, ...(FLOORS[floor] ?? [])];
    const above = targets.filter((target) => target.startsWith('src/') && !floors.includes(floorOf(target)));
    expect(above, 'hand it in as a parameter or a port instead').toEqual([]);
    const allowed = PACKAGES[floor];
    const packages = targets.filter((target) => !target.startsWith('src/') && allowed?.test(target) === false);
    expect(packages, 'put that behind a port, in an adapter').toEqual([]);
  });

  it('adapters never import each other, but for what they all share', () => {
    for (const path of FILES.filter((file) => file.startsWith('src/adapters/'))) {
      for (const target of importsOf(path).filter((file) => file.startsWith('src/adapters/'))) {
        const shared = /^src\/adapters\/(http|files|onnx|process|profiles|tensors|tracking)\//.test(target);
        expect(
          shared || dirname(target) === dirname(path),
          `${path} imports ${target}: use a port and src/wiring`,
        ).toBe(true);
      }
    }
  });

  it('only entries and wiring know both use-cases and adapters', () => {
    const both = FILES.filter((path) => {
      const targets = importsOf(path);
      return (
        targets.some((file) => file.startsWith('src/app/')) && targets.some((file) => file.startsWith('src/adapters/'))
      );
    });
    expect(both.every((path) => ENTRIES.test(path))).toBe(true);
  });

  it('nothing imports in a circle', () => {
    expect(findCycle()).toBeUndefined();
  });
});

describe('budgets', () => {
  const lengths = FILES.map((path) => ({ path, lines: (SOURCES.get(path) ?? '').split('\n').length - 1 }));
  const functions = FILES.flatMap(functionsOf);

  it('files stay short: median at most 80 lines, none over 250', () => {
    expect(
      quantile(
        lengths.map(({ lines }) => lines),
        0.5,
      ),
    ).toBeLessThanOrEqual(80);
    expect(lengths.filter(({ lines }) => lines > 250)).toEqual([]);
  });

  it('functions stay short: nine of ten at most 30 lines, none over 60', () => {
    expect(
      quantile(
        functions.map(({ lines }) => lines),
        0.9,
      ),
    ).toBeLessThanOrEqual(30);
    expect(functions.filter(({ lines }) => lines > 60)).toEqual([]);
  });

  it('most of the lines touch the world only through what they are given', () => {
    const total = lengths.reduce((sum, { lines }) => sum + lines, 0);
    const given = lengths.filter(({ path }) => !importsOf(path).some((target) => EFFECTFUL.test(target)));
    expect(given.reduce((sum, { lines }) => sum + lines, 0) / total).toBeGreaterThanOrEqual(0.6);
  });

  it('@actions packages are used in at most six files, @actions/core only by the runner', () => {
    const users = FILES.filter((path) => importsOf(path).some((target) => target.startsWith('@actions/')));
    expect(users.length).toBeLessThanOrEqual(6);
    const core = FILES.filter((path) => importsOf(path).includes('@actions/core'));
    expect(core.every((path) => path.startsWith('src/adapters/runner/'))).toBe(true);
  });

  it('zod is imported as a namespace, so that the bundle holds only what is used of it', () => {
    const whole = FILES.filter((path) => /import (?:type )?\{[^}]*\} from 'zod'/.test(SOURCES.get(path) ?? ''));
    expect(whole, "write: import * as z from 'zod'").toEqual([]);
  });

  it('the environment is read in one file', () => {
    const readers = FILES.filter((path) => /process\.env/.test(withoutComments(path)));
    expect(readers).toEqual(['src/adapters/runner/environment.ts']);
  });

  it('every file says what it is', () => {
    expect(FILES.filter((path) => !/^(#!.*\n)?\/\/ /.test(SOURCES.get(path) ?? ''))).toEqual([]);
  });

  it('every exported declaration with a body or shape of note has words', () => {
    expect(FILES.filter((path) => /^src\/(domain|decision)\//.test(path)).flatMap(undocumented)).toEqual([]);
  });

  it('tests replace no modules', () => {
    const mocking = listFiles('test').filter((path) =>
      /\bvi\.mock\(|\bvi\.doMock\(/.test(readFileSync(path, 'utf8').replaceAll(/\/.*\/\.test/g, '')),
    );
    expect(mocking).toEqual([]);
  });
});

describe('what must agree', () => {
  it('action.yml, schemas and the reference are what the sources make', () => {
    expect(() => execFileSync(process.execPath, ['scripts/generate.ts', '--check'], { stdio: 'pipe' })).not.toThrow();
  });

  it('workflows in examples and docs use inputs that exist', () => {
    const texts = [
      ...readdirSync('examples', { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.yml'))
        .map((name) => readFileSync(join('examples', name), 'utf8')),
      ...['README.md', 'docs/workflows.md', 'docs/backends.md', 'docs/embedl.md'].flatMap(yamlBlocks),
    ];
    const steps = texts.flatMap((text) => stepsIn(parseYaml(text)));
    expect(steps.length).toBeGreaterThan(10);
    const unknown = steps.flatMap((step) => Object.keys(step)).filter((name) => !(name in INPUTS));
    expect(unknown).toEqual([]);
  });

  it('docs/architecture.md tells the floors that this test holds, and names files that exist', () => {
    const page = readFileSync('docs/architecture.md', 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+)` +\| [^|]+ \| ([^|]+?) *\|$/gm)].map(([, floor = '', may = '']) => [
      floor,
      may.split(', ').filter((name) => !['nothing', 'all', 'the shared folders'].includes(name)),
    ]);
    expect(Object.fromEntries(rows)).toMatchObject(FLOORS);
    const named = [...page.matchAll(/`(src\/[\w./-]+|test\/[\w./-]+)`/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('every finding has a heading in the docs', () => {
    const page = readFileSync(FINDINGS_PAGE, 'utf8');
    expect(FINDING_CODES.filter((code) => !page.includes(`## ${code}\n`))).toEqual([]);
  });
});

/** The fenced YAML of a page, as far as it is YAML: some parts are left to the reader. */
function yamlBlocks(page: string): string[] {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  return blocks.map((block) => block.replaceAll(/^.*…build.*$/gm, '').replaceAll('@…', '@v0'));
}

/** What every step that uses this action is given. */
function stepsIn(value: unknown): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap(stepsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { uses, with: given } = value as { readonly uses?: unknown; readonly with?: Record<string, unknown> };
  const own = typeof uses === 'string' && uses.startsWith('latency-gate/') ? [given ?? {}] : [];
  return [...own, ...Object.values(value).flatMap(stepsIn)];
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .sort();
}

/** `domain` of `src/domain/x.ts`; the file itself where it is an entry. */
function floorOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function importsOf(path: string): readonly string[] {
  const specifiers = ts.preProcessFile(SOURCES.get(path) ?? '').importedFiles.map(({ fileName }) => fileName);
  return specifiers.map((name) => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name));
}

function findCycle(): string | undefined {
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string | undefined => {
    if (trail.includes(path)) return [...trail, path].join(' → ');
    if (done.has(path)) return undefined;
    for (const target of importsOf(path).filter((file) => SOURCES.has(file))) {
      const cycle = visit(target, [...trail, path]);
      if (cycle !== undefined) return cycle;
    }
    done.add(path);
    return undefined;
  };
  return FILES.map((path) => visit(path, [])).find((cycle) => cycle !== undefined);
}

function functionsOf(path: string): readonly { path: string; name: string; lines: number }[] {
  const file = ts.createSourceFile(path, SOURCES.get(path) ?? '', ts.ScriptTarget.Latest, true);
  const found: { path: string; name: string; lines: number }[] = [];
  const visit = (node: ts.Node) => {
    if (
      (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node)) &&
      node.body !== undefined
    ) {
      const from = file.getLineAndCharacterOfPosition(node.getStart()).line;
      const to = file.getLineAndCharacterOfPosition(node.getEnd()).line;
      const name = node.name === undefined ? 'constructor' : node.name.getText();
      found.push({ path, name, lines: to - from + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Exported functions without a doc comment. */
function undocumented(path: string): readonly string[] {
  const file = ts.createSourceFile(path, SOURCES.get(path) ?? '', ts.ScriptTarget.Latest, true);
  return file.statements
    .filter(
      (node) =>
        ts.isFunctionDeclaration(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
    )
    .filter((node) => ts.getJSDocCommentsAndTags(node).length === 0)
    .map((node) => `${path}: ${ts.isFunctionDeclaration(node) ? node.name?.text : ''}`);
}

function withoutComments(path: string): string {
  return (SOURCES.get(path) ?? '').replaceAll(/\/\/.*$/gm, '');
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * q)] ?? 0;
}
