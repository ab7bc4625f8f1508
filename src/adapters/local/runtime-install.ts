// Downloads packages of ONNX Runtime for Node from the npm registry, each verified by its integrity hash, and unpacks what
// this machine needs of them.

import { createHash } from 'node:crypto';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { GateError, messageOf } from '../../domain/errors.ts';
import type { Logger } from '../../ports/machine.ts';
import { extractTgz } from '../files/untar.ts';
import { readAtMost } from '../http/bounded.ts';
import { describeConnectionFailure } from '../http/connection-failure.ts';
import type { Fetch } from '../http/fetch.ts';
import type { RuntimePackage } from './runtime-pin.ts';

/** Where packages come from. */
export interface Registry {
  readonly registryUrl: string;
  readonly fetch: Fetch;
  readonly log: Logger;
}

/** Installs into a folder beside the final one and renames at the end, so that a half install is never found. */
export async function installPackages(
  packages: readonly RuntimePackage[],
  root: string,
  registry: Registry,
): Promise<void> {
  const staging = `${root}.${process.pid}`;
  await rm(staging, { recursive: true, force: true });
  for (const item of packages) await installOne(item, join(staging, 'node_modules', item.name), registry);
  await mkdir(dirname(root), { recursive: true });
  await rename(staging, root).catch(async (error: unknown) => {
    await rm(staging, { recursive: true, force: true });
    if (!(await exists(join(root, 'node_modules')))) throw error;
  });
}

async function installOne(item: RuntimePackage, folder: string, registry: Registry): Promise<void> {
  const label = `${item.name}@${item.version}`;
  const url = `${registry.registryUrl.replace(/\/+$/, '')}/${item.name}/-/${item.name}-${item.version}.tgz`;
  registry.log.info(`Installing ${label} (ONNX Runtime, CPU) into the tool cache`);
  const bytes = await download(url, label, LARGEST_PACKAGE, registry.fetch);
  verify(bytes, item, label);
  registry.log.info(`Installed ${label}: ${(bytes.length / 1e6).toFixed(1)} MB downloaded, integrity verified`);
  await extractTgz(bytes, item.files(platform(), arch()), folder);
}

/** Bytes of one package; ONNX Runtime's are a fraction of it. */
const LARGEST_PACKAGE = 1 << 30;

/** Throws a GateError where it cannot be had or is larger than `most` bytes. */
export async function download(url: string, label: string, most: number, fetch: Fetch): Promise<Buffer> {
  const advice = 'Check that the runner reaches the npm registry, or install onnxruntime-node in an earlier step.';
  const answer = await fetch(url).catch((error: unknown) => {
    throw new GateError(
      'runtime-missing',
      `Could not download ${label}: ${describeConnectionFailure(error) ?? String(error)}.`,
      advice,
      error,
    );
  });
  if (!answer.ok) throw new GateError('runtime-missing', `Could not download ${label}: HTTP ${answer.status}.`, advice);
  return readAtMost(answer.body, most).catch((error: unknown) => {
    const why = describeConnectionFailure(error) ?? messageOf(error);
    throw new GateError('runtime-missing', `Could not download ${label}: ${why}.`, advice, error);
  });
}

function verify(bytes: Buffer, item: RuntimePackage, label: string): void {
  const found = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  if (found === item.integrity) return;
  throw new GateError(
    'runtime-missing',
    `The download of ${label} is not the pinned one (found ${found.slice(0, 20)}…, expected ${item.integrity.slice(0, 20)}…).`,
    'Nothing was installed. Check the registry or proxy that the runner uses.',
  );
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
