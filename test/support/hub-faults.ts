// Every call that a gate makes to the hub, and what can happen to it once.

import type { HubFault } from '../servers/embedl-hub/server.ts';

/** As "METHOD path". */
export const HUB_CALLS: readonly (readonly [name: string, match: RegExp])[] = [
  ['the device list', /GET \/api\/device-cloud\/devices/],
  ['the project', /GET \/api\/projects$/],
  ['the run list', /GET .*\/runs$/],
  ['a run’s details', /GET .*\/runs\/run-/],
  ['an upload slot', /POST \/api\/device-cloud\/uploads/],
  ['a slot for the results', /POST \/api\/device-cloud\/downloads/],
  ['a look at that slot', /GET \/api\/device-cloud\/downloads\/download-\d+$/],
  ['the upload', /PUT \/storage\/slot/],
  ['a new run', /POST .*\/runs$/],
  ['a tag', /POST .*\/tags$/],
  ['the job', /POST \/api\/device-cloud\/jobs/],
  ['a poll', /GET \/api\/device-cloud\/jobs\/job-\d+$/],
  ['the result’s address', /GET .*\/jobs\/job-\d+\/artifacts/],
  ['the result', /GET \/storage\/result/],
  ['an artifact', /POST \/api\/artifacts$/],
  ['an artifact’s address', /POST .*upload-url/],
  ['an artifact’s bytes', /PUT \/storage\/signed/],
  ['an artifact’s state', /PATCH \/api\/artifacts/],
  ['a run’s end', /PATCH .*\/runs\//],
];

export const HUB_FAULTS: readonly (readonly [name: string, answer: HubFault['answer']])[] = [
  ['a 503', { status: 503 }],
  ['a 429 with Retry-After', { status: 429, headers: { 'retry-after': '0' }, body: { message: 'slow down' } }],
  ['a broken connection', 'cut'],
  ['an answer lost on the way', 'drop'],
];
