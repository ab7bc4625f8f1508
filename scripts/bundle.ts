// Bundles all entries into dist/, in a few files: what every entry needs, what a mode needs, and what is seldom needed
// and loaded when it is. What the action runs is committed, and must be what the sources build.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type OutputChunk, type OutputOptions, rolldown } from 'rolldown';

const ENTRIES = { main: 'src/main.ts', post: 'src/post.ts', cli: 'src/cli.ts' };
/** By itself: it is started twice a pair, and whatever else it loaded would cost time and memory beside the model's. */
const WORKER = { worker: 'src/adapters/local/worker.ts' };

/** The runtime is the user's or downloaded; Arrow would only be loaded to list blobs, which nothing here does. */
const EXTERNAL = ['onnxruntime-node', 'apache-arrow'];

/** Loading these does nothing by itself, though their packages do not say so: what is not called can be left out. */
const PURE = /node_modules.(?:@actions.(?:core|http-client|exec|io)|undici|tunnel)\b/;

/**
 * Which modules, with all that they import, share a file: the first that fits. An idle post step loads the runner's part
 * only, help that and the inputs; a wrong input is refused by the settings, before any of the rest is loaded.
 */
const FILES = [
  {
    name: 'runner',
    test: /src.(?:adapters.runner.(?:actions|streams|log-line)|domain.errors|app.saved-state|config.version)|@actions.core/,
  },
  { name: 'inputs', test: /src.config.inputs/ },
  { name: 'zod', test: /node_modules.zod\b/ },
  {
    name: 'settings',
    test: /src.(?:config|domain|adapters.runner)|node_modules.yaml\b/,
  },
  {
    name: 'work',
    test: /src.(?:app|rendering(?!.page)|decision|formats|ports|wiring|entries.config-file|adapters)|node_modules.buffer-crc32/,
  },
].map((file, index) => ({ ...file, priority: 10 - index, minShareCount: 2 }));

rmSync('dist', { recursive: true, force: true });
const output = [...(await build(ENTRIES, { groups: FILES })), ...(await build(WORKER, false))];
writeFileSync('dist/package.json', `${JSON.stringify({ type: 'module' })}\n`);
const chunks = output.filter((item): item is OutputChunk => item.type === 'chunk');
writeFileSync('dist/licenses.txt', collectLicences(chunks.flatMap(({ moduleIds }) => moduleIds)));

async function build(
  input: Readonly<Record<string, string>>,
  codeSplitting: NonNullable<OutputOptions['codeSplitting']>,
) {
  const bundle = await rolldown({
    input,
    platform: 'node',
    external: EXTERNAL,
    treeshake: { moduleSideEffects: [{ test: PURE, sideEffects: false }] },
  });
  const written = await bundle.write({
    dir: 'dist',
    format: 'esm',
    minify: true,
    entryFileNames: '[name]/index.js',
    chunkFileNames: 'shared/[name]-[hash].js',
    comments: { legal: false },
    codeSplitting,
  });
  return written.output;
}

/** The licence of every package of which some part is in the bundle, once each. */
function collectLicences(modules: readonly string[]): string {
  const folders = new Set(
    modules.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(relative('.', path))?.[0] ?? []),
  );
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
    return `${name} ${version}\n${license}\n${text}`.trim();
  });
  return `${[...new Set(texts)].join('\n\n')}\n`;
}
