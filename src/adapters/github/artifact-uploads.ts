// Uploads by the runner's artifact service: what is tried again, when it ends, and what a refusal means. The service's
// own client repeats what the server could not answer, but nothing after a broken connection, and waits up to a
// quarter of an hour for a server that is silent.

import type { ArtifactClient } from '@actions/artifact';
import { GateError, messageOf } from '../../domain/errors.ts';
import type { PutOptions, PutResult } from '../../ports/artifact-store.ts';
import type { Clock, Logger } from '../../ports/machine.ts';
import { withoutLinks } from './client.ts';

export interface Upload {
  readonly name: string;
  readonly root: string;
  readonly files: readonly string[];
  readonly sizeBytes: number;
  readonly options: PutOptions;
}

export interface UploadRules {
  readonly log: Logger;
  readonly clock: Clock;
  /** Whether the artifact that bears a name already is our own, of an earlier attempt. */
  readonly isReplaceable: (name: string) => Promise<boolean>;
}

const TRIES = 3;
const WAIT_MS = 2000;
/** For one upload with all its tries, and what a slow line adds to it: 1 MB a second. */
const LONGEST_MS = 600_000;
const SLOWEST_BYTES_A_MS = 1000;
/** For a call that moves no files. */
const QUESTION_MS = 120_000;

export class ArtifactUploads {
  readonly #rules: UploadRules;
  /** Once this server has said that it keeps no artifacts, it is not asked again. */
  #unavailable = false;
  /** Once the service was silent for too long, nothing more is asked of it. */
  #silent: GateError | undefined;

  constructor(rules: UploadRules) {
    this.#rules = rules;
  }

  /** The client, unless this server keeps no artifacts. Rejects with a GateError where the service was silent. */
  async client(): Promise<ArtifactClient | undefined> {
    if (this.#silent !== undefined) throw this.#silent;
    if (this.#unavailable) return undefined;
    const { DefaultArtifactClient } = await import('@actions/artifact');
    return new DefaultArtifactClient();
  }

  async put(upload: Upload): Promise<PutResult> {
    const before: unknown[] = [];
    for (;;) {
      const client = await this.client();
      if (client === undefined) return { kind: 'unavailable' };
      try {
        return { kind: 'stored', id: await this.#send(client, upload) };
      } catch (error) {
        if ((await this.#recover(error, before, upload.name, client)) === 'taken') return { kind: 'taken' };
        before.push(error);
      }
    }
  }

  /** Makes ready for another try, or throws the GateError that ends them. */
  async #recover(
    error: unknown,
    before: readonly unknown[],
    name: string,
    client: ArtifactClient,
  ): Promise<'again' | 'taken'> {
    const broken = before.find(isBroken);
    if (isUnsupported(error)) {
      this.#unavailable = true;
    } else if (isConflict(error)) {
      // What a try left whose connection broke cannot be told from another job's.
      if (broken !== undefined) throw explainUpload(broken, name);
      if (before.some(isConflict) || !(await this.#rules.isReplaceable(name))) return 'taken';
      await this.inTime(`the deletion of ${name}`, () => client.deleteArtifact(name));
    } else {
      if (!isBroken(error) || before.length + 1 >= TRIES) throw explainUpload(error, name);
      await this.#rules.clock.sleep(WAIT_MS * (before.length + 1));
    }
    return 'again';
  }

  async #send(client: ArtifactClient, { name, root, files, sizeBytes, options }: Upload): Promise<string> {
    const { log } = this.#rules;
    const settings = {
      ...(options.retentionDays === undefined ? {} : { retentionDays: options.retentionDays }),
      ...(options.unzipped === true ? { skipArchive: true } : {}),
    };
    const send = () => client.uploadArtifact(name, [...files], root, settings);
    const longestMs = LONGEST_MS + sizeBytes / SLOWEST_BYTES_A_MS;
    return String((await this.inTime(name, () => log.group(`Uploading ${name}`, send), longestMs)).id);
  }

  /**
   * One call of the service's client, which by itself waits a quarter of an hour for a server that is silent.
   * `what` is it about, for the error's message. Rejects with a GateError once `longestMs` are over.
   */
  async inTime<T>(what: string, call: () => Promise<T>, longestMs: number = QUESTION_MS): Promise<T> {
    const ended = new AbortController();
    const late = this.#rules.clock.sleep(longestMs, ended.signal).then(
      () => Promise.reject(this.#giveUp(what)),
      () => new Promise<never>(() => undefined),
    );
    const calling = call();
    calling.catch(() => undefined);
    try {
      return await Promise.race([calling, late]);
    } finally {
      ended.abort();
    }
  }

  #giveUp(what: string): GateError {
    const message = `The artifact service did not answer about ${what} in time; nothing more is asked of it.`;
    this.#silent = new GateError('service-unavailable', message, 'Run the job again later.');
    return this.#silent;
  }
}

function isUnsupported(error: unknown): boolean {
  return error instanceof Error && error.name === 'GHESNotSupportedError';
}

/** The client words GitHub's 409 in its message only. */
function isConflict(error: unknown): boolean {
  return error instanceof Error && /\b409\b|already exists/i.test(error.message);
}

/** A connection that broke: the client tells it by the error's name. */
function isBroken(error: unknown): boolean {
  return error instanceof Error && error.name === 'NetworkError';
}

function explainUpload(error: unknown, name: string): GateError {
  if (error instanceof GateError) return error;
  const said = withoutLinks(messageOf(error).split('\n')[0] ?? '').replace(/[.:]$/, '');
  const message = `The artifact service did not take ${name}: ${said}.`;
  return new GateError('service-unavailable', message, 'Run the job again later.', error);
}
