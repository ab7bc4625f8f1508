// Starts one session: uploads what is not there yet, and schedules a run on one phone.

import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { ScheduleRunCommandInput, UploadType } from '@aws-sdk/client-device-farm';
import { GateError } from '../../domain/errors.ts';
import type { Model } from '../../domain/model.ts';
import { ServiceError } from '../http/service-errors.ts';
import type { FarmTarget } from './devices.ts';
import { programFor } from './inspect.ts';
import type { DeviceFarmOptions, ProgramKind } from './options.ts';
import { type Cargo, mainFileOf, nameCargo, packKit, packModels } from './packages.ts';
import { loadProgram, type MeasuringProgram } from './program.ts';
import { TEST_SPEC, TEST_TYPE } from './test-spec.ts';
import { type UploadsSetup, uploadFile } from './uploads.ts';

export interface LaunchSetup extends UploadsSetup {
  readonly options: DeviceFarmOptions;
  readonly workspace: string;
  readonly temporaryFolder: string;
  /** A project's name or ARN. */
  readonly project: string;
  readonly runTimeoutMs: number;
}

export interface Launch {
  readonly target: FarmTarget;
  readonly candidate: Model;
  /** Null: the candidate alone. Equal to the candidate: beside itself. */
  readonly baseline: Model | null;
  /** One word a pair or job. */
  readonly orders: readonly string[];
}

/** Device Farm ends a session after 150 minutes at the latest. */
const LONGEST_MINUTES = 150;
/** What Device Farm needs before and after our script, within the limit of the session. */
const MARGIN_SECONDS = 90;

export class Launcher {
  readonly #setup: LaunchSetup;
  readonly #uploads = new Map<string, Promise<string>>();
  readonly #programs = new Map<ProgramKind, Promise<MeasuringProgram>>();
  #project: Promise<string> | undefined;

  constructor(setup: LaunchSetup) {
    this.#setup = setup;
  }

  /** The measuring program of a model, read and checked once. */
  program(model: Pick<Model, 'format' | 'name'>): Promise<MeasuringProgram> {
    const kind = programFor(model, this.#setup.options.kind);
    const known = this.#programs.get(kind) ?? loadProgram(kind, this.#setup);
    this.#programs.set(kind, known);
    return known;
  }

  /** The project's ARN; a GateError names the projects that there are. */
  project(): Promise<string> {
    this.#project ??= this.#findProject();
    return this.#project;
  }

  /** Answers the run's ARN. A run whose scheduling was not answered is looked for, never scheduled again. */
  async start(launch: Launch): Promise<string> {
    const name = `latency-gate ${launch.target.device.name} ${randomUUID()}`;
    refuseTwoPrograms(launch, this.#setup.options.kind);
    const projectArn = await this.project();
    const run = await this.#describe(projectArn, name, launch);
    const { api } = this.#setup;
    return api.scheduleRun(run).then(
      ({ arn }) => arn,
      async (error: unknown) => {
        if (error instanceof ServiceError && error.status < 500) throw error;
        if (!(error instanceof GateError) || error.code === 'not-permitted') throw error;
        const found = await api.findRun(projectArn, name).catch(() => undefined);
        if (found !== undefined) return found;
        const message = `AWS Device Farm did not answer the new run on ${launch.target.device.name}.`;
        throw new GateError(
          'submission-unanswered',
          message,
          'It may run all the same, so it is not repeated and counts as spent.',
          error,
        );
      },
    );
  }

  async #describe(projectArn: string, name: string, launch: Launch): Promise<ScheduleRunCommandInput> {
    const { options, runTimeoutMs } = this.#setup;
    const { candidate, baseline, orders, target } = launch;
    const cargo = toCargo(candidate, baseline);
    const jobTimeoutMinutes = Math.max(1, Math.min(LONGEST_MINUTES, Math.floor(runTimeoutMs / 60_000)));
    const variables = {
      LG_ORDERS: orders.join(' '),
      LG_MODELS: nameCargo(cargo),
      LG_MODEL_A: mainFileOf(baseline ?? candidate),
      LG_MODEL_B: mainFileOf(candidate),
      LG_SECONDS: String(Math.max(30, jobTimeoutMinutes * 60 - MARGIN_SECONDS)),
    };
    const { kit, extra, spec, app } = await this.#upload(projectArn, candidate, cargo);
    return {
      projectArn,
      name,
      ...(app === undefined ? {} : { appArn: app }),
      deviceSelectionConfiguration: {
        filters: [{ attribute: 'ARN', operator: 'IN', values: [...target.arns] }],
        maxDevices: 1,
      },
      test: { type: TEST_TYPE, testPackageArn: kit, testSpecArn: spec },
      configuration: {
        ...(extra === undefined ? {} : { extraDataPackageArn: extra }),
        environmentVariables: Object.entries(variables).map(([variable, value]) => ({ name: variable, value })),
        billingMethod: options.billing === 'unmetered' ? 'UNMETERED' : 'METERED',
        insightsTypes: ['NONE'],
      },
      executionConfiguration: { jobTimeoutMinutes, videoCapture: false },
    };
  }

  /** Each once for the whole gate, whatever the number of devices and looks. */
  async #upload(projectArn: string, candidate: Model, cargo: Cargo) {
    const { options, workspace } = this.#setup;
    const key = nameCargo(cargo);
    const program = await this.program(candidate);
    const inPackage = options['models-in'] === 'test-package';
    const kit = await this.#once(
      projectArn,
      `${TEST_TYPE}_TEST_PACKAGE`,
      program.kind + (inPackage ? key : ''),
      'zip',
      {
        what: inPackage ? 'the measuring kit with the models' : 'the measuring kit',
        make: async () => ({ path: await packKit(program, inPackage ? cargo : {}, this.#setup) }),
      },
    );
    const extra = inPackage
      ? undefined
      : await this.#once(projectArn, 'EXTERNAL_DATA', key, 'zip', {
          what: cargo.A === undefined ? `the model ${candidate.name}` : `the models of ${candidate.name}`,
          make: async () => ({ path: await packModels(cargo, this.#setup) }),
        });
    const spec = await this.#once(projectArn, `${TEST_TYPE}_TEST_SPEC`, 'spec', 'yml', {
      what: 'the test spec',
      make: async () => ({ text: TEST_SPEC }),
    });
    const { app: apk } = options;
    const app =
      apk === undefined
        ? undefined
        : await this.#once(projectArn, 'ANDROID_APP', apk, 'apk', {
            what: 'the app',
            make: async () => ({ path: resolve(workspace, apk) }),
          });
    return { kit, extra, spec, app };
  }

  #once(
    projectArn: string,
    type: UploadType,
    key: string,
    ending: string,
    { what, make }: { readonly what: string; readonly make: () => Promise<{ path: string } | { text: string }> },
  ): Promise<string> {
    const id = `${type} ${key}`;
    const known = this.#uploads.get(id);
    if (known !== undefined) return known;
    const upload = make().then((content) =>
      uploadFile(
        projectArn,
        { name: `latency-gate-${this.#uploads.size}.${ending}`, type, content, what },
        this.#setup,
      ),
    );
    this.#uploads.set(id, upload);
    // What broke off may go better at the next session.
    upload.catch(() => this.#uploads.delete(id));
    return upload;
  }

  async #findProject(): Promise<string> {
    const { project, api } = this.#setup;
    if (project.startsWith('arn:')) return project;
    const projects = await api.listProjects();
    const named = projects.filter(({ name }) => name === project);
    const [only, another] = named;
    if (only !== undefined && another === undefined) return only.arn;
    const names =
      projects
        .map(({ name }) => `"${name}"`)
        .slice(0, 10)
        .join(', ') || 'none';
    const found =
      named.length === 0
        ? `the account has no project "${project}"; it has ${names}`
        : `${named.length} projects are named "${project}"`;
    const advice =
      'Set the input "project" to the name or the ARN of a Device Farm project (mobile device testing) in us-west-2.';
    throw new GateError('invalid-input', `project: ${found}.`, advice);
  }
}

/** A model beside itself travels once. */
function toCargo(candidate: Model, baseline: Model | null): Cargo {
  return baseline === null || baseline.sha256 === candidate.sha256 ? { B: candidate } : { A: baseline, B: candidate };
}

/** One session has one measuring program: two tell times of two kinds. */
function refuseTwoPrograms({ candidate, baseline }: Launch, chosen: ProgramKind | undefined): void {
  if (baseline === null) return;
  const [now, before] = [programFor(candidate, chosen), programFor(baseline, chosen)];
  if (now === before) return;
  throw new GateError(
    'model-unsupported',
    `model: ${candidate.name} was ${baseline.format}, which ${before} measures, and is ${candidate.format}, which ${now} does.`,
    'Their times are not comparable; give the model another model-name, so that it has a history of its own.',
  );
}
