// Where a person goes from a run on the hub: to the commit, the pull request, the workflow run.

import type { CommitRef } from '../../domain/run.ts';
import { fitsUrl } from './limits.ts';

export interface LinkSetup {
  /** Of the forge, `https://github.com`; empty where there is none. */
  readonly serverUrl: string;
  /** Of the workflow run; empty outside a workflow. */
  readonly workflowRunUrl: string;
}

export function toExternalLinks({ repository, sha, pullRequest }: CommitRef, { serverUrl, workflowRunUrl }: LinkSetup) {
  const place = serverUrl === '' || repository === null ? '' : `${serverUrl}/${repository}`;
  const links = [
    { label: 'Commit', url: place === '' || sha === null ? '' : `${place}/commit/${sha}` },
    { label: 'Pull request', url: place === '' || pullRequest === null ? '' : `${place}/pull/${pullRequest}` },
    { label: 'Workflow run', url: workflowRunUrl },
  ];
  return links.filter(({ url }) => fitsUrl(url));
}
