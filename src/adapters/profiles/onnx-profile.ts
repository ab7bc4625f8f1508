// Per-layer times from ONNX Runtime's own profile, a list of events in the Chrome trace format.

import * as z from 'zod';
import type { Layer, Values } from '../../domain/job.ts';
import { median, quantile } from '../../domain/statistics.ts';
import { describeIssues } from '../../formats/issues.ts';

/** Only the fields used; everything else in the profile is passed over. */
const Profile = z.array(
  z.object({
    cat: z.string().optional(),
    name: z.string().optional(),
    dur: z.number().optional(),
    args: z.object({ op_name: z.string().optional(), provider: z.string().optional() }).optional(),
  }),
);

const RUN = 'model_run';
const KERNEL = '_kernel_time';

/** Throws an Error in words where it is no profile. */
function parse(json: string): z.output<typeof Profile> {
  const parsed = Profile.safeParse(JSON.parse(json));
  if (parsed.success) return parsed.data;
  throw new Error(`the profile of ONNX Runtime is damaged: ${describeIssues(parsed.error)}`);
}

/** Median time of every node that was executed, in the order of execution. */
export function fromOnnxProfile(json: string): readonly Layer[] {
  const times = new Map<string, { operator: string; unit: string; times: number[] }>();
  for (const event of parse(json)) {
    if (event.cat !== 'Node' || event.name?.endsWith(KERNEL) !== true) continue;
    const name = event.name.slice(0, -KERNEL.length);
    const layer = times.get(name) ?? {
      operator: event.args?.op_name ?? '?',
      unit: toUnit(event.args?.provider),
      times: [],
    };
    layer.times.push((event.dur ?? 0) / 1000);
    times.set(name, layer);
  }
  return [...times].map(([name, layer]) => ({
    name,
    operator: layer.operator,
    unit: layer.unit,
    timeMs: median(layer.times),
  }));
}

/** The runs of the session, in milliseconds: `latency` is their median, the first one told apart. Undefined of none. */
export function runsOfOnnxProfile(json: string): Values | undefined {
  const events = parse(json).filter(({ cat, name }) => cat === 'Session' && name === RUN);
  const times = events.map(({ dur }) => (dur ?? 0) / 1000);
  const [first] = times;
  if (first === undefined) return undefined;
  // The first run warms caches up; it counts only where there is no other.
  const warm = times.length > 1 ? times.slice(1) : times;
  return { latency: median(warm), latency_p95: quantile(warm, 0.95), first_inference: first };
}

function toUnit(provider: string | undefined): string {
  return (provider ?? 'CPU').replace('ExecutionProvider', '');
}
