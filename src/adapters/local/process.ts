// One process that executes one model, as an object: load, warm, block, profile, stop.

import { type ChildProcess, fork } from 'node:child_process';
import { GateError } from '../../domain/errors.ts';
import type { JobCommand, JobReply, LoadedModel, LoadRequest } from './protocol.ts';

export interface ProcessOptions {
  /** The worker's bundle. */
  readonly workerPath: string;
  /** The only variables the process sees. */
  readonly env: Readonly<Record<string, string>>;
  /** No single step may take longer; the process is killed then. */
  readonly timeoutMs: number;
}

/** A model held open in a process of its own. Every method rejects with a GateError once the process has died. */
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
    this.#child.on('exit', (code, signal) => this.#die(signal === null ? `exit code ${code}` : `signal ${signal}`));
  }

  async load(request: LoadRequest): Promise<LoadedModel> {
    return this.#ask(request, 'loaded');
  }

  async warm(minCount: number, minMs: number): Promise<void> {
    await this.#ask({ kind: 'warm', minCount, minMs }, 'warmed');
  }

  /** Times of single inferences, milliseconds. */
  async block(minCount: number, minMs: number): Promise<readonly number[]> {
    return (await this.#ask({ kind: 'block', minCount, minMs }, 'block')).timesMs;
  }

  /** Where ONNX Runtime wrote its own profile of `count` inferences. */
  async profile(count: number): Promise<string> {
    return (await this.#ask({ kind: 'profile', count }, 'profiled')).profilePath;
  }

  stop(why = 'it was stopped'): void {
    this.#die(why);
    this.#child.removeAllListeners();
    this.#child.on('error', () => undefined);
    this.#child.kill('SIGKILL');
  }

  async #ask<K extends JobReply['kind']>(command: JobCommand, expected: K): Promise<Extract<JobReply, { kind: K }>> {
    const late = setTimeout(
      () => this.stop(`one step took longer than run-timeout, ${this.#timeoutMs / 1000} s`),
      this.#timeoutMs,
    );
    const reply = await new Promise<JobReply>((resolve, reject) => {
      if (this.#death !== undefined) return reject(this.#death);
      this.#waiting = { resolve, reject };
      this.#child.send(command, (error) => error !== null && this.#die(error.message));
    }).finally(() => clearTimeout(late));
    if (reply.kind === 'refused') throw toError(reply);
    if (!isKind(reply, expected)) throw new Error(`the job's process answered ${reply.kind} to ${command.kind}`);
    return reply;
  }

  #die(how: string): void {
    this.#death ??= new GateError(
      'measurement-failed',
      `The process that executes the model ended early (${how}).`,
      'If the system killed it for lack of memory, use a larger runner or a smaller model.',
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

function toError(reply: Extract<JobReply, { kind: 'refused' }>): GateError {
  if (reply.code === 'input') {
    return new GateError('invalid-input', `options: ${reply.message}.`, 'Correct input-shapes in the input "options".');
  }
  if (reply.code === 'runtime') {
    return new GateError('runtime-missing', `ONNX Runtime cannot be loaded: ${reply.message}.`, RUNTIME_ADVICE);
  }
  const advice = 'Check that the model runs in ONNX Runtime on a CPU; the backend local executes nothing else.';
  return new GateError('model-unsupported', `ONNX Runtime cannot execute the model: ${reply.message}`, advice);
}

const RUNTIME_ADVICE =
  'Install onnxruntime-node in the workspace for this platform, or let install-runtime: auto install it.';
