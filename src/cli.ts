#!/usr/bin/env node
// The command line's entry: what CI says can be reproduced on a desk.

import process from 'node:process';

const { runCommand } = await import('./command.ts');
process.exitCode = await runCommand(process.argv.slice(2));
// A model's process that is still busy must not keep the terminal.
process.exit();
