// Phones of AWS Device Farm, runs on the hub or on MLflow: what a killed attempt had sent to a phone, or had measured
// there, is evidence of the next one.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makePhoneModel } from '../servers/device-farm/state.ts';
import { hasMlflow, startMlflow } from '../servers/mlflow/server.ts';
import { addFarm, type FarmStepResult, type FarmWorld } from '../support/farm.ts';
import { addHub, HUB_KEY } from '../support/hub-runner.ts';
import { createWorld, type World } from '../support/world.ts';

const PHONE = 'Sony Xperia 5';
const BASE = makePhoneModel(12_000, 'v1;'.padEnd(200, '.'));
const SLOWER = makePhoneModel(12_000, 'Sony Xperia 5=1.08;'.padEnd(200, '.'));

/** Where a tracker is, and how to end it. */
interface MountedTracker {
  readonly inputs: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

async function onHub(world: World): Promise<MountedTracker> {
  const { server, close } = await addHub(world);
  const inputs = { tracker: 'embedl', 'tracker-api-base-url': server.baseUrl, 'tracker-api-key': HUB_KEY };
  return { inputs, close };
}

async function onMlflow(world: World): Promise<MountedTracker> {
  const server = await startMlflow();
  const close = async () => {
    await server.close();
    await world.close();
  };
  return { inputs: { tracker: 'mlflow', 'tracker-api-base-url': server.url }, close };
}

describe.each([
  ['on the hub', onHub, true],
  ['on MLflow', onMlflow, hasMlflow()],
] as const)('a pull request whose step is killed, %s', (_, mountTracker, isThere) => {
  describe.skipIf(!isThere)('on one phone', () => {
    let tracker: MountedTracker;
    let scene: FarmWorld;
    let merged: string;
    let head: string;
    const inputs = () => ({
      backend: '',
      profiler: 'device-farm',
      'profiler-api-base-url': scene.server.baseUrl,
      'api-base-url': '',
      devices: PHONE,
      ...tracker.inputs,
    });

    beforeAll(async () => {
      const world = await createWorld();
      tracker = await mountTracker(world);
      scene = await addFarm(world);
      merged = world.commit('main');
      expect(await scene.push(merged, BASE, { inputs: inputs() })).toExit(0);
    });
    afterAll(async () => {
      await scene?.close();
      await tracker?.close();
    });

    beforeEach(() => {
      head = scene.world.commit('topic', merged);
      scene.farm.manners.neverFree = [PHONE];
    });
    afterEach(() => {
      scene.farm.manners.neverFree = [];
    });

    const kill = (after: RegExp) =>
      scene.pullRequest(head, SLOWER, { inputs: inputs(), signal: { name: 'SIGKILL', after } });
    const again = ({ runId }: FarmStepResult, attempt = 2) => {
      scene.farm.manners.neverFree = [];
      return scene.pullRequest(head, SLOWER, { inputs: inputs(), runId, attempt });
    };

    it('takes its pairs up as what they are, beside the baseline’s model', async () => {
      const result = await again(await kill(/pending/));
      expect(result).toExit(1);
      expect(result.summary).toHaveLine('Took up 3 of an earlier attempt');
      expect(result.comment).toHaveLine(/❌ \| .*\*\*\+[78]\.\d\s%\*\*/);
      // The first look was there: only its confirmation is measured.
      expect(result.sessions).toHaveLength(1);
    });

    it('measures anew what had come to nothing meanwhile', async () => {
      const killed = await kill(/pending/);
      for (const session of scene.farm.sessions.filter(({ end }) => end === undefined)) session.stopped = true;
      const result = await again(killed);
      expect(result).toExit(1);
      expect(result.summary).toHaveLine('A job of an earlier attempt came to nothing');
      expect(result.sessions).toHaveLength(2);
    });

    it('counts what was measured before it was killed, once', async () => {
      scene.farm.manners.neverFree = [];
      scene.farm.manners.mostServed = scene.farm.sessions.length + 1;
      const killed = await kill(/to confirm.*pending/s);
      expect(killed.sessions).toHaveLength(2);
      scene.farm.manners.mostServed = Number.POSITIVE_INFINITY;
      const result = await again(killed);
      expect(result).toExit(1);
      expect(result.sessions).toEqual([]);
      expect(result.summary).toHaveLine('Took up 6 of an earlier attempt');
      const third = await again(killed, 3);
      expect(third).toExit(1);
      expect(third.sessions).toEqual([]);
      expect(third.summary).not.toHaveLine('Took up');
    });
  });
});
