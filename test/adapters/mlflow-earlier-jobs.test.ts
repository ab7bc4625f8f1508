import { describe, expect, it } from 'vitest';
import { findEarlierJobs } from '../../src/adapters/mlflow/earlier-jobs.ts';

const QUERY = { device: 'phone', candidate: 'c', baseline: 'b' };

function run(id: string, status: string, tags: Readonly<Record<string, string>>, parent = 'root') {
  const own = Object.entries(tags).map(([name, value]) => [`latency_gate.${name}`, value]);
  return {
    id,
    name: id,
    status,
    artifactUri: '',
    deleted: false,
    tags: { ...Object.fromEntries(own), 'mlflow.parentRunId': parent },
    params: {},
  };
}

function attempt(id: string, status: string, device = 'phone') {
  return run(id, status, { level: 'device', device });
}

function job(id: string, parent: string, status: string, more: Readonly<Record<string, string>> = {}) {
  const tags = { level: 'job', device: 'phone', side: 'candidate', sha256: 'c', ticket: `ticket ${id}`, ...more };
  return run(id, status, tags, parent);
}

/** Runs of two attempts, each with its jobs, the newest first as MLflow answers them. */
function below(first: string, second: string) {
  return [
    job('4', 'two', 'KILLED'),
    job('3', 'two', 'FINISHED', { against: 'b' }),
    attempt('two', second),
    job('2', 'one', 'KILLED'),
    job('1', 'one', 'FINISHED'),
    attempt('one', first),
  ];
}

describe('jobs of earlier attempts on MLflow', () => {
  it('are those of all attempts, the oldest first, where none finished', () => {
    const { tickets, counted } = findEarlierJobs(below('KILLED', 'KILLED'), QUERY);
    expect(tickets.map(({ ticket }) => ticket.id)).toEqual(['ticket 1', 'ticket 2', 'ticket 3', 'ticket 4']);
    expect(tickets.map(({ ref }) => ref.settled)).toEqual([true, undefined, true, undefined]);
    expect(tickets.map(({ against }) => against)).toEqual([undefined, undefined, 'b', undefined]);
    expect(counted).toEqual([]);
  });

  it('are counted up to the newest attempt that finished: its record carries them', () => {
    const { tickets, counted } = findEarlierJobs(below('FINISHED', 'KILLED'), QUERY);
    expect(tickets.map(({ ticket }) => ticket.id)).toEqual(['ticket 3', 'ticket 4']);
    expect(counted).toEqual(['ticket 1', 'ticket 2']);
    expect(findEarlierJobs(below('KILLED', 'FINISHED'), QUERY).tickets).toEqual([]);
  });

  it('that were given up while they ran are open, though their attempt finished', () => {
    const runs = [job('2', 'one', 'KILLED', { left: 'true' }), job('1', 'one', 'FINISHED'), attempt('one', 'FINISHED')];
    const { tickets, counted } = findEarlierJobs(runs, QUERY);
    expect(tickets.map(({ ticket }) => ticket.id)).toEqual(['ticket 2']);
    expect(counted).toEqual(['ticket 1']);
  });

  it.each([
    ['that failed', 'FAILED', {}],
    ['without a ticket', 'KILLED', { ticket: '' }],
    ['of other bytes', 'KILLED', { sha256: 'other' }],
    ['of another baseline', 'KILLED', { side: 'baseline', sha256: 'other' }],
    ['on another device', 'KILLED', { device: 'tablet' }],
  ])('are none %s', (_, status, more) => {
    const runs = [job('1', 'one', status, more), attempt('one', 'KILLED'), attempt('other', 'KILLED', 'tablet')];
    expect(findEarlierJobs(runs, QUERY).tickets).toEqual([]);
  });

  it('of the baseline’s model are its side’s', () => {
    const runs = [job('1', 'one', 'FINISHED', { side: 'baseline', sha256: 'b' }), attempt('one', 'KILLED')];
    expect(findEarlierJobs(runs, QUERY).tickets).toMatchObject([{ side: 'baseline', ticket: { sha256: 'b' } }]);
  });
});
