// Plays a session without a shell: what the measuring script would leave on a phone of that speed. The test of the
// script itself (device-farm-script.test.ts) holds both to the same files.

import { nameBlock, RESULT_FILES } from '../../../src/adapters/device-farm/measure-script.ts';
import { zipFiles } from '../zip.ts';
import type { FarmSession, FarmState } from './state.ts';

/** The models of a session by side, from its uploads. */
export type Models = Readonly<Record<string, Buffer>>;

/** Files of the session's log folder; `pairs` is how many were whole. */
export function playSession(session: FarmSession, models: Models, state: FarmState): ReadonlyMap<string, string> {
  const { phone, variables } = session;
  const { random, noise, manners } = state;
  const unit = phone.speed * Math.exp(noise.phones * normal(random));
  const files = new Map<string, string>();
  const heat = ['block,pair,side,battery,throttling,zone,waited'];
  let block = 0;
  let end = 'complete';
  for (const [index, order] of (variables['LG_ORDERS'] ?? '').split(' ').entries()) {
    if (index >= manners.endsAfterPairs) {
      end = 'stopped: it was interrupted';
      break;
    }
    for (const side of order) {
      block += 1;
      const model = models[side] ?? models['B'];
      const factor = unit * (1 + manners.heating * block) * Math.exp(noise.blocks * normal(random));
      files.set(
        nameBlock(block, index + 1, side === 'A' ? 'A' : 'B'),
        renderLog(latencyOf(model, phone.name) * factor),
      );
      heat.push(`${block},${index + 1},${side},${manners.battery},${manners.throttling},41000,0`);
    }
  }
  files.set(RESULT_FILES.heat, `${heat.join('\n')}\n`);
  files.set(RESULT_FILES.end, `${end}\n`);
  const facts = {
    'ro.product.manufacturer': phone.manufacturer,
    'ro.product.model': phone.name,
    'ro.build.version.release': phone.os,
    'ro.product.cpu.abi': 'arm64-v8a',
  };
  files.set(
    RESULT_FILES.facts,
    `version=1\n${Object.entries(facts)
      .map(([name, value]) => `${name}=${value}\n`)
      .join('')}`,
  );
  return files;
}

/** Microseconds. */
function latencyOf(model: Buffer | undefined, phone: string): number {
  const text = model?.toString('latin1') ?? '';
  const factor = new RegExp(`${phone}=([\\d.]+)`).exec(text)?.[1] ?? '1';
  return Number(/latency=(\d+)/.exec(text)?.[1] ?? Number.NaN) * Number(factor);
}

/** What benchmark_model prints. */
export function renderLog(us: number): string {
  const value = us.toFixed(1);
  return [
    'INFO: STARTING!',
    'INFO: Loaded model /data/local/tmp/latency-gate/models/B/model.tflite',
    `INFO: count=50 first=${(us * 1.3).toFixed(0)} curr=${value} min=${(us * 0.98).toFixed(0)} max=${(us * 1.3).toFixed(0)} avg=${value} std=12`,
    `INFO: Inference timings in us: Init: 6395, First inference: ${(us * 1.3).toFixed(0)}, Warmup (avg): ${value}, Inference (avg): ${value}`,
    'INFO: Memory footprint delta from the start of the tool (MB): init=1.5 overall=40',
    '',
  ].join('\n');
}

/** The artifact, as the service packs what lies on the host. */
export function packArtifact(files: ReadonlyMap<string, string | Buffer>): Buffer {
  return zipFiles(
    [...files].map(([name, content]) => ({
      name: `Host_Machine_Files/$DEVICEFARM_LOG_DIR/${name}`,
      content: Buffer.from(content),
    })),
  );
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(random() || 1e-12)) * Math.cos(2 * Math.PI * random());
}
