#!/usr/bin/env node
// The command line's entry: what CI says can be reproduced on a desk.

import process from 'node:process';
import { guardProcess } from './adapters/runner/streams.ts';
import { VERSION } from './config/version.ts';

guardProcess();
const OLDEST_NODE = 24;
if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  process.stderr.write(`latency-gate needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}.\n`);
  process.exit(2);
}

const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  // Asked by scripts: answered before anything else is loaded.
  process.stdout.write(`${VERSION}\n`);
} else {
  const { runCommand } = await import('./entries/command.ts');
  process.exitCode = await runCommand(args);
}
// What was written must be out before the end; a model's process that is still busy must not keep the terminal.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit();
