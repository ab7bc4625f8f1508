// The npm package as somebody gets it: packed, installed into an empty folder without a network, and used.

import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { QUICK, shellEnv } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { MODELS, writeModel } from '../support/models.ts';

const MOST_BYTES = 3e6;

describe('the packed package', () => {
  const folder = temporaryFolder('package');
  let tarball: string;
  beforeAll(() => {
    const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { encoding: 'utf8' });
    const [{ filename = '' } = {}] = JSON.parse(packed) as readonly { readonly filename?: string }[];
    tarball = join(folder, filename);
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: folder, stdio: 'pipe' });
    writeModel(folder, 'old.onnx', MODELS.base());
    writeModel(folder, 'new.onnx', MODELS.slower());
    // The runtime that a workspace has; nothing is downloaded.
    symlinkSync(resolve('node_modules/onnxruntime-node'), join(folder, 'node_modules', 'onnxruntime-node'));
  });

  const run = (...args: readonly string[]) =>
    spawnSync('npx', ['--no-install', 'latency-gate', ...args], { cwd: folder, encoding: 'utf8', env: shellEnv() });

  it('is small, and brings no other package', () => {
    expect(statSync(tarball).size).toBeLessThanOrEqual(MOST_BYTES);
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies?: object };
    expect(dependencies).toBeUndefined();
  });

  it('gates two files', () => {
    const { status, stdout } = run('gate', 'old.onnx', 'new.onnx', '--install-runtime', 'never', ...QUICK);
    expect(stdout).toMatch(/❌ +latency/);
    expect(status).toBe(1);
  });

  it('tells its version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(run('--version').stdout).toBe(`${version}\n`);
  });

  it('is a library with types: the decision, and reports read back', () => {
    const program = `
      import { readFileSync } from 'node:fs';
      import { compareSeries, findMetric, planLooks, readReport } from 'latency-gate';
      const metric = findMetric('latency');
      if (metric === undefined) throw new Error('no metric');
      const limits = { maxRegression: [{ unit: '%', value: 0.05 }], minChange: [] };
      const series = { metric, history: [10, 10.1, 9.9, 10, 10.05, 9.95, 10, 10.1], candidate: [12, 12.1, 11.9, 12, 12.2, 11.95] };
      const { verdict } = compareSeries(series, { ...limits, plan: planLooks('job', undefined, 6) });
      const { outcome } = readReport(readFileSync('.latency-gate/report/report.json', 'utf8'));
      console.log(verdict, outcome);
    `;
    writeFileSync(join(folder, 'use.ts'), program);
    expect(run('gate', 'old.onnx', 'old.onnx').status).toBe(0);
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
    const roots = ['--typeRoots', resolve('node_modules/@types')];
    const tsc = resolve('node_modules/typescript/bin/tsc');
    const types = spawnSync(process.execPath, [tsc, ...flags, ...roots, 'use.ts'], { cwd: folder, encoding: 'utf8' });
    expect(types.stdout).toBe('');
    const used = spawnSync(process.execPath, ['use.ts'], { cwd: folder, encoding: 'utf8' });
    expect(used.stderr).toBe('');
    expect(used.stdout).toBe('regressed pass\n');
  });

  it('has the schemas', () => {
    const schema = readFileSync(join(folder, 'node_modules', 'latency-gate', 'schemas', 'config.json'), 'utf8');
    expect(schema).toBe(readFileSync('schemas/config.json', 'utf8'));
  });
});
