// The workflows of GitHub Actions that a repository starts with.

import type { Starter } from './choice.ts';
import { indent, scalar } from './yaml-text.ts';

const CHECKOUT = 'actions/checkout@1af3b93b6815bc44a9784bd300feb67ff0d1eeb3 # v6.0.0';
const ACTION = 'latency-gate/latency-gate@v0 # pin it by its commit SHA';

/** Records the default branch, gates pull requests. */
export function gateWorkflow(starter: Starter): string {
  const { kind, branch } = starter;
  return `# Made by latency-gate init. Records ${branch}, and compares pull requests with it.
name: Latency
on:
  push:
    branches: [${scalar(branch)}]
  pull_request:
  schedule:
    - cron: '23 4 * * 1,4' # keeps the recorded model from expiring in quiet weeks
  workflow_dispatch:

permissions: {}

concurrency:
  group: latency-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

jobs:
  latency:
    runs-on: ubuntu-latest
    timeout-minutes: ${kind === 'local' ? 30 : 60}
    permissions:
      contents: read
      actions: read # finds the baseline
      checks: write # the check
      pull-requests: write # the comment
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
          # The pull request's own commit, not its merge with the branch of today.
          ref: \${{ github.event.pull_request.head.sha }}
${starter.lfs ? '          lfs: true\n' : ''}${buildStep(starter)}      - uses: ${ACTION}
${withOf(starter)}`;
}

function buildStep({ build }: Starter): string {
  return build === null ? '' : `      - name: Build the model\n        run: |\n${indent(build, 10)}\n`;
}

function withOf({ kind }: Starter): string {
  if (kind === 'local') return '';
  const stage =
    kind === 'forks' ? '          on-missing-key: stage # forks hand their model to latency-forks.yml\n' : '';
  return `        with:\n          api-key: \${{ secrets.EMBEDL_HUB_API_KEY }}\n${stage}`;
}

/** Measures what pull requests from forks left, with the secrets that those do not have. */
export function forkWorkflow({ branch }: Starter): string {
  return `# Made by latency-gate init. GitHub starts it on ${branch}, with secrets, when Latency has ended on a pull request. What a fork
# handed over is checked and measured on the device cloud. It is never executed here, and none of its code is checked out.
name: Latency of forks
on:
  workflow_run:
    workflows: [Latency]
    types: [completed]

permissions: {}

jobs:
  gate:
    if: github.event.workflow_run.event == 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 60
    concurrency:
      group: latency-\${{ github.event.workflow_run.head_repository.full_name }}-\${{ github.event.workflow_run.head_branch }}
      cancel-in-progress: true
    permissions:
      contents: read
      actions: read # fetches what was handed over
      checks: write # the check on the pull request's head
      pull-requests: write # the comment
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${ACTION}
        with:
          api-key: \${{ secrets.EMBEDL_HUB_API_KEY }}
`;
}
