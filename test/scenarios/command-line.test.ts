// The command line through dist/: the main job with no further flag, comparing files, wrong input.

import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeRecord } from '../../src/formats/run-record.ts';
import { temporaryFolder } from '../support/folder.ts';
import { MODELS, writeModel } from '../support/models.ts';
import { makeRun } from '../support/runs.ts';

const CLI = resolve('dist/cli/index.js');
const QUICK = [
  '--options',
  'min-time: 0.1',
  '--options',
  'warmup-time: 0.05',
  '--options',
  'min-iterations: 10',
  '--max-regression',
  '40%',
];

function latencyGate(folder: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('record, then gate', () => {
  const folder = temporaryFolder('cli');
  let slower: ReturnType<typeof latencyGate>;

  beforeAll(() => {
    writeModel(folder, 'a.onnx', MODELS.base());
    writeModel(folder, 'b.onnx', MODELS.slower());
    expect(latencyGate(folder, 'record', '--model', 'a.onnx', ...QUICK).status).toBe(0);
    slower = latencyGate(folder, 'gate', '--model', 'b.onnx', ...QUICK);
  });

  it('passes the same bytes without measuring', () => {
    const { status, stdout } = latencyGate(folder, 'gate', '--model', 'a.onnx');
    expect(status).toBe(0);
    expect(stdout).toContain('identical model, nothing to measure');
  });

  it('fails a slower build, also under another name, and says that it took the only recorded model', () => {
    const { status, stdout } = slower;
    expect(status).toBe(1);
    expect(stdout).toMatch(/❌ +latency/);
    expect(stdout).toContain('compared with the only recorded model, a.');
  });

  it('prints the report for machines on standard output alone', () => {
    const { stdout, stderr } = latencyGate(folder, 'gate', '--model', 'a.onnx', '--json', '--quiet');
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'latency-gate/report@1', outcome: 'pass', mode: 'gate' });
    expect(stderr).toBe('');
  });

  it('compares the records it kept', () => {
    const records = (kind: string) => {
      const root = join(folder, '.latency-gate');
      const name = readdirSync(root).find((entry) => entry.startsWith(`latency-gate-${kind}-`)) ?? '';
      const [stamp = ''] = readdirSync(join(root, name));
      return join(root, name, stamp, readdirSync(join(root, name, stamp))[0] ?? '');
    };
    const args = [
      'compare',
      '--history',
      records('record'),
      '--candidate',
      records('candidate'),
      '--max-regression',
      '40%',
    ];
    expect(latencyGate(folder, ...args).status).toBe(1);
    const { stdout } = latencyGate(folder, ...args, '--json');
    const [latency] = stdout.split('\n').map((line) => JSON.parse(line || 'null') as unknown);
    expect(latency).toMatchObject({
      metric: 'latency',
      verdict: 'regressed',
      paired: true,
      jobs: { baseline: 6, candidate: 6 },
    });
  });
});

describe('in a git repository', () => {
  it('takes the record of the merge-base, not the newest one', () => {
    const folder = temporaryFolder('cli');
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
        cwd: folder,
        encoding: 'utf8',
      }).trim();
    git('init', '-q', '-b', 'main');
    writeModel(folder, 'net.onnx', MODELS.base());
    writeFileSync(join(folder, '.gitignore'), '*.onnx\n.latency-gate\n');
    git('add', '.');
    git('commit', '-qm', 'first');
    expect(latencyGate(folder, 'record', '--model', 'net.onnx', ...QUICK).status).toBe(0);
    const first = git('rev-parse', 'HEAD');
    git('checkout', '-qb', 'topic');
    git('commit', '-qm', 'topic', '--allow-empty');
    git('checkout', '-q', 'main');
    git('commit', '-qm', 'second', '--allow-empty');
    expect(latencyGate(folder, 'record', '--model', 'net.onnx', ...QUICK).status).toBe(0);
    git('checkout', '-q', 'topic');
    const { stdout } = latencyGate(folder, 'gate', '--model', 'net.onnx', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ subjects: [{ baseline: { commit: { sha: first }, distance: 0 } }] });
  });
});

describe('compare', () => {
  const folder = temporaryFolder('cli');
  const put = (name: string, latencies: readonly number[], change = {}) => {
    writeFileSync(join(folder, name), encodeRecord(makeRun({ latencies, ...change }), []));
    return name;
  };
  const history = put('history.json', [10, 10.1, 9.9, 10, 10.05, 9.95]);

  it('asks for more when one job is all there is', () => {
    const candidate = put('one.json', [12], { model: 'b' });
    const { status, stdout } = latencyGate(folder, 'compare', '--history', history, '--candidate', candidate);
    expect(status).toBe(0);
    expect(stdout).toContain('It would ask for 2 more.');
  });

  it('counts the jobs of several candidate files together', () => {
    const files = [12, 12.1, 11.9, 12, 12.2].map((latency, index) => put(`c${index}.json`, [latency], { model: 'b' }));
    const { status, stdout } = latencyGate(folder, 'compare', '--history', history, '--candidate', ...files);
    expect(status).toBe(1);
    expect(stdout).toMatch(/❌ +latency .* 5 jobs, confirmed/);
    expect(
      latencyGate(folder, 'compare', '--history', history, '--candidate', ...files, '--fail-on', 'never').status,
    ).toBe(0);
  });

  const plain = { metric: 'latency', unit: 'ms', better: 'lower', history: [10, 10.1, 9.9, 10, 10.05, 9.95, 10, 10.1] };
  const slower = { ...plain, candidate: [12, 12.1, 11.9, 12, 12.2, 11.95] };

  it('takes plain numbers from a file, and says why in words', () => {
    writeFileSync(join(folder, 'plain.json'), JSON.stringify(slower));
    const { status, stdout } = latencyGate(folder, 'compare', 'plain.json');
    expect(status).toBe(1);
    expect(stdout).toContain('- latency: regressed. The estimate is beyond the limits');
  });

  it.each([
    ['an array', JSON.stringify([slower, { ...plain, candidate: [10] }])],
    ['JSON lines', `${JSON.stringify(slower)}\n${JSON.stringify({ ...plain, candidate: [10] })}\n`],
  ])('takes %s from standard input and answers one object a line', (_, input) => {
    const answer = spawnSync(process.execPath, [CLI, 'compare', '--json'], { cwd: folder, input, encoding: 'utf8' });
    const lines = answer.stdout.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { verdict: string }).verdict)).toEqual(['regressed', 'unchanged']);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      reason: 'confirmed',
      change: expect.closeTo(0.2, 2),
      interval: [expect.any(Number), expect.any(Number)],
      noise: expect.any(Number),
      jobs: { baseline: 8, candidate: 6 },
      smallestDetectable: expect.any(Number),
    });
  });

  it('writes a batch of ten thousand whole into a pipe', () => {
    const input = JSON.stringify(Array.from({ length: 10_000 }, () => slower));
    const options = { cwd: folder, input, encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
    const answer = spawnSync(process.execPath, [CLI, 'compare', '--json'], options);
    expect(answer.stdout.trim().split('\n')).toHaveLength(10_000);
  });

  it.each([
    ['no JSON', '{', 'standard input cannot be read: is not JSON'],
    ['an object without a history', '{"metric": "x", "candidate": [1]}', 'history: invalid input'],
    ['a broken line', '{"metric":"x","history":[1],"candidate":[1]}\n{', 'line 2 is not JSON'],
    ['nothing', '[]', 'it is empty'],
  ])('refuses %s', (_, input, message) => {
    const answer = spawnSync(process.execPath, [CLI, 'compare'], { cwd: folder, input, encoding: 'utf8' });
    expect(answer.status).toBe(2);
    expect(answer.stderr).toContain(message);
    expect(answer.stderr).toContain('"history": [oldest … newest]');
  });

  it('refuses to compare across environments', () => {
    const candidate = put('other.json', [12, 12, 12], { model: 'b', environment: { cpu: 'Another CPU' } });
    const { status, stdout } = latencyGate(folder, 'compare', '--history', history, '--candidate', candidate);
    expect(status).toBe(0);
    expect(stdout).toContain('environment differs');
  });

  it.each([
    [
      'a file that does not exist',
      ['--history', 'gone.json', '--candidate', 'history.json'],
      'history: gone.json cannot be read',
    ],
    [
      'a file that is no record',
      ['--history', 'junk.json', '--candidate', 'history.json'],
      'it is no latency-gate/run@1',
    ],
    ['a file that is no JSON', ['--history', 'broken.json', '--candidate', 'history.json'], 'it is not JSON'],
    ['no history', ['--candidate', 'history.json'], 'history: no file was given'],
    ['an unknown flag', ['--histroy', 'x'], "unknown option '--histroy'. Did you mean --history?"],
  ])('refuses %s', (_title, args, message) => {
    writeFileSync(join(folder, 'junk.json'), '{"schema": "something/else@1"}');
    writeFileSync(join(folder, 'broken.json'), '{');
    const { status, stderr } = latencyGate(folder, 'compare', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });
});

describe('the program', () => {
  const folder = temporaryFolder('cli');

  it('lists the devices of this machine', () => {
    const { status, stdout } = latencyGate(folder, 'devices');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^local\t\S/);
  });

  it('explains itself, and each command its own flags only', () => {
    for (const flag of ['-h', '--help']) {
      const { status, stdout } = latencyGate(folder, flag);
      expect(status).toBe(0);
      expect(stdout).toContain('Commands:\n  gate ');
    }
    const gate = latencyGate(folder, 'gate', '-h').stdout;
    const devices = latencyGate(folder, 'devices', '--help').stdout;
    expect(gate).toContain('--max-regression <value>');
    expect(gate).toContain('latency-gate gate old.onnx new.onnx');
    expect(gate).not.toContain('--github-token');
    expect(devices).toContain('--backend <value>');
    expect(devices).not.toContain('--max-regression');
  });

  it('tells its version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    for (const flag of ['-V', '--version']) {
      expect(latencyGate(folder, flag)).toMatchObject({ status: 0, stdout: `${version}\n` });
    }
  });

  it('exits 2 on a model that is not there, and says so once', () => {
    const { status, stdout, stderr } = latencyGate(folder, 'gate', '--model', 'no.onnx');
    expect(status).toBe(2);
    expect(`${stdout}${stderr}`.match(/matches no file/g)).toHaveLength(1);
  });

  it('runs through a link, as npm installs it', () => {
    copyFileSync(resolve('package.json'), join(folder, 'unused.json'));
    execFileSync('ln', ['-s', CLI, join(folder, 'latency-gate')]);
    const { status } = spawnSync(process.execPath, [join(folder, 'latency-gate'), 'devices'], { cwd: folder });
    expect(status).toBe(0);
  });
});
