// Mode and command `site`: the history as a folder of pages, for this repository or this folder.

import { rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Git } from '../adapters/git/git.ts';
import { GitHubCommits } from '../adapters/github/commits.ts';
import { mask } from '../adapters/runner/actions.ts';
import type { RunnerEnvironment } from '../adapters/runner/environment.ts';
import { createFiles, systemClock } from '../adapters/runner/machine.ts';
import { print, printJson } from '../adapters/runner/streams.ts';
import { type MadeSite, makeSite } from '../app/site/make-site.ts';
import { HISTORY_FILE } from '../app/site/read-history.ts';
import { parseConfig, readInput } from '../config/config.ts';
import { HISTORY_ARTIFACT } from '../domain/artifact-name.ts';
import { escapeCode } from '../rendering/escape.ts';
import { allKeys } from '../wiring/keys.ts';
import { readHistories, readKeptHistory, wireFolderSources, wireSiteSources } from '../wiring/site.ts';
import { readConfigFile } from './config-file.ts';
import { createLocalContext } from './local-context.ts';
import type { ActionContext } from './modes.ts';
import type { Request } from './program.ts';

/** GitHub keeps an artifact no longer; each site renews it. */
const HISTORY_DAYS = 90;

/** Makes the site from what the repository has, and leaves its history as an artifact for the next one. */
export async function runSiteMode(action: ActionContext): Promise<void> {
  const { trigger, github, store, context, file } = action;
  const { environment, log, step } = context;
  const settings = await file();
  const config = parseConfig(environment.inputs, settings, 'handed over');
  const siteFolder = readInput('site-folder', environment.inputs, settings);
  const places = readInput('site-history', environment.inputs, settings) ?? [];
  for (const key of allKeys(config, environment)) mask(key);
  const files = createFiles(environment.temporaryFolder, environment.workspace);
  const histories = [...(await readKeptHistory(store, context)), ...(await readHistories(places, context))];
  const made = await makeSite(
    {
      title: `Latency of ${environment.github.repository}`,
      repositoryUrl: repositoryPage(environment),
      folder: resolve(environment.workspace, siteFolder),
      waivers: config.waivers,
      head: `refs/heads/${trigger.defaultBranch}`,
    },
    {
      histories,
      sources: await wireSiteSources(config, { github, store, defaultBranch: trigger.defaultBranch }, context),
      commits: new GitHubCommits(github),
      files,
      clock: systemClock,
      log,
    },
  );
  const put = await store.put(HISTORY_ARTIFACT, dirname(made.history), [made.history], { retentionDays: HISTORY_DAYS });
  if (put.kind !== 'stored') {
    log.warning(`The history was not kept as an artifact (${put.kind}): give "site-history" its address on the site.`);
  }
  log.info(describeMade(made, siteFolder));
  await step.appendSummary(`### Latency site\n\n${describeMade(made, siteFolder, escapeCode)}\n`);
}

/** Makes the site from folders of records; answers the exit code. */
export async function site({ inputs, flags, operands }: Request): Promise<number> {
  const context = createLocalContext(flags['quiet'] === true);
  const { environment, log } = context;
  const { workspace } = environment;
  const settings = await readConfigFile(inputs, environment);
  const config = parseConfig(inputs, settings, 'handed over');
  const siteFolder = readInput('site-folder', inputs, settings);
  const folder = resolve(workspace, siteFolder);
  const places = readInput('site-history', inputs, settings);
  const git = new Git(workspace);
  try {
    const made = await makeSite(
      {
        title: `Latency of ${environment.github.repository || basename(workspace)}`,
        repositoryUrl: (await originPage(git)) ?? repositoryPage(environment),
        folder,
        waivers: config.waivers,
        head: (await git.defaultBranch()) ?? 'HEAD',
      },
      {
        histories: await readHistories(places ?? (await findEarlierSite(folder)), context),
        sources: wireFolderSources(config, operands, context),
        commits: git,
        files: createFiles(environment.temporaryFolder, workspace),
        clock: systemClock,
        log,
      },
    );
    log.end();
    if (flags['json'] === true) printJson(`${JSON.stringify(made, null, 2)}\n`);
    else print(`${describeMade(made, siteFolder)}\n`);
    return 0;
  } finally {
    await rm(environment.temporaryFolder, { recursive: true, force: true });
  }
}

async function originPage(git: Git): Promise<string | null> {
  const origin = await git.origin();
  return origin === null || !origin.host.includes('.') ? null : `https://${origin.host}/${origin.path}`;
}

function repositoryPage({ github: { serverUrl, repository } }: RunnerEnvironment): string | null {
  return repository === '' ? null : `${serverUrl}/${repository}`;
}

/** Where nothing else is said, the site that stands in the folder already. */
async function findEarlierSite(folder: string): Promise<readonly string[]> {
  const before = join(folder, HISTORY_FILE);
  return createFiles(folder, folder)
    .read(before)
    .then(
      () => [before],
      () => [],
    );
}

function describeMade(
  { subjects, runs, changes, files, bytes }: MadeSite,
  siteFolder: string,
  quote: (text: string) => string = (text) => text,
): string {
  const what = `${runs} records of ${subjects} ${subjects === 1 ? 'model on a device' : 'models on devices'}, ${changes} changes of level`;
  return `Made the site in ${quote(siteFolder)}: ${what}; ${files} files, ${(bytes / 1e6).toFixed(1)} MB.`;
}
