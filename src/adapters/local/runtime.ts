// Finds ONNX Runtime for Node: in the workspace, beside this program, in the tool cache, or installs it there at one
// pinned version. It is never bundled, and never loaded in this process.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { GateError } from '../../domain/errors.ts';
import { exists, installPackages, type Registry } from './runtime-install.ts';
import { RUNTIME_PACKAGES, RUNTIME_PLATFORMS, type RuntimePackage } from './runtime-pin.ts';

/** A copy of ONNX Runtime for Node. */
export interface Runtime {
  /** The folder of an `onnxruntime-node` that can be required; installed when it is first asked for, where it must be. */
  path(): Promise<string>;
  /** Known without installing anything. */
  version(): Promise<string>;
}

export interface RuntimeOptions extends Registry {
  /** Folders from which `onnxruntime-node` is resolved, in this order. */
  readonly searchFrom: readonly string[];
  /** Where tools are kept from job to job. */
  readonly cacheFolder: string;
  readonly install: 'auto' | 'never';
  /** Platform and architecture as Node names them, `linux x64`; this machine's unless a test says otherwise. */
  readonly machine?: string;
  /** What to install; the pinned packages unless a test says otherwise. */
  readonly packages?: readonly RuntimePackage[];
}

/** The package that holds ONNX Runtime for Node. */
export const RUNTIME = 'onnxruntime-node';

/** The copy that executes candidates. */
export function createRuntime(options: RuntimeOptions): Runtime {
  let found: Promise<string> | undefined;
  return {
    path: () => (found ??= findRuntime(options)),
    version: async () => {
      const { folder, version } = await lookForRuntime(options);
      return folder === undefined ? version : readVersion(folder);
    },
  };
}

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
  await installPackages(packages, root, options);
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
  const version = packages.find((item) => item.name === RUNTIME)?.version ?? '';
  const root = cacheOf(version, { cacheFolder });
  const own = searchFrom.map(resolveFrom).find((folder) => folder !== undefined);
  const isCached = own === undefined && (await exists(join(cachedIn(root), 'package.json')));
  return { folder: own ?? (isCached ? cachedIn(root) : undefined), version, root };
}

/** Where the package lies in a folder that was installed into. */
export function cachedIn(root: string): string {
  return join(root, 'node_modules', RUNTIME);
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

/** Where a version is kept from job to job. */
export function cacheOf(version: string, { cacheFolder }: Pick<RuntimeOptions, 'cacheFolder'>): string {
  return join(cacheFolder, 'latency-gate', RUNTIME, version, `${platform()}-${arch()}`);
}

/** What its package says of itself. */
export async function readVersion(folder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version?: unknown };
  return typeof version === 'string' ? version : 'unknown';
}

/** The folder of the package as it is resolved from `folder`. */
export function resolveFrom(folder: string): string | undefined {
  try {
    return dirname(createRequire(join(folder, 'package.json')).resolve(`${RUNTIME}/package.json`));
  } catch {
    return undefined;
  }
}
