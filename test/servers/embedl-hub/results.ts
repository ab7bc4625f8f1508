// What a phone of the hub stand-in leaves behind. A test model says in its bytes how it behaves:
// `latency=<us>;`, `slow:<device>=<factor>;` (all of it), `average:<device>=<factor>;` (the log, not the operators),
// `layer=<name>;` (the first operator's name).

import { zipFiles } from '../zip.ts';
import { encodeProfile, writeLog } from './protobuf.ts';
import type { HubJob, Phone } from './state.ts';

const MEMORY_MB = 40;

export function writeResult({ model, flags, number }: HubJob, phone: Phone): Buffer {
  const says = model.toString('latin1');
  const base = Number(/latency=(\d+)/.exec(says)?.[1] ?? 1000);
  const noise = phone.noise[number % phone.noise.length] ?? 1;
  const total = base * phone.speed * noise * factorIn(says, 'slow', phone.name);
  const onGpu = flags['use_gpu'] === 'true';
  const layer = /layer=([^;]+);/.exec(says)?.[1] ?? 'model/conv1';
  const operations = [
    { name: layer, type: onGpu ? 'TfLiteGpuDelegateV2' : 'CONV_2D', averageUs: Math.round(total * 0.7) },
    { name: 'model/conv2', type: 'DEPTHWISE_CONV_2D', averageUs: Math.round(total * 0.25) },
    { name: 'model/softmax', type: 'SOFTMAX', averageUs: Math.round(total * 0.05) },
  ];
  const log = writeLog(total * factorIn(says, 'average', phone.name), MEMORY_MB, onGpu);
  return zipFiles([
    { name: 'Host_Machine_Files/logs/tflite-logs.txt', content: Buffer.from(log) },
    { name: 'Host_Machine_Files/logs/tflite-op-profile.pb', content: encodeProfile(operations) },
  ]);
}

function factorIn(says: string, what: string, device: string): number {
  return Number(new RegExp(`${what}:${device}=([\\d.]+);`).exec(says)?.[1] ?? 1);
}
