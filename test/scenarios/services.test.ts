// The other three systems, each from a baseline to a regression to a comment, and mixed pairs by wiring alone.

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeTflite } from '../servers/embedl-hub/state.ts';
import { createExperimentsServer, createExperimentsState } from '../servers/experiments/server.ts';
import { type Handler, mount } from '../servers/http.ts';
import { createHubifyServer, createHubifyState } from '../servers/hubify/server.ts';
import { createVertesiaServer, createVertesiaState } from '../servers/vertesia/server.ts';
import { createHubWorld } from '../support/hub.ts';
import { MODELS } from '../support/models.ts';
import { createWorld, forkOf, type StepOptions, type StepResult, type World } from '../support/world.ts';

const SECRETS = ['exp_test', 'sk-test', 'hfy_key_test', 'eyJ'];

interface Service {
  readonly handler: Handler;
  readonly log: readonly { readonly method: string; readonly path: string }[];
}

/** A repository whose workflow uses a service, and that service. */
interface ServiceWorld<S> {
  readonly world: World;
  readonly state: S;
  readonly log: Service['log'];
  push(model: Uint8Array): Promise<string>;
  gate(model: Uint8Array, inputs?: Readonly<Record<string, string>>): Promise<StepResult>;
  fork(): Promise<ServiceWorld<S>>;
  close(): Promise<void>;
}

interface Wiring<S> {
  readonly serve: (state: S) => Service;
  readonly step: (
    url: string,
  ) => Pick<StepOptions, 'modelFile'> & { readonly inputs: Readonly<Record<string, string>> };
}

async function openService<S extends object>(world: World, state: S, wiring: Wiring<S>): Promise<ServiceWorld<S>> {
  const { handler, log } = wiring.serve(state);
  const mounted = await mount(handler);
  const common = wiring.step(mounted.url);
  return {
    world,
    state,
    log,
    async push(model) {
      const sha = world.commit('main');
      const recorded = await world.step({ event: 'push', sha, branch: 'main', ...common, model });
      expect(recorded).toExit(0);
      expect(recorded.summary).not.toHaveLine('nothing was recorded');
      return sha;
    },
    async gate(model, inputs = {}) {
      const head = world.commit('topic', world.state.branches.get('main'));
      const step = { ...world.pullStep(head), ...common, model, inputs: { ...common.inputs, ...inputs } };
      const result = await world.step(step);
      const shown = `${result.log}${result.summary}${result.post}${result.comment}`;
      for (const secret of SECRETS) expect(shown).not.toHaveLine(secret);
      return result;
    },
    fork: async () => openService(await world.fork(), copy(state), wiring),
    async close() {
      await mounted.close();
      await world.close();
    },
  };
}

/** Functions in a state are how it answers; everything else is what it knows. */
function copy<S extends object>(state: S): S {
  const fields = Object.entries(state).map(([name, value]) => [
    name,
    typeof value === 'function' ? value : structuredClone(value),
  ]);
  return Object.fromEntries(fields) as S;
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

describe('the Experiments API as a tracker beside this machine', () => {
  let recorded: ServiceWorld<ReturnType<typeof createExperimentsState>>;
  let merged: string;

  beforeAll(async () => {
    recorded = await openService(await createWorld(), createExperimentsState(), {
      serve: createExperimentsServer,
      step: (url) => ({
        inputs: {
          backend: 'experiments',
          'api-base-url': url,
          'api-key': 'exp_test',
          options: 'tenant: acme\nmin-time: 0.1\nwarmup-time: 0.05\nmin-iterations: 10',
        },
      }),
    });
    merged = await recorded.push(MODELS.base());
  });
  afterAll(() => recorded.close());

  it('finds its own records again and fails a slower model, with a comment', async () => {
    const { gate, state } = await forkOf(recorded);
    const result = await gate(MODELS.slower());
    expect(result).toExit(1);
    expect(result.outputs).toMatchObject({ 'baseline-sha': merged, 'baseline-distance': '0' });
    expect(result.comment).toHaveLine(/❌ .*latency/);
    expect(result.summary).toHaveLine('service-compared');
    expect(state.runs.map(({ status }) => status)).toEqual(['finished', 'finished']);
    expect(state.runs[0]?.files[0]).toMatch(/^latency-gate\/run-local-[0-9a-f]{8}\.json$/);
    expect(state.runs[0]?.metrics['latency']).toBeGreaterThan(0);
  });

  it('explains a denied tenant', async () => {
    const { gate } = await forkOf(recorded);
    const denied = await gate(MODELS.base(), { options: 'tenant: other' });
    expect(denied).toExit(2);
    expect(denied.log).toHaveLine('the tenant is denied (it was "other")');
  });

  it('needs an address', async () => {
    const { gate } = await forkOf(recorded);
    const result = await gate(MODELS.base(), { 'api-base-url': '' });
    expect(result).toExit(2);
    expect(result.log).toHaveLine('api-base-url: nothing was given, but the backend experiments has no public address');
  });
});

describe('Vertesia', () => {
  const prompt = (data: object, version = '1') => json({ interaction: 'summarise', version, data });
  let recorded: ServiceWorld<ReturnType<typeof createVertesiaState>>;

  beforeAll(async () => {
    recorded = await openService(await createWorld(), createVertesiaState(), {
      serve: createVertesiaServer,
      step: (url) => ({
        modelFile: 'prompts/summarise.json',
        inputs: {
          backend: 'vertesia',
          model: 'prompts/summarise.json',
          'api-key': 'sk-test',
          'api-base-url': url,
          devices: 'prod/model-a\nprod/model-b',
          options: 'executions: 5\nwarmup: 1\npoll-interval: 0.02',
          'max-regression': '10%',
        },
      }),
    });
    for (let push = 0; push < 3; push += 1) await recorded.push(prompt({ speed: 20, tokens: 100 }));
  });
  afterAll(() => recorded.close());

  it('fails a prompt that answers slower and longer, and says by how many tokens', async () => {
    const { gate } = await forkOf(recorded);
    const result = await gate(prompt({ speed: 30, tokens: 118 }));
    expect(result).toExit(1);
    expect(result.comment).toHaveLine(/### ❌ Latency Gate: .*2 of 2 models slower; \+18(\.\d)? % output tokens/);
    expect(result.comment).toHaveLine(/100 → 118 tokens .*output tokens/);
    expect(result.summary).toHaveLine('execution_time in milliseconds');
  });

  it('passes the same prompt without trusting its bytes: it is executed again', async () => {
    const { gate, state } = await forkOf(recorded);
    const result = await gate(prompt({ speed: 20, tokens: 100 }));
    expect(result.outputs['outcome']).toBe('pass');
    expect(state.executions.length).toBeGreaterThan(recorded.state.executions.length);
  });

  it('that every push edits is judged all the same: the last content is executed again beside each new one', async () => {
    const { gate, push, state } = await forkOf(recorded);
    for (const note of ['one', 'two', 'three', 'four']) await push(prompt({ speed: 20, tokens: 100, note }, note));
    const equal = await gate(prompt({ speed: 20, tokens: 100, note: 'five' }));
    expect(equal.outputs['outcome']).toBe('pass');
    const slower = await gate(prompt({ speed: 30, tokens: 100, note: 'six' }));
    expect(slower).toExit(1);
    expect(state.executions.some(({ tags }) => tags.includes('latency-gate:side=baseline'))).toBe(true);
  });

  it('takes contents that follow each other at one level for one, also where the service does not tell them', async () => {
    const { gate, push, state } = await forkOf(recorded);
    state.tellsData = false;
    for (const note of ['one', 'two', 'three']) await push(prompt({ speed: 20, tokens: 100, note }));
    const result = await gate(prompt({ speed: 30, tokens: 100, note: 'four' }));
    expect(result).toExit(1);
    expect(state.executions.some(({ tags }) => tags.includes('latency-gate:side=baseline'))).toBe(false);
  });

  it('keeps a change of level that landed: what follows it is compared with it alone', async () => {
    const { gate, push } = await forkOf(recorded);
    for (const note of ['slow', 'slow still']) await push(prompt({ speed: 40, tokens: 100, note }));
    const result = await gate(prompt({ speed: 40, tokens: 100, note: 'as slow' }));
    expect(result.outputs['outcome']).toBe('pass');
  });

  it('says so when a cache answered', async () => {
    const { gate, state } = await forkOf(recorded);
    state.cached = true;
    const result = await gate(prompt({ speed: 20, tokens: 100 }));
    expect(result.summary).toHaveLine('cache-suspected');
  });

  it('is inconclusive when most executions fail, with the provider’s words', async () => {
    const { gate } = await forkOf(recorded);
    const result = await gate(prompt({ speed: 20, tokens: 100, broken: 1 }));
    expect(result.outputs['outcome']).toBe('inconclusive');
    expect(result.summary).toHaveLine('the provider is overloaded');
  });

  it.each([
    ['a file that is no interaction', { model: json({ name: 'x' }) }, 'is no interaction'],
    ['a device without a model', { inputs: { devices: 'prod' } }, 'environment/model'],
    ['a misspelt option', { inputs: { options: 'execution: 3' } }, 'has no option "execution"'],
    ['a wrong key', { inputs: { 'api-key': 'sk-wrong' } }, 'the key is not accepted'],
    ['no key', { inputs: { 'api-key': '' } }, 'api-key: nothing was given, but the backend vertesia needs one'],
  ])('refuses %s', async (_, change: { model?: Buffer; inputs?: Record<string, string> }, message) => {
    const { gate } = await forkOf(recorded);
    const result = await gate(change.model ?? prompt({ speed: 20 }), change.inputs);
    expect(result).toExit(2);
    expect(result.log).toHaveLine(message);
  });
});

describe('Hubify', () => {
  let recorded: ServiceWorld<ReturnType<typeof createHubifyState>>;
  let merged: string;

  beforeAll(async () => {
    recorded = await openService(await createWorld(), createHubifyState(), {
      serve: createHubifyServer,
      step: (url) => ({
        modelFile: 'train.json',
        inputs: {
          backend: 'hubify',
          model: 'train.json',
          'api-key': 'hfy_key_test',
          'api-base-url': `${url}/api/v1`,
          devices: 'A100',
          options: 'lab-id: lab-1\ntemplate: bench\npoll-interval: 0.02',
          'max-regression': '5%',
        },
      }),
    });
    for (let push = 0; push < 3; push += 1) merged = await recorded.push(json({ config: { speed: 10 } }));
  });
  afterAll(() => recorded.close());

  it('measures on a compute mode, keeps the record and fails a slower configuration', async () => {
    const { gate, log } = await forkOf(recorded);
    const result = await gate(json({ config: { speed: 13 } }));
    expect(result).toExit(1);
    expect(result.outputs['baseline-sha']).toBe(merged);
    expect(result.comment).toHaveLine(/❌ .*A100|❌ .*latency/);
    // The routes of single experiments are not live: tried once a process, not once a poll.
    const single = log.filter(({ method, path }) => method === 'GET' && /experiments\/x/.test(path));
    expect(single.length).toBeLessThanOrEqual(1);
  });

  it('tells that an experiment is blocked and waits for a person', async () => {
    const { gate, state } = await forkOf(recorded);
    state.outcome = () => ({ status: 'blocked', result: '' });
    const result = await gate(json({ config: { speed: 10 } }), { 'queue-timeout': '2s' });
    expect(result.outputs['outcome']).toBe('inconclusive');
    expect(result.summary).toHaveLine('blocked, it waits for a person');
  });

  it('says what a result without numbers lacks', async () => {
    const { gate, state } = await forkOf(recorded);
    state.outcome = () => ({ status: 'pass', result: 'done, loss 0.3' });
    const result = await gate(json({ config: { speed: 10 } }));
    expect(result.summary).toHaveLine('no JSON object with numbers');
  });

  it('needs its lab', async () => {
    const { gate } = await forkOf(recorded);
    const result = await gate(json({}), { options: 'template: bench' });
    expect(result).toExit(2);
    expect(result.log).toHaveLine('lab-id');
  });
});

describe('a mixed pair', () => {
  it('measures on Embedl’s phones and keeps the runs in Hubify, by wiring alone', async () => {
    const scene = await createHubWorld();
    onTestFinished(() => scene.close());
    const state = createHubifyState();
    const mounted = await mount(createHubifyServer(state).handler);
    onTestFinished(mounted.close);
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
      expect(recorded).toExit(0);
    }
    const head = scene.world.commit('topic', merged);
    const slower = makeTflite(10_000, 'slow:Google Pixel 8=1.3;'.padEnd(200, '.'));
    const result = await scene.pullRequest(head, slower, { inputs });
    expect(result).toExit(1);
    expect(result.outputs['baseline-sha']).toBe(merged);
    expect(scene.hub.runs).toEqual([]);
    expect(state.experiments.every(({ title }) => title.startsWith('latency-gate · '))).toBe(true);
  });
});
