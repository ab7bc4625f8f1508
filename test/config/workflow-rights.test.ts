import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWorkflow } from '../../src/config/workflow-rights.ts';

const FULL = 'contents: read, actions: read, checks: write, pull-requests: write';

function workflow(permissions: string, more: { on?: string; inputs?: string } = {}): string {
  const inputs = more.inputs === undefined ? '' : `\n        with: { ${more.inputs} }`;
  return `on: ${more.on ?? '[push, pull_request]'}\n${permissions}jobs:
  latency:
    steps:
      - uses: actions/checkout@v6
      - uses: latency-gate/latency-gate@v0${inputs}\n`;
}

describe('readWorkflow', () => {
  it('finds nothing wrong where every permission is given', () => {
    const facts = { uses: true, records: true, problems: [] };
    expect(readWorkflow(workflow(`permissions: { ${FULL} }\n`))).toEqual(facts);
    expect(readWorkflow(workflow('permissions: write-all\n'))).toEqual(facts);
  });

  it('names each permission that is missing, and the line to add', () => {
    const { problems } = readWorkflow(workflow('permissions: { contents: read, checks: read }\n'));
    expect(problems.map(({ remedy }) => remedy)).toEqual([
      'Add "actions: read" to its permissions.',
      'Add "checks: write" to its permissions.',
      'Add "pull-requests: write" to its permissions.',
    ]);
    expect(readWorkflow(workflow('')).problems).toEqual([
      expect.objectContaining({ found: expect.stringContaining('job latency has no permissions') }),
    ]);
  });

  it('asks for no permission that the inputs make needless', () => {
    const permissions = 'permissions: { contents: read, actions: read }\n';
    expect(readWorkflow(workflow(permissions, { inputs: 'comment: never, check: never' })).problems).toEqual([]);
    expect(readWorkflow(workflow('permissions: {}\n', { inputs: 'mode: stage' })).problems).toEqual([]);
  });

  it('tells of pull_request_target, and of a workflow that never records', () => {
    const facts = readWorkflow(workflow(`permissions: { ${FULL} }\n`, { on: 'pull_request_target' }));
    expect(facts).toMatchObject({ records: false, problems: [{ found: expect.stringContaining('is refused') }] });
  });

  it('passes over workflows of others, and texts that are none', () => {
    const nothing = { uses: false, records: false, problems: [] };
    for (const text of ['', '\t', '[1', 'jobs: 3', 'jobs: { a: { steps: [{ uses: actions/checkout@v6 }] } }']) {
      expect(readWorkflow(text)).toEqual(nothing);
    }
  });

  it('finds nothing wrong with the examples', () => {
    const texts = readdirSync('examples', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.yml'))
      .map((path) => readFileSync(join('examples', path), 'utf8'));
    expect(texts.map(readWorkflow).flatMap(({ problems }) => problems)).toEqual([]);
    expect(texts.map(readWorkflow).filter(({ uses }) => uses).length).toBeGreaterThan(5);
  });
});
