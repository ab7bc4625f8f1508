// What an earlier site remembered: read back from files, folders and addresses before anything new is added. What was
// promised and cannot be read stops everything, for a site without it would take the place of the old one.

import { GateError, messageOf } from '../../domain/errors.ts';
import type { History } from '../../domain/history.ts';
import { decodeHistory } from '../../formats/history-file.ts';
import type { Files, Logger } from '../../ports/machine.ts';

/** The file's name inside a site, and inside the artifact that carries it. */
export const HISTORY_FILE = 'history.json';

/** Text at an address; undefined where there is nothing yet (404). */
export type ReadAddress = (url: string) => Promise<string | undefined>;

/** Throws a GateError where a place cannot be read, or holds something else. */
export async function readHistory(
  place: string,
  { files, log, readAddress }: { readonly files: Files; readonly log: Logger; readonly readAddress: ReadAddress },
): Promise<History | undefined> {
  const address = /^https?:\/\//.test(place);
  try {
    const text = address ? await readAddress(withFile(place)) : await readPlace(place, files);
    if (text === undefined) log.info(`There is no history at ${place} yet: a new one begins.`);
    return text === undefined ? undefined : decodeHistory(text);
  } catch (error) {
    if (error instanceof GateError) throw error;
    const message = `site-history: "${place}" could not be read: ${messageOf(error)}.`;
    const advice = 'Nothing was written, so that no history is lost. Mend it, or leave it out to begin a new one.';
    throw new GateError('record-unreadable', message, advice, error);
  }
}

/** A file, or the folder of a site. */
async function readPlace(place: string, files: Files): Promise<string> {
  const [path = place] = await files.glob(place);
  return files.read(path).catch(() => files.read(files.join(path, HISTORY_FILE)));
}

/** An address of a site is one of its history. */
function withFile(url: string): string {
  return url.endsWith('.json') ? url : `${url.replace(/\/$/, '')}/${HISTORY_FILE}`;
}
