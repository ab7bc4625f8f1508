// Files that an ONNX model names as its own. A model's bytes come from outside, and what they name is digested, kept
// and uploaded with it: so only files that can be a model's data, in the model's own folder.

import type { Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { GateError } from '../../domain/errors.ts';
import { pathWithin } from '../files/within.ts';
import type { ExternalData } from './outline.ts';

/** Folders of version control that do not begin with a dot. */
const VERSION_CONTROL = new Set(['_darcs', 'cvs', 'sccs', 'rcs']);
/** Settings, keys and programs; exporters write data as .data, .bin, .weight, .pb or under the bare name of a tensor. */
const NO_DATA =
  /\.(?:json|ya?ml|toml|ini|cfg|conf|env|properties|pem|p12|pfx|ppk|jks|kdbx|crt|py|js|ts|sh|md|txt|lock|sqlite)$/i;

/** The files, each once, in the order of their first mention; throws a GateError that names the model and the file. */
export async function checkExternalData(
  model: string,
  folder: string,
  external: readonly ExternalData[],
): Promise<readonly string[]> {
  const files = new Map<string, Stats>();
  for (const data of external) {
    const known = files.get(data.location) ?? (await findFile(model, folder, data.location));
    files.set(data.location, known);
    checkRange(model, data, known.size);
  }
  return [...files.keys()];
}

async function findFile(model: string, folder: string, location: string): Promise<Stats> {
  const refuse = (what: string) => refuseData(model, location, what);
  // What stands behind a NUL is lost on the way to the system.
  if (location === '' || location.includes('\0')) throw refuse('which is no name of a file');
  const target = join(folder, location);
  if (isAbsolute(location) || pathWithin(folder, target) === undefined) throw refuse('which lies outside its folder');
  if (isNoData(location)) throw refuse(NOT_ITS_OWN);
  const real = await realpath(target).catch(() => undefined);
  if (real === undefined) throw refuse('which does not exist');
  const inside = pathWithin(folder, real);
  if (inside === undefined) throw refuse('which is a link out of its folder');
  if (isNoData(inside)) throw refuse(`which is a link to a file ${NOT_ITS_OWN}`);
  const found = await stat(real);
  if (!found.isFile()) throw refuse('which is no file');
  return found;
}

const NOT_ITS_OWN = 'that no model owns (hidden, of version control, settings, keys or programs)';

function isNoData(path: string): boolean {
  const parts = path.split(/[/\\]/).filter((part) => part !== '.');
  return (
    parts.some((part) => part.startsWith('.') || VERSION_CONTROL.has(part.toLowerCase())) ||
    NO_DATA.test(parts.at(-1) ?? '')
  );
}

/** A model whose data end before it expects them was truncated on its way, or is not what it says. */
function checkRange(model: string, { location, offset, length }: ExternalData, size: number): void {
  const [from, count] = [toBytes(offset ?? '0'), toBytes(length ?? '0')];
  if (from === undefined || count === undefined)
    throw refuseData(model, location, `at "${offset ?? ''}", "${length ?? ''}", which are no numbers of bytes`);
  if (from + count <= size) return;
  throw refuseData(model, location, `up to byte ${from + count}, but that file has ${size} bytes`);
}

function toBytes(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function refuseData(model: string, location: string, what: string): GateError {
  const advice = "External data must lie in the model's own folder, or below it, so that it is kept with the model.";
  return new GateError('model-unreadable', `model: ${model} keeps data in "${location}", ${what}.`, advice);
}
