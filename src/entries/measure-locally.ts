// The commands `gate` and `record`: what the action does, on this machine and for this terminal.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Git } from '../adapters/git/git.ts';
import { createFiles, systemClock } from '../adapters/runner/machine.ts';
import { print, printError, printJson, printStyled } from '../adapters/runner/streams.ts';
import { runGate } from '../app/modes/gate.ts';
import { runAndReport } from '../app/report/run-and-report.ts';
import { createFileSinks } from '../app/report/sinks/files.ts';
import { parseConfig, readReporting } from '../config/config.ts';
import { encodeReport } from '../formats/report-file.ts';
import { describeFinding } from '../rendering/findings.ts';
import { adviseLocally } from '../rendering/local-advice.ts';
import { renderTerminal } from '../rendering/terminal.ts';
import { toTask, wireFolderStore, wireTools } from '../wiring/tools.ts';
import { readConfigFile } from './config-file.ts';
import { createLocalContext, type LocalContext, readLocalTrigger } from './local-context.ts';
import { takeOperands } from './operands.ts';
import type { Request } from './program.ts';

/** Where the files of the last report lie, from the workspace. */
export const REPORT_FOLDER = join('.latency-gate', 'report');

/** Measures, compares, prints the report; answers the exit code. */
export async function measureLocally(mode: 'gate' | 'record', request: Request): Promise<number> {
  const context = createLocalContext(request.flags['quiet'] === true);
  const { environment, log, signal } = context;
  const inputs = takeOperands(mode, request.inputs, request.operands);
  const git = new Git(environment.workspace);
  const trigger = await readLocalTrigger(mode, git);
  const file = await readConfigFile(inputs, environment);
  const { failOn, key } = readReporting(inputs, file);
  const perform = async () => {
    const config = parseConfig(inputs, file);
    for (const sentence of config.idle) log.warning(sentence);
    const parts = { store: wireFolderStore(environment), commits: git, lastRelease: null };
    return runGate(toTask(config, trigger), await wireTools(config, trigger, parts, context));
  };
  const result = await runAndReport(perform, {
    info: { mode, failOn, commit: trigger.commit, runUrl: null, key },
    check: null,
    sinks: fileSinks(context),
    urgentSinks: [],
    now: () => systemClock.now(),
    log,
    signal,
  });
  await rm(environment.temporaryFolder, { recursive: true, force: true });
  log.end();
  printResult(result, request.flags['json'] === true, inputs['model'], context);
  // Locally, failing to save the record is an error.
  const unsaved = mode === 'record' && result.report.runIds.length === 0;
  return unsaved ? Math.max(result.exitCode, 2) : result.exitCode;
}

function fileSinks({ environment }: LocalContext) {
  const files = createFiles(environment.temporaryFolder, environment.workspace);
  const folder = join(environment.workspace, REPORT_FOLDER);
  return createFileSinks({ files, folder, store: null, kind: null, workflowRun: null });
}

function printResult(
  { report, outputs, bug }: Awaited<ReturnType<typeof runAndReport>>,
  json: boolean,
  model: string | undefined,
  { paint, environment }: LocalContext,
): void {
  const files = createFiles(environment.temporaryFolder, environment.workspace);
  const html = outputs['report-html'];
  const page = html === undefined ? undefined : files.fromWorkspace(html);
  if (json) printJson(encodeReport(report, describeFinding));
  else
    (paint.colored ? printStyled : print)(renderTerminal(report, { page, paint, next: adviseLocally(report, model) }));
  if (bug !== undefined) printError(bug);
}
