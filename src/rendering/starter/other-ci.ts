// The command line in any CI: the old version is built beside the new one, and both are measured in turn.

import type { Starter, StarterFile } from './choice.ts';
import { indent, scalar } from './yaml-text.ts';

const BESIDE = '.latency-gate/old';

/** A shell script that takes the commit to compare with. */
export function scriptFiles(starter: Starter): readonly StarterFile[] {
  return [{ path: 'latency-gate.sh', text: script(starter) }];
}

/** The script, and a job that runs it on merge requests. */
export function gitlabFiles(starter: Starter): readonly StarterFile[] {
  return [...scriptFiles(starter), { path: '.gitlab-ci.yml', text: gitlab(starter) }];
}

function script({ models, build }: Starter): string {
  const gates = models.map((model) => {
    const path = shell(model);
    return `npx --yes latency-gate@0 gate --config latency-gate.yml "$old"/${path} ${path} || status=$?`;
  });
  const builds = build === null ? [] : ['build() {', indent(build, 2), '}', 'build', '(cd "$old" && build)'];
  return [
    '#!/usr/bin/env bash',
    '# Made by latency-gate init. Compares this checkout with the commit that is given: both models are measured in turn.',
    '# Exit 1 if it regressed, 2 if that could not be told. Usage: ./latency-gate.sh COMMIT',
    'set -euo pipefail',
    'base=$(git merge-base HEAD "$1")',
    `old=${BESIDE}`,
    'git worktree remove --force "$old" 2>/dev/null || true',
    'git worktree add --detach "$old" "$base"',
    ...builds,
    'status=0',
    ...gates,
    'git worktree remove --force "$old"',
    'exit "$status"',
    '',
  ].join('\n');
}

function gitlab({ branch }: Starter): string {
  return `# Made by latency-gate init. Compares merge requests with ${branch}.
latency:
  image: node:24
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    GIT_DEPTH: '0'
  script:
    - ${scalar(`bash latency-gate.sh "$CI_MERGE_REQUEST_DIFF_BASE_SHA"`)}
  artifacts:
    when: always
    paths:
      - .latency-gate/report/
`;
}

function shell(path: string): string {
  return /^[\w./+@-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
