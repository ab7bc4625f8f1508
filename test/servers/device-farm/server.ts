// AWS Device Farm by its own description: every call and every answer is checked against it, every signature by its
// secret. What the description does not say (how a run goes on, what an upload must hold) is by the developer guide.

import { randomUUID } from 'node:crypto';
import { parse as parseYaml } from 'yaml';
import * as z from 'zod';
import { readEntries } from '../../../src/adapters/files/unzip.ts';
import type { ServerAnswer, ServerRequest } from '../http.ts';
import { DESCRIPTION, findMismatch } from './description.ts';
import { type Models, packArtifact, playSession } from './play.ts';
import { checkSignature } from './signature.ts';
import {
  arn,
  type FarmPhone,
  type FarmSession,
  type FarmState,
  type FarmUpload,
  type SessionEnd,
  SIGNATURE,
} from './state.ts';

export interface FarmServer {
  readonly handler: (request: ServerRequest) => Promise<ServerAnswer>;
  /** Operation and status of every call, storage as PUT and GET. */
  readonly log: { readonly call: string; readonly status: number; readonly input: unknown }[];
  /** Set once it is mounted. */
  baseUrl: string;
  /** Executes a session; by default it is played. Answers the files of the log folder. */
  execute: (session: FarmSession, models: Models, state: FarmState) => Promise<ReadonlyMap<string, string | Buffer>>;
}

class Refusal extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

type Input = Readonly<Record<string, unknown>>;
type Operation = (input: Input, state: FarmState, server: FarmServer) => Promise<object> | object;

export function createFarmServer(state: FarmState): FarmServer {
  const server: FarmServer = {
    log: [],
    baseUrl: '',
    execute: async (...session) => playSession(...session),
    async handler(request) {
      const storage = await serveStorage(request, state);
      const [call, input] = storage === undefined ? readCall(request) : [request.method, undefined];
      const answer = storage ?? (await answerCall(request, call, input, state, server));
      server.log.push({ call, status: answer.status, input });
      return answer;
    },
  };
  return server;
}

function readCall({ headers, body }: ServerRequest): [string, Input] {
  const target = headers['x-amz-target'] ?? '';
  const call = target.split('.')[1] ?? '';
  if (target !== `${DESCRIPTION.metadata.targetPrefix}.${call}`) return ['', {}];
  return [call, JSON.parse(body.toString('utf8')) as Input];
}

const TYPE = { 'content-type': 'application/x-amz-json-1.1' };

async function answerCall(
  request: ServerRequest,
  call: string,
  input: Input | undefined,
  state: FarmState,
  server: FarmServer,
): Promise<ServerAnswer> {
  try {
    const described = DESCRIPTION.operations[call];
    const operation = OPERATIONS[call];
    if (described === undefined || operation === undefined) throw new Refusal('UnknownOperationException', call);
    authorise(request, state, call);
    const wrong = findMismatch(described.input, input);
    if (wrong !== undefined) throw new Refusal('ValidationException', wrong);
    const output = JSON.parse(JSON.stringify(await operation(input ?? {}, state, server)));
    const ours = findMismatch(described.output, output);
    if (ours !== undefined) throw new Error(`the stand-in answers ${call} wrongly: ${ours}`);
    if (call === 'ScheduleRun' && state.manners.losesAnswer) {
      state.manners.losesAnswer = false;
      return { status: 0 };
    }
    return { status: 200, headers: TYPE, body: output };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const body = { __type: `com.amazonaws.devicefarm#${error.type}`, message: error.message };
    return { status: 400, headers: { ...TYPE, 'x-amzn-errortype': error.type }, body };
  }
}

function authorise(request: ServerRequest, { keys, manners }: FarmState, call: string): void {
  const signed = checkSignature(request, (key) => keys.get(key)?.secret);
  if (signed === undefined) throw new Refusal('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const known = keys.get(signed.accessKey);
  if (known === undefined)
    throw new Refusal('UnrecognizedClientException', 'The security token included in the request is invalid.');
  if (!signed.valid)
    throw new Refusal('InvalidSignatureException', 'The request signature we calculated does not match.');
  if (known.token !== undefined && request.headers['x-amz-security-token'] !== known.token)
    throw new Refusal('UnrecognizedClientException', 'The security token included in the request is invalid.');
  if (manners.expired)
    throw new Refusal('ExpiredTokenException', 'The security token included in the request is expired');
  if (manners.revoked) {
    const who = 'User: arn:aws:sts::123456789012:assumed-role/gate/GitHubActions';
    throw new Refusal('AccessDeniedException', `${who} is not authorized to perform: devicefarm:${call}`);
  }
  if (manners.throttled > 0) {
    manners.throttled -= 1;
    throw new Refusal('ThrottlingException', 'Rate exceeded');
  }
}

/** The signed addresses: whoever has one may use it. */
async function serveStorage(
  { method, url, body, headers }: ServerRequest,
  state: FarmState,
): Promise<ServerAnswer | undefined> {
  const [, kind, name = ''] = url.pathname.split('/');
  if (kind !== 'uploads' && kind !== 'artifacts') return undefined;
  if (url.searchParams.get('X-Amz-Signature') !== SIGNATURE) return { status: 403 };
  if (kind === 'uploads' && method === 'PUT') {
    const upload = state.uploads.find((one) => one.arn.endsWith(name));
    if (upload === undefined) return { status: 404 };
    if ((headers['content-type'] ?? '') !== (upload.contentType ?? '')) return { status: 403 };
    upload.bytes = body;
    return { status: 200 };
  }
  const [id = '', file] = name.split('.');
  const end = state.sessions.find((session) => session.arn.endsWith(id))?.end;
  const content = file === 'zip' ? end?.archive : Buffer.from(end?.console ?? '');
  return content === undefined ? { status: 404 } : { status: 200, body: content };
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  ListProjects: (input, { projects, manners }) => page('projects', projects, input, manners.page),
  ListDevices: (input, { phones, manners }) => page('devices', phones.map(describePhone), input, manners.page),
  CreateUpload: createUpload,
  GetUpload: readUpload,
  ScheduleRun: scheduleRun,
  GetRun: async ({ arn: wanted }, state, server) => ({ run: await lookAt(findSession(wanted, state), state, server) }),
  ListRuns: (input, state) =>
    page(
      'runs',
      [...state.sessions].reverse().map((session) => describeRun(session)),
      input,
      10,
    ),
  ListJobs: ({ arn: wanted }, state) => ({ jobs: [describeJob(findSession(wanted, state))] }),
  ListArtifacts: ({ arn: wanted, type }, state, server) => ({
    artifacts: type === 'FILE' ? listArtifacts(findSession(wanted, state), server) : [],
  }),
  StopRun: ({ arn: wanted }, state) => {
    const session = findSession(wanted, state);
    session.stopped = true;
    return { run: describeRun(session) };
  },
};

function page(key: string, items: readonly object[], { nextToken }: Input, size: number): object {
  const from = Number(nextToken ?? 0);
  const next = from + size;
  return {
    [key]: items.slice(from, next),
    ...(next < items.length ? { nextToken: String(next).padStart(4, '0') } : {}),
  };
}

function describePhone({ labels, speed, ...known }: FarmPhone): object {
  const instances =
    labels.length === 0 ? [] : [{ arn: arn('deviceinstance', randomUUID()), labels: [...labels], status: 'AVAILABLE' }];
  return {
    ...known,
    model: known.name,
    type: 'PHYSICAL',
    cpu: { architecture: 'ARM64', frequency: 'GHz', clock: speed },
    instances,
  };
}

function createUpload(
  { projectArn, name, type, contentType }: Input,
  { projects, uploads }: FarmState,
  server: FarmServer,
) {
  if (!projects.some((project) => project.arn === projectArn))
    throw new Refusal('NotFoundException', 'No project was found');
  const file = String(name);
  const ending = String(type).endsWith('_SPEC') ? /\.ya?ml$/ : type === 'ANDROID_APP' ? /\.apk$/ : /\.zip$/;
  if (file.includes('/') || !ending.test(file))
    throw new Refusal('ArgumentException', `The name ${file} is not valid for ${type}`);
  const id = randomUUID();
  const known = { arn: arn('upload', `project/${id}`), name: file, type: String(type) };
  uploads.push({
    ...known,
    contentType: contentType === undefined ? undefined : String(contentType),
    bytes: undefined,
    looks: 0,
  });
  const url = `${server.baseUrl}/uploads/${id}?X-Amz-Signature=${SIGNATURE}`;
  return { upload: { ...known, status: 'INITIALIZED', url, created: now() } };
}

async function readUpload({ arn: wanted }: Input, state: FarmState) {
  const upload = state.uploads.find((one) => one.arn === wanted);
  if (upload === undefined) throw new Refusal('NotFoundException', 'No upload was found');
  upload.looks += 1;
  const { name, type } = upload;
  const known = { arn: upload.arn, name, type };
  if (upload.bytes === undefined) return { upload: { ...known, status: 'INITIALIZED' } };
  if (upload.looks === 1) return { upload: { ...known, status: 'PROCESSING' } };
  const fault = await findFault(upload, state);
  return { upload: { ...known, ...(fault === '' ? { status: 'SUCCEEDED' } : { status: 'FAILED', message: fault }) } };
}

/** What the developer guide says that each kind of upload must hold. */
async function findFault({ type, bytes = Buffer.alloc(0) }: FarmUpload, { manners }: FarmState): Promise<string> {
  if (type.endsWith('_TEST_SPEC')) return findSpecFault(bytes.toString('utf8'));
  const entries = await readEntries(bytes).catch(() => undefined);
  if (entries === undefined) return 'We could not open your file';
  if (type !== 'APPIUM_PYTHON_TEST_PACKAGE') return '';
  if (manners.refusesPackage !== '') return manners.refusesPackage;
  if (!entries.has('requirements.txt')) return 'We could not find the requirements.txt file';
  return [...entries.keys()].some((name) => /^tests\/test_.*\.py$/.test(name))
    ? ''
    : 'We could not find a test file in tests';
}

const PHASES = ['install', 'pre_test', 'test', 'post_test'];

function findSpecFault(text: string): string {
  const spec = parseYaml(text) as {
    version?: unknown;
    phases?: Record<string, { commands?: unknown }>;
    artifacts?: unknown;
  };
  if (String(spec.version) !== '0.1') return 'version must be 0.1';
  for (const [name, phase] of Object.entries(spec.phases ?? {})) {
    const { commands } = phase;
    if (!PHASES.includes(name) || !Array.isArray(commands) || commands.length === 0)
      return `the phase ${name} is not valid`;
  }
  const artifacts = Array.isArray(spec.artifacts) ? spec.artifacts : [];
  return artifacts.some((place) => /[*?]/.test(String(place))) ? 'wildcards are not supported in artifacts' : '';
}

/** The parts of a request that are looked at; the description has taken the whole by then. */
const ScheduleInput = z.object({
  name: z.string(),
  appArn: z.string().optional(),
  deviceSelectionConfiguration: z.object({
    filters: z.array(z.object({ attribute: z.string(), values: z.array(z.string()) })),
  }),
  test: z.object({ testPackageArn: z.string(), testSpecArn: z.string() }),
  configuration: z.object({
    extraDataPackageArn: z.string().optional(),
    environmentVariables: z.array(z.object({ name: z.string(), value: z.string() })),
    billingMethod: z.string(),
  }),
  executionConfiguration: z.object({ jobTimeoutMinutes: z.number().max(150) }),
});

function scheduleRun(input: Input, state: FarmState) {
  const { manners, sessions } = state;
  const { success, data: asked } = ScheduleInput.safeParse(input);
  if (!success) throw new Refusal('ArgumentException', 'A device pool or filters are needed');
  if (sessions.length >= manners.mostRuns)
    throw new Refusal('LimitExceededException', 'The account has no device minutes left');
  if (manners.needsApp && asked.appArn === undefined)
    throw new Refusal('ArgumentException', 'Missing or unprocessed resources.');
  const [filter] = asked.deviceSelectionConfiguration.filters;
  const phone = state.phones.find((one) => filter?.attribute === 'ARN' && filter.values.includes(one.arn));
  if (phone === undefined) throw new Refusal('ArgumentException', 'No device matches the filters');
  const { extraDataPackageArn, environmentVariables, billingMethod } = asked.configuration;
  const session: FarmSession = {
    arn: arn('run', `project/${randomUUID()}`),
    jobArn: arn('job', `project/run/${randomUUID()}`),
    name: asked.name,
    phone,
    uploads: {
      kit: findReady(asked.test.testPackageArn, 'APPIUM_PYTHON_TEST_PACKAGE', state),
      spec: findReady(asked.test.testSpecArn, 'APPIUM_PYTHON_TEST_SPEC', state),
      extra: extraDataPackageArn === undefined ? undefined : findReady(extraDataPackageArn, 'EXTERNAL_DATA', state),
    },
    variables: Object.fromEntries(environmentVariables.map(({ name, value }) => [name, value])),
    appArn: asked.appArn,
    jobTimeoutMinutes: asked.executionConfiguration.jobTimeoutMinutes,
    billing: billingMethod,
    looks: 0,
    stopped: false,
    end: undefined,
  };
  sessions.push(session);
  return { run: describeRun(session) };
}

function findReady(wanted: string, type: string, { uploads }: FarmState): FarmUpload {
  const upload = uploads.find((one) => one.arn === wanted && one.type === type);
  if (upload?.bytes === undefined || upload.looks < 2)
    throw new Refusal('ArgumentException', 'Missing or unprocessed resources.');
  return upload;
}

function findSession(wanted: unknown, { sessions }: FarmState): FarmSession {
  const session = sessions.find((one) => one.arn === wanted || one.jobArn === wanted);
  if (session === undefined) throw new Refusal('NotFoundException', 'No run was found');
  return session;
}

const WAY = ['SCHEDULING', 'PENDING_DEVICE', 'PREPARING', 'RUNNING'];

async function lookAt(session: FarmSession, state: FarmState, server: FarmServer): Promise<object> {
  if (session.stopped)
    session.end ??= { result: 'STOPPED', message: 'Stopped by a user', minutes: 1, archive: undefined, console: '' };
  session.looks += 1;
  const waits = isWaiting(session, state);
  if (session.looks > WAY.length && !waits) session.end ??= await finish(session, state, server);
  return describeRun(session, waits ? 'PENDING_DEVICE' : undefined);
}

function isWaiting(session: FarmSession, { sessions, manners }: FarmState): boolean {
  return manners.neverFree.includes(session.phone.name) || sessions.indexOf(session) >= manners.mostServed;
}

async function finish(session: FarmSession, state: FarmState, server: FarmServer): Promise<SessionEnd> {
  const models = await readModels(session, state);
  const pairs = (session.variables['LG_ORDERS'] ?? '').split(' ').length;
  const minutes = 3 + Math.min(pairs, state.manners.endsAfterPairs) * 1.5;
  if (Object.keys(models).length === 0) {
    const said = 'latency-gate: stopped: the models are not on the phone';
    const files = new Map([['lg-end.txt', `${said.replace('latency-gate: ', '')}\n`]]);
    return {
      result: 'FAILED',
      message: 'A command of the test phase failed',
      minutes: 3,
      archive: packArtifact(files),
      console: `${said}\n`,
    };
  }
  const files = await server.execute(session, models, state);
  const cut = pairs > state.manners.endsAfterPairs;
  const message = cut ? `The job was stopped: it ran over ${session.jobTimeoutMinutes} minutes` : '';
  return {
    result: cut ? 'STOPPED' : 'PASSED',
    message,
    minutes,
    archive: packArtifact(files),
    console: 'latency-gate: complete\n',
  };
}

/** Where the script would find them: on the phone, or beside itself. */
async function readModels({ uploads }: FarmSession, { manners }: FarmState): Promise<Models> {
  const places = [...(manners.laysData && uploads.extra !== undefined ? [uploads.extra] : []), uploads.kit];
  const found: Record<string, Buffer> = {};
  for (const { bytes } of places) {
    for (const [path, content] of await readEntries(bytes ?? Buffer.alloc(0))) {
      const side = /^latency-gate-models\/[0-9a-f]{16}\/([AB])\/model\./.exec(path)?.[1];
      if (side !== undefined) found[side] = content;
    }
  }
  return found;
}

function describeRun(session: FarmSession, status = statusOf(session)): object {
  const { end } = session;
  const common = {
    arn: session.arn,
    name: session.name,
    type: 'APPIUM_PYTHON',
    platform: 'ANDROID_APP',
    created: now(),
    totalJobs: 1,
  };
  if (end === undefined) return { ...common, platform: 'ANDROID', status, result: 'PENDING' };
  const deviceMinutes = { total: end.minutes, metered: end.minutes, unmetered: 0 };
  return {
    ...common,
    platform: 'ANDROID',
    status: 'COMPLETED',
    result: end.result,
    message: end.message,
    deviceMinutes,
  };
}

function statusOf({ looks }: FarmSession): string {
  return WAY[Math.min(looks, WAY.length) - 1] ?? 'SCHEDULING';
}

function describeJob(session: FarmSession): object {
  const { end, phone } = session;
  const result = end?.result ?? 'PENDING';
  const deviceMinutes = { total: end?.minutes ?? 0, metered: end?.minutes ?? 0, unmetered: 0 };
  const device = describePhone(phone);
  return {
    arn: session.jobArn,
    name: phone.name,
    status: end === undefined ? 'RUNNING' : 'COMPLETED',
    result,
    device,
    deviceMinutes,
  };
}

function listArtifacts(session: FarmSession, { baseUrl }: FarmServer): readonly object[] {
  const id = session.arn.split('/').at(-1);
  const address = (ending: string) => `${baseUrl}/artifacts/${id}.${ending}?X-Amz-Signature=${SIGNATURE}`;
  const name = (text: string) => ({ arn: arn('artifact', `project/run/${randomUUID()}`), name: text });
  const console = { ...name('Test spec output'), type: 'TESTSPEC_OUTPUT', extension: 'txt', url: address('txt') };
  if (session.end?.archive === undefined) return [console];
  return [console, { ...name('Customer Artifacts'), type: 'CUSTOMER_ARTIFACT', extension: 'zip', url: address('zip') }];
}

/** Dates are seconds since 1970. */
function now(): number {
  return Math.round(Date.now() / 1000);
}
