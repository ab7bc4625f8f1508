// Starts Azurite once for the whole test run: the blob store behind the artifact service stand-in.

import { type ChildProcess, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { TestProject } from 'vitest/node';

let azurite: ChildProcess | undefined;

export async function setup(project: TestProject): Promise<void> {
  project.provide('azuriteUrl', await startAzurite());
}

/** Starts Azurite on a free port of loopback, in memory; answers its address. */
export async function startAzurite(): Promise<string> {
  const port = await freePort();
  const args = [
    '--blobHost',
    '127.0.0.1',
    '--blobPort',
    String(port),
    '--inMemoryPersistence',
    '--skipApiVersionCheck',
    '--disableTelemetry',
  ];
  azurite = spawn('node_modules/.bin/azurite-blob', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    azurite?.stdout?.on('data', (chunk: Buffer) => chunk.includes('successfully') && resolve());
    azurite?.once('exit', (code) => reject(new Error(`azurite ended with ${code}`)));
  });
  return `http://127.0.0.1:${port}`;
}

export function teardown(): void {
  azurite?.removeAllListeners();
  azurite?.kill();
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

declare module 'vitest' {
  interface ProvidedContext {
    azuriteUrl: string;
  }
}
