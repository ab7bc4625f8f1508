// Which profilers' jobs outlive the step that measured them.

import type { ProfilerName } from '../config/inputs.ts';

/**
 * Whether another attempt may count the jobs of this one, or go on with them: not where this machine measures, which
 * may be another one then, and not of files, which are read again.
 */
export function doJobsCarry(profiler: ProfilerName): boolean {
  return !['local', 'results', 'command'].includes(profiler);
}
