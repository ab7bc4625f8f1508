// What a token may read of the repository, found by asking. What it may write cannot be asked without writing.

import { explain, type GitHub } from './client.ts';

/** Throws a GateError that names the permission of the first call which GitHub refuses. */
export async function tryReading({ rest, owner, repo }: GitHub): Promise<void> {
  const of = { owner, repo, per_page: 1 };
  const calls = [
    ['contents: read', 'listing commits', () => rest.repos.listCommits(of)],
    ['actions: read', 'listing artifacts', () => rest.actions.listArtifactsForRepo(of)],
    ['pull-requests: read', 'listing pull requests', () => rest.pulls.list(of)],
  ] as const;
  for (const [permission, doing, call] of calls) {
    await call().catch((error: unknown) => {
      throw explain(error, doing, permission);
    });
  }
}
