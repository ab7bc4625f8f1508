// The pictures of the README: real models measured through the action on this machine, against the stand-in of GitHub;
// the comment that the pull request got and the page that its report linked, as a browser shows them.
//
// usage: node scripts/pictures.ts [FOLDER]

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { type Browser, chromium } from 'playwright-core';
import { buildMobileNet } from '../demo/mobilenet.ts';
import { encodeModel } from '../demo/onnx.ts';
import { startAzurite, teardown } from '../test/support/azurite.ts';
import { openWorld, type StepResult, type World } from '../test/support/runner.ts';
import { findBrowser, toCommentPage } from './comment-page.ts';

const folder = process.argv[2] ?? join('docs', 'images');
const RECORDED_RUNS = 4;
const NETWORK = { imageSize: 160, channels: [32, 64, 64, 128, 128], strides: [1, 2, 1, 2, 1] };
const INPUTS = { model: 'mobilenet.onnx', 'max-regression': '5%', options: 'min-time: 1' };
const MODEL = { modelFile: 'mobilenet.onnx', inputs: INPUTS } as const;

const azurite = await startAzurite();
const { comment, page } = await measure(await openWorld(azurite)).finally(teardown);

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: findBrowser(existsSync), args: ['--no-sandbox'] });
await take(browser, 'comment', await toCommentPage(comment), { width: 900, height: null });
await take(browser, 'page', page, { width: 1100, height: 900 });
await browser.close();

/** What a pull request got that made the model slower: the comment, and the page behind its link. */
async function measure(world: World): Promise<{ readonly comment: string; readonly page: string }> {
  try {
    let merged = '';
    for (let push = 0; push < RECORDED_RUNS; push += 1) {
      merged = world.commit('main');
      const model = encodeModel(buildMobileNet({ ...NETWORK, seed: push }));
      need(await world.step({ event: 'push', sha: merged, branch: 'main', model, ...MODEL }), 0);
    }
    const slower = encodeModel(buildMobileNet({ ...NETWORK, seed: 9, fullConvolutions: [1] }));
    const gated = await world.step({ ...world.pullStep(world.commit('topic', merged)), model: slower, ...MODEL });
    need(gated, 1);
    const written = readFileSync(gated.outputs['report-html'] ?? '', 'utf8');
    return { comment: world.state.comments[0]?.body ?? '', page: written };
  } finally {
    await world.close();
  }
}

function need({ exitCode, log }: StepResult, expected: number): void {
  if (exitCode !== expected) throw new Error(`expected exit code ${expected}, found ${exitCode}:\n${log}`);
}

/** `height`: null for the whole of it. */
async function take(
  shown: Browser,
  name: string,
  html: string,
  { width, height }: { readonly width: number; readonly height: number | null },
): Promise<void> {
  const tab = await shown.newPage({ colorScheme: 'light', viewport: { width, height: height ?? 400 } });
  await tab.setContent(html);
  const path = join(folder, `${name}.png`);
  await tab.screenshot({ path, fullPage: height === null });
  await tab.close();
  // Few colours are enough for text; without ImageMagick the file is only larger.
  spawnSync('convert', [path, '-strip', '-colors', '128', `PNG8:${path}`]);
  process.stdout.write(`${path}\n`);
}
