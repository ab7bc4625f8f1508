// Trackers that can only list: where there is more than they look through, "not found" is not "there is none".

import { describe, expect, it } from 'vitest';
import { toTags } from '../../src/adapters/vertesia/translate.ts';
import type { StoredExecution } from '../servers/vertesia/server.ts';
import { mountExperiments, mountHubify, mountVertesia } from '../support/services.ts';

const ENDED = {
  labId: 'lab-1',
  experimentId: '',
  computeMode: 'CPU',
  config: '{}',
  createdAt: 0,
  status: 'pass',
  result: '',
  looksLeft: 0,
};
const QUERY = { modelName: 'net', device: 'phone', ancestry: ['c0'] };

describe('more runs than a tracker looks through', () => {
  it.each([
    [9_999, undefined],
    [10_500, '10000 runs of the experiment'],
  ])('are told on the Experiments API: %i runs', async (count, beyond) => {
    const { tracker, state, close } = await mountExperiments();
    state.experiments.push({ id: 'e1', name: 'models' });
    for (let index = 0; index < count; index += 1)
      state.runs.push({
        id: `r${index}`,
        experiment: 'e1',
        name: `other ${index}`,
        status: 'finished',
        startedAt: index,
        tags: {},
        params: {},
        metrics: {},
        files: [],
      });
    const history = await tracker('models').history(QUERY);
    await close();
    expect(history).toMatchObject({ runs: [], beyond });
  });

  it.each([
    [11_999, undefined],
    [12_500, '12000 executions that the search answers first'],
  ])('are told on Vertesia: %i executions', async (count, beyond) => {
    const { tracker, state, close } = await mountVertesia({ mostAtOnce: 1000 });
    const tags = toTags({ mode: 'record', model: 'net', device: 'phone', repository: 'acme/models', key: '' });
    const execution: StoredExecution = {
      id: '',
      interaction: 'summarise',
      version: '1',
      environment: 'prod',
      model: 'phone',
      tags,
      latencyMs: 1,
      tokensOut: 1,
      failed: false,
      createdAt: 0,
      looksLeft: 0,
    };
    for (let index = 0; index < count; index += 1) state.executions.push({ ...execution, id: `x${index}` });
    const history = await tracker('').history(QUERY);
    await close();
    expect(history).toMatchObject({ runs: [], beyond: beyond === undefined ? undefined : `the ${beyond}` });
  });

  it.each([
    [999, undefined],
    [1050, '1000 experiments of the lab'],
  ])('are told on Hubify: %i experiments', async (count, beyond) => {
    const { tracker, state, close } = await mountHubify({ pageSize: 50 });
    for (let index = 0; index < count; index += 1)
      state.experiments.push({ id: `h${index}`, title: `other ${index}`, ...ENDED });
    const history = await tracker('').history(QUERY);
    await close();
    expect(history).toMatchObject({ runs: [], beyond });
  });
});
