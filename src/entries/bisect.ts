// Mode and command `bisect`: at which commit a level changed, in this repository or this folder.

import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Git } from '../adapters/git/git.ts';
import { WorktreeBuilder } from '../adapters/git/worktree-builder.ts';
import { GitHubCommits } from '../adapters/github/commits.ts';
import { mask } from '../adapters/runner/actions.ts';
import { createFiles } from '../adapters/runner/machine.ts';
import { print, printJson } from '../adapters/runner/streams.ts';
import { findCommits, nameOf } from '../app/bisect/find-commit.ts';
import type { FindCommitTask } from '../app/bisect/task.ts';
import type { Tools } from '../app/tools.ts';
import { type Config, parseConfig, type RawInputs, readInput } from '../config/config.ts';
import type { FileSettings } from '../config/file.ts';
import type { Bisection } from '../domain/bisection.ts';
import { GateError } from '../domain/errors.ts';
import { findMetric, METRICS, mergeMetrics, namesOf } from '../domain/metric.ts';
import { previousRelease } from '../domain/release.ts';
import { PLAIN, renderBisection, toMarkdownManner } from '../rendering/bisection.ts';
import type { RuntimeContext } from '../wiring/context.ts';
import { allKeys } from '../wiring/keys.ts';
import { wireReleases } from '../wiring/releases.ts';
import { wireFolderStore, wireTools } from '../wiring/tools.ts';
import { readConfigFile } from './config-file.ts';
import { createLocalContext, readLocalTrigger } from './local-context.ts';
import type { ActionContext } from './modes.ts';
import type { Request } from './program.ts';

/** What a build may take. */
const BUILD_MS = 3_600_000;

/** Searches between the last release (or what `baseline` names) and the commit at hand; fails no job by what it finds. */
export async function runBisectMode(action: ActionContext): Promise<void> {
  const { trigger, github, store, context, file } = action;
  const { environment, log, step } = context;
  const { inputs } = environment;
  if (trigger.mode === 'gate' && trigger.commit.pullRequest !== null) throw refusePullRequest();
  const settings = await file();
  const config = readSettings(inputs, settings);
  for (const key of allKeys(config, environment)) mask(key);
  const releases = config.baseline.kind === 'commit' ? [] : await wireReleases(github, context).list();
  const tag = previousRelease(releases, null)?.tag;
  const good =
    config.baseline.kind === 'commit' ? config.baseline.ref : tag === undefined ? undefined : `refs/tags/${tag}`;
  if (good === undefined) {
    const message = 'bisect: there is no release, and "baseline" names no commit.';
    throw new GateError('invalid-input', message, 'Set baseline to the commit or tag that had the good level.');
  }
  const parts = { store, commits: new GitHubCommits(github), lastRelease: null };
  const tools = await wireTools(config, trigger, parts, context);
  const ends = { good, bad: trigger.commit.sha ?? `refs/heads/${trigger.defaultBranch}` };
  const found = await search({ config, inputs, settings, ends, tools }, context);
  const { serverUrl, repository } = environment.github;
  const manner = toMarkdownManner(repository === '' ? null : `${serverUrl}/${repository}`);
  step.setOutput('bisect-commit', found.flatMap(({ end, bad }) => (end === 'found' ? [bad] : [])).join(','));
  for (const one of found) for (const line of renderBisection(one, PLAIN).trim().split('\n')) log.info(line);
  await step.appendSummary(
    `### Latency bisect\n\n${found.map((one) => renderBisection(one, manner).replaceAll('\n', '\n\n')).join('\n')}`,
  );
}

/** Searches between two commits of the local history; answers the exit code. */
export async function bisect({ inputs, flags, operands }: Request): Promise<number> {
  const context = createLocalContext(flags['quiet'] === true);
  const { environment, log } = context;
  const [good, bad = 'HEAD', another] = operands;
  if (good === undefined || another !== undefined) {
    const message = `bisect: found ${operands.length} commits; allowed: the good one, and the bad one.`;
    throw new GateError(
      'invalid-input',
      message,
      'Name the last commit or tag that was good: latency-gate bisect v1.2.0.',
    );
  }
  const settings = await readConfigFile(inputs, environment);
  const config = readSettings(inputs, settings);
  const git = new Git(environment.workspace);
  const trigger = await readLocalTrigger('gate', git);
  const parts = { store: wireFolderStore(environment), commits: git, lastRelease: null };
  try {
    const tools = await wireTools(config, trigger, parts, context);
    const found = await search({ config, inputs, settings, ends: { good, bad }, tools }, context);
    log.end();
    if (flags['json'] === true) printJson(`${JSON.stringify({ schema: 'latency-gate/bisect@1', found }, null, 2)}\n`);
    else print(found.map((one) => renderBisection(one, PLAIN)).join('\n'));
    return 0;
  } finally {
    await rm(environment.temporaryFolder, { recursive: true, force: true });
  }
}

/** No model need be there: names are enough, and records tell them where nothing else does. */
function readSettings(inputs: RawInputs, settings: FileSettings): Config {
  return parseConfig(inputs, settings, inputs['model'] === undefined ? 'handed over' : 'needed');
}

interface Search {
  readonly config: Config;
  readonly inputs: RawInputs;
  readonly settings: FileSettings;
  readonly ends: Pick<FindCommitTask, 'good' | 'bad'>;
  readonly tools: Tools;
}

async function search(
  { config, inputs, settings, ends, tools }: Search,
  context: RuntimeContext,
): Promise<readonly Bisection[]> {
  const { environment, signal } = context;
  const command = readInput('build', inputs, settings);
  const task: FindCommitTask = {
    ...ends,
    models: await modelsOf(config, readInput('model-name', inputs, settings), tools),
    devices: config.devices,
    metric: readMetric(readInput('metric', inputs, settings), config),
    maxPairs: readInput('max-pairs', inputs, settings),
    queueTimeoutMs: config.queueTimeoutMs,
    runTimeoutMs: config.runTimeoutMs,
  };
  const builder =
    command === undefined
      ? null
      : new WorktreeBuilder({
          repository: environment.workspace,
          temporaryFolder: join(environment.temporaryFolder, 'worktrees'),
          command,
          variables: environment.variables,
          timeoutMs: BUILD_MS,
          signal,
        });
  const list = async (folder: string, pattern: string) =>
    (await createFiles(folder, folder).glob(pattern)).map((path) => ({
      path,
      name: nameOf(relative(folder, path), undefined),
    }));
  return findCommits(task, { ...tools, builder, list });
}

async function modelsOf(
  { models }: Config,
  name: string | undefined,
  { tracker }: Tools,
): Promise<FindCommitTask['models']> {
  if (models.length > 0) return models.map((model) => ({ name: nameOf(model.path, model.name), path: model.path }));
  const names = name === undefined ? await tracker.modelNames() : [name];
  if (names.length === 0) {
    const message = 'model-name: nothing was given, and the records do not tell the names of models.';
    throw new GateError('invalid-input', message, 'Give model or model-name, or list models in the config file.');
  }
  return [...new Set(names)].map((one) => ({ name: one, path: null }));
}

function readMetric(name: string, { metrics }: Config) {
  const all = mergeMetrics(METRICS, metrics);
  const found = findMetric(name, all);
  if (found?.kind === 'sampled') return found;
  const sampled = namesOf(all.filter(({ kind }) => kind === 'sampled'));
  const advice =
    found === undefined
      ? 'Check its name.'
      : 'What follows from the bytes needs no measuring: git log of the model tells it.';
  throw new GateError('invalid-input', `metric: found "${name}"; allowed: ${sampled}.`, advice);
}

function refusePullRequest(): GateError {
  const message = 'mode: found "bisect" on a pull request; allowed: on branches.';
  return new GateError('unsupported-event', message, 'A pull request has one change, which the gate measures.');
}
