// What a repository starts with: the choices behind its files.

export const STARTER_KINDS = ['local', 'phones', 'forks', 'gitlab', 'other'] as const;
/** This runner, a cloud of phones, phones for forks as well, GitLab CI, or another CI. */
export type StarterKind = (typeof STARTER_KINDS)[number];

/** What is set up. */
export interface Starter {
  readonly kind: StarterKind;
  /** Paths from the root; at least one. */
  readonly models: readonly string[];
  /** The command that builds the models; null where they are committed. */
  readonly build: string | null;
  readonly branch: string;
  /** For phones; at least one. */
  readonly devices: readonly string[];
  /** Whether the models are kept by Git LFS. */
  readonly lfs: boolean;
}

export interface StarterFile {
  readonly path: string;
  readonly text: string;
}
