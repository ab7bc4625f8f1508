// Files of a run through the server's own artifact API (`mlflow server --serve-artifacts`, the default). Where a server
// keeps artifacts elsewhere, only that place's own keys could write them: a finding says so.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { messageOf } from '../../domain/errors.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Network } from '../http/fetch.ts';
import type { ServiceClient } from '../http/service.ts';
import type { TrackedRunAnswer } from './schema.ts';

const PROXY = 'api/2.0/mlflow-artifacts/artifacts';

export interface FileSetup {
  readonly service: ServiceClient;
  readonly network: Network;
}

type Content = { readonly path: string } | { readonly bytes: Uint8Array; readonly name: string };

/** Stores each below `folder` of the run's artifacts; one that cannot be stored is a finding. */
export async function storeFiles(
  run: Pick<TrackedRunAnswer, 'artifactUri'>,
  folder: string,
  contents: readonly Content[],
  setup: FileSetup,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const content of contents) {
    const file = 'path' in content ? basename(content.path) : content.name;
    try {
      await store(run.artifactUri, `${folder}/${file}`, content, setup);
    } catch (error) {
      findings.push({ code: 'file-not-stored', facts: { file, why: messageOf(error) } });
    }
  }
  return findings;
}

async function store(root: string, name: string, content: Content, { service, network }: FileSetup): Promise<void> {
  const url = toUploadUrl(root, name, service);
  const sizeBytes = 'path' in content ? (await stat(content.path)).size : content.bytes.length;
  const headers = { ...(await service.headers()), 'content-type': 'application/octet-stream' };
  const open = () => ('path' in content ? createReadStream(content.path) : Readable.from([Buffer.from(content.bytes)]));
  const status = await network.upload({ url, headers, sizeBytes, open });
  if (status < 200 || status >= 300) throw new Error(`the MLflow server answered ${status}`);
}

/** `mlflow-artifacts:/1/<run>/artifacts` is the server's own store; with a host in it only where that is the server's. */
function toUploadUrl(root: string, name: string, service: ServiceClient): URL {
  const [, scheme = '', host = '', path = ''] = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/]*))?(\/.*)?$/i.exec(root) ?? [];
  const own = service.resolve(PROXY);
  const proxied = scheme === 'mlflow-artifacts' && (host === '' || host === own.host);
  if (!proxied || path.includes('..')) {
    throw new Error(
      `the server keeps artifacts ${scheme === '' ? 'in a folder of its own' : `in ${scheme}:`}, not through its artifact API`,
    );
  }
  const parts = `${path}/${name}`.split('/').filter((part) => part !== '');
  return service.resolve(`${PROXY}/${parts.map(encodeURIComponent).join('/')}`);
}
