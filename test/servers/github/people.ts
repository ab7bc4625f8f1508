// Who is who on the GitHub stand-in: pull requests one by one, rights, the checks of a commit, and runs started again.

import { example } from './openapi.ts';
import type { Call, Endpoint, RestAnswer } from './rest.ts';

const NOT_FOUND: RestAnswer = {
  status: 404,
  body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
};

export const PEOPLE_ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'GET /repos/{owner}/{repo}/pulls/{pull_number}': { needs: ['pull-requests', 'read'], answer: readPull },
  // Every token may read metadata; the description asks for nothing more.
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': { needs: ['contents', 'read'], answer: readRights },
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': { needs: ['checks', 'read'], answer: listChecks },
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun': { needs: ['actions', 'write'], answer: rerun },
};

function readPull({ state, parameters }: Call): RestAnswer {
  const pull = state.pulls.find(({ number }) => number === Number(parameters['pull_number']));
  if (pull === undefined) return NOT_FOUND;
  const body = example('pull-request');
  const side = (name: 'head' | 'base', owner: string) => {
    const template = body[name] as { readonly repo: object };
    return { ...template, repo: { ...template.repo, full_name: `${owner}/${state.repo}` } };
  };
  return {
    status: 200,
    body: {
      ...body,
      number: pull.number,
      state: pull.open ? 'open' : 'closed',
      html_url: `https://github.com/acme/models/pull/${pull.number}`,
      requested_teams: [],
      user: { ...(body['user'] as object), login: pull.author ?? 'author' },
      head: { ...side('head', pull.headOwner), sha: pull.headSha, ref: pull.headBranch },
      base: { ...side('base', state.owner), ref: pull.base },
    },
  };
}

/** Of a public repository everybody may read; who is nobody's user name is not found. */
function readRights({ state, parameters }: Call): RestAnswer {
  const username = parameters['username'] ?? '';
  const permission = state.people.get(username);
  if (permission === undefined) return NOT_FOUND;
  const body = example('repository-collaborator-permission-response-if-user-has-admin-permissions');
  const user = { ...(body['user'] as object), login: username, role_name: permission };
  return { status: 200, body: { ...body, permission, role_name: permission, user } };
}

function listChecks({ state, parameters, query }: Call): RestAnswer {
  const name = query.get('check_name');
  const template = (example('check-run-paginated')['check_runs'] as readonly object[])[0] ?? {};
  const all = state.checks
    .filter(({ sha }) => sha === parameters['ref'])
    .filter((one) => name === null || one.name === name);
  // Without "all" only the newest of each name is told.
  const told =
    query.get('filter') === 'all' ? all : all.filter((one) => all.findLast((other) => other.name === one.name) === one);
  const runs = told.map((one) => ({
    ...template,
    id: one.id,
    name: one.name,
    head_sha: one.sha,
    status: one.status,
    conclusion: one.conclusion,
    completed_at: one.completedAt,
    external_id: one.externalId ?? '',
  }));
  return { status: 200, body: { total_count: runs.length, check_runs: runs } };
}

function rerun({ state, parameters }: Call): RestAnswer {
  const id = Number(parameters['run_id']);
  if (!state.runs.has(id)) return NOT_FOUND;
  state.reruns.push(id);
  return { status: 201, body: {} };
}
