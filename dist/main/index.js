import { createRequire as createNodeRequire } from 'node:module';
const require = createNodeRequire(import.meta.url);
import t from"node:process";t.stdout.write(`Latency Gate: reading the configuration
`);var{runAction:i}=await import("../shared/action-DTKF4C3G.js");t.exit(await i());
