// One process that executes one model, as an object: load, warm, block, profile, stop.

import { type ChildProcess, fork } from 'node:child_process';
import { GateError } from '../../domain/errors.ts';
import type { DescribedModel, JobCommand, JobReply, LoadedModel, LoadRequest, NamedValue } from './protocol.ts';
import { Refusal } from './refusal.ts';

export interface ProcessOptions {
  /** The worker's bundle. */
  readonly workerPath: string;
  /** The only variables the process sees. */
  readonly env: Readonly<Record<string, string>>;
  /** No single step may take longer; the process is killed then. */
  readonly timeoutMs: number;
}

/**
 * A model held open in a process of its own. Every method rejects with a Refusal where the model or its inputs are at
 * fault, and with a GateError once the process has died.
 */
export class ModelProcess {
  readonly #child: ChildProcess;
  #waiting: { resolve: (reply: JobReply) => void; reject: (error: Error) => void } | undefined;
  readonly #timeoutMs: number;
  #death: GateError | undefined;

  constructor(options: ProcessOptions) {
    this.#timeoutMs = options.timeoutMs;
    this.#child = fork(options.workerPath, [], {
      // Since 1.30 the runtime otherwise keeps logs in the temporary folder and sends what it saw to its maker.
      env: { ...options.env, ORT_DISABLE_TELEMETRY: '1' },
      // V8's helper threads come and go with megabytes that would pass for the model's.
      execArgv: ['--single-threaded', '--expose-gc'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('message', (reply: JobReply) => this.#settle(({ resolve }) => resolve(reply)));
    this.#child.on('error', (error) => this.#die(error.message));
    this.#child.on('exit', (code, signal) =>
      this.#die(signal === null ? `exit code ${code}` : `signal ${signal}`, adviseOn(signal)),
    );
  }

  /** Undefined where it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Loads ONNX Runtime; `load` does so too where this was not called. */
  async boot(runtimePath: string): Promise<void> {
    await this.#ask({ kind: 'boot', runtimePath }, 'booted');
  }

  async load(request: LoadRequest): Promise<LoadedModel> {
    return this.#ask(request, 'loaded');
  }

  /** What the runtime says of the model's inputs and outputs. */
  async describe(runtimePath: string, modelPath: string): Promise<DescribedModel> {
    return this.#ask({ kind: 'describe', runtimePath, modelPath }, 'described');
  }

  /** What one inference answers. */
  async outputs(): Promise<readonly NamedValue[]> {
    return (await this.#ask({ kind: 'outputs' }, 'outputs')).outputs;
  }

  async warm(minCount: number, minMs: number): Promise<void> {
    await this.#ask({ kind: 'warm', minCount, minMs }, 'warmed');
  }

  /** Times of single inferences, milliseconds. */
  async block(minCount: number, minMs: number): Promise<readonly number[]> {
    return (await this.#ask({ kind: 'block', minCount, minMs }, 'block')).timesMs;
  }

  /** Milliseconds of loading the model once more in this process, which executes nothing after that. */
  async reload(): Promise<number> {
    return (await this.#ask({ kind: 'reload' }, 'reloaded')).loadMs;
  }

  /** Where ONNX Runtime wrote its own profile of `count` inferences. */
  async profile(count: number): Promise<string> {
    return (await this.#ask({ kind: 'profile', count }, 'profiled')).profilePath;
  }

  stop(why = 'it was stopped', advice = STOPPED): void {
    this.#die(why, advice);
    this.#child.removeAllListeners();
    this.#child.on('error', () => undefined);
    this.#child.kill('SIGKILL');
  }

  async #ask<K extends JobReply['kind']>(command: JobCommand, expected: K): Promise<Extract<JobReply, { kind: K }>> {
    const late = setTimeout(
      () => this.stop(`one step took longer than run-timeout, ${this.#timeoutMs / 1000} s`, TOO_SLOW),
      this.#timeoutMs,
    );
    const reply = await new Promise<JobReply>((resolve, reject) => {
      if (this.#death !== undefined) return reject(this.#death);
      this.#waiting = { resolve, reject };
      this.#child.send(command, (error) => error !== null && this.#die(error.message));
    }).finally(() => clearTimeout(late));
    if (reply.kind === 'refused') throw new Refusal(reply.code, reply.message);
    if (!isKind(reply, expected)) throw new Error(`the job's process answered ${reply.kind} to ${command.kind}`);
    return reply;
  }

  #die(how: string, advice = STOPPED): void {
    this.#death ??= new GateError(
      'measurement-failed',
      `The process that executes the model ended early (${how}).`,
      advice,
    );
    const death = this.#death;
    this.#settle(({ reject }) => reject(death));
  }

  #settle(how: (waiting: { resolve: (reply: JobReply) => void; reject: (error: Error) => void }) => void): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) how(waiting);
  }
}

function isKind<K extends JobReply['kind']>(reply: JobReply, kind: K): reply is Extract<JobReply, { kind: K }> {
  return reply.kind === kind;
}

const STOPPED = 'Run the step again; where it ends so every time, the log of this step tells more.';
const TOO_SLOW = 'Give it more time with run-timeout, or a faster machine.';

/** Only this signal is what a system sends that has no memory left. */
function adviseOn(signal: NodeJS.Signals | null): string {
  return signal === 'SIGKILL'
    ? 'If the system killed it for lack of memory, use a larger runner or a smaller model.'
    : 'ONNX Runtime itself broke down on this model; try another version of it in the workspace.';
}
