// Where things can be looked at: commits, the changes between them, the workflow run.

import type { Report } from '../domain/report.ts';
import type { CommitRef } from '../domain/run.ts';

/** How acceptance by a comment or a label is set up. */
export const ACCEPTING_URL = 'https://github.com/latency-gate/latency-gate/blob/main/docs/accepting.md';

/** The repository's own page, told from the address of the workflow run; null outside Actions. */
export function repositoryUrl({ runUrl }: Pick<Report, 'runUrl'>): string | null {
  const found = runUrl === null ? null : /^(https?:\/\/[^\s]+?)\/actions\/runs\/\d+/.exec(runUrl);
  return found?.[1] ?? null;
}

/** A commit's page; null where it cannot be told. A fork's commit can be seen in the repository it is proposed to. */
export function commitUrl(report: Pick<Report, 'runUrl'>, sha: string | null): string | null {
  const repository = repositoryUrl(report);
  return repository === null || !isSha(sha) ? null : `${repository}/commit/${sha}`;
}

/** What changed from the baseline's commit to the candidate's. */
export function changesUrl(report: Pick<Report, 'runUrl' | 'commit'>, baseline: CommitRef): string | null {
  const repository = repositoryUrl(report);
  const [from, to] = [baseline.sha, report.commit.sha];
  return repository === null || !isSha(from) || !isSha(to) || from === to
    ? null
    : `${repository}/compare/${from}...${to}`;
}

function isSha(sha: string | null): sha is string {
  return sha !== null && /^[0-9a-f]{7,64}$/i.test(sha);
}
