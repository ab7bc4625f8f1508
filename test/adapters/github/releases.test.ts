import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitHubReleases } from '../../../src/adapters/github/releases.ts';
import type { StoredRelease } from '../../servers/github/state.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { connectToGitHub } from '../../support/github.ts';

let connected: Awaited<ReturnType<typeof connectToGitHub>>;
let release: StoredRelease;
const folder = temporaryFolder('releases');
const report = join(folder, 'report.csv');
writeFileSync(report, 'commit,model\n');

beforeEach(async () => {
  connected = await connectToGitHub();
  const publishedAt = '2026-01-01T00:00:00Z';
  release = { id: 7, tag: 'v1', body: 'news', draft: false, prerelease: true, publishedAt, assets: [] };
  connected.state.releases.push(release);
});
afterEach(() => connected.close());

const open = () => new GitHubReleases(connected.github, connected.fetch);

async function listFirst(releases: GitHubReleases) {
  const [first] = await releases.list();
  if (first === undefined) throw new Error('no release');
  return first;
}

describe('GitHubReleases', () => {
  it('lists the newest first, with what tells drafts and previews apart', async () => {
    connected.state.releases.push({ ...release, id: 8, tag: 'v2', draft: true, prerelease: false, publishedAt: null });
    expect(await open().list()).toMatchObject([
      { id: 8, tag: 'v2', draft: true, publishedAt: null },
      { id: 7, tag: 'v1', body: 'news', draft: false, prerelease: true },
    ]);
  });

  it('attaches a file where that release takes them, and gives it back', async () => {
    const releases = open();
    await releases.attach(await listFirst(releases), 'report.csv', report);
    expect(release.assets).toMatchObject([{ name: 'report.csv', size: 13 }]);
    expect(connected.server.log.at(-1)?.path).toMatch(/^\/uploads\//);
    const [asset] = (await listFirst(releases)).assets;
    const copy = join(folder, 'copy.csv');
    if (asset !== undefined) await releases.download(asset, copy);
    expect(readFileSync(copy, 'utf8')).toBe('commit,model\n');
  });

  it('replaces the file of the same name', async () => {
    const releases = open();
    await releases.attach(await listFirst(releases), 'report.csv', report);
    const before = release.assets.map(({ id }) => id);
    await releases.attach(await listFirst(releases), 'report.csv', report);
    expect(release.assets).toHaveLength(1);
    expect(release.assets.map(({ id }) => id)).not.toEqual(before);
  });

  it('goes on where somebody else has removed the old file meanwhile', async () => {
    const releases = open();
    await releases.attach(await listFirst(releases), 'report.csv', report);
    const known = await listFirst(releases);
    const answer = { status: 404, body: { message: 'Not Found' } };
    connected.server.faults.push({ match: /DELETE/, times: 1, answer });
    release.assets = [];
    await releases.attach(known, 'report.csv', report);
    expect(release.assets).toHaveLength(1);
  });

  it('does not go on where the old file may not be removed', async () => {
    const releases = open();
    await releases.attach(await listFirst(releases), 'report.csv', report);
    const answer = { status: 403, body: { message: 'no' } };
    connected.server.faults.push({ match: /DELETE/, times: 1, answer });
    await expect(releases.attach(await listFirst(releases), 'report.csv', report)).rejects.toMatchObject({
      advice: expect.stringContaining('"contents: write"'),
    });
  });

  it('writes the text', async () => {
    await open().setBody(7, 'other news');
    expect(release.body).toBe('other news');
  });

  it('says what it could not get, never where it lay', async () => {
    const releases = open();
    await releases.attach(await listFirst(releases), 'report.csv', report);
    const [asset] = (await listFirst(releases)).assets;
    const lost = { ...release.assets[0], id: asset?.id ?? 0, name: 'report.csv', size: 1, blob: 'gone' };
    release.assets = [lost];
    const download = asset === undefined ? Promise.resolve() : releases.download(asset, join(folder, 'lost'));
    await expect(download).rejects.toThrow(/the file report\.csv of a release: storage answered 404/);
    await expect(download).rejects.not.toThrow(/sig=/);
  });
});
