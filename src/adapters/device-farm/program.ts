// The measuring program: from a path or an address to the files that are pushed to the phone.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { GateError } from '../../domain/errors.ts';
import { isLoopback } from '../../formats/address.ts';
import { readEntries } from '../files/unzip.ts';
import type { Network } from '../http/fetch.ts';
import { receive } from '../http/transfer.ts';
import type { DeviceFarmOptions, ProgramKind } from './options.ts';

/** The program and its libraries, by the names that they have beside each other on the phone. */
export interface MeasuringProgram {
  readonly kind: ProgramKind;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly sha256: string;
}

export interface ProgramSource {
  readonly options: Pick<DeviceFarmOptions, 'program' | 'sha256'>;
  readonly workspace: string;
  readonly network: Network;
}

const LARGEST = 512 << 20;
const ADVICE = 'See docs/device-farm.md for where to get benchmark_model or onnxruntime_perf_test for Android.';

/** Throws a GateError that says what is wrong with it; nothing is uploaded by then. */
export async function loadProgram(kind: ProgramKind, source: ProgramSource): Promise<MeasuringProgram> {
  const { program, sha256: expected } = source.options;
  if (program === undefined) throw refuse(`nothing was given for "program"; needed: ${kind} for Android`, ADVICE);
  const bytes = await readProgram(program, source);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (expected !== undefined && sha256 !== expected) {
    throw refuse(
      `the program has the sha256 ${sha256}; allowed: ${expected}`,
      'It is another file than the one you trust; correct sha256 if that is meant.',
    );
  }
  return { kind, sha256, files: await toFiles(kind, bytes) };
}

async function readProgram(program: string, { options, workspace, network }: ProgramSource): Promise<Buffer> {
  if (!/^[a-z]+:\/\//i.test(program)) {
    return readFile(resolve(workspace, program)).catch((error: unknown) => {
      throw refuse(`the program "${program}" cannot be read in the workspace`, ADVICE, error);
    });
  }
  if (!URL.canParse(program)) throw refuse(`the program's address cannot be read`, ADVICE);
  const url = new URL(program);
  if (url.protocol !== 'https:' && !isLoopback(program))
    throw refuse(`the program's address begins with ${url.protocol}; allowed: https`, ADVICE);
  if (options.sha256 === undefined)
    throw refuse(
      'a program from an address needs its "sha256"',
      'Set sha256 in options: nothing is fetched that is not checked.',
    );
  return receive(url, LARGEST, 'the measuring program', network);
}

/** An executable by itself, or a ZIP with it and its libraries. */
async function toFiles(kind: ProgramKind, bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  if (bytes.subarray(0, 4).toString('latin1') !== 'PK\u0003\u0004') {
    checkExecutable(kind, bytes);
    return new Map([[kind, bytes]]);
  }
  const entries = await readEntries(bytes).catch((error: unknown) => {
    throw refuse('the program is a ZIP archive that cannot be read', ADVICE, error);
  });
  const files = new Map([...entries].map(([path, content]) => [path.split('/').at(-1) ?? path, content] as const));
  const main = files.get(kind);
  if (main === undefined)
    throw refuse(`the program's archive holds no ${kind}, but ${[...files.keys()].slice(0, 5).join(', ')}`, ADVICE);
  checkExecutable(kind, main);
  const kept = [...files].filter(([name]) => name === kind || /\.so(\.\d+)*$/.test(name));
  const odd = kept.find(([name]) => !/^[A-Za-z0-9_.+-]+$/.test(name));
  if (odd !== undefined)
    throw refuse(`the program's archive holds the name "${odd[0]}"`, 'Use letters, digits and _ . + - in names.');
  return new Map(kept);
}

/** Machines of ELF files (System V ABI): those of phones, and those that a build takes by mistake. */
const MACHINES: Readonly<Record<number, string>> = { 183: 'arm64', 40: 'arm', 62: 'x86-64', 3: 'x86' };
const PHONES: readonly (string | undefined)[] = ['arm64', 'arm'];

function checkExecutable(kind: ProgramKind, bytes: Buffer): void {
  const isElf = bytes.length >= 20 && bytes.subarray(0, 4).toString('latin1') === '\u007fELF';
  if (!isElf) throw refuse(`${kind} is no program for Android (it does not begin like one)`, ADVICE);
  const machine = MACHINES[bytes.readUInt16LE(18)];
  if (!PHONES.includes(machine))
    throw refuse(`${kind} is built for ${machine ?? 'another machine'}; allowed: arm64, arm`, ADVICE);
}

function refuse(what: string, advice: string, cause?: unknown): GateError {
  return new GateError('invalid-input', `options of the backend device-farm: ${what}.`, advice, cause);
}
