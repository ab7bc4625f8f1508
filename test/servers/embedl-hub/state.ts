// What the hub stand-in knows: keys, projects, runs, artifacts, uploads, phones and their jobs.

import type { Fields } from './rules.ts';

export interface Phone {
  readonly name: string;
  readonly os: string;
  readonly platform: 'ANDROID' | 'IOS';
  /** Relative speed: 1 runs a model at its own latency. */
  readonly speed: number;
  /** Factors of single jobs, used in turn: the phone's noise. */
  readonly noise: readonly number[];
  /** Looks that a job waits in the queue, and that it runs. */
  readonly queue: number;
  readonly run: number;
}

export interface HubRun {
  readonly id: string;
  readonly projectId: string;
  readonly type: string;
  readonly customType: string | null;
  readonly name: string;
  description: string | null;
  parentRunId: string | null;
  readonly createdAt: string;
  startedAt: string | null;
  status: string;
  endedAt: string | null;
  readonly metrics: { name: string; value: number; step?: number; measuredAt?: string }[];
  readonly params: { name: string; value: string; measuredAt?: string }[];
  readonly tags: { name: string; value: string }[];
  readonly externalLinks: { label: string; url: string }[];
}

export interface HubArtifact {
  readonly id: string;
  readonly runId: string;
  readonly fileName: string;
  readonly fileSize: number;
  readonly createdAt: string;
  status: string;
  bytes: Buffer | undefined;
}

export interface HubUpload {
  readonly id: string;
  readonly webhook: { readonly url: string; readonly secret: string } | undefined;
  /** The model inside the archive; undefined until it was put there. */
  model: Buffer | undefined;
  /** The other files of the archive, by name. */
  files: ReadonlyMap<string, Buffer>;
  jobs: number;
}

/** Where a phone sends its results. */
export interface HubDownload {
  readonly id: string;
  readonly url: string;
  readonly createdAt: string;
}

export interface HubJob {
  readonly id: string;
  readonly upload: HubUpload;
  /** The model and flags as they were when the job was made. */
  readonly model: Buffer;
  readonly flags: Fields;
  readonly device: string;
  readonly number: number;
  /** Undefined: the archive was complete. Else why the job leaves no files. */
  readonly broken: string | undefined;
  readonly downloadUrl: string | undefined;
  looks: number;
}

/** How the server differs from the plain one; each is allowed by the contract. */
export interface HubManners {
  listsAsItems: boolean;
  largestPage: number;
  uploadMode: 'SIGNED_URL' | 'API';
  parents: boolean;
  largestModel: number;
  /** `param:` filters: taken, refused with 422, or passed over. */
  filters: 'taken' | 'refused' | 'ignored';
  /** HTTP status of a refused value. */
  refusal: 400 | 422;
  deviceCloud: boolean;
  downloads: boolean;
  /** Whether a job needs everything in its archive, or is content with the model. */
  archive: 'whole' | 'model';
  webhooks: boolean;
  uploadServes: 'many' | 'one';
  /** A tag that is there already is replaced, or refused with 409. */
  tags: 'replaced' | 'refused';
  /** What `GET /api/runs/{id}` says of the project. */
  runById: 'project' | 'projectId' | 'missing';
  /** Looks between a job's results and its COMPLETED. */
  completesAfter: number;
  largestArtifact: number;
  storageLeft: number;
}

export interface HubState {
  readonly keys: Map<string, 'write' | 'read'>;
  readonly projects: Map<string, string>;
  readonly runs: HubRun[];
  readonly artifacts: HubArtifact[];
  readonly uploads: HubUpload[];
  readonly downloads: HubDownload[];
  readonly jobs: HubJob[];
  phones: Phone[];
  readonly manners: HubManners;
  nextId: number;
  now: () => Date;
}

export const PLAIN: HubManners = {
  listsAsItems: false,
  largestPage: 500,
  uploadMode: 'SIGNED_URL',
  parents: true,
  largestModel: 1 << 30,
  filters: 'taken',
  refusal: 422,
  deviceCloud: true,
  downloads: true,
  archive: 'whole',
  webhooks: false,
  uploadServes: 'many',
  tags: 'replaced',
  runById: 'project',
  completesAfter: 2,
  largestArtifact: 1 << 30,
  storageLeft: 2 ** 40,
};

export function createHubState(): HubState {
  return {
    keys: new Map([['eh_test', 'write']]),
    projects: new Map(),
    runs: [],
    artifacts: [],
    uploads: [],
    downloads: [],
    jobs: [],
    phones: [
      phone('Samsung Galaxy S25', 'Android 15', 1),
      phone('Google Pixel 8', 'Android 14', 1.5),
      phone('Sony Xperia 5', 'Android 13', 2),
      { ...phone('Apple iPhone 16', 'iOS 18', 1), platform: 'IOS' },
      phone('Motorola Edge', 'Android 13', 1),
      phone('Motorola Edge', 'Android 14', 1),
    ],
    manners: { ...PLAIN },
    nextId: 1,
    now: () => new Date(),
  };
}

/** The same state once more, to go on from in another way. Bytes are shared: nobody changes them. */
export function cloneHubState(state: HubState): HubState {
  const { now, artifacts, uploads, jobs, ...plain } = state;
  const copy = <T extends object>(items: readonly T[]) => items.map((item) => ({ ...item }));
  const copies = { artifacts: copy(artifacts), uploads: copy(uploads), jobs: copy(jobs) };
  return { ...structuredClone(plain), ...copies, now };
}

function phone(name: string, os: string, speed: number): Phone {
  return { name, os, platform: 'ANDROID', speed, noise: [1, 1.01, 0.99, 1.005, 0.995], queue: 1, run: 1 };
}

/** A test model carries its own speed: the identifier, then "latency=<us>" in its bytes, and what `results` reads. */
export function makeTflite(latencyUs: number, filler = ''): Buffer {
  return Buffer.concat([
    Buffer.from([28, 0, 0, 0]),
    Buffer.from('TFL3'),
    Buffer.from(`latency=${latencyUs};${filler}`),
  ]);
}
