// Trackers on a real MLflow server, for the contract suite and the tests of the adapter.

import { createMlflowTracker } from '../../src/adapters/mlflow/index.ts';
import { systemClock } from '../../src/adapters/runner/machine.ts';
import { ADMIN, type MlflowServer, startMlflow } from '../servers/mlflow/server.ts';
import { temporaryFolder } from './folder.ts';
import { testNetwork } from './services.ts';

export const MLFLOW_PLACE = {
  repository: 'acme/models',
  key: '',
  serverUrl: 'https://github.example',
  workflowRunUrl: 'https://github.example/acme/models/actions/runs/7',
};

export interface MountedMlflow {
  readonly server: MlflowServer;
  /** `change`: of the connection, such as another key. */
  tracker(
    project: string,
    change?: { readonly apiKey?: string; readonly baseUrl?: string; readonly options?: object },
  ): ReturnType<typeof createMlflowTracker>;
}

export async function mountMlflow(options: { readonly auth?: boolean } = {}): Promise<MountedMlflow> {
  const server = await startMlflow(options);
  const folder = temporaryFolder('mlflow');
  const apiKey = options.auth === true ? ADMIN : '';
  return {
    server,
    tracker: (project, change = {}) =>
      createMlflowTracker(
        { apiKey, baseUrl: server.url, network: testNetwork(), clock: systemClock, options: {}, ...change },
        { ...MLFLOW_PLACE, project, temporaryFolder: folder, jobsCarry: true },
      ),
  };
}
