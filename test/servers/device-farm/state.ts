// What the stand-in of Device Farm knows: keys, projects, phones, uploads, runs; and how this account differs.

import { randomUUID } from 'node:crypto';

export interface FarmPhone {
  readonly arn: string;
  readonly name: string;
  readonly manufacturer: string;
  readonly platform: 'ANDROID' | 'IOS';
  readonly formFactor: 'PHONE' | 'TABLET';
  readonly os: string;
  readonly fleetType: 'PUBLIC' | 'PRIVATE';
  readonly availability: string;
  readonly labels: readonly string[];
  /** 1 runs a model at its own latency. */
  readonly speed: number;
}

export interface FarmUpload {
  readonly arn: string;
  readonly name: string;
  readonly type: string;
  readonly contentType: string | undefined;
  bytes: Buffer | undefined;
  looks: number;
}

export interface FarmSession {
  readonly arn: string;
  readonly jobArn: string;
  readonly name: string;
  readonly phone: FarmPhone;
  readonly uploads: { readonly kit: FarmUpload; readonly spec: FarmUpload; readonly extra: FarmUpload | undefined };
  readonly variables: Readonly<Record<string, string>>;
  readonly appArn: string | undefined;
  readonly jobTimeoutMinutes: number;
  readonly billing: string;
  looks: number;
  stopped: boolean;
  /** What the session left, once it has ended. */
  end: SessionEnd | undefined;
}

export interface SessionEnd {
  readonly result: string;
  readonly message: string;
  readonly minutes: number;
  readonly archive: Buffer | undefined;
  readonly console: string;
}

/** How this account or this day differs from a plain one; each is allowed by the service's documents. */
export interface FarmManners {
  /** Refuses a run without an app, as nobody knows it does not. */
  needsApp: boolean;
  /** Phones, by name, that no session ever gets. */
  neverFree: readonly string[];
  /** Sessions beyond so many wait for a phone. */
  mostServed: number;
  /** A session is ended by its limit after so many whole pairs. */
  endsAfterPairs: number;
  /** What is wrong with every test package. */
  refusesPackage: string;
  /** Whether extra data are laid on the phone at all. */
  laysData: boolean;
  /** Refuses new runs beyond so many. */
  mostRuns: number;
  /** The next so many calls are throttled. */
  throttled: number;
  /** The next ScheduleRun is carried out, but not answered. */
  losesAnswer: boolean;
  expired: boolean;
  revoked: boolean;
  /** Of the battery in tenths of a degree, and Android's thermal status. */
  battery: number;
  throttling: number;
  /** Slower by so much from one block to the next. */
  heating: number;
  page: number;
}

export interface FarmState {
  /** Secrets and session tokens by access key. */
  readonly keys: Map<string, { readonly secret: string; readonly token: string | undefined }>;
  readonly projects: { readonly arn: string; readonly name: string }[];
  phones: FarmPhone[];
  readonly uploads: FarmUpload[];
  readonly sessions: FarmSession[];
  readonly manners: FarmManners;
  /** Spread between two phones of one name, and between two blocks of one session. */
  readonly noise: { readonly phones: number; readonly blocks: number };
  random: () => number;
}

export const ACCOUNT = '123456789012';
export const ACCESS_KEY = 'ASIASTANDINKEY000001';
export const SECRET_KEY = 'standInSecretKeyNeverLogged';
export const SESSION_TOKEN = 'standInSessionTokenNeverLogged';
/** In every signed address. */
export const SIGNATURE = 'verySecretSignature';

export const PLAIN: FarmManners = {
  needsApp: false,
  neverFree: [],
  mostServed: Number.POSITIVE_INFINITY,
  endsAfterPairs: Number.POSITIVE_INFINITY,
  refusesPackage: '',
  laysData: true,
  mostRuns: Number.POSITIVE_INFINITY,
  throttled: 0,
  losesAnswer: false,
  expired: false,
  revoked: false,
  battery: 310,
  throttling: 0,
  heating: 0,
  page: 4,
};

export function createFarmState(): FarmState {
  return {
    keys: new Map([[ACCESS_KEY, { secret: SECRET_KEY, token: SESSION_TOKEN }]]),
    projects: [
      { arn: arn('project', randomUUID()), name: 'other' },
      { arn: arn('project', randomUUID()), name: 'models' },
    ],
    phones: [
      phone('Google Pixel 8', 'Google', '14', 1.5),
      phone('Google Pixel 8', 'Google', '15', 1.4),
      phone('Samsung Galaxy S24', 'Samsung', '14', 1),
      phone('Sony Xperia 5', 'Sony', '13', 2),
      { ...phone('Samsung Galaxy Tab S9', 'Samsung', '14', 1.2), formFactor: 'TABLET' },
      { ...phone('Google Pixel 8', 'Google', '14', 1.5), fleetType: 'PRIVATE', labels: ['bench'] },
      { ...phone('Apple iPhone 15', 'Apple', '17.0', 1), platform: 'IOS' },
    ],
    uploads: [],
    sessions: [],
    manners: { ...PLAIN },
    noise: { phones: 0.2, blocks: 0.005 },
    random: seeded(7),
  };
}

/** The same state once more, to go on from in another way. */
export function cloneFarmState(state: FarmState): FarmState {
  return {
    ...state,
    uploads: state.uploads.map((upload) => ({ ...upload })),
    sessions: state.sessions.map((session) => ({ ...session })),
    manners: { ...state.manners },
  };
}

export function arn(kind: string, id: string): string {
  return `arn:aws:devicefarm:us-west-2:${kind === 'device' ? '' : ACCOUNT}:${kind}:${id}`;
}

function phone(name: string, manufacturer: string, os: string, speed: number): FarmPhone {
  const common = {
    platform: 'ANDROID',
    formFactor: 'PHONE',
    fleetType: 'PUBLIC',
    availability: 'HIGHLY_AVAILABLE',
  } as const;
  return {
    arn: arn('device', randomUUID().replaceAll('-', '').toUpperCase()),
    name,
    manufacturer,
    os,
    speed,
    labels: [],
    ...common,
  };
}

/** Park & Miller's generator: the same draws each time. */
export function seeded(seed: number): () => number {
  let value = seed;
  return () => {
    value = (value * 48_271) % 2_147_483_647;
    return value / 2_147_483_647;
  };
}

/** A test model tells its latency in microseconds, and by which factor a phone executes it slower. */
export function makePhoneModel(latencyUs: number, more = ''): Buffer {
  return Buffer.concat([Buffer.from([28, 0, 0, 0]), Buffer.from(`TFL3latency=${latencyUs};${more}`)]);
}

/** Begins like a program for arm64 phones; nothing here executes it. */
export function makeProgram(): Buffer {
  const header = Buffer.alloc(64);
  header.write('\u007fELF', 0, 'latin1');
  header[4] = 2;
  header.writeUInt16LE(0xb7, 18);
  return Buffer.concat([header, Buffer.from('benchmark_model')]);
}
