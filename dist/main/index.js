import { createRequire as createNodeRequire } from 'node:module';
const require = createNodeRequire(import.meta.url);
import{f as t}from"../shared/chunk-NG6GK62K.js";import"../shared/chunk-DBOY25KS.js";import o from"node:process";t();o.stdout.write(`Latency Gate: reading the configuration
`);var{runAction:r}=await import("../shared/action-PHBWQME5.js");o.exit(await r());
