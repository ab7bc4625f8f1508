// `plan` tells what `gate` would do, and leaves no trace.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDesk, QUICK } from '../support/command-line.ts';
import { MODELS } from '../support/models.ts';

describe('plan', () => {
  let desk: ReturnType<typeof createDesk>;
  const records = () => readdirSync(join(desk.folder, '.latency-gate'), { recursive: true }).sort();
  beforeEach(() => {
    desk = createDesk();
    desk.put({ 'a.onnx': MODELS.base(), 'b.onnx': MODELS.slower() });
    return () => desk.remove();
  });

  it('says that a baseline is missing, and writes nothing', () => {
    const { status, stdout } = desk.run('plan', 'a.onnx');
    expect(status).toBe(0);
    expect(stdout).toContain('a on local\n  compared with nothing\n');
    expect(stdout).toContain('- a on local has no baseline yet: record one first.');
    expect(existsSync(join(desk.folder, '.latency-gate'))).toBe(false);
  });

  it('counts pairs between two files, with limits and budgets as they apply', () => {
    const limits = ['--max-regression', 'latency: 3%', '--budget', 'latency < 20 ms', '--max-repeats', '8'];
    const { stdout } = desk.run('plan', 'a.onnx', 'b.onnx', ...limits);
    expect(stdout).toContain('b on local\n  compared with the file a.onnx\n  3 pairs at first, at most 8\n');
    expect(stdout).toContain('  fails on latency: worse by 3 %; over 20 ms\n');
    expect(stdout).toMatch(/^ {2}fails on peak_memory, model_size, .*: worse by 5 %$/m);
    expect(stdout).toContain('In all: 3 before the first decision and at most 8, on the backend local.');
  });

  it('finds the record that gate would take, and leaves it as it is', () => {
    expect(desk.run('record', 'a.onnx', ...QUICK).status).toBe(0);
    const before = records();
    expect(desk.run('plan', 'a.onnx').stdout).toContain('the same bytes as the baseline, nothing is measured');
    const { subjects } = JSON.parse(desk.run('plan', 'b.onnx', '--json').stdout) as { subjects: object[] };
    const baseline = expect.stringContaining('the newest record, made 20');
    expect(subjects).toEqual([expect.objectContaining({ model: 'b', baseline, first: 3, most: 6, identical: false })]);
    expect(records()).toEqual(before);
  });

  it('tells of limits that do nothing, and refuses what gate would refuse', () => {
    const { stdout } = desk.run('plan', 'b.onnx', '--budget', 'latency < 20 ms @ lokal');
    expect(stdout).toContain(
      'budget: latency does nothing: no device is named "lokal" (there is local). Did you mean "local".',
    );
    expect(desk.run('plan', 'c.onnx')).toMatchObject({ status: 2, stderr: expect.stringContaining('matches no file') });
  });
});
