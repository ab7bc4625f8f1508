// What the main step read of the config file, as the post step gets it: from the runner, never from the workspace.

import * as z from 'zod';
import { type FileSettings, NO_FILE } from './file.ts';

/** The name under which the runner keeps it between the steps. */
export const SETTINGS_STATE = 'settings';

const Saved = z.object({ inputs: z.record(z.string(), z.string()), options: z.record(z.string(), z.unknown()) });

/** Empty where there is nothing to say. */
export function encodeSettings({ inputs, options }: FileSettings): string {
  return Object.keys({ ...inputs, ...options }).length === 0 ? '' : JSON.stringify({ inputs, options });
}

/** Throws an Error where the text was not made by `encodeSettings`. */
export function decodeSettings(text: string): FileSettings {
  return text === '' ? NO_FILE : { ...NO_FILE, ...Saved.parse(JSON.parse(text)) };
}
