// The small effects: time, log lines, files, what a later step must know.

export interface Clock {
  now(): Date;
  /** Resolves after that time; rejects with the signal's reason when it is aborted first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export interface Logger {
  info(message: string): void;
  warning(message: string): void;
  /** Replaces the last progress line on a terminal; a plain line elsewhere, when it changed. */
  progress(message: string): void;
  /** Folds what is logged meanwhile under a title, where the place can fold. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
}

/** What the post step must know if the main step dies. */
export interface State {
  save(key: string, value: string): void;
}

/** Files this program reads and writes. */
export interface Files {
  /** A folder of its own for this execution, outside the workspace. */
  temporaryFolder(name: string): Promise<string>;
  write(path: string, content: string): Promise<void>;
  copy(from: string, to: string): Promise<void>;
  /** The text of a file; rejects where it cannot be read. */
  read(path: string): Promise<string>;
  /** The files that a path or glob (from the workspace) names, sorted; absolute paths. */
  glob(pattern: string): Promise<readonly string[]>;
  /** What lies directly in a folder, files and folders, sorted; absolute paths. */
  entries(folder: string): Promise<readonly string[]>;
  /** The path from the workspace, with forward slashes. */
  fromWorkspace(path: string): string;
  join(...parts: readonly string[]): string;
  /** The folder of a path, and the names of the files directly in a folder. */
  folderOf(path: string): string;
}

/** What the workflow shows by itself: the step's outputs and its summary. */
export interface StepOutput {
  setOutput(name: string, value: string): void;
  appendSummary(markdown: string): Promise<void>;
  annotate(annotation: { level: 'failure' | 'warning' | 'notice'; title: string; message: string }): void;
}
