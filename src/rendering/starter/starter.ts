// The files with which a repository starts: from what was found and chosen to their texts. Writes nothing.

import type { Starter, StarterFile } from './choice.ts';
import { gitlabFiles, scriptFiles } from './other-ci.ts';
import { forkWorkflow, gateWorkflow } from './workflows.ts';
import { scalar } from './yaml-text.ts';

const SCHEMA = 'https://raw.githubusercontent.com/latency-gate/latency-gate/v0/schemas/config.json';
const DOCS = 'https://github.com/latency-gate/latency-gate/blob/v0/docs/reference.md#inputs';

/** Every file of a starter, by its path from the root. */
export function createStarter(starter: Starter): readonly StarterFile[] {
  const config = { path: '.github/latency-gate.yml', text: configText(starter) };
  switch (starter.kind) {
    case 'local':
    case 'phones':
      return [config, { path: '.github/workflows/latency.yml', text: gateWorkflow(starter) }];
    case 'forks':
      return [
        config,
        { path: '.github/workflows/latency.yml', text: gateWorkflow(starter) },
        { path: '.github/workflows/latency-forks.yml', text: forkWorkflow(starter) },
      ];
    case 'gitlab':
      return [{ ...config, path: 'latency-gate.yml' }, ...gitlabFiles(starter)];
    case 'other':
      return [{ ...config, path: 'latency-gate.yml' }, ...scriptFiles(starter)];
  }
}

function configText({ kind, models, devices }: Starter): string {
  const [only = ''] = models;
  const isGitHub = kind !== 'gitlab' && kind !== 'other';
  const named =
    models.length === 1
      ? [`model: ${scalar(only)}`]
      : ['models:', ...models.map((path) => `  - path: ${scalar(path)}`)];
  const phones = kind === 'phones' || kind === 'forks';
  return [
    `# yaml-language-server: $schema=${SCHEMA}`,
    `# Every key: ${DOCS}`,
    ...(isGitHub ? named : []),
    ...(phones ? ['backend: embedl', 'devices:', ...devices.map((device) => `  - ${scalar(device)}`)] : []),
    'maxRegression: 5%   # how much worse a metric may get',
    '# budget: latency < 20 ms   # a level that must not be passed',
    '',
  ].join('\n');
}

/** What is left to do after the files were written, one step a line. */
export function nextSteps({ kind, models, branch }: Starter): readonly string[] {
  const [model = ''] = models;
  const tryIt = `Try it here: latency-gate record ${model}, change the model, latency-gate gate ${model}`;
  const key = 'Add the secret EMBEDL_HUB_API_KEY to the repository (Settings, Secrets and variables, Actions).';
  if (kind === 'gitlab' || kind === 'other') {
    return ['Commit the files, and open a merge request: both versions are measured side by side.', tryIt];
  }
  return [
    ...(kind === 'local' ? [] : [key]),
    `Commit the files and push them to ${branch}: this records the first baseline.`,
    'Open a pull request: it is compared with that baseline.',
    kind === 'local' ? tryIt : 'See what it would cost: latency-gate plan',
  ];
}
