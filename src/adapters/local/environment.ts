// What this machine is, as far as two jobs must agree on it to be compared.

import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release } from 'node:os';
import type { Environment } from '../../domain/device.ts';
import { describeShapes, type Workload } from '../../domain/workload.ts';
import { describeSettings, type SessionSettings } from './session.ts';

export interface RuntimeFacts {
  readonly runtimeVersion: string;
  readonly session: SessionSettings;
  readonly workload: Workload;
  /** What the runner calls its image; empty outside Actions. */
  readonly image: string;
  /** Whether it was held on one processor. */
  readonly pinned: boolean;
}

/** Every field that must be equal between jobs measured apart; `kernel` only informs. */
export function describeEnvironment(facts: RuntimeFacts): Environment {
  const { session, workload, runtimeVersion, image, pinned } = facts;
  return {
    cpu: cpuModel(),
    cores: String(cpus().length),
    os: `${osName()} ${arch()}`,
    kernel: release(),
    runtime: 'ONNX Runtime',
    runtime_version: runtimeVersion,
    compute_unit: session.provider === 'cpu' ? 'CPU' : session.provider,
    threads: session.threads === 0 ? 'as ONNX Runtime chooses' : String(session.threads),
    affinity: pinned ? 'one processor' : 'none',
    input_shapes: describeShapes(workload),
    ...describeSettings(session),
    ...(image === '' ? {} : { runner_image: image }),
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
