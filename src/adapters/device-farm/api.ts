// The calls of Device Farm that are made, with AWS's own client. Questions are repeated; a run is scheduled once.

import type { ScheduleRunCommandInput, UploadType } from '@aws-sdk/client-device-farm';
import * as z from 'zod';
import { GateError, isPassing } from '../../domain/errors.ts';
import { describeIssues } from '../../formats/issues.ts';
import type { Clock } from '../../ports/machine.ts';
import type { Fetch } from '../http/fetch.ts';
import { ServiceError } from '../http/service-errors.ts';
import { isThrottled, toFarmError } from './errors.ts';
import { FarmArtifact, FarmDevice, FarmJob, FarmRun, Project, pageOf, Upload } from './schema.ts';
import { createTransport } from './transport.ts';

/** Device Farm exists in this region only. */
const REGION = 'us-west-2';
const TRIES = 4;
const WAIT_MS = 1000;
const MOST_PAGES = 200;

export interface FarmConnection {
  /** Empty: AWS's own. */
  readonly endpoint: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

type Sdk = typeof import('./sdk.ts');
interface Connected {
  readonly sdk: Sdk;
  readonly client: InstanceType<Sdk['DeviceFarmClient']>;
}
interface Page {
  readonly nextToken?: string | undefined;
}

export class FarmApi {
  readonly #connection: FarmConnection;
  #connected: Promise<Connected> | undefined;

  constructor(connection: FarmConnection) {
    this.#connection = connection;
  }

  listProjects(): Promise<readonly z.output<typeof Project>[]> {
    return this.#list('the list of projects', pageOf('projects', Project), ({ sdk, client }, page) =>
      client.send(new sdk.ListProjectsCommand(page)),
    );
  }

  listDevices(): Promise<readonly FarmDevice[]> {
    return this.#list('the list of devices', pageOf('devices', FarmDevice), ({ sdk, client }, page) =>
      client.send(new sdk.ListDevicesCommand(page)),
    );
  }

  /** An empty slot that nobody fills costs nothing, so it may be asked for twice. */
  async createUpload(projectArn: string, name: string, type: UploadType): Promise<Upload> {
    const contentType = 'application/octet-stream';
    const answer = await this.#call('a new upload', z.object({ upload: Upload }), ({ sdk, client }) =>
      client.send(new sdk.CreateUploadCommand({ projectArn, name, type, contentType })),
    );
    return answer.upload;
  }

  async readUpload(arn: string): Promise<Upload> {
    const answer = await this.#call('the state of an upload', z.object({ upload: Upload }), ({ sdk, client }) =>
      client.send(new sdk.GetUploadCommand({ arn })),
    );
    return answer.upload;
  }

  /** Not repeated unless AWS says that nothing was done: a run costs minutes. */
  async scheduleRun(run: ScheduleRunCommandInput): Promise<FarmRun> {
    const answer = await this.#call(
      'a new run',
      z.object({ run: FarmRun }),
      ({ sdk, client }) => client.send(new sdk.ScheduleRunCommand(run)),
      isThrottled,
    );
    return answer.run;
  }

  /** The newest runs of the project; AWS lists these first. */
  async findRun(projectArn: string, name: string): Promise<string | undefined> {
    const Runs = z.object({ runs: z.array(z.object({ arn: z.string(), name: z.string().nullish() })) });
    const { runs } = await this.#call('the newest runs', Runs, ({ sdk, client }) =>
      client.send(new sdk.ListRunsCommand({ arn: projectArn })),
    );
    return runs.find((run) => run.name === name)?.arn;
  }

  async readRun(arn: string): Promise<FarmRun> {
    const answer = await this.#call('the state of a run', z.object({ run: FarmRun }), ({ sdk, client }) =>
      client.send(new sdk.GetRunCommand({ arn })),
    );
    return answer.run;
  }

  listJobs(arn: string): Promise<readonly FarmJob[]> {
    return this.#list('the devices of a run', pageOf('jobs', FarmJob), ({ sdk, client }, page) =>
      client.send(new sdk.ListJobsCommand({ arn, ...page })),
    );
  }

  listArtifacts(arn: string, type: 'FILE' | 'LOG'): Promise<readonly FarmArtifact[]> {
    return this.#list('the results of a run', pageOf('artifacts', FarmArtifact), ({ sdk, client }, page) =>
      client.send(new sdk.ListArtifactsCommand({ arn, type, ...page })),
    );
  }

  async stopRun(arn: string): Promise<void> {
    await this.#call('the end of a run', z.unknown(), ({ sdk, client }) =>
      client.send(new sdk.StopRunCommand({ arn })),
    );
  }

  async #list<T>(
    doing: string,
    answer: z.ZodType<{ readonly items: readonly T[]; readonly next: string | undefined }>,
    send: (connected: Connected, page: Page) => Promise<unknown>,
  ): Promise<readonly T[]> {
    const all: T[] = [];
    let page: Page = {};
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const current = page;
      const { items, next } = await this.#call(doing, answer, (connected) => send(connected, current));
      all.push(...items);
      if (next === undefined || next === '') return all;
      page = { nextToken: next };
    }
    throw new GateError(
      'service-unavailable',
      `AWS Device Farm answered ${doing} without an end.`,
      'Run the job again later.',
    );
  }

  async #call<T>(
    doing: string,
    answer: z.ZodType<T>,
    send: (connected: Connected) => Promise<unknown>,
    mayRepeat: (error: unknown) => boolean = isWorthRepeating,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#callOnce(doing, answer, send);
      } catch (error) {
        if (attempt >= TRIES || !mayRepeat(error)) throw error;
        await this.#connection.clock.sleep(WAIT_MS * 2 ** (attempt - 1));
      }
    }
  }

  async #callOnce<T>(
    doing: string,
    answer: z.ZodType<T>,
    send: (connected: Connected) => Promise<unknown>,
  ): Promise<T> {
    const connected = await this.#connect();
    const found = await send(connected).catch((error: unknown) => {
      throw toFarmError(error, doing);
    });
    const parsed = answer.safeParse(found);
    if (parsed.success) return parsed.data;
    const why = describeIssues(parsed.error);
    const message = `AWS Device Farm answered ${doing} in an unknown form: ${why}.`;
    throw new GateError('service-unavailable', message, 'Run the job again later.', parsed.error);
  }

  /** Credentials come by AWS's standard chain: variables, web identity, profiles, the machine's own role. */
  #connect(): Promise<Connected> {
    const { endpoint, fetch } = this.#connection;
    this.#connected ??= import('./sdk.ts').then((sdk) => ({
      sdk,
      client: new sdk.DeviceFarmClient({
        region: REGION,
        maxAttempts: 1,
        requestHandler: createTransport(fetch),
        ...(endpoint === '' ? {} : { endpoint }),
      }),
    }));
    return this.#connected;
  }
}

/** A refusal is an answer, unless it asks for patience. */
function isWorthRepeating(error: unknown): boolean {
  if (!isPassing(error)) return false;
  return !(error instanceof ServiceError) || error.status >= 500 || isThrottled(error);
}
