// Where a command of the command line runs: this machine, this folder, this terminal, the local git.

import process from 'node:process';
import type { Git } from '../adapters/git/git.ts';
import { readEnvironment } from '../adapters/runner/environment.ts';
import { abortOnSignals } from '../adapters/runner/signals.ts';
import { NoStepOutput, TerminalLogger } from '../adapters/runner/terminal.ts';
import type { Trigger } from '../domain/trigger.ts';
import { createPaint, type Paint } from '../rendering/paint.ts';
import type { RuntimeContext } from '../wiring/context.ts';
import { wireNetwork } from '../wiring/network.ts';

/** What a command needs of its surroundings. */
export interface LocalContext extends RuntimeContext {
  readonly log: TerminalLogger;
  /** Colours, where standard output shows them. */
  readonly paint: Paint;
}

export function createLocalContext(quiet: boolean): LocalContext {
  const environment = readEnvironment();
  return {
    environment,
    network: wireNetwork(environment),
    log: new TerminalLogger(process.stderr, quiet),
    paint: createPaint(environment.wantsColor ?? process.stdout.isTTY === true),
    step: new NoStepOutput(),
    signal: abortOnSignals(),
    mask: () => undefined,
  };
}

/** The commit and where its comparison starts, by the local git; nothing of that where there is none. */
export async function readLocalTrigger(mode: 'gate' | 'record', git: Git): Promise<Trigger> {
  const commit = await git.head();
  const defaultBranch = await git.defaultBranch();
  return {
    event: 'command',
    mode,
    commit,
    base: mode === 'record' ? null : defaultBranch,
    defaultBranch: defaultBranch?.replace(/^refs\/(heads|remotes)\//, '') ?? 'main',
    tag: null,
    foreign: false,
    workflowRun: null,
    origin: null,
  };
}
