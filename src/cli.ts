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

const { argv } = process;
if (argv.length === 3 && (argv[2] === '--version' || argv[2] === '-V')) {
  process.stdout.write(`${VERSION}\n`);
  process.exit();
}

const { runCommand } = await import('./entries/command.ts');
process.exitCode = await runCommand(process.argv.slice(2));
// What was written must be out before the end; a model's process that is still busy must not keep the terminal.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit();
