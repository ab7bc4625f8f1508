// Builds what a commit holds, away from the working tree.

export interface Builder {
  /** The folder in which a commit was checked out and built; rejects with an Error that says what failed. */
  build(commit: string): Promise<string>;
  /** Takes away every folder that was made. */
  close(): Promise<void>;
}
