// Releases and the files attached to them. Files are taken on an address of their own, as GitHub's uploads host is.

import type { ServerAnswer, ServerRequest } from '../http.ts';
import type { BlobStore } from './artifact-service.ts';
import { checkAnswer, example, exampleItem, findRoute } from './openapi.ts';
import type { Call, Endpoint, RestAnswer } from './rest.ts';
import type { GitHubState, StoredAsset, StoredRelease } from './state.ts';

const LONGEST_BODY = 125_000;
const UPLOADS = '/uploads';
const NOT_FOUND: RestAnswer = { status: 404, body: { message: 'Not Found', documentation_url: '', status: '404' } };

export const RELEASE_ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'GET /repos/{owner}/{repo}/releases': { needs: ['contents', 'read'], answer: listReleases },
  'PATCH /repos/{owner}/{repo}/releases/{release_id}': { needs: ['contents', 'write'], answer: updateRelease },
  'GET /repos/{owner}/{repo}/releases/assets/{asset_id}': { needs: ['contents', 'read'], answer: readAsset },
  'DELETE /repos/{owner}/{repo}/releases/assets/{asset_id}': { needs: ['contents', 'write'], answer: deleteAsset },
};

function listReleases({ state, host }: Call): RestAnswer {
  return { status: 200, body: state.releases.toReversed().map((release) => toRelease(release, host)) };
}

function updateRelease({ state, parameters, body, host }: Call): RestAnswer {
  const release = state.releases.find(({ id }) => id === Number(parameters['release_id']));
  if (release === undefined) return NOT_FOUND;
  const text = String(body['body'] ?? release.body);
  if (text.length > LONGEST_BODY) return { status: 422, body: { message: 'body is too long', documentation_url: '' } };
  release.body = text;
  return { status: 200, body: toRelease(release, host) };
}

function readAsset({ state, parameters, accept, signBlob }: Call): RestAnswer {
  const asset = state.releases.flatMap(({ assets }) => assets).find(({ id }) => id === Number(parameters['asset_id']));
  if (asset === undefined) return NOT_FOUND;
  if (accept !== 'application/octet-stream') return { status: 200, body: toAsset(asset) };
  return { status: 302, headers: { location: signBlob(asset.blob) } };
}

function deleteAsset({ state, parameters }: Call): RestAnswer {
  for (const release of state.releases) {
    release.assets = release.assets.filter(({ id }) => id !== Number(parameters['asset_id']));
  }
  return { status: 204 };
}

/** `POST <uploads>/repos/…/releases/{id}/assets?name=…` with the bytes as the body; undefined where it is another path. */
export async function answerUpload(
  request: ServerRequest,
  state: GitHubState,
  blobs: BlobStore,
): Promise<ServerAnswer | undefined> {
  if (!request.url.pathname.startsWith(UPLOADS)) return undefined;
  const route = findRoute(request.method, request.url.pathname.slice(UPLOADS.length));
  const token = request.headers['authorization']?.replace(/^(token|bearer) /i, '') ?? '';
  if (state.tokens.get(token)?.get('contents') !== 'write') {
    return {
      status: 403,
      body: { message: 'Resource not accessible by integration', documentation_url: '', status: '403' },
    };
  }
  const release = state.releases.find(({ id }) => id === Number(route?.parameters['release_id']));
  const name = request.url.searchParams.get('name') ?? '';
  if (route === undefined || release === undefined) return { status: 404, body: NOT_FOUND.body };
  if (name === '' || request.body.length === 0) return { status: 400, body: { message: 'Bad Request' } };
  if (release.assets.some((asset) => asset.name === name)) {
    const errors = [{ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' }];
    return { status: 422, body: { message: 'Validation Failed', documentation_url: '', errors } };
  }
  const blob = `${state.space}/releases/${state.nextId++}`;
  await blobs.upload(blob, request.body);
  const asset = { id: state.nextId++, name, size: request.body.length, blob };
  release.assets.push(asset);
  const body = { ...example('release-asset-response-for-successful-upload'), ...toAsset(asset) };
  const odd = checkAnswer('POST', route, 201, body);
  if (odd !== undefined) throw new Error(`the upload's answer is not GitHub's: ${odd}`);
  return { status: 201, body };
}

function toRelease(release: StoredRelease, host: string): object {
  return {
    ...exampleItem('release-items'),
    id: release.id,
    tag_name: release.tag,
    body: release.body,
    draft: release.draft,
    prerelease: release.prerelease,
    published_at: release.publishedAt,
    html_url: `https://github.com/acme/models/releases/tag/${release.tag}`,
    upload_url: `http://${host}${UPLOADS}/repos/acme/models/releases/${release.id}/assets{?name,label}`,
    assets: release.assets.map(toAsset),
  };
}

function toAsset({ id, name, size }: StoredAsset): object {
  return { ...example('release-asset'), id, name, size };
}
