// The command `open`: shows the page of the last report.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { openFile } from '../adapters/runner/open-file.ts';
import { GateError } from '../domain/errors.ts';
import { createLocalContext } from './local-context.ts';
import { REPORT_FOLDER } from './measure-locally.ts';
import type { Request } from './program.ts';

/** Opens the page, or prints where it is; answers the exit code. */
export async function openReport({ flags }: Request): Promise<number> {
  const { environment } = createLocalContext(true);
  const page = join(environment.workspace, REPORT_FOLDER, 'report.html');
  const file = await stat(page).catch(() => undefined);
  if (file === undefined) {
    const message = `open: there is no report in ${REPORT_FOLDER} yet.`;
    throw new GateError('invalid-input', message, 'Run "latency-gate gate old.onnx new.onnx" first.');
  }
  const opened = flags['print'] !== true && (await openFile(page, environment.hasScreen));
  process.stdout.write(opened ? `Opened ${page}, made ${file.mtime.toISOString()}.\n` : `${page}\n`);
  return 0;
}
