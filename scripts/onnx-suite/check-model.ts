// One model of the ONNX project's tests: fed with the test's own inputs as a user would, its outputs compared.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Loadable, makeLoadable, readModel } from '../../src/adapters/local/loadable.ts';
import { readLocalOptions } from '../../src/adapters/local/options.ts';
import { ModelProcess } from '../../src/adapters/local/process.ts';
import type { NamedValue } from '../../src/adapters/local/protocol.ts';
import { findEdges } from '../../src/adapters/onnx/edges.ts';
import { decodeNumbers } from '../../src/adapters/tensors/numbers.ts';
import { readTensorProto } from '../../src/adapters/tensors/tensor-proto.ts';
import type { TensorValue } from '../../src/adapters/tensors/types.ts';

export interface Judgement {
  readonly folder: string;
  readonly ran: boolean;
  readonly matches: boolean;
  readonly why: string;
}

export interface Outcome {
  readonly name: string;
  readonly kind:
    | 'equal'
    | 'different-for-both'
    | 'not-compared'
    | 'different'
    | 'refused-kind'
    | 'refused-both'
    | 'refused-wrongly';
  readonly why: string;
}

/** The tolerance of the ONNX project's backend test. */
const [RTOL, ATOL] = [1e-3, 1e-5];

/** Starts the process that executes one model after the other; a gate starts one a model. */
export function startProcess(): ModelProcess {
  return new ModelProcess({ workerPath: resolve('src/adapters/local/worker.ts'), env: {}, timeoutMs: 120_000 });
}

export async function checkModel(judged: Judgement, runtimePath: string, process: ModelProcess): Promise<Outcome> {
  const name = basename(judged.folder);
  try {
    const loadable = await load(judged.folder);
    const { session } = readLocalOptions({});
    await process.load({ kind: 'load', runtimePath, session, ...loadable.request });
    return { name, ...compare(judged, loadable, await process.outputs()) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (/^its input ".*" is (a|an) (sequence|optional|map|sparse tensor)/.test(why))
      return { name, kind: 'refused-kind', why };
    return { name, kind: judged.ran ? 'refused-wrongly' : 'refused-both', why };
  }
}

async function load(folder: string): Promise<Loadable> {
  const path = join(folder, 'model.onnx');
  const model = await readModel({ name: basename(folder), path, format: 'onnx' }, () => {
    throw new Error('this is no .ort file');
  });
  const feed = model.graph.inputs.length === 0 ? {} : 'test_data_set_0';
  return makeLoadable(model, { shapes: {}, dims: {}, inputs: feed }, folder);
}

function compare(
  { folder, ran, matches }: Judgement,
  { model }: Loadable,
  outputs: readonly NamedValue[],
): Omit<Outcome, 'name'> {
  const set = join(folder, 'test_data_set_0');
  const casts = new Map(findEdges(model.graph).outputs.map((edge) => [edge.name, edge]));
  let compared = 0;
  for (const [index, value] of model.graph.outputs.entries()) {
    const file = `output_${index}.pb`;
    const edge = casts.get(value.name);
    if (value.kind !== 'tensor' || !readdirSync(set).includes(file)) continue;
    const found = outputs.find(({ name }) => name === (edge?.newName ?? value.name))?.value;
    const expected = readTensorProto(readFileSync(join(set, file))).value;
    const difference = found === undefined ? 'it was not fetched' : findDifference(expected, found);
    if (difference !== undefined)
      return { kind: ran && !matches ? 'different-for-both' : 'different', why: `${value.name}: ${difference}` };
    compared += 1;
  }
  return { kind: compared === 0 ? 'not-compared' : 'equal', why: '' };
}

function findDifference(expected: TensorValue, found: TensorValue): string | undefined {
  if (expected.dims.join() !== found.dims.join()) return `expected the shape [${expected.dims}], found [${found.dims}]`;
  if (expected.type === 'string' || found.type === 'string') {
    const same = JSON.stringify(expected) === JSON.stringify(found);
    return same ? undefined : 'other words';
  }
  const [before, after] = [decodeNumbers(expected.type, expected.bytes), decodeNumbers(found.type, found.bytes)];
  const place = before.findIndex((number, index) => !isClose(Number(number), Number(after[index])));
  return place === -1 ? undefined : `at ${place} expected ${before[place]}, found ${after[place]}`;
}

function isClose(expected: number, found: number): boolean {
  if (Number.isNaN(expected) || expected === found) return Number.isNaN(found) === Number.isNaN(expected);
  return Math.abs(expected - found) <= ATOL + RTOL * Math.abs(expected);
}
