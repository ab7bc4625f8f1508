// Where records lie that a history is made of: folders, workflow artifacts, releases, a service.

import type { PastRelease } from '../domain/history.ts';
import type { Run } from '../domain/run.ts';
import type { AcceptedChange } from '../domain/waiver.ts';

/** One thing that was found. */
export type FoundRecord =
  /** `bundle`: the name of the artifact that it lay in; null where nothing tells. */
  | { readonly kind: 'run'; readonly bundle: string | null; readonly run: Run }
  | { readonly kind: 'release'; readonly release: PastRelease }
  /** What a report says of a commit that was recorded. */
  | {
      readonly kind: 'accepted';
      readonly model: string;
      readonly device: string;
      readonly commit: string;
      readonly accepted: readonly AcceptedChange[];
    }
  /** Something that could not be read, or must not be believed; it is told and left out. */
  | { readonly kind: 'left-out'; readonly what: string; readonly why: string };

/** What is known already: the newest record by the bundle's name, ISO 8601. */
export type KnownRecords = ReadonlyMap<string, string>;

export interface RecordSource {
  /** For messages: "workflow artifacts". */
  readonly name: string;
  /** Records that may be newer than what is known; known ones may come again. Throws where the source as a whole fails. */
  find(known: KnownRecords): AsyncIterable<FoundRecord>;
}
