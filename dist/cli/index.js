#!/usr/bin/env node
import { createRequire as createNodeRequire } from 'node:module';
const require = createNodeRequire(import.meta.url);
import e from"node:process";var t=24;Number.parseInt(e.versions.node,10)<t&&(e.stderr.write(`latency-gate needs Node ${t} or newer; this is ${e.versions.node}.
`),e.exit(2));var{runCommand:r}=await import("../shared/command-ZF5HP3LU.js");e.exitCode=await r(e.argv.slice(2));await new Promise(i=>e.stdout.write("",i));e.exit();
