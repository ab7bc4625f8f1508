// The docs keep up with the program: every kind of error has an entry, every snippet of a config file is one.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../src/config/config.ts';
import { parseConfigFile } from '../src/config/file.ts';
import { decodeReport } from '../src/formats/report-file.ts';
import { FINDING_CODES } from '../src/rendering/findings.ts';

const PAGES = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

function errorCodes(): readonly string[] {
  const path = 'src/domain/errors.ts';
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const alias = file.statements.find((node) => ts.isTypeAliasDeclaration(node) && node.name.text === 'ErrorCode');
  const found: string[] = [];
  alias?.forEachChild(function visit(node): void {
    if (ts.isStringLiteral(node)) found.push(node.text);
    node.forEachChild(visit);
  });
  return found;
}

/** Fenced YAML that is a whole config file: it has one of the keys that only such a file has. */
function configsOf(page: string): readonly string[] {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/```ya?ml\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  return blocks.filter((block) => /^(models|limits|waivers|metrics|maxRegression):/m.test(block));
}

/** Messages that the program really gave, from the golden of a newcomer's mistakes. */
function realMessages(): readonly string[] {
  const golden = readFileSync('test/scenarios/goldens/newcomer.txt', 'utf8');
  return golden.split('\n## ').flatMap((part) => {
    const [, , line = ''] = part.split('\n');
    const message = line.replace(/^⛔ Latency Gate: could not run: /, '');
    return /^[✓✗–] /.test(message) ? [] : [message];
  });
}

/** The messages of the page, each as an expression that any of its instances fits. */
function listedMessages(): readonly RegExp[] {
  const page = readFileSync('docs/messages.md', 'utf8');
  return [...page.matchAll(/^\| (.+?) +\| /gm)].map(([, cell = '']) => {
    const text = cell.replaceAll('&lt;', '<').replaceAll('&#123;', '{').replaceAll('\\|', '|');
    const pattern = text
      .split('…')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[\\s\\S]*');
    return new RegExp(`${pattern}`);
  });
}

/** Targets of links and pictures within this repository. */
function linksOf(page: string): readonly string[] {
  const text = readFileSync(page, 'utf8').replaceAll(/```[\s\S]*?```|`[^`]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(target)) return false;
  return anchor === undefined || !target.endsWith('.md') || anchorsOf(target).includes(anchor);
}

/** As GitHub makes them of headings. */
function anchorsOf(page: string): readonly string[] {
  const headings = [...readFileSync(page, 'utf8').matchAll(/^#{1,6} (.+)$/gm)].map(([, words = '']) => words);
  return headings.map((words) =>
    words
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('docs', () => {
  it('list the messages that people get', () => {
    const listed = listedMessages().filter(({ source }) => source.replaceAll(/[^a-z]/gi, '').length > 10);
    const real = realMessages();
    expect(real.length).toBeGreaterThan(20);
    expect(real.filter((message) => !listed.some((one) => one.test(message)))).toEqual([]);
  });

  it('have an entry for every finding', () => {
    const page = readFileSync('docs/findings.md', 'utf8');
    expect(FINDING_CODES.length).toBeGreaterThan(40);
    expect(FINDING_CODES.filter((code) => !page.includes(`\n## ${code}\n`))).toEqual([]);
  });

  it('have an entry for every kind of error', () => {
    const page = readFileSync('docs/troubleshooting.md', 'utf8');
    const codes = errorCodes();
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !page.includes(`\n## ${code}\n`))).toEqual([]);
  });

  it('show config files that the program takes as they stand', () => {
    const configs = PAGES.flatMap((page) => configsOf(page).map((text) => ({ page, text })));
    expect(configs.length).toBeGreaterThan(1);
    for (const { page, text } of configs) {
      const whole = /^models?:/m.test(text) ? text : `model: a.onnx\n${text}`;
      expect(() => parseConfig({ results: '' }, parseConfigFile(whole, page)), text).not.toThrow();
    }
  });

  it('show YAML that is YAML', () => {
    for (const page of PAGES) {
      for (const [, block = ''] of readFileSync(page, 'utf8').matchAll(/```ya?ml\n([\s\S]*?)```/g)) {
        expect(() => parse(block.replaceAll(/^\s*- ….*$/gm, '')), `${page}:\n${block}`).not.toThrow();
      }
    }
  });

  it('tell every field of report.json, with examples that fit its schema', () => {
    const page = readFileSync('docs/report-json.md', 'utf8');
    const schema = JSON.parse(readFileSync('schemas/report.json', 'utf8'));
    const { subjects, ...fields } = schema.properties;
    const comparison = subjects.items.properties.comparisons.items.properties;
    const names = [...Object.keys(fields), ...Object.keys(subjects.items.properties), ...Object.keys(comparison)];
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
    const fits = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    const examples = [...page.matchAll(/\(\.\.\/(schemas\/examples\/[^)]+)\)/g)].map(([, path = '']) => path);
    expect(examples.length).toBe(3);
    for (const path of examples) {
      const text = readFileSync(path, 'utf8');
      expect(fits(JSON.parse(text)), JSON.stringify(fits.errors)).toBe(true);
      expect(decodeReport(text).subjects).toHaveLength(1);
    }
  });

  it('link to files and headings that are there', () => {
    const pages = [...PAGES, 'CONTRIBUTING.md', 'SECURITY.md'];
    const broken = pages.flatMap((page) =>
      linksOf(page)
        .filter((link) => !leadsSomewhere(page, link))
        .map((link) => `${page}: ${link}`),
    );
    expect(pages.flatMap(linksOf).length).toBeGreaterThan(50);
    expect(broken).toEqual([]);
  });
});
