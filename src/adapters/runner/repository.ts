// What `init` finds in a repository: models, how they are built, and whether they are committed. Reads only.

import { execFile } from 'node:child_process';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface RepositoryFacts {
  /** Paths of model files from the root, those that are not committed last. */
  readonly models: readonly { readonly path: string; readonly committed: boolean }[];
  /** A command that seems to build the models; null where nothing tells. */
  readonly build: string | null;
  /** Whether Git LFS keeps model files. */
  readonly lfs: boolean;
  readonly workflows: readonly string[];
  readonly gitlab: boolean;
}

const IGNORED = new Set(['node_modules', '.git', '.latency-gate', '.venv', 'venv', 'dist-info', 'site-packages']);
const MOST_MODELS = 50;

/** Looks at the folder; without git every model counts as not committed. */
export async function readRepository(folder: string): Promise<RepositoryFacts> {
  const committed = new Set(await gitFiles(folder));
  const paths = await find(folder, '**/*.{onnx,tflite}');
  const models = paths.map((path) => ({ path, committed: committed.has(path) }));
  const attributes = await read(join(folder, '.gitattributes'));
  return {
    models: models.sort((a, b) => Number(b.committed) - Number(a.committed)).slice(0, MOST_MODELS),
    build: await findBuild(folder),
    lfs: attributes.split('\n').some((line) => /\.(onnx|tflite)\b.*filter=lfs/.test(line)),
    workflows: await find(folder, '.github/workflows/*.{yml,yaml}'),
    gitlab: (await find(folder, '.gitlab-ci.yml')).length > 0,
  };
}

/** A script, a target of make or a script of npm that has to do with making models. */
async function findBuild(folder: string): Promise<string | null> {
  const make = /^((?:build|export|convert)?-?_?models?|export)\s*:/m.exec(await read(join(folder, 'Makefile')));
  if (make !== null) return `make ${make[1]}`;
  const [shell] = await find(folder, '{,scripts/,tools/}{build,export,convert}*.sh');
  if (shell !== undefined) return `bash ${shell}`;
  const [python] = await find(folder, '{,scripts/,tools/,src/}{export,convert,build_model}*.py');
  if (python === undefined) return null;
  const needs = (await find(folder, 'requirements.txt')).length > 0 ? 'pip install -r requirements.txt\n' : '';
  return `${needs}python ${python}`;
}

async function find(folder: string, pattern: string): Promise<readonly string[]> {
  const found: string[] = [];
  const exclude = (name: string) => IGNORED.has(name.split(/[/\\]/).at(-1) ?? '');
  for await (const path of glob(pattern, { cwd: folder, exclude })) found.push(path.replaceAll('\\', '/'));
  return found.sort();
}

async function gitFiles(folder: string): Promise<readonly string[]> {
  try {
    const { stdout } = await promisify(execFile)('git', ['ls-files', '-z'], { cwd: folder, maxBuffer: 1 << 26 });
    return stdout.split('\0').filter((path) => path !== '');
  } catch {
    return [];
  }
}

async function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
