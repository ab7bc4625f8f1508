// From what a session left behind to its pairs. What is missing or unreadable is a failed pair with a reason.

import type { Environment } from '../../domain/device.ts';
import { messageOf } from '../../domain/errors.ts';
import { readZipEntries } from '../files/unzip.ts';
import { type BlockEvidence, toEvidence } from '../profiles/blocks.ts';
import { type Results, readResults } from '../profiles/read-results.ts';
import type { Benchmark } from '../profiles/reader.ts';
import { nameBlock, RESULT_FILES, type Side } from './measure-script.ts';
import { sidesOf } from './ticket.ts';

/** One reading of the phone's heat, before a block. */
export interface Heat {
  readonly block: number;
  /** °C; undefined where the phone does not tell. */
  readonly battery: number | undefined;
  /** Android's thermal status: 0 is none. */
  readonly throttling: number | undefined;
}

export type MeasuredPair = BlockEvidence | { readonly kind: 'failed'; readonly reason: string };

export interface SessionResult {
  /** In the order of the session. */
  readonly pairs: readonly MeasuredPair[];
  /** What the phone and the program say of themselves. */
  readonly facts: Environment;
  readonly heat: readonly Heat[];
  /** Levels of the blocks in the order of time, each as a share of its own side's first. */
  readonly levels: readonly number[];
}

const LARGEST_FILE = 8 << 20;

interface Block {
  readonly name: string;
  readonly side: Side;
  readonly pair: number;
}

/** Throws an Error where the archive itself cannot be read. `orders` are those that the session was given. */
export async function readSession(archive: Buffer, orders: readonly string[]): Promise<SessionResult> {
  const blocks = listBlocks(orders);
  const names = [...blocks.map(({ name }) => name), ...Object.values(RESULT_FILES)];
  const files = await readZipEntries(archive, names, LARGEST_FILE);
  const text = (name: string) => files.get(name)?.toString('utf8') ?? '';
  const end = text(RESULT_FILES.end).trim();
  const read = new Map(blocks.map((block) => [block.name, readBlock(files.get(block.name), end)]));
  const pairs = orders.map((_, index) =>
    toMeasured(
      blocks.filter(({ pair }) => pair === index + 1),
      read,
    ),
  );
  const [first] = [...read.values()].filter((block): block is Results => typeof block !== 'string');
  return {
    pairs,
    facts: {
      ...readFacts(text(RESULT_FILES.facts)),
      ...(first === undefined ? {} : { tool: first.tool, ...first.environment }),
    },
    heat: readHeat(text(RESULT_FILES.heat)),
    levels: readLevels(blocks, read),
  };
}

function listBlocks(orders: readonly string[]): readonly Block[] {
  let count = 0;
  return orders.flatMap((order, index) =>
    sidesOf(order).map((side) => {
      count += 1;
      return { name: nameBlock(count, index + 1, side), side, pair: index + 1 };
    }),
  );
}

type ReadBlock = Results | string;

/** The block's numbers, or why there are none. */
function readBlock(bytes: Buffer | undefined, end: string): ReadBlock {
  if (bytes === undefined) {
    const why = end === '' || end === 'complete' ? 'the session left no result of it' : end.replace(/^stopped: /, '');
    return why;
  }
  try {
    return readResults('block.log', bytes);
  } catch (error) {
    const last = bytes.toString('utf8').trim().split('\n').at(-1)?.trim().slice(0, LONGEST_LINE) ?? '';
    return `${messageOf(error)}${last === '' ? ': it printed nothing' : `; its last line was "${last}"`}`;
  }
}

const LONGEST_LINE = 160;

function toMeasured(blocks: readonly Block[], read: ReadonlyMap<string, ReadBlock>): MeasuredPair {
  const sides: Record<Side, Benchmark[]> = { A: [], B: [] };
  for (const { name, side } of blocks) {
    const block = read.get(name);
    if (block === undefined || typeof block === 'string')
      return { kind: 'failed', reason: block ?? 'it was not measured' };
    const [benchmark] = block.benchmarks;
    if (benchmark === undefined || benchmark.failure !== undefined) {
      return { kind: 'failed', reason: benchmark?.failure ?? 'the program printed no benchmark' };
    }
    sides[side].push(benchmark);
  }
  return toEvidence(sides.A, sides.B);
}

function readFacts(text: string): Environment {
  const properties = Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at < 1
        ? []
        : [
            [
              line.slice(0, at),
              line
                .slice(at + 1)
                .trim()
                .slice(0, LONGEST_LINE),
            ],
          ];
    }),
  );
  const facts = {
    phone: [properties['ro.product.manufacturer'], properties['ro.product.model']].filter(Boolean).join(' '),
    os: properties['ro.build.version.release'] ? `Android ${properties['ro.build.version.release']}` : '',
    abi: properties['ro.product.cpu.abi'] ?? '',
    chip: properties['ro.soc.model'] ?? '',
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== ''));
}

function readHeat(text: string): readonly Heat[] {
  const lines = text
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const [block = '', , , battery = '', throttling = ''] = line.split(',');
    const tenths = toNumber(battery);
    return {
      block: Number(block),
      battery: tenths === undefined ? undefined : tenths / 10,
      throttling: toNumber(throttling),
    };
  });
}

function toNumber(text: string): number | undefined {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? undefined : value;
}

function readLevels(blocks: readonly Block[], read: ReadonlyMap<string, ReadBlock>): readonly number[] {
  const firsts = new Map<Side, number>();
  return blocks.flatMap(({ name, side }) => {
    const block = read.get(name);
    if (block === undefined || typeof block === 'string') return [];
    const level = block.benchmarks[0]?.readings.find(({ metric }) => metric.name === 'latency')?.value;
    if (level === undefined || level <= 0) return [];
    const first = firsts.get(side) ?? level;
    firsts.set(side, first);
    return [level / first];
  });
}
