// What one workflow run left: its artifacts and its jobs, by GitHub's API.

import { GateError } from '../../domain/errors.ts';
import type { Artifact } from '../../ports/artifact-store.ts';
import { toArtifact } from './artifact.ts';
import { explain, type GitHub } from './client.ts';

const BADLY_ENDED = new Set(['failure', 'cancelled', 'timed_out', 'startup_failure']);
const PAGE = 100;
/** A large matrix leaves several artifacts a job. */
const MOST_PAGES_OF_RUN = 50;
/** A matrix has at most 256 jobs, and a workflow several of them. */
const MOST_PAGES_OF_JOBS = 20;

/** The newest artifact of each name that begins with `prefix`. Rejects with a GateError. */
export async function listOfRun(
  { rest, owner, repo }: GitHub,
  runId: number,
  prefix: string,
): Promise<readonly Artifact[]> {
  const found = new Map<string, Artifact>();
  try {
    for (let page = 1; page <= MOST_PAGES_OF_RUN; page += 1) {
      const wanted = { owner, repo, run_id: runId, per_page: PAGE, page };
      const { artifacts } = (await rest.actions.listWorkflowRunArtifacts(wanted)).data;
      for (const raw of artifacts) {
        if (raw.expired || !raw.name.startsWith(prefix)) continue;
        const known = found.get(raw.name);
        if (known !== undefined && Number(known.id) >= raw.id) continue;
        found.set(raw.name, toArtifact(raw, raw.workflow_run?.head_sha ?? '', runId));
      }
      if (artifacts.length < PAGE) return [...found.values()];
    }
  } catch (error) {
    throw explain(error, "the list of a workflow run's artifacts", 'actions: read');
  }
  const message = `Workflow run ${runId} has more than ${MOST_PAGES_OF_RUN * PAGE} artifacts; no more are read.`;
  throw new GateError('invalid-input', message, 'Nothing of it was taken.');
}

/** Names of that attempt's jobs which failed, were cancelled or ran out of time. Rejects with a GateError. */
export async function listFailedJobs(
  { rest, owner, repo }: GitHub,
  runId: number,
  attempt: number,
): Promise<readonly string[]> {
  const failed: string[] = [];
  try {
    for (let page = 1; page <= MOST_PAGES_OF_JOBS; page += 1) {
      const wanted = { owner, repo, run_id: runId, attempt_number: attempt, per_page: PAGE, page };
      const { jobs } = (await rest.actions.listJobsForWorkflowRunAttempt(wanted)).data;
      failed.push(...jobs.filter(({ conclusion }) => BADLY_ENDED.has(conclusion ?? '')).map(({ name }) => name));
      if (jobs.length < PAGE) break;
    }
    return failed;
  } catch (error) {
    throw explain(error, "the list of a workflow run's jobs", 'actions: read');
  }
}
