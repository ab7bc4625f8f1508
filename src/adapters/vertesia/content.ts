// The content that an execution ran, from what the service keeps of it: only where it has the digest of its tag.

import { createHash } from 'node:crypto';
import { canonicalJson } from '../../formats/canonical.ts';
import type { Execution, InteractionFile } from './schema.ts';
import { tagOf } from './translate.ts';

/** Longer contents are not kept with a record: the data may be large. */
export const LONGEST_HANDLE = 20_000;

export function digestOf(interaction: InteractionFile): string {
  return createHash('sha256').update(canonicalJson(interaction)).digest('hex');
}

/** The model's file again, as canonical JSON; undefined where the service keeps too little, or something else. */
export function contentOf({ tags, interaction, data, config }: Execution): string | undefined {
  if (data == null) return undefined;
  const { environment: _environment, model: _model, ...own } = config ?? {};
  const version = tagOf(tags, 'version');
  const versions = version === '' ? [{}] : [{ version }, { version: Number(version) }];
  const configs = Object.keys(own).length === 0 ? [{}, { config: {} }] : [{ config: own }];
  for (const kept of versions.flatMap((one) => configs.map((other) => ({ ...one, ...other })))) {
    const file = { interaction, data, ...kept };
    const text = canonicalJson(file);
    if (digestOf(file) === tagOf(tags, 'sha256')) return text.length > LONGEST_HANDLE ? undefined : text;
  }
  return undefined;
}
