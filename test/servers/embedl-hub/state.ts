// What the hub stand-in knows: keys, projects, runs, artifacts, uploads, phones and their jobs.

export interface Phone {
  readonly name: string;
  readonly os: string;
  readonly platform: 'ANDROID' | 'IOS';
  /** Relative speed: 1 runs a model at its own latency. */
  readonly speed: number;
  /** Factors of single jobs, used in turn: the phone's noise. */
  readonly noise: readonly number[];
  /** Polls that a job waits in the queue, and that it runs. */
  readonly queue: number;
  readonly run: number;
}

export interface HubRun {
  readonly id: string;
  readonly projectId: string;
  readonly type: string;
  readonly name: string;
  readonly parentRunId: string | null;
  readonly createdAt: string;
  readonly startedAt: string;
  status: string;
  endedAt: string | null;
  readonly metrics: { name: string; value: number; step?: number }[];
  readonly params: { name: string; value: string }[];
  readonly tags: { name: string; value: string }[];
}

export interface HubArtifact {
  readonly id: string;
  readonly runId: string;
  readonly fileName: string;
  readonly fileSize: number;
  status: string;
  bytes: Buffer | undefined;
}

export interface HubUpload {
  readonly id: string;
  /** The model inside the archive; undefined until it was put there. */
  model: Buffer | undefined;
}

export interface HubJob {
  readonly id: string;
  readonly upload: string;
  readonly device: string;
  readonly number: number;
  polls: number;
}

export interface HubState {
  readonly keys: Map<string, 'write' | 'read'>;
  readonly projects: Map<string, string>;
  readonly runs: HubRun[];
  readonly artifacts: HubArtifact[];
  readonly uploads: HubUpload[];
  readonly jobs: HubJob[];
  phones: Phone[];
  /** Latency of a model on a phone of speed 1, microseconds, and its memory; by the model's bytes. */
  speedOf: (model: Buffer) => { readonly latencyUs: number; readonly memoryMb: number };
  /** How the server differs from the plain one; each is allowed by the contract. */
  readonly manners: {
    listsAsItems: boolean;
    largestPage: number;
    uploadMode: 'SIGNED_URL' | 'API';
    parents: boolean;
    largestModel: number;
  };
  nextId: number;
  now: () => Date;
}

export function createHubState(): HubState {
  return {
    keys: new Map([['eh_test', 'write']]),
    projects: new Map(),
    runs: [],
    artifacts: [],
    uploads: [],
    jobs: [],
    phones: [
      phone('Samsung Galaxy S25', 'Android 15', 1),
      phone('Google Pixel 8', 'Android 14', 1.5),
      phone('Sony Xperia 5', 'Android 13', 2),
      { ...phone('Apple iPhone 16', 'iOS 18', 1), platform: 'IOS' },
      phone('Motorola Edge', 'Android 13', 1),
      phone('Motorola Edge', 'Android 14', 1),
    ],
    speedOf: readSpeed,
    manners: { listsAsItems: false, largestPage: 500, uploadMode: 'SIGNED_URL', parents: true, largestModel: 1 << 30 },
    nextId: 1,
    now: () => new Date(),
  };
}

/** The same state once more, to go on from in another way. Bytes are shared: nobody changes them. */
export function cloneHubState(state: HubState): HubState {
  const { now, speedOf, artifacts, uploads, ...plain } = state;
  const copies = { artifacts: artifacts.map((one) => ({ ...one })), uploads: uploads.map((one) => ({ ...one })) };
  return { ...structuredClone(plain), ...copies, now, speedOf };
}

function phone(name: string, os: string, speed: number): Phone {
  return { name, os, platform: 'ANDROID', speed, noise: [1, 1.01, 0.99, 1.005, 0.995], queue: 1, run: 1 };
}

/** A test model carries its own speed: the identifier, then "latency=<us>" in its bytes, with per-device factors. */
export function makeTflite(latencyUs: number, filler = ''): Buffer {
  return Buffer.concat([
    Buffer.from([28, 0, 0, 0]),
    Buffer.from('TFL3'),
    Buffer.from(`latency=${latencyUs};${filler}`),
  ]);
}

function readSpeed(model: Buffer): { latencyUs: number; memoryMb: number } {
  return { latencyUs: Number(/latency=(\d+)/.exec(model.toString('latin1'))?.[1] ?? 1000), memoryMb: 40 };
}
