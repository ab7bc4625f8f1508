// Bundles all entries at once into dist/: parts that several of them need are shared, parts that are seldom needed are
// loaded when they are. What the action runs is committed, and must be what the sources build.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';

const ENTRIES = { main: 'main', post: 'post', cli: 'cli', worker: 'adapters/local/worker' };

/** CommonJS packages inside an ES module still ask for Node's own modules by `require`. */
const BANNER = [
  "import { createRequire as createNodeRequire } from 'node:module';",
  'const require = createNodeRequire(import.meta.url);',
].join('\n');

rmSync('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: Object.entries(ENTRIES).map(([out, source]) => ({ in: `src/${source}.ts`, out: `${out}/index` })),
  outdir: 'dist',
  bundle: true,
  splitting: true,
  chunkNames: 'shared/[name]-[hash]',
  platform: 'node',
  target: 'node24',
  format: 'esm',
  external: ['onnxruntime-node'],
  minify: true,
  legalComments: 'none',
  banner: { js: BANNER },
  metafile: true,
  logLevel: 'warning',
});
writeFileSync('dist/package.json', `${JSON.stringify({ type: 'module' })}\n`);
writeFileSync('dist/licenses.txt', collectLicences(metafile));

/** The licence of every package of which some part is in the bundle, once each. */
function collectLicences({ inputs }: Metafile): string {
  const folders = new Set(
    Object.keys(inputs).flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
    return `${name} ${version}\n${license}\n${text}`.trim();
  });
  return `${[...new Set(texts)].join('\n\n')}\n`;
}
