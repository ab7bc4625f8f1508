// Whether a process runs.

import { existsSync, readFileSync } from 'node:fs';

/** One that was killed and not collected yet is a zombie, which still has its number. */
export function isRunning(pid: number): boolean {
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
  return stat !== '' && !/^\d+ \(.*\) Z/.test(stat);
}
