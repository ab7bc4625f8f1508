#!/usr/bin/env node
import { createRequire as createNodeRequire } from 'node:module';
const require = createNodeRequire(import.meta.url);
import{g as r}from"../shared/chunk-VCXZ3YEY.js";import"../shared/chunk-DBOY25KS.js";import e from"node:process";r();var o=24;Number.parseInt(e.versions.node,10)<o&&(e.stderr.write(`latency-gate needs Node ${o} or newer; this is ${e.versions.node}.
`),e.exit(2));var{runCommand:i}=await import("../shared/command-CGXXCBVX.js");e.exitCode=await i(e.argv.slice(2));await new Promise(t=>e.stdout.write("",t));e.exit();
