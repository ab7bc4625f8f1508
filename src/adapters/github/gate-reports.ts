// Reports that earlier gates left as workflow artifacts, found by the commit that they are about.

import type { ArtifactStore } from '../../ports/artifact-store.ts';
import type { GateReports, GateRun, LeftReport } from '../../ports/conversation.ts';
import { toArtifact } from './artifact.ts';
import { explain, type GitHub } from './client.ts';

const PAGE = 100;
/** Of reports by the default branch's workflows nothing but their content tells the commit: so many are looked at. */
const MOST_FOREIGN = 10;

/** One that was skipped or cancelled told nobody anything. */
const DECIDED: readonly string[] = ['success', 'failure', 'neutral'];

export class WorkflowGateReports implements GateReports {
  readonly #github: GitHub;
  readonly #store: Pick<ArtifactStore, 'fetch'>;
  readonly #defaultBranch: string;

  constructor(github: GitHub, store: Pick<ArtifactStore, 'fetch'>, defaultBranch: string) {
    this.#github = github;
    this.#store = store;
    this.#defaultBranch = defaultBranch;
  }

  async ofCommit(name: string, sha: string, foreign: boolean): Promise<readonly LeftReport[]> {
    const { rest, owner, repo } = this.#github;
    try {
      const { data } = await rest.actions.listArtifactsForRepo({ owner, repo, name, per_page: PAGE });
      const found = data.artifacts.flatMap((raw) => {
        const run = raw.workflow_run;
        if (raw.expired || run?.id === undefined || run.head_repository_id !== run.repository_id) return [];
        if (foreign ? run.head_branch !== this.#defaultBranch : run.head_sha !== sha) return [];
        const artifact = toArtifact(raw, run.head_sha ?? '', run.id);
        const fetch = (folder: string) => this.#store.fetch(artifact, folder);
        return [{ artifactId: artifact.id, createdAt: artifact.createdAt, workflowRunId: run.id, fetch }];
      });
      return foreign ? found.slice(0, MOST_FOREIGN) : found;
    } catch (error) {
      throw explain(error, 'the list of reports', 'actions: read');
    }
  }

  async firstConcludedAt(sha: string, checkName: string): Promise<string | undefined> {
    const { rest, owner, repo } = this.#github;
    try {
      const wanted = { owner, repo, ref: sha, check_name: checkName, filter: 'all', per_page: PAGE } as const;
      const { data } = await rest.checks.listForRef(wanted);
      const decided = data.check_runs.filter(({ conclusion }) => DECIDED.includes(conclusion ?? ''));
      return decided.flatMap(({ completed_at }) => completed_at ?? []).sort()[0];
    } catch (error) {
      throw explain(error, 'the list of checks', 'checks: read');
    }
  }

  async findRun(workflowRunId: number): Promise<GateRun> {
    const { rest, owner, repo } = this.#github;
    try {
      const { data } = await rest.actions.getWorkflowRun({ owner, repo, run_id: workflowRunId });
      return { event: data.event, attempt: data.run_attempt ?? 1, workflow: data.path.split('@')[0] ?? data.path };
    } catch (error) {
      throw explain(error, 'the workflow run of a report', 'actions: read');
    }
  }

  async rerun(workflowRunId: number): Promise<void> {
    const { rest, owner, repo } = this.#github;
    try {
      await rest.actions.reRunWorkflow({ owner, repo, run_id: workflowRunId });
    } catch (error) {
      throw explain(error, 'to run the workflow again', 'actions: write');
    }
  }
}
