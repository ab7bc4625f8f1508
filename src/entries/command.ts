// The commands outside Actions: from arguments to an exit code. Reads, wires and conducts.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Git } from '../adapters/git/git.ts';
import { readEnvironment } from '../adapters/runner/environment.ts';
import { createFiles, systemClock } from '../adapters/runner/machine.ts';
import { abortOnSignals } from '../adapters/runner/signals.ts';
import { print, printError, printJson } from '../adapters/runner/streams.ts';
import { NoStepOutput, TerminalLogger } from '../adapters/runner/terminal.ts';
import { runGate } from '../app/modes/gate.ts';
import { runAndReport } from '../app/report/run-and-report.ts';
import { createFileSinks } from '../app/report/sinks/files.ts';
import { type CommandName, flagsFor, helpText, isCommand, refuseCommand } from '../config/command-line.ts';
import { parseConfig, type RawInputs, readReporting } from '../config/config.ts';
import { GateError } from '../domain/errors.ts';
import type { Trigger } from '../domain/trigger.ts';
import { encodeReport } from '../formats/report-file.ts';
import { describeFinding } from '../rendering/findings.ts';
import { renderTerminal } from '../rendering/terminal.ts';
import { wireProfiler } from '../wiring/backends.ts';
import type { RuntimeContext } from '../wiring/context.ts';
import { wireNetwork } from '../wiring/network.ts';
import { toTask, wireFolderStore, wireTools } from '../wiring/tools.ts';
import { compare } from './compare.ts';
import { readConfigFile } from './config-file.ts';

/** What a command was told. */
interface Arguments {
  readonly inputs: RawInputs;
  readonly files: {
    readonly history: readonly string[];
    readonly candidate: readonly string[];
    readonly series: readonly string[];
  };
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Runs one command; resolves to the exit code and never rejects. */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    const [command, ...rest] = args;
    if (command === undefined || command === '--help' || rest.includes('--help')) {
      print(helpText());
      return command === undefined ? 2 : 0;
    }
    if (!isCommand(command)) throw refuseCommand(command);
    const parsed = parseArguments(command, rest);
    if (command === 'compare') return await compare({ ...parsed, ...parsed.files });
    if (command === 'devices') return await listDevices(parsed);
    return await measure(command, parsed);
  } catch (error) {
    printError(error instanceof GateError ? `${error.message}\n${error.advice}` : error);
    return 2;
  }
}

async function measure(mode: 'gate' | 'record', { inputs, json, quiet }: Arguments): Promise<number> {
  const context = createRuntimeContext(quiet);
  const { environment, log, signal } = context;
  const git = new Git(environment.workspace);
  const trigger = await readLocalTrigger(mode, git);
  const file = await readConfigFile(inputs, environment);
  const { failOn, key } = readReporting(inputs, file);
  const store = wireFolderStore(environment);
  const files = createFiles(environment.temporaryFolder, environment.workspace);
  const folder = join(environment.workspace, '.latency-gate', 'report');
  const sinks = createFileSinks({ files, folder, store: null, kind: null, workflowRun: null });
  const perform = async () => {
    const config = parseConfig(inputs, file);
    return runGate(
      toTask(config, trigger),
      await wireTools(config, trigger, { store, commits: git, lastRelease: null }, context),
    );
  };
  const setting = { mode, failOn, commit: trigger.commit, runUrl: null, key };
  const now = () => systemClock.now();
  const { report, outputs, exitCode, bug } = await runAndReport(perform, {
    info: setting,
    check: null,
    sinks,
    urgentSinks: [],
    now,
    log,
    signal,
  });
  await rm(environment.temporaryFolder, { recursive: true, force: true });
  if (json) printJson(encodeReport(report, describeFinding));
  else print(renderTerminal(report, outputs['report-markdown']));
  if (bug !== undefined) printError(bug);
  // On a desk a record that was not kept is no success, whatever was measured.
  return mode === 'record' && report.runIds.length === 0 ? Math.max(exitCode, 2) : exitCode;
}

/** The commit and where its comparison starts, by the local git; nothing of that where there is none. */
async function readLocalTrigger(mode: 'gate' | 'record', git: Git): Promise<Trigger> {
  const commit = await git.head();
  const defaultBranch = await git.defaultBranch();
  const base = mode === 'record' ? null : defaultBranch;
  return {
    event: 'command',
    mode,
    commit,
    base,
    defaultBranch: defaultBranch?.replace(/^refs\/(heads|remotes)\//, '') ?? 'main',
    tag: null,
    foreign: false,
    workflowRun: null,
    origin: null,
  };
}

async function listDevices({ inputs, json, quiet }: Arguments): Promise<number> {
  const context = createRuntimeContext(quiet);
  const file = await readConfigFile(inputs, context.environment);
  const profiler = await wireProfiler(parseConfig(inputs, file, 'handed over'), NO_LABELS, context);
  const devices = await profiler.devices();
  const lines = devices.map(({ name, description }) => `${name}\t${description}`).join('\n');
  if (json) printJson(`${JSON.stringify(devices, null, 2)}\n`);
  else print(`${lines}\n`);
  return 0;
}

const NO_LABELS = {
  mode: 'gate',
  commit: { sha: null, branch: null, repository: null, pullRequest: null },
} as const;

function createRuntimeContext(quiet: boolean): RuntimeContext {
  const environment = readEnvironment();
  return {
    environment,
    network: wireNetwork(environment),
    log: new TerminalLogger(process.stderr, quiet),
    step: new NoStepOutput(),
    signal: abortOnSignals(),
    mask: () => undefined,
  };
}

/** A flag given several times is several lines of that input. `compare` also takes files after its file flags. */
function parseArguments(command: CommandName, args: readonly string[]): Arguments {
  const { values, positionals } = parseFlags(command, args);
  const { json, quiet, history, candidate, ...inputs } = values;
  return {
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, values]) => [name, [values].flat().join('\n')])),
    files: { history: toList(history), candidate: toList(candidate), series: positionals },
    json: json === true,
    quiet: quiet === true,
  };
}

type FlagValues = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function parseFlags(
  command: CommandName,
  args: readonly string[],
): { readonly values: FlagValues; readonly positionals: readonly string[] } {
  try {
    return parseArgs({
      args: spreadFiles([...args]),
      options: { ...flagsFor(command) },
      strict: true,
      allowPositionals: command === 'compare',
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new GateError('invalid-input', `${command}: ${why}`, 'See latency-gate --help.', error);
  }
}

/** `--history a.json b.json`, as a shell's glob expands it, becomes one flag a file. */
function spreadFiles(args: readonly string[]): string[] {
  let flag = '';
  return args.flatMap((arg, index) => {
    if (arg.startsWith('--')) {
      flag = arg;
      return [arg];
    }
    const follows = args[index - 1] === flag;
    return !follows && ['--history', '--candidate'].includes(flag) ? [flag, arg] : [arg];
  });
}

function toList(values: FlagValues[string]): readonly string[] {
  return [values ?? []].flat().filter((value) => typeof value === 'string');
}
