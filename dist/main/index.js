import { createRequire as createNodeRequire } from 'node:module';
const require = createNodeRequire(import.meta.url);
import{g as t}from"../shared/chunk-VCXZ3YEY.js";import"../shared/chunk-DBOY25KS.js";import o from"node:process";t();o.stdout.write(`Latency Gate: reading the configuration
`);var{runAction:r}=await import("../shared/action-SUJKAT6R.js");o.exit(await r());
