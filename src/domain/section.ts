// One gate's part of the comment on a pull request.

export interface Section {
  readonly key: string;
  /** What wrote it: later attempts and runs replace earlier ones. */
  readonly runId: number;
  readonly attempt: number;
  /** The step that wrote it, `job/action`; tells two gates apart that share a key. Absent before version 0.2. */
  readonly step?: string | undefined;
  readonly text: string;
}
