// One gate's part of the comment on a pull request.

export interface Section {
  readonly key: string;
  /** What wrote it: later attempts and runs replace earlier ones. */
  readonly runId: number;
  readonly attempt: number;
  readonly text: string;
}
