// Named bundles of files that outlive a job: workflow artifacts inside Actions, a folder outside.

/** Where an artifact comes from, as far as its trust depends on it. */
export interface Artifact {
  readonly id: string;
  readonly name: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** The commit of the run that made it; null where nothing tells. */
  readonly headSha: string | null;
  /** The run that made it, for messages. */
  readonly origin: string;
  /** Of the archive, as the store says before it is fetched. */
  readonly sizeBytes?: number | undefined;
  /** `sha256:<hex>` of the archive; checked when it is fetched. */
  readonly digest?: string | undefined;
}

export interface ArtifactStore {
  /** Artifacts of that name, newest first, those that a fork or another branch made left out where that shows. */
  list(name: string): Promise<readonly Artifact[]>;
  /**
   * Those whose commit is among these, the nearest first; absent where `list` tells of every one. At a `glance` no
   * more is asked than one question.
   */
  search?(name: string, commits: readonly string[], glance?: true): Promise<ArtifactSearch>;
  /** The newest artifact of that name that an earlier gate of this very commit left; absent where nothing can tell. */
  earlier?(name: string): Promise<Artifact | undefined>;
  /** One artifact by the id that an earlier listing gave; undefined where it is gone. */
  find(id: string): Promise<Artifact | undefined>;
  /** Names of all artifacts that begin with `prefix`; empty where listing all would be costly. */
  names(prefix: string): Promise<readonly string[]>;
  /**
   * Undefined if a run on the default branch made it, else why it cannot be trusted. May cost a call. `anywhere`: that
   * its commit is on that branch is not known yet.
   */
  distrust(artifact: Artifact, place?: 'anywhere'): Promise<string | undefined>;
  /** Writes the artifact's files into `folder`. */
  fetch(artifact: Artifact, folder: string): Promise<void>;
  /** Stores files (absolute paths below `root`) under a name. `taken`: another job of this run has that name. */
  put(name: string, root: string, files: readonly string[], options: PutOptions): Promise<PutResult>;
}

/** What one workflow run uploaded. Untrusted unless it is the run that executes this program. */
export interface RunArtifacts {
  /** The newest artifact of each name that begins with `prefix`. */
  ofRun(runId: number, prefix: string): Promise<readonly Artifact[]>;
  /** The same of the run that executes this program, as the runner tells; rejects where there are no artifacts. */
  ofThisRun(prefix: string): Promise<readonly Artifact[]>;
  /** Names of that attempt's jobs which failed, were cancelled or ran out of time. */
  failedJobs(runId: number, attempt: number): Promise<readonly string[]>;
  /** Writes the artifact's files into `folder`. */
  fetch(artifact: Artifact, folder: string): Promise<void>;
}

/** What a search found, and what it saw besides. */
export interface ArtifactSearch {
  readonly artifacts: readonly Artifact[];
  /** How many of that name the default branch has, wanted or not, as far as was looked. */
  readonly elsewhere: number;
  /** Other branches of the repository that have some. */
  readonly branches: readonly string[];
  /** What was looked through, where there may be more; undefined where there is none. */
  readonly beyond: string | undefined;
}

export interface PutOptions {
  /** Days until it may be deleted; undefined leaves the store's own rule. */
  readonly retentionDays?: number | undefined;
  /** Stores the one file as it is, under its own name, so that a browser can open it. */
  readonly unzipped?: boolean | undefined;
}

/** `unavailable`: this server keeps no artifacts at all. */
export type PutResult =
  | { readonly kind: 'stored'; readonly id: string }
  | { readonly kind: 'taken' }
  | { readonly kind: 'unavailable' };
