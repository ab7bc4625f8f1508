// Releases of the repository, their text and the files attached to them.

import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import type { Release, ReleaseAsset } from '../../domain/release.ts';
import type { Releases } from '../../ports/forge.ts';
import type { Fetch } from '../http/fetch.ts';
import { explain, type GitHub, need, type Octokit, statusOf } from './client.ts';

const PAGE = 100;
const WRITE = 'contents: write';

/** What the client types as text, and sends as the bytes that it is. */
const Bytes = z.custom<string>((value) => value instanceof Uint8Array);
const Stream = z.custom<ReadableStream>((value) => value instanceof ReadableStream);

type RawRelease = Awaited<ReturnType<Octokit['rest']['repos']['listReleases']>>['data'][number];

export class GitHubReleases implements Releases {
  readonly #github: GitHub;
  readonly #fetch: Fetch;
  /** Where each release takes its files; by its id. */
  readonly #uploads = new Map<number, string>();

  constructor(github: GitHub, fetch: Fetch) {
    this.#github = github;
    this.#fetch = fetch;
  }

  async setBody(id: number, body: string): Promise<void> {
    const { rest, owner, repo } = this.#github;
    try {
      need((await rest.repos.updateRelease({ owner, repo, release_id: id, body })).data.id, 'number');
    } catch (error) {
      throw explain(error, 'the text of the release', WRITE);
    }
  }

  /** A name is unique within a release, so the old file goes first. */
  async attach(release: Release, name: string, path: string): Promise<void> {
    const { rest, owner, repo } = this.#github;
    const old = release.assets.find((asset) => asset.name === name);
    try {
      if (old !== undefined)
        await rest.repos.deleteReleaseAsset({ owner, repo, asset_id: old.id }).catch(ignoreMissing);
      // The client types the body as text and sends bytes as they are.
      const data = Bytes.parse(await readFile(path));
      const baseUrl = this.#uploads.get(release.id);
      const headers = { 'content-type': 'application/octet-stream' };
      const { data: attached } = await rest.repos.uploadReleaseAsset({
        owner,
        repo,
        release_id: release.id,
        name,
        data,
        headers,
        ...(baseUrl === undefined ? {} : { baseUrl }),
      });
      need(attached.id, 'number');
    } catch (error) {
      throw explain(error, `${name} as a file of the release`, WRITE);
    }
  }

  async download(asset: ReleaseAsset, path: string): Promise<void> {
    const { rest, owner, repo } = this.#github;
    try {
      const answer = await rest.repos.getReleaseAsset({
        owner,
        repo,
        asset_id: asset.id,
        headers: { accept: 'application/octet-stream' },
        request: { redirect: 'manual', parseSuccessResponseBody: false },
      });
      const { location } = answer.headers;
      // Blob storage must not see GitHub's token; some servers answer with the file itself, which stays a stream
      // because nothing parses it.
      const body = location === undefined ? Stream.parse(answer.data) : await this.#open(location);
      if (body === null) throw new Error('GitHub gave no content');
      await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(path));
    } catch (error) {
      throw explain(error, `the file ${asset.name} of a release`, 'contents: read');
    }
  }

  async #open(location: string): Promise<ReadableStream | null> {
    const answer = await this.#fetch(location);
    if (!answer.ok) throw new Error(`storage answered ${answer.status}`);
    return answer.body;
  }

  async list(): Promise<readonly Release[]> {
    const { rest, owner, repo } = this.#github;
    try {
      const { data } = await rest.repos.listReleases({ owner, repo, per_page: PAGE });
      for (const raw of data) this.#uploads.set(raw.id, raw.upload_url.split('/repos/')[0] ?? '');
      return data.map(toRelease);
    } catch (error) {
      throw explain(error, 'the list of releases', 'contents: read');
    }
  }
}

function toRelease(raw: RawRelease): Release {
  return {
    id: raw.id,
    tag: raw.tag_name,
    body: raw.body ?? '',
    url: raw.html_url,
    draft: raw.draft,
    prerelease: raw.prerelease,
    publishedAt: raw.published_at,
    assets: raw.assets.map(({ id, name, size }) => ({ id, name, sizeBytes: size })),
  };
}

function ignoreMissing(error: unknown): void {
  if (statusOf(error) !== 404) throw error;
}
