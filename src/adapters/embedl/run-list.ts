// The project's runs, read once: pages of 500, newest first, bounded.

import type { HubApi } from './api.ts';
import type { RunSummary } from './schema.ts';

const PAGE = 500;
/** Ten thousand runs back is farther than any baseline should be. */
const MOST_PAGES = 20;

/** Follows the pages until there are no more, or too many. A server may give smaller pages than it was asked for. */
export async function listAllRuns(api: HubApi, project: string): Promise<readonly RunSummary[]> {
  const runs: RunSummary[] = [];
  let offset = 0;
  for (let page = 0; page < MOST_PAGES * PAGE && runs.length < MOST_PAGES * PAGE; page += 1) {
    const { items, pagination: next } = await api.listRuns(project, PAGE, offset);
    runs.push(...items);
    if (next === null || next <= offset || items.length === 0) break;
    offset = next;
  }
  // A run that was created meanwhile pushes the last one of a page onto the next.
  return [...new Map(runs.map((run) => [run.id, run])).values()];
}
