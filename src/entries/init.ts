// The command `init`: looks at the repository, asks what it cannot know, writes the files. Never overwrites one.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Git } from '../adapters/git/git.ts';
import { type RepositoryFacts, readRepository } from '../adapters/runner/repository.ts';
import { print } from '../adapters/runner/streams.ts';
import { GateError } from '../domain/errors.ts';
import { STARTER_KINDS, type Starter, type StarterKind } from '../rendering/starter/choice.ts';
import { createStarter, nextSteps } from '../rendering/starter/starter.ts';
import { createLocalContext } from './local-context.ts';
import type { Request } from './program.ts';

/** Asks a person; answers `fallback` where nobody is asked. */
type Ask = (question: string, fallback: string) => Promise<string>;

/** Writes or prints the files; answers the exit code. */
export async function init(request: Request): Promise<number> {
  const { environment } = createLocalContext(true);
  const folder = environment.workspace;
  const facts = await readRepository(folder);
  const branch = (await new Git(folder).defaultBranch())?.replace(/^refs\/(heads|remotes\/[^/]+)\//, '');
  const starter = await choose(request, facts, branch ?? 'main');
  const files = createStarter(starter);
  if (request.flags['dry-run'] === true) {
    print(files.map(({ path, text }) => `--- ${path}\n${text}\n`).join(''));
    return 0;
  }
  const lines: string[] = [];
  for (const { path, text } of files) lines.push(`${await write(join(folder, path), text)} ${path}`);
  const steps = nextSteps(starter).map((step, index) => `${index + 1}. ${step}`);
  print([...lines, '', 'Next:', ...steps, ''].join('\n'));
  return 0;
}

/** `wx` fails where the file exists, whoever made it meanwhile. */
async function write(path: string, text: string): Promise<'Wrote' | 'Left as it was:'> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(path, text, { flag: 'wx', mode: path.endsWith('.sh') ? 0o755 : 0o644 });
    return 'Wrote';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'Left as it was:';
    throw error;
  }
}

async function choose({ inputs, flags }: Request, facts: RepositoryFacts, branch: string): Promise<Starter> {
  const asks = flags['yes'] !== true && process.stdin.isTTY === true && process.stderr.isTTY === true;
  const terminal = asks ? createInterface({ input: process.stdin, output: process.stderr }) : undefined;
  const ask: Ask = async (question, fallback) => {
    const answer = await terminal?.question(fallback === '' ? `${question} ` : `${question} [${fallback}] `);
    return answer?.trim() || fallback;
  };
  try {
    const given = (name: string) => (typeof flags[name] === 'string' ? flags[name] : undefined);
    const kind =
      given('for') ?? (await ask(`What is set up: ${STARTER_KINDS.join(', ')}?`, facts.gitlab ? 'gitlab' : 'local'));
    if (!isKind(kind)) throw refuse('for', `found "${kind}"`, `Give one of ${STARTER_KINDS.join(', ')}.`);
    const models = list(inputs['model'] ?? (await ask('Which model files, separated by commas?', guessModels(facts))));
    if (models.length === 0)
      throw refuse(
        'model',
        'no .onnx or .tflite file was found',
        'Give the path that the build makes: --model build/model.onnx --build "make model"',
      );
    const phones = kind === 'phones' || kind === 'forks';
    const devices = phones ? list(inputs['devices'] ?? (await ask('On which devices, separated by commas?', ''))) : [];
    if (phones && devices.length === 0)
      throw refuse(
        'devices',
        'none was given',
        'Give --devices "Google Pixel 8"; "latency-gate devices --backend embedl" lists all.',
      );
    const build = given('build') ?? (await findBuild(models, facts, ask));
    return { kind, models, devices, build, branch: given('branch') ?? branch, lfs: facts.lfs };
  } finally {
    terminal?.close();
  }
}

/** Null where all models are committed: nothing has to build them. */
async function findBuild(models: readonly string[], facts: RepositoryFacts, ask: Ask): Promise<string | null> {
  const committed = new Set(facts.models.filter((model) => model.committed).map(({ path }) => path));
  if (models.every((path) => committed.has(path))) return null;
  const build = await ask('Which command builds the model?', facts.build ?? '');
  if (build !== '') return build;
  const missing = models.filter((path) => !committed.has(path)).join(', ');
  throw refuse(
    'build',
    `${missing} is not committed, and nothing tells how it is built`,
    'Give --build "make model", or commit the model.',
  );
}

/** Committed ones; else whatever is there. */
function guessModels({ models }: RepositoryFacts): string {
  const committed = models.filter((model) => model.committed);
  return (committed.length > 0 ? committed : models).map(({ path }) => path).join(', ');
}

function isKind(text: string): text is StarterKind {
  return (STARTER_KINDS as readonly string[]).includes(text);
}

function list(text: string): readonly string[] {
  return text
    .split(/[\n,]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function refuse(flag: string, found: string, advice: string): GateError {
  return new GateError('invalid-input', `init: ${flag}: ${found}.`, advice);
}
