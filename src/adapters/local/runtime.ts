// Finds ONNX Runtime for Node: in the workspace, beside this program, in the tool cache, or installs it there at one
// pinned version. It is never bundled, and never loaded in this process.

import { createHash } from 'node:crypto';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { GateError, messageOf } from '../../domain/errors.ts';
import type { Logger } from '../../ports/machine.ts';
import { extractTgz } from '../files/untar.ts';
import { readAtMost } from '../http/bounded.ts';
import { describeConnectionFailure } from '../http/connection-failure.ts';
import type { Fetch } from '../http/fetch.ts';
import { RUNTIME_PACKAGES, RUNTIME_PLATFORMS, type RuntimePackage } from './runtime-pin.ts';

export interface RuntimeOptions {
  /** Folders from which `onnxruntime-node` is resolved, in this order. */
  readonly searchFrom: readonly string[];
  /** Where tools are kept from job to job. */
  readonly cacheFolder: string;
  readonly install: 'auto' | 'never';
  readonly registryUrl: string;
  readonly fetch: Fetch;
  readonly log: Logger;
  /** Platform and architecture as Node names them, `linux x64`; this machine's unless a test says otherwise. */
  readonly machine?: string;
  /** What to install; the pinned packages unless a test says otherwise. */
  readonly packages?: readonly RuntimePackage[];
}

const MAIN = 'onnxruntime-node';

/** The folder of an `onnxruntime-node` that can be required. */
export async function findRuntime(options: RuntimeOptions): Promise<string> {
  const packages = options.packages ?? RUNTIME_PACKAGES;
  const { folder, version, root } = await lookForRuntime({ ...options, packages });
  if (folder !== undefined) return folder;
  if (options.install === 'never') {
    throw new GateError(
      'runtime-missing',
      `ONNX Runtime is neither in the workspace nor in ${root}, and install-runtime is never.`,
      `Run "npm install onnxruntime-node@${version}" in an earlier step, or set install-runtime: auto.`,
    );
  }
  refusePlatform(options.machine ?? `${platform()} ${arch()}`, version);
  await installAll(packages, root, options);
  return cachedIn(root);
}

/** Where a runtime is, if it is, and which version would be installed where. Installs nothing. */
export async function lookForRuntime({
  searchFrom,
  cacheFolder,
  packages = RUNTIME_PACKAGES,
}: Pick<RuntimeOptions, 'searchFrom' | 'cacheFolder' | 'packages'>): Promise<{
  readonly folder: string | undefined;
  readonly version: string;
  readonly root: string;
}> {
  const version = packages.find((item) => item.name === MAIN)?.version ?? '';
  const root = join(cacheFolder, 'latency-gate', MAIN, version, `${platform()}-${arch()}`);
  const own = searchFrom.map(resolveFrom).find((folder) => folder !== undefined);
  const isCached = own === undefined && (await exists(join(cachedIn(root), 'package.json')));
  return { folder: own ?? (isCached ? cachedIn(root) : undefined), version, root };
}

function cachedIn(root: string): string {
  return join(root, 'node_modules', MAIN);
}

/** Throws a GateError where there is no build for this machine: before anything is downloaded. */
export function refusePlatform(machine: string, version: string): void {
  if (RUNTIME_PLATFORMS.includes(machine)) return;
  throw new GateError(
    'runtime-missing',
    `ONNX Runtime ${version} has no build for ${machine}; it has: ${RUNTIME_PLATFORMS.join(', ')}.`,
    `Use such a machine, or put an older onnxruntime-node that runs on this one into the workspace.`,
  );
}

function resolveFrom(folder: string): string | undefined {
  try {
    return dirname(createRequire(join(folder, 'package.json')).resolve(`${MAIN}/package.json`));
  } catch {
    return undefined;
  }
}

/** Installs into a folder beside the final one and renames at the end, so that a half install is never found. */
async function installAll(packages: readonly RuntimePackage[], root: string, options: RuntimeOptions): Promise<void> {
  const staging = `${root}.${process.pid}`;
  await rm(staging, { recursive: true, force: true });
  for (const item of packages) await installOne(item, join(staging, 'node_modules', item.name), options);
  await mkdir(dirname(root), { recursive: true });
  await rename(staging, root).catch(async (error: unknown) => {
    await rm(staging, { recursive: true, force: true });
    if (!(await exists(join(root, 'node_modules', MAIN)))) throw error;
  });
}

async function installOne(item: RuntimePackage, folder: string, options: RuntimeOptions): Promise<void> {
  const label = `${item.name}@${item.version}`;
  const url = `${options.registryUrl.replace(/\/+$/, '')}/${item.name}/-/${item.name}-${item.version}.tgz`;
  options.log.info(`Installing ${label} (ONNX Runtime, CPU) into the tool cache`);
  const bytes = await download(url, label, options.fetch);
  verify(bytes, item, label);
  options.log.info(`Installed ${label}: ${(bytes.length / 1e6).toFixed(1)} MB downloaded, integrity verified`);
  await extractTgz(bytes, item.files(platform(), arch()), folder);
}

/** Bytes of one package; ONNX Runtime's are a fraction of it. */
const LARGEST_PACKAGE = 1 << 30;

async function download(url: string, label: string, fetch: Fetch): Promise<Buffer> {
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
  return readAtMost(answer.body, LARGEST_PACKAGE).catch((error: unknown) => {
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

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
