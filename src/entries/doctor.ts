// The command `doctor`: looks at all that a gate needs, and says what is wrong and what helps.

import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { Git } from '../adapters/git/git.ts';
import { createFiles } from '../adapters/runner/machine.ts';
import { readRepository } from '../adapters/runner/repository.ts';
import { print, printJson, printStyled } from '../adapters/runner/streams.ts';
import { examine, examineDevices, examineModels, examineTracker } from '../app/modes/examine.ts';
import { type Config, parseConfig, type RawInputs } from '../config/config.ts';
import { VERSION } from '../config/version.ts';
import { type Diagnosis, ok, unknown } from '../domain/diagnosis.ts';
import type { Profiler } from '../ports/profiler.ts';
import { renderDiagnoses } from '../rendering/doctor.ts';
import { wireProfiler, wireTracker } from '../wiring/backends.ts';
import {
  describeTracker,
  examineGit,
  examineKeys,
  examineProxy,
  examineRuntime,
  examineToken,
  examineWorkflows,
} from '../wiring/examine.ts';
import { wireNetwork } from '../wiring/network.ts';
import { wireFolderStore } from '../wiring/tools.ts';
import { readConfigFile } from './config-file.ts';
import { NO_LABELS } from './devices.ts';
import { createLocalContext, type LocalContext } from './local-context.ts';
import { takeOperands } from './operands.ts';
import type { Request } from './program.ts';

/** Nobody wants to wait for a doctor: one retry, and ten seconds for each call. */
const TIMEOUT_MS = 10_000;
const ATTEMPTS = 2;

/** Prints a line for each thing it looked at; answers the exit code. */
export async function doctor({ inputs: given, flags, operands }: Request): Promise<number> {
  const local = createLocalContext(flags['quiet'] === true);
  const context = { ...local, network: wireNetwork(local.environment, TIMEOUT_MS, ATTEMPTS) };
  const inputs = takeOperands('doctor', given, operands);
  const diagnoses = await lookAtAll(inputs, context).finally(() =>
    rm(local.environment.temporaryFolder, { recursive: true, force: true }),
  );
  context.log.end();
  if (flags['json'] === true) printJson(`${JSON.stringify(diagnoses, null, 2)}\n`);
  else (context.paint.colored ? printStyled : print)(renderDiagnoses(diagnoses, context.paint));
  return diagnoses.some(({ state }) => state === 'wrong') ? 2 : 0;
}

async function lookAtAll(inputs: RawInputs, context: LocalContext): Promise<readonly Diagnosis[]> {
  const { environment } = context;
  const git = new Git(environment.workspace);
  const repository = git.head().then(() => readRepository(environment.workspace));
  const read = await readConfig(inputs, context);
  return [
    ok('program', `latency-gate ${VERSION}, Node ${process.versions.node}`),
    read.diagnosis,
    ...(read.config?.idle ?? []).map((sentence) =>
      unknown('settings', sentence.replace(/\.$/, ''), 'Leave it out, or choose the backend that it is for.'),
    ),
    ...(read.config === undefined ? [] : await lookAtBackend(read.config, context)),
    ...(await examineProxy(environment)),
    ...(await examineGit(git)),
    ...examineWorkflows(await readAll(environment.workspace, (await repository).workflows)),
    await examineToken(git, context),
  ];
}

/** Without a model the rest can still be looked at. */
async function readConfig(
  inputs: RawInputs,
  { environment }: LocalContext,
): Promise<{ readonly diagnosis: Diagnosis; readonly config?: Config }> {
  let config: Config | undefined;
  const diagnosis = await examine('settings', async () => {
    const file = await readConfigFile(inputs, environment);
    const named = inputs['model'] !== undefined || file.inputs['model'] !== undefined || file.models.length > 0;
    config = parseConfig(inputs, file, named ? 'needed' : 'handed over');
    const { profiler, tracker } = config;
    return ok('settings', `${file.path ?? 'no config file'}; ${profiler} measures, ${tracker} keeps the runs`);
  });
  return config === undefined ? { diagnosis } : { diagnosis, config };
}

async function lookAtBackend(config: Config, context: LocalContext): Promise<readonly Diagnosis[]> {
  const { environment } = context;
  const keys = examineKeys(config, environment);
  const runtime = await examine('runtime', () => examineRuntime(config, context));
  if (keys.some(({ state }) => state === 'wrong')) {
    return [
      ...keys,
      unknown('devices', 'not asked: the key is missing'),
      unknown('tracker', 'not asked either'),
      runtime,
    ];
  }
  return [...keys, ...(await lookAtPorts(config, context)), runtime];
}

async function lookAtPorts(config: Config, context: LocalContext): Promise<readonly Diagnosis[]> {
  const { environment } = context;
  const files = createFiles(environment.temporaryFolder, environment.workspace);
  const repository = environment.github.repository || null;
  const devices = await withProfiler('devices', config, context, (profiler) => examineDevices(config, profiler));
  const models = await withProfiler('models', config, context, (profiler) => examineModels(config, profiler, files));
  const tracker = await examine('tracker', () =>
    examineTracker(
      config,
      wireTracker(config, repository, wireFolderStore(environment), context),
      describeTracker(config, environment),
    ),
  );
  return devices.state === 'wrong' && devices.found === models.found ? [devices, tracker] : [devices, models, tracker];
}

/** A profiler of its own for each: what one has read must not change what the next one lists. */
function withProfiler(
  topic: string,
  config: Config,
  context: LocalContext,
  look: (profiler: Profiler) => Promise<Diagnosis>,
): Promise<Diagnosis> {
  return examine(topic, async () => {
    const profiler = await wireProfiler(config, NO_LABELS, context);
    return look(profiler).finally(() => profiler.close?.());
  });
}

function readAll(workspace: string, paths: readonly string[]) {
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(workspace, path), 'utf8') })));
}
