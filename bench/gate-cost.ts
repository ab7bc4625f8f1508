// A whole gate on a pull request, main step and post step, against stand-ins that answer at once: what the gate costs
// beside the measuring, for one phone and for thirty.

import { performance } from 'node:perf_hooks';
import { median } from '../src/domain/statistics.ts';
import { createHubState, makeTflite } from '../test/servers/embedl-hub/state.ts';
import { startAzurite, teardown } from '../test/support/azurite.ts';
import { addHub, type HubWorld } from '../test/support/hub-runner.ts';
import { openWorld } from '../test/support/runner.ts';
import { atMost, type Row, seconds, times } from './row.ts';

const ROUNDS = 5;
const BASE = makeTflite(10_000, 'base;'.padEnd(200, '.'));
const EQUAL = makeTflite(10_000, 'equal;'.padEnd(200, '.'));

/** With its runs on the hub, and with its runs kept as artifacts of the workflow. */
const TRACKERS = { embedl: 'runs on the hub', local: 'runs kept at GitHub' } as const;
type TrackerName = keyof typeof TRACKERS;

export async function measureGateCost(): Promise<readonly Row[]> {
  const azurite = await startAzurite();
  const rows: Row[] = [];
  for (const tracker of ['embedl', 'local'] as const) {
    const one = await prepare(azurite, 1, tracker);
    const thirty = await prepare(azurite, 30, tracker);
    const seen: { readonly one: number; readonly thirty: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) seen.push({ one: await gate(one), thirty: await gate(thirty) });
    await one.scene.close();
    await thirty.scene.close();
    const where = TRACKERS[tracker];
    const alone = median(seen.map((round) => round.one));
    const many = median(seen.map((round) => round.thirty / round.one));
    rows.push(atMost(`a whole gate of one phone, ${where}`, 'time; all services answer at once', [alone, 1], seconds));
    rows.push(atMost(`a whole gate of thirty phones, ${where}`, 'that of one phone', [many, 1.5], times));
  }
  teardown();
  return rows;
}

interface Prepared {
  readonly scene: HubWorld;
  readonly merged: string;
  readonly inputs: Readonly<Record<string, string>>;
}

async function prepare(azurite: string, count: number, tracker: TrackerName): Promise<Prepared> {
  const hub = createHubState();
  hub.phones = Array.from({ length: count }, (_, index) => ({
    name: `Phone ${index + 1}`,
    os: 'Android 15',
    platform: 'ANDROID' as const,
    speed: 1,
    noise: [1, 1.01, 0.99, 1.005, 0.995],
    queue: 0,
    run: 0,
  }));
  hub.manners.completesAfter = 0;
  const scene = await addHub(await openWorld(azurite), hub);
  const devices = hub.phones.map(({ name }) => name).join('\n');
  const inputs = { devices, options: 'poll-interval: 0.01\nconcurrency: 30', tracker };
  let merged = scene.world.commit('main');
  for (let push = 0; push < 3; push += 1) {
    await scene.push(merged, BASE, { inputs });
    merged = scene.world.commit('main', merged);
  }
  await scene.push(merged, BASE, { inputs });
  return { scene, merged, inputs };
}

/** Seconds from the start of the main step to the end of the post step. */
async function gate({ scene, merged, inputs }: Prepared): Promise<number> {
  const sha = scene.world.commit('topic', merged);
  const started = performance.now();
  const result = await scene.pullRequest(sha, EQUAL, { inputs });
  const took = (performance.now() - started) / 1000;
  if (result.exitCode !== 0) throw new Error(result.log);
  return took;
}
