// The copy of ONNX Runtime that executes the baseline's model where it is to be another than the candidate's: an exact
// version, downloaded and verified by the integrity that the npm registry tells, or a folder.

import { readdir, readFile, rm } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { GateError } from '../../domain/errors.ts';
import { cachedIn, cacheOf, RUNTIME, type Runtime, type RuntimeOptions, readVersion, resolveFrom } from './runtime.ts';
import { download, exists, installPackages } from './runtime-install.ts';
import type { RuntimePackage } from './runtime-pin.ts';

const INPUT = 'baseline-runtime';
const COMMON = 'onnxruntime-common';

/** What the registry says of one version. */
const Manifest = z.object({
  version: z.string(),
  dist: z.object({ integrity: z.string().regex(/^sha512-[A-Za-z0-9+/]{86}==$/) }),
});

const LARGEST_MANIFEST = 1 << 20;

/** `written` is an exact version, or a path from the workspace: of the package, or of a project that has it. */
export function createBaselineRuntime(written: string, workspace: string, options: RuntimeOptions): Runtime {
  if (!/^\d+\.\d+\.\d+/.test(written)) {
    const folder = resolve(workspace, written);
    return {
      path: () => findFolder(folder, written),
      version: async () => readVersion(await findFolder(folder, written)),
    };
  }
  let found: Promise<string> | undefined;
  return { path: () => (found ??= findVersion(written, options)), version: async () => written };
}

async function findFolder(folder: string, written: string): Promise<string> {
  const found = (await isRuntime(folder)) ? folder : resolveFrom(folder);
  if (found !== undefined) return found;
  throw new GateError(
    'invalid-input',
    `${INPUT}: found "${written}", where there is no ${RUNTIME}; allowed: an exact version, or a folder that has it.`,
    `Install it there ("npm install ${RUNTIME}@<version>"), or give the version.`,
  );
}

async function isRuntime(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
  return z.object({ name: z.literal(RUNTIME) }).safeParse(parseJson(text)).success;
}

/** In the tool cache, or installed there. */
async function findVersion(version: string, options: RuntimeOptions): Promise<string> {
  const root = cacheOf(version, options);
  const folder = cachedIn(root);
  if (await exists(join(folder, 'package.json'))) return folder;
  if (options.install === 'never') {
    throw new GateError(
      'runtime-missing',
      `${INPUT}: ONNX Runtime ${version} is not in ${root}, and install-runtime is never.`,
      `Set install-runtime: auto, or install it in an earlier step and give its folder.`,
    );
  }
  const packages = [await describe(RUNTIME, version, options), await describe(COMMON, version, options)];
  await installPackages(packages, root, options);
  await needBinary(folder, root, version);
  return folder;
}

/** The registry names the hash, the download must have it: a mirror or cache between cannot hand out something else. */
async function describe(name: string, version: string, options: RuntimeOptions): Promise<RuntimePackage> {
  const url = `${options.registryUrl.replace(/\/+$/, '')}/${name}/${version}`;
  const bytes = await download(url, `what the registry says of ${name}@${version}`, LARGEST_MANIFEST, options.fetch);
  const parsed = Manifest.safeParse(parseJson(bytes.toString('utf8')));
  if (!parsed.success || parsed.data.version !== version) {
    throw new GateError(
      'runtime-missing',
      `${INPUT}: the registry tells no integrity of ${name}@${version}.`,
      'Nothing was installed. Check the registry or proxy that the runner uses, or give a folder.',
    );
  }
  return {
    name,
    version,
    integrity: parsed.data.dist.integrity,
    files: name === COMMON ? listCommonFiles : listRuntimeFiles,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function listCommonFiles(): readonly string[] {
  return ['package/package.json', 'package/dist'];
}

/** The folder of the binaries is named after Node's interface for them, which rose from 3 to 6. */
function listRuntimeFiles(system: string, processor: string): readonly string[] {
  const binaries = [3, 4, 5, 6].map((api) => `package/bin/napi-v${api}/${system}/${processor}`);
  return ['package/package.json', 'package/dist', ...binaries];
}

async function needBinary(folder: string, root: string, version: string): Promise<void> {
  if ((await readdir(folder)).includes('bin')) return;
  await rm(root, { recursive: true, force: true });
  throw new GateError(
    'runtime-missing',
    `${INPUT}: ONNX Runtime ${version} has no build for ${platform()} ${arch()}.`,
    'Give a version that has one.',
  );
}
