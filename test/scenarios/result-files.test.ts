// `backend: results` on the files of other tools: never green where nothing was measured, never red where only the
// reader or the machine changed.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.ts';

const FIXTURES = join(import.meta.dirname, '../adapters/results');

const INPUTS = { model: 'ranker', backend: 'results', results: 'bench/*', devices: 'board' };

/** Files by content, one a job. */
type Jobs = readonly string[];

function put(world: World, jobs: Jobs): void {
  const folder = join(world.workspace, 'bench');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  jobs.forEach((content, index) => {
    writeFileSync(join(folder, `${index}.txt`), content);
  });
}

/** Five jobs that differ a little, the slower by `factor`. */
const five = (toFile: (scale: number) => string, factor = 1): Jobs =>
  [1, 1.004, 0.997, 1.002, 0.999].map((jitter) => toFile(jitter * factor));

/** Files of one step count as one sitting, and fewer than three recorded sittings are never enough for red. */
const SITTINGS = 3;

/** Records on main, then gates a pull request. */
async function gate(world: World, before: Jobs, now: Jobs, inputs: Readonly<Record<string, string>> = {}, file = '') {
  const configured = file === '' ? {} : { config: 'gate.yml' };
  if (file !== '') writeFileSync(join(world.workspace, 'gate.yml'), file);
  const all = { ...INPUTS, ...configured, ...inputs };
  put(world, before);
  let merged = '';
  for (let sitting = 0; sitting < SITTINGS; sitting += 1) {
    merged = world.commit('main');
    const recorded = await world.step({ event: 'push', sha: merged, branch: 'main', inputs: all });
    expect(recorded.exitCode, recorded.log).toBe(0);
  }
  const head = world.commit('topic', merged);
  put(world, now);
  return world.step({ ...world.pullStep(head), inputs: all });
}

const pytest = (tests: Readonly<Record<string, number>>, cpu = 'Example CPU') =>
  JSON.stringify({
    machine_info: { node: `runner-${Math.round((Object.values(tests)[0] ?? 0) * 1e9)}`, cpu: { brand_raw: cpu } },
    benchmarks: Object.entries(tests).map(([name, seconds]) => ({
      name,
      fullname: name,
      stats: { median: seconds, mean: seconds },
    })),
  });

const llama = (speed: number) =>
  JSON.stringify([
    { n_prompt: 0, n_gen: 128, avg_ns: 128e9 / speed, avg_ts: speed, samples_ns: [], samples_ts: [speed] },
  ]);

const log = (us: number) =>
  `INFO: count=41 avg=${us * 1.1}\nINFO: count=82 first=1 avg=${us} std=1 median=${us * 0.9}\nINFO: Inference timings in us: Init: 100, First inference: 200, Warmup (avg): ${us * 1.1}, Inference (avg): ${us}\n`;

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world.close());

describe('a metric that is better when higher', () => {
  it('fails the gate when it falls, in its own words, and holds a budget', async () => {
    const inputs = { 'model-name': 'llm', budget: 'tokens_per_second >= 20 tokens/s' };
    const result = await gate(
      world,
      five((scale) => llama(30 * scale)),
      five((scale) => llama(19 * scale)),
      inputs,
    );
    expect(result.exitCode, result.log).toBe(1);
    expect(result.summary).toMatch(/30\.0 → 19\.0 tokens\/s .*generation .*budget 20 tokens\/s/);
    expect(result.summary).toContain('−36');
  });

  it('passes when it rises', async () => {
    const result = await gate(
      world,
      five((scale) => llama(30 * scale)),
      five((scale) => llama(40 * scale)),
      { 'model-name': 'llm-faster' },
    );
    expect(result.outputs['outcome'], result.log).toBe('pass');
  });
});

describe('a metric that only the user knows', () => {
  const file = 'metrics:\n  cpu_load: { unit: "%", better: lower, label: CPU load }\n';
  const custom = (load: number) => JSON.stringify([{ name: 'CPU Load', unit: 'Percent', value: load }]);

  it('gates once the config file declares it', async () => {
    const result = await gate(
      world,
      five((scale) => custom(40 * scale)),
      five((scale) => custom(60 * scale)),
      { 'model-name': 'load' },
      file,
    );
    expect(result.exitCode, result.log).toBe(1);
    expect(result.summary).toContain('CPU load');
  });

  it('is an error that says what to declare where nobody did', async () => {
    const merged = world.commit('main');
    put(world, five(custom));
    const result = await world.step({
      event: 'push',
      sha: merged,
      branch: 'main',
      inputs: { ...INPUTS, 'model-name': 'load-2' },
    });
    expect(result.exitCode).toBe(2);
    expect(result.log).toContain('metrics: { cpu_load: { better: lower } }');
  });
});

describe('a file of many benchmarks', () => {
  const names = Array.from({ length: 200 }, (_, index) => `test_${index}`);
  const suite = (scale: number, slow: Readonly<Record<string, number>> = {}, left: readonly string[] = names) =>
    pytest(Object.fromEntries(left.map((name, index) => [name, (0.001 + index * 1e-5) * scale * (slow[name] ?? 1)])));

  it('is 200 subjects in one record, and the one that got slower is named', async () => {
    const result = await gate(
      world,
      five((scale) => suite(scale)),
      five((scale) => suite(scale, { test_7: 3 })),
      { 'model-name': 'suite' },
    );
    expect(result.exitCode, result.log).toBe(1);
    expect(result.summary).toMatch(/❌ .*board · test_7\b/);
    expect(result.summary).not.toMatch(/❌ .*board · test_8\b/);
  }, 180_000);

  it('is inconclusive where one of them is gone, and says which', async () => {
    const few = names.slice(0, 3);
    const result = await gate(
      world,
      five((scale) => suite(scale, {}, few)),
      five((scale) => suite(scale, {}, few.slice(0, 2))),
      { 'model-name': 'fewer' },
    );
    expect(result.outputs['outcome'], result.log).toBe('inconclusive');
    expect(result.summary).toContain('board · test_2');
    expect(result.summary).toContain('the results no longer hold this benchmark');
  });

  it('is chosen from by patterns', async () => {
    const few = names.slice(0, 12);
    const now = five((scale) => suite(scale, { test_2: 3 }, few));
    const inputs = { 'model-name': 'chosen', options: 'benchmark: [test_1*]' };
    const result = await gate(
      world,
      five((scale) => suite(scale, {}, few)),
      now,
      inputs,
    );
    expect(result.outputs['outcome'], result.log).toBe('pass');
    expect(result.summary).toContain('board · test_11');
    expect(result.summary).not.toContain('test_2');
  });
});

describe('a file that holds no measurement', () => {
  it('of a tool that was killed after its warm-up is an error, not green', async () => {
    const killed = log(12_000).split('INFO: count=82')[0] ?? '';
    const result = await gate(
      world,
      five((scale) => log(12_000 * scale)),
      five(() => killed),
      { 'model-name': 'killed' },
    );
    expect(result.exitCode).toBe(2);
    expect(result.log).toContain('the log ends before the measurement');
  });

  it('for one of its benchmarks is inconclusive for that one', async () => {
    const text = readFileSync(join(FIXTURES, 'google-benchmark.json'), 'utf8');
    const result = await gate(
      world,
      five(() => text),
      five(() => text),
      { 'model-name': 'google', options: 'benchmark: ["Infer*", Skipped]' },
    );
    expect(result.outputs['outcome'], result.log).toBe('inconclusive');
    expect(result.summary).toContain('no accelerator');
  });
});

describe('what changed beside the model', () => {
  it('is never called a regression where the statistic is another one', async () => {
    const mean = (ms: number) =>
      JSON.stringify({ results: [{ command: './run', mean: ms / 1000, user: 0, system: 0 }] });
    const median = (ms: number) =>
      JSON.stringify({
        results: [{ command: './run', mean: ms / 1000, times: [ms / 1000, ms / 1000], user: 0, system: 0 }],
      });
    const result = await gate(
      world,
      five((scale) => mean(20 * scale)),
      five((scale) => median(30 * scale)),
      { 'model-name': 'statistic' },
    );
    expect(result.outputs['outcome'], result.log).toBe('inconclusive');
    expect(result.summary).toContain('It was the mean and is the median of a job.');
  });

  it('is named where the file tells of another machine, and its name alone is none', async () => {
    const before = five((scale) => pytest({ a: 0.02 * scale }));
    const other = await gate(
      world,
      before,
      five((scale) => pytest({ a: 0.03 * scale }, 'Other CPU')),
      { 'model-name': 'machine' },
    );
    expect(other.outputs['outcome'], other.log).toBe('inconclusive');
    expect(other.summary).toContain('cpu was Example CPU and is Other CPU');
    const same = await gate(
      world,
      before,
      five((scale) => pytest({ a: 0.02 * scale })),
      { 'model-name': 'machine-2' },
    );
    expect(same.outputs['outcome'], same.log).toBe('pass');
  });
});
