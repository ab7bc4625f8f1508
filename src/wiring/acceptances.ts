// What reading and applying acceptances is wired from.

import type { GitHub } from '../adapters/github/client.ts';
import { GitHubConversation } from '../adapters/github/conversation.ts';
import { WorkflowGateReports } from '../adapters/github/gate-reports.ts';
import type { AcceptanceTools } from '../app/report/acceptances.ts';
import type { Reporting } from '../config/config.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';

export function wireAcceptances(
  github: GitHub,
  store: Pick<ArtifactStore, 'fetch'>,
  defaultBranch: string,
): AcceptanceTools {
  return {
    conversation: new GitHubConversation(github),
    reports: new WorkflowGateReports(github, store, defaultBranch),
  };
}

/** Each job of a matrix has a check of its own, named after its key. */
export function checkNameOf({ key, checkName }: Pick<Reporting, 'key' | 'checkName'>): string {
  return key === '' ? checkName : `${checkName} (${key})`;
}
