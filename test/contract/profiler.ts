// What every Profiler must do, whatever it executes on. Run it against each adapter and each fake.

import { expect, it } from 'vitest';
import type { JobState, Profiler } from '../../src/ports/profiler.ts';

export interface ProfilerSubject {
  readonly profiler: Profiler;
  /** Two model files that the profiler can execute. */
  readonly models: readonly [string, string];
  /** A file that it must refuse. */
  readonly notAModel: string;
}

export function describeProfiler(open: () => Promise<ProfilerSubject>): void {
  it('inspects a model: the same bytes have the same sha256 under any name', async () => {
    const { profiler, models } = await open();
    const [first, again, other] = await Promise.all([
      profiler.inspect(models[0], 'one'),
      profiler.inspect(models[0], 'two'),
      profiler.inspect(models[1], 'one'),
    ]);
    expect(first).toMatchObject({ name: 'one', sha256: again.sha256, sizeBytes: again.sizeBytes });
    expect(other.sha256).not.toBe(first.sha256);
  });

  it('refuses what is no model with an error that names the file', async () => {
    const { profiler, notAModel } = await open();
    await expect(profiler.inspect(notAModel, 'x')).rejects.toMatchObject({
      name: 'GateError',
      message: expect.stringContaining(notAModel),
    });
  });

  it('lists devices with names of their own', async () => {
    const { profiler } = await open();
    const names = (await profiler.devices()).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
  });

  it('measures a job: a positive latency, the environment, a ticket of plain JSON', async () => {
    const { profiler, models } = await open();
    const model = await profiler.prepare(await profiler.inspect(models[0], 'net'));
    const device = (await profiler.devices())[0];
    if (device === undefined) throw new Error('no device');
    const ticket = await profiler.submit({ model, device });
    expect(JSON.parse(JSON.stringify(ticket))).toEqual(ticket);
    expect(ticket).toMatchObject({ profiler: profiler.name, device: device.name, sha256: model.model.sha256 });
    const state = await settle(profiler, ticket);
    if (state.state !== 'done' || state.measurement.kind !== 'job') throw new Error(JSON.stringify(state));
    expect(state.measurement.job.values['latency']).toBeGreaterThan(0);
    expect(Object.keys(state.measurement.environment).length).toBeGreaterThan(0);
  });

  it('measures pairs where it says so: both sides, and a log-ratio that fits them', async () => {
    const { profiler, models } = await open();
    if (profiler.evidence.kind !== 'pairs') return;
    const [beside, model] = await Promise.all(
      models.map(async (path) => profiler.prepare(await profiler.inspect(path, 'net'))),
    );
    const device = (await profiler.devices())[0];
    if (device === undefined || model === undefined) throw new Error('no device');
    const state = await settle(profiler, await profiler.submit({ model, device, beside }));
    if (state.state !== 'done' || state.measurement.kind !== 'pair') throw new Error(JSON.stringify(state));
    const { baseline, candidate, logRatios } = state.measurement.pair;
    const plain = Math.log((candidate.values['latency'] ?? 0) / (baseline.values['latency'] ?? 0));
    expect(logRatios['latency']).toBeCloseTo(plain, 0);
  });

  it('answers failed for a ticket it never gave', async () => {
    const { profiler } = await open();
    const ticket = { profiler: profiler.name, id: 'never', device: 'x', sha256: 'y', handle: '' };
    expect((await profiler.poll(ticket)).state).toBe('failed');
  });
}

async function settle(profiler: Profiler, ticket: Parameters<Profiler['poll']>[0]): Promise<JobState> {
  for (let polls = 0; polls < 600; polls += 1) {
    const state = await profiler.poll(ticket);
    if (state.state === 'done' || state.state === 'failed') return state;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the job never ended');
}
