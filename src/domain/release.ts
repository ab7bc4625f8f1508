// Which release a release is compared with.

/** A published version, as the forge tells of it. */
export interface Release {
  readonly id: number;
  readonly tag: string;
  readonly body: string;
  readonly url: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  /** ISO 8601; null as long as it is a draft. */
  readonly publishedAt: string | null;
  readonly assets: readonly ReleaseAsset[];
}

export interface ReleaseAsset {
  readonly id: number;
  readonly name: string;
  readonly sizeBytes: number;
}

/**
 * The newest release that was published before `tag`'s own, or the newest of all where that has none. Pre-releases
 * count only before another pre-release.
 */
export function previousRelease(releases: readonly Release[], tag: string | null): Release | undefined {
  const own = releases.find((release) => release.tag === tag);
  const until = timeOf(own) ?? Number.POSITIVE_INFINITY;
  return releases
    .filter((release) => release !== own && !release.draft && (own?.prerelease === true || !release.prerelease))
    .filter((release) => (timeOf(release) ?? Number.NEGATIVE_INFINITY) < until)
    .sort((a, b) => (timeOf(b) ?? 0) - (timeOf(a) ?? 0))[0];
}

function timeOf(release: Release | undefined): number | undefined {
  return release?.publishedAt == null ? undefined : Date.parse(release.publishedAt);
}

/** A confirmed change of level that a record of the default branch stored between two releases. */
export interface LandedShift {
  readonly commit: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly model: string;
  readonly device: string;
  /** The metric's name. */
  readonly metric: string;
  /** As a fraction of the level before. */
  readonly change: number;
}

/** What a report on a release says besides its comparisons. */
export interface ReleaseSummary {
  readonly tag: string;
  /** Null where this is the first. */
  readonly previous: string | null;
  /** By model and device, oldest first. */
  readonly shifts: readonly LandedShift[];
}
