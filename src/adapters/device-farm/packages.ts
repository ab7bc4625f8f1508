// What is uploaded: the measuring kit, which is the same for a whole gate, and the models that travel together.

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { Model } from '../../domain/model.ts';
import { writeZip } from '../files/zip.ts';
import { MEASURE_SCRIPT, MODELS_FOLDER, type Side } from './measure-script.ts';
import type { DeviceFarmOptions } from './options.ts';
import type { MeasuringProgram } from './program.ts';
import { PACKAGE_FILLERS } from './test-spec.ts';

/** Models by their side. A model beside itself travels once, as B. */
export type Cargo = Readonly<Partial<Record<Side, Model>>>;

export interface PackageSetup {
  readonly options: DeviceFarmOptions;
  readonly temporaryFolder: string;
}

interface Entry {
  readonly path: string;
  readonly name: string;
}

/** The script, its settings and the program, with `models` where they travel in the same package. Answers its path. */
export async function packKit(program: MeasuringProgram, models: Cargo, setup: PackageSetup): Promise<string> {
  const folder = await makeFolder(setup);
  const texts = { 'measure.sh': MEASURE_SCRIPT, 'settings.sh': toSettings(program, setup.options), ...PACKAGE_FILLERS };
  const entries: Entry[] = [];
  for (const [name, text] of Object.entries(texts)) entries.push(await writeEntry(folder, name, text));
  for (const [name, bytes] of program.files) entries.push(await writeEntry(folder, `bin/${name}`, bytes));
  return pack(folder, [...entries, ...modelEntries(models)]);
}

/** Names models by their bytes and sides. */
export function nameCargo({ A, B }: Cargo): string {
  return createHash('sha256')
    .update(`${A?.sha256 ?? ''} ${B?.sha256 ?? ''}`)
    .digest('hex')
    .slice(0, 16);
}

/** The models alone, as extra data. */
export async function packModels(models: Cargo, setup: PackageSetup): Promise<string> {
  return pack(await makeFolder(setup), modelEntries(models));
}

/** The name of a model's main file on the phone: the ending says the format, the rest says nothing. */
export function mainFileOf({ path }: Pick<Model, 'path'>): string {
  const ending = extname(path).toLowerCase();
  return `model${/^\.[a-z0-9]{1,8}$/.test(ending) ? ending : ''}`;
}

function modelEntries(models: Cargo): readonly Entry[] {
  return Object.entries(models).flatMap(([side, model]) => {
    const folder = dirname(model.path);
    return model.files.map((file, index) => ({
      path: join(folder, file),
      name: `${MODELS_FOLDER}/${nameCargo(models)}/${side}/${index === 0 ? mainFileOf(model) : file}`,
    }));
  });
}

/** Every value is a number or made of harmless letters: see the options' own rules. */
function toSettings({ kind }: MeasuringProgram, options: DeviceFarmOptions): string {
  const settings = {
    LG_PROGRAM: kind,
    LG_THREADS: options.threads,
    LG_RUNS: options.runs,
    LG_MIN_SECONDS: options['min-time'] / 1000,
    LG_ARGUMENTS: options.arguments.join(' '),
    LG_PAUSE: options['cool-down'] / 1000,
    LG_HOTTEST: Math.round(options['max-temperature'] * 10),
    LG_LONGEST_WAIT: Math.round(options['longest-wait'] / 1000),
    LG_WARM_UP: options['warm-up'],
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'`);
  return `${lines.join('\n')}\nLG_BIN="$here/bin"\n`;
}

async function makeFolder({ temporaryFolder }: PackageSetup): Promise<string> {
  await mkdir(temporaryFolder, { recursive: true });
  return mkdtemp(join(temporaryFolder, 'package-'));
}

async function writeEntry(folder: string, name: string, content: string | Buffer): Promise<Entry> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return { path, name };
}

async function pack(folder: string, entries: readonly Entry[]): Promise<string> {
  const archive = join(folder, 'package.zip');
  await writeZip(archive, entries);
  return archive;
}
