// What `doctor` looks at beside the ports: keys, runtime, proxy, git, workflow files and the token of GitHub.

import { arch, platform } from 'node:os';
import type { Git } from '../adapters/git/git.ts';
import { tryReading } from '../adapters/github/rights.ts';
import { lookForRuntime, refusePlatform } from '../adapters/local/runtime.ts';
import { tryRuntime } from '../adapters/local/try-runtime.ts';
import type { RunnerEnvironment } from '../adapters/runner/environment.ts';
import { findProxyFailure } from '../adapters/runner/proxy.ts';
import type { Access } from '../config/access.ts';
import type { Config } from '../config/config.ts';
import { KEYS, type ProfilerName, PUBLIC_ADDRESSES, type TrackerName } from '../config/inputs.ts';
import { readWorkflow } from '../config/workflow-rights.ts';
import { type Diagnosis, ok, unknown, wrong } from '../domain/diagnosis.ts';
import { GateError } from '../domain/errors.ts';
import { shortSha } from '../domain/run.ts';
import type { RuntimeContext } from './context.ts';
import { keyOf, needKey } from './keys.ts';
import { wireGitHub } from './network.ts';

/** Whether each backend that asks for a key has one. Whether it is accepted tell the devices and the tracker. */
export function examineKeys({ profiler, tracker, access }: Config, environment: RunnerEnvironment): Diagnosis[] {
  const sides = new Map<ProfilerName | TrackerName, Access>([
    [profiler, access.profiler],
    [tracker, access.tracker],
  ]);
  const asking = [...sides].filter(([backend]) => KEYS[backend] !== 'none');
  if (asking.length === 0) return [unknown('key', `${[...sides.keys()].join(' and ')} needs none`)];
  return asking.map(([backend, side]) => {
    if (keyOf(backend, side, environment) !== '') return ok('key', `given for ${backend}`);
    if (KEYS[backend] === 'optional') return unknown('key', `none for ${backend}, which may do without`);
    try {
      needKey(backend, side, environment);
      return ok('key', `given for ${backend}`);
    } catch (error) {
      if (!(error instanceof GateError)) throw error;
      return wrong('key', `none was given, but ${backend} needs one`, error.advice);
    }
  });
}

/** The tracker and where it is, for people. */
export function describeTracker({ tracker, access, project }: Config, environment: RunnerEnvironment): string {
  if (tracker === 'local') return 'local, in .latency-gate/';
  const own = tracker === 'embedl' || tracker === 'mlflow' ? environment[tracker].baseUrl : '';
  const address = access.tracker.baseUrl || own || PUBLIC_ADDRESSES[tracker] || '';
  const host = URL.canParse(address) ? ` at ${new URL(address).host}` : '';
  return `${tracker}${host}${project === undefined ? '' : `, project ${project}`}`;
}

/** ONNX Runtime, where this machine measures with it. */
export async function examineRuntime(
  { profiler, installRuntime }: Pick<Config, 'profiler' | 'installRuntime'>,
  { environment, network }: Pick<RuntimeContext, 'environment' | 'network'>,
): Promise<Diagnosis> {
  if (profiler !== 'local') return unknown('runtime', `the profiler ${profiler} brings its own`);
  const { workspace, programFolder, toolCache, npmRegistry, childEnv } = environment;
  const found = await lookForRuntime({ searchFrom: [workspace, programFolder], cacheFolder: toolCache });
  if (found.folder !== undefined) {
    const tried = await tryRuntime(found.folder, childEnv);
    const name = `ONNX Runtime ${tried.version} in ${found.folder}`;
    if (!('failure' in tried)) return ok('runtime', tried.providers === '' ? name : `${name} (${tried.providers})`);
    return wrong('runtime', `${name} cannot be loaded: ${tried.failure}`, 'Install onnxruntime-node for this machine.');
  }
  refusePlatform(`${platform()} ${arch()}`, found.version);
  const install = `Run "npm install onnxruntime-node@${found.version}".`;
  if (installRuntime === 'never')
    return wrong('runtime', 'ONNX Runtime is not here; install-runtime is never', install);
  const url = `${npmRegistry.replace(/\/+$/, '')}/onnxruntime-node/${found.version}`;
  const status = await network.fetch(url).then(
    (answer) => answer.status,
    () => 0,
  );
  if (status === 200) return ok('runtime', `ONNX Runtime ${found.version} is installed when it is first needed`);
  const why = status === 0 ? 'does not answer' : `answers ${status}`;
  return wrong('runtime', `ONNX Runtime is not here, and the npm registry ${why}`, install);
}

/** Whether something listens at each proxy. Its address is shown without user and password. */
export async function examineProxy({ proxy }: RunnerEnvironment): Promise<Diagnosis[]> {
  const addresses = [...new Set([proxy.https, proxy.http].filter((address) => address !== undefined))];
  if (addresses.length === 0) return [unknown('proxy', 'none is set')];
  const past = proxy.no === undefined || proxy.no === '' ? '' : `; not for ${proxy.no}`;
  return Promise.all(
    addresses.map(async (address) => {
      const shown = new URL(address).host;
      const failure = await findProxyFailure(address);
      if (failure === undefined) return ok('proxy', `${shown} listens${past}`);
      return wrong('proxy', `${shown}: ${failure}`, 'Correct HTTPS_PROXY and HTTP_PROXY, or unset them.');
    }),
  );
}

/** The commit, and where a comparison would start. */
export async function examineGit(git: Git): Promise<Diagnosis[]> {
  const version = await git.version();
  if (version === null) {
    const remedy = 'Install it, so that a gate finds the merge-base; without it the newest record is the baseline.';
    return [unknown('git', 'there is no git here', remedy)];
  }
  const { sha, branch } = await git.head();
  if (sha === null) return [unknown('git', `${version}; no commit here`, 'The newest record is the baseline.')];
  const head = ok('git', `${version}; ${branch ?? 'no branch'} at ${shortSha(sha)}`);
  const base = await git.defaultBranch();
  if (base === null) {
    const remedy = 'Run "git remote set-head origin --auto", or name the baseline: --baseline main.';
    return [head, wrong('default branch', 'neither origin/HEAD nor main nor master is known', remedy)];
  }
  const name = base.replace(/^refs\/(heads|remotes)\//, '');
  const start = await git.mergeBase(base, sha);
  if (start !== null) return [head, ok('default branch', `${name}; the merge-base is ${shortSha(start)}`)];
  const deepen = (await git.isShallow())
    ? 'The clone is shallow: run "git fetch --unshallow".'
    : `Run "git fetch", or rebase on ${name}.`;
  return [head, wrong('default branch', `${name} and this commit have no common ancestor`, deepen)];
}

/** What the workflow files of this repository lack. */
export function examineWorkflows(files: readonly { readonly path: string; readonly text: string }[]): Diagnosis[] {
  const facts = files.map(({ path, text }) => ({ path, ...readWorkflow(text) })).filter(({ uses }) => uses);
  if (facts.length === 0) return [unknown('workflows', 'none uses this action', 'Run "latency-gate init".')];
  const problems = facts.flatMap(({ path, problems: own }) =>
    own.map(({ found, remedy }) => wrong('workflows', `${path}: ${found}`, remedy)),
  );
  if (!facts.some(({ records }) => records)) {
    const remedy = 'Add to "on": push: { branches: [main] }';
    problems.push(wrong('workflows', 'none runs on pushes, so no baseline is ever recorded', remedy));
  }
  return problems.length > 0 ? problems : [ok('workflows', `${facts.map(({ path }) => path).join(', ')}: in order`)];
}

/** Tokens of a person: they write no checks. */
const OF_A_PERSON = /^(ghp_|github_pat_|gho_)/;

/** What the token of the environment may read, where the repository is one of the server that the token is for. */
export async function examineToken(git: Git, { environment, network }: RuntimeContext): Promise<Diagnosis> {
  const { variables, github } = environment;
  const token = variables['GITHUB_TOKEN'] || variables['GH_TOKEN'];
  if (!token) return unknown('token', "GITHUB_TOKEN is not set; a workflow uses the job's own");
  const origin = await git.origin();
  const sameServer = origin?.host === new URL(github.serverUrl).host;
  const repository = github.repository || (sameServer ? (origin?.path ?? '') : '');
  if (repository === '') return unknown('token', `GITHUB_TOKEN is set, but origin is not on ${github.serverUrl}`);
  try {
    await tryReading(wireGitHub(token, { ...environment, github: { ...github, repository } }, network.fetch));
  } catch (error) {
    if (!(error instanceof GateError)) throw error;
    return wrong('token', error.message.replace(/\.$/, ''), error.advice);
  }
  const check = OF_A_PERSON.test(token) ? '; a commit status stands in for the check, which is for apps only' : '';
  return ok('token', `reads ${repository}${check}`);
}
