// The docs keep up with the program: every kind of error has an entry, every snippet of a config file is one.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../src/config/config.ts';
import { parseConfigFile } from '../src/config/file.ts';

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

describe('docs', () => {
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
});
