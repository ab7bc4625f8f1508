// Loads ONNX Runtime in a process of its own, to learn whether it works on this machine. No model is executed.

import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import { readVersion } from './runtime.ts';

const PROGRAM = `const ort = require(process.argv[1]);
const names = ort.listSupportedBackends?.().map(({ name }) => name) ?? [];
process.stdout.write(names.join(', '));`;

const TIMEOUT_MS = 60_000;

export type TriedRuntime = { readonly version: string } & (
  | { readonly providers: string }
  | { readonly failure: string }
);

/** Version and providers of the runtime in that folder, or the last line of what it died with. */
export async function tryRuntime(folder: string, env: Readonly<Record<string, string>>): Promise<TriedRuntime> {
  const version = await readVersion(folder);
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', PROGRAM, folder], {
      env: { ...env, ORT_DISABLE_TELEMETRY: '1' },
      timeout: TIMEOUT_MS,
    });
    return { version, providers: stdout.trim() };
  } catch (error) {
    const { stderr = '', message = '' } = error as { readonly stderr?: string; readonly message?: string };
    const line = stderr.split('\n').find((text) => /^\w*Error: /.test(text));
    return { version, failure: (line ?? message.split('\n')[0] ?? '').slice(0, 300) };
  }
}
