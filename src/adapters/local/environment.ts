// What this machine is, as far as two jobs must agree on it to be compared.

import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release } from 'node:os';
import type { Environment } from '../../domain/device.ts';

export interface RuntimeFacts {
  readonly runtimeVersion: string;
  readonly threads: number;
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  /** What the runner calls its image; empty outside Actions. */
  readonly image: string;
}

/** Every field that must be equal between jobs measured apart; `kernel` only informs. */
export function describeEnvironment(facts: RuntimeFacts): Environment {
  const shapes = Object.entries(facts.inputShapes).map(([name, dims]) => `${name}=${dims.join('x')}`);
  return {
    cpu: cpuModel(),
    cores: String(cpus().length),
    os: `${osName()} ${arch()}`,
    kernel: release(),
    runtime: 'ONNX Runtime',
    runtime_version: facts.runtimeVersion,
    compute_unit: 'CPU',
    threads: String(facts.threads),
    ...(shapes.length === 0 ? {} : { input_shapes: shapes.sort().join(' ') }),
    ...(facts.image === '' ? {} : { runner_image: facts.image }),
  };
}

export function cpuModel(): string {
  return cpus()[0]?.model.trim().replaceAll(/\s+/g, ' ') || 'unknown processor';
}

function osName(): string {
  if (platform() !== 'linux') return `${platform()} ${release()}`;
  try {
    return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'linux';
  } catch {
    return 'linux';
  }
}
