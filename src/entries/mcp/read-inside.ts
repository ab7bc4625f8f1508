// Files that a tool may read: those of the folder in which the server was started, and no others.

import { readFile, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { RunnerEnvironment } from '../../adapters/runner/environment.ts';
import { GateError, messageOf } from '../../domain/errors.ts';
import type { Report } from '../../domain/report.ts';
import { decodeReport, type PartialReport } from '../../formats/report-file.ts';
import { REPORT_FOLDER } from '../measure-locally.ts';

export type Place = Pick<RunnerEnvironment, 'workspace'>;

/** Its text. Throws a GateError where it is missing, or lies (by a link, too) outside of the folder. */
export async function readInside(path: string, { workspace }: Place): Promise<string> {
  const root = await realpath(workspace);
  const found = await realpath(resolve(workspace, path)).catch(() => undefined);
  const way = found === undefined ? relative(workspace, resolve(workspace, path)) : relative(root, found);
  if (way.startsWith('..') || isAbsolute(way)) {
    const advice = `Give a file inside ${workspace}, or start the server in another folder.`;
    throw new GateError('invalid-input', `"${path}" is outside of the folder that this server reads.`, advice);
  }
  if (found === undefined) {
    throw new GateError('invalid-input', `"${path}" does not exist.`, 'Give the path of a file from the folder on.');
  }
  return readFile(found, 'utf8');
}

/** The report at that path, by default the last one that the command line wrote here. */
export async function readReport(path: string | undefined, place: Place): Promise<Report> {
  const own = join(REPORT_FOLDER, 'report.json');
  const text = await readInside(path ?? own, place).catch((error: unknown) => {
    if (path !== undefined || !(error instanceof GateError)) throw error;
    const advice =
      'Run "latency-gate gate", or give the path of a report.json (the artifact latency-gate-report-… of a workflow has one).';
    throw new GateError('invalid-input', `There is no report in ${REPORT_FOLDER} yet.`, advice);
  });
  try {
    return toReport(decodeReport(text));
  } catch (error) {
    const why = messageOf(error);
    throw new GateError('record-unreadable', `The report cannot be read: ${why}.`, 'Give a report.json.', error);
  }
}

function toReport({ error, exitCode, ...report }: PartialReport): Report {
  return {
    ...report,
    effects: { conclusion: 'neutral', status: 'success', exitCode },
    release: null,
    error: error === null ? null : { code: 'bug', message: error, advice: '' },
  };
}
