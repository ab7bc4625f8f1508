// The other three systems, each from a baseline to a regression to a comment, and mixed pairs by wiring alone.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTflite } from '../servers/embedl-hub/state.ts';
import { createExperimentsServer, createExperimentsState } from '../servers/experiments/server.ts';
import { mount } from '../servers/http.ts';
import { createHubifyServer, createHubifyState } from '../servers/hubify/server.ts';
import { createVertesiaServer, createVertesiaState } from '../servers/vertesia/server.ts';
import { createHubWorld, type HubWorld } from '../support/hub.ts';
import { MODELS } from '../support/models.ts';
import { createWorld, type StepOptions, type StepResult, type World } from '../support/world.ts';

const SECRETS = ['exp_test', 'sk-test', 'hfy_key_test', 'eyJ'];

/** Pushes `before` three times, then gates `after`. */
async function gateAfter(
  world: World,
  common: Pick<StepOptions, 'inputs' | 'modelFile'>,
  before: Uint8Array | undefined,
  after: Uint8Array | undefined,
  pushes = 3,
): Promise<{ result: StepResult; head: string; merged: string }> {
  let merged = world.state.branches.get('main') ?? '';
  for (let push = 0; push < pushes; push += 1) {
    merged = world.commit('main');
    const options = { event: 'push', sha: merged, branch: 'main', ...common };
    const recorded = await world.step(before === undefined ? options : { ...options, model: before });
    expect(recorded.exitCode, recorded.log).toBe(0);
    expect(recorded.summary).not.toContain('nothing was recorded');
  }
  const head = world.commit('topic', merged);
  world.state.comments = [];
  const options = { ...world.pullStep(head), ...common };
  const result = await world.step(after === undefined ? options : { ...options, model: after });
  for (const secret of SECRETS) expect(`${result.log}${result.summary}${result.post}`).not.toContain(secret);
  return { result, head, merged };
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

describe('the Experiments API as a tracker beside this machine', () => {
  const state = createExperimentsState();
  const server = createExperimentsServer(state);
  let world: World;
  let close: () => Promise<void>;
  let inputs: Record<string, string>;

  beforeAll(async () => {
    world = await createWorld();
    const mounted = await mount(server.handler);
    close = mounted.close;
    inputs = {
      backend: 'experiments',
      'api-base-url': mounted.url,
      'api-key': 'exp_test',
      options: 'tenant: acme\nmin-time: 0.1\nwarmup-time: 0.05\nmin-iterations: 10',
    };
  });
  afterAll(async () => {
    await close();
    await world.close();
  });

  it('finds its own records again and fails a slower model, with a comment', async () => {
    const { result, merged } = await gateAfter(world, { inputs }, MODELS.base(), MODELS.slower(), 1);
    expect(result.exitCode, result.log).toBe(1);
    expect(result.outputs).toMatchObject({ 'baseline-sha': merged, 'baseline-distance': '0' });
    expect(world.state.comments[0]?.body).toMatch(/❌ .*latency/);
    expect(result.summary).toContain('service-compared');
    expect(state.runs.map(({ status }) => status)).toEqual(['finished', 'finished']);
    expect(state.runs[0]?.files[0]).toMatch(/^latency-gate\/run-local-[0-9a-f]{8}\.json$/);
    expect(state.runs[0]?.metrics['latency']).toBeGreaterThan(0);
  });

  it('explains a denied tenant', async () => {
    const head = world.commit('topic');
    const denied = await world.step({
      ...world.pullStep(head),
      model: MODELS.base(),
      inputs: { ...inputs, options: 'tenant: other' },
    });
    expect(denied.exitCode).toBe(2);
    expect(denied.log).toContain('the tenant is denied (it was "other")');
  });

  it('needs an address', async () => {
    const head = world.commit('topic');
    const result = await world.step({
      ...world.pullStep(head),
      model: MODELS.base(),
      inputs: { ...inputs, 'api-base-url': '' },
    });
    expect(result.exitCode).toBe(2);
    expect(result.log).toContain('api-base-url: nothing was given, but the backend experiments has no public address');
  });
});

describe('Vertesia', () => {
  const state = createVertesiaState();
  let world: World;
  let close: () => Promise<void>;
  let common: { inputs: Record<string, string>; modelFile: string };

  beforeAll(async () => {
    world = await createWorld();
    const mounted = await mount(createVertesiaServer(state).handler);
    close = mounted.close;
    common = {
      modelFile: 'prompts/summarise.json',
      inputs: {
        backend: 'vertesia',
        model: 'prompts/summarise.json',
        'api-key': 'sk-test',
        'api-base-url': mounted.url,
        devices: 'prod/model-a\nprod/model-b',
        options: 'executions: 5\nwarmup: 1\npoll-interval: 0.02',
        'max-regression': '10%',
      },
    };
  });
  afterAll(async () => {
    await close();
    await world.close();
  });

  const prompt = (data: object, version = '1') => json({ interaction: 'summarise', version, data });

  it('fails a prompt that answers slower and longer, and says by how many tokens', async () => {
    const { result } = await gateAfter(
      world,
      common,
      prompt({ speed: 20, tokens: 100 }),
      prompt({ speed: 30, tokens: 118 }),
    );
    expect(result.exitCode, result.log).toBe(1);
    const body = world.state.comments[0]?.body ?? '';
    expect(body).toMatch(/### ❌ Latency Gate: .*2 of 2 models slower; \+18(\.\d)? % output tokens/);
    expect(body).toMatch(/100 → 118 tokens .*output tokens/);
    expect(result.summary).toContain('execution_time in milliseconds');
  });

  it('passes the same prompt without trusting its bytes: it is executed again', async () => {
    const before = state.executions.length;
    const { result } = await gateAfter(world, common, undefined, prompt({ speed: 20, tokens: 100 }), 0);
    expect(result.outputs['outcome'], result.log).toBe('pass');
    expect(state.executions.length).toBeGreaterThan(before);
  });

  it('says so when a cache answered', async () => {
    state.cached = true;
    const { result } = await gateAfter(world, common, undefined, prompt({ speed: 20, tokens: 100 }), 0);
    expect(result.summary).toContain('cache-suspected');
    state.cached = false;
  });

  it('is inconclusive when most executions fail, with the provider’s words', async () => {
    const { result } = await gateAfter(world, common, undefined, prompt({ speed: 20, tokens: 100, broken: 1 }), 0);
    expect(result.outputs['outcome']).toBe('inconclusive');
    expect(result.summary).toContain('the provider is overloaded');
  });

  it.each([
    ['a file that is no interaction', { model: json({ name: 'x' }) }, 'is no interaction'],
    ['a device without a model', { inputs: { devices: 'prod' } }, 'environment/model'],
    ['a misspelt option', { inputs: { options: 'execution: 3' } }, 'options of the backend vertesia'],
    ['a wrong key', { inputs: { 'api-key': 'sk-wrong' } }, 'the key is not accepted'],
    ['no key', { inputs: { 'api-key': '' } }, 'api-key: nothing was given, but the backend vertesia needs one'],
  ])('refuses %s', async (_, change: { model?: Buffer; inputs?: Record<string, string> }, message) => {
    const head = world.commit('topic');
    const model = change.model ?? prompt({ speed: 20 });
    const inputs = { ...common.inputs, ...change.inputs };
    const result = await world.step({ ...world.pullStep(head), ...common, model, inputs });
    expect(result.exitCode).toBe(2);
    expect(result.log).toContain(message);
  });
});

describe('Hubify', () => {
  const state = createHubifyState();
  const server = createHubifyServer(state);
  let world: World;
  let close: () => Promise<void>;
  let common: { inputs: Record<string, string>; modelFile: string };

  beforeAll(async () => {
    world = await createWorld();
    const mounted = await mount(server.handler);
    close = mounted.close;
    common = {
      modelFile: 'train.json',
      inputs: {
        backend: 'hubify',
        model: 'train.json',
        'api-key': 'hfy_key_test',
        'api-base-url': `${mounted.url}/api/v1`,
        devices: 'A100',
        options: 'lab-id: lab-1\ntemplate: bench\npoll-interval: 0.02',
        'max-regression': '5%',
      },
    };
  });
  afterAll(async () => {
    await close();
    await world.close();
  });

  it('measures on a compute mode, keeps the record and fails a slower configuration', async () => {
    const { result, merged } = await gateAfter(
      world,
      common,
      json({ config: { speed: 10 } }),
      json({ config: { speed: 13 } }),
    );
    expect(result.exitCode, result.log).toBe(1);
    expect(result.outputs['baseline-sha']).toBe(merged);
    expect(world.state.comments[0]?.body).toMatch(/❌ .*A100|❌ .*latency/);
    // The routes of single experiments are not live: tried once a process, not once a poll.
    const single = server.log.filter(({ method, path }) => method === 'GET' && /experiments\/x/.test(path));
    expect(single.length).toBeLessThanOrEqual(4);
  });

  it('tells that an experiment is blocked and waits for a person', async () => {
    const { outcome } = state;
    state.outcome = () => ({ status: 'blocked', result: '' });
    const inputs = { ...common.inputs, 'queue-timeout': '2s' };
    const { result } = await gateAfter(world, { ...common, inputs }, undefined, json({ config: { speed: 10 } }), 0);
    state.outcome = outcome;
    expect(result.outputs['outcome'], result.log).toBe('inconclusive');
    expect(result.summary).toContain('blocked, it waits for a person');
  });

  it('says what a result without numbers lacks', async () => {
    const { outcome } = state;
    state.outcome = () => ({ status: 'pass', result: 'done, loss 0.3' });
    const { result } = await gateAfter(world, common, undefined, json({ config: { speed: 10 } }), 0);
    state.outcome = outcome;
    expect(result.summary).toContain('no JSON object with numbers');
  });

  it('needs its lab', async () => {
    const inputs = { ...common.inputs, options: 'template: bench' };
    const result = await world.step({ ...world.pullStep(world.commit('topic')), ...common, model: json({}), inputs });
    expect(result.exitCode).toBe(2);
    expect(result.log).toContain('lab-id');
  });
});

describe('a mixed pair', () => {
  let scene: HubWorld;
  afterAll(() => scene.close());

  it('measures on Embedl’s phones and keeps the runs in Hubify, by wiring alone', async () => {
    scene = await createHubWorld();
    const state = createHubifyState();
    const mounted = await mount(createHubifyServer(state).handler);
    const inputs = {
      tracker: 'hubify',
      'tracker-api-key': 'hfy_key_test',
      'tracker-api-base-url': `${mounted.url}/api/v1`,
      options: 'poll-interval: 0.01\nlab-id: lab-1',
      devices: 'Google Pixel 8',
    };
    const base = makeTflite(10_000, 'v1;'.padEnd(200, '.'));
    let merged = '';
    for (let push = 0; push < 3; push += 1) {
      merged = scene.world.commit('main');
      const recorded = await scene.push(merged, base, { inputs });
      expect(recorded.exitCode, recorded.log).toBe(0);
    }
    const head = scene.world.commit('topic', merged);
    const slower = makeTflite(10_000, 'slow:Google Pixel 8=1.3;'.padEnd(200, '.'));
    const result = await scene.pullRequest(head, slower, { inputs });
    await mounted.close();
    expect(result.exitCode, result.log).toBe(1);
    expect(result.outputs['baseline-sha']).toBe(merged);
    expect(scene.hub.runs).toEqual([]);
    expect(state.experiments.every(({ title }) => title.startsWith('latency-gate · '))).toBe(true);
  });
});
