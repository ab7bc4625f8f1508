// The hub's published limits, as its refusals tell them: names, values, links, times. Undefined: nothing is wrong.

export type Fields = Readonly<Record<string, unknown>>;

const NAME = /^[\p{L}\p{N}_\-.$()/+ ]+$/u;
const OFFSET_TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/;

export const RUN_TYPES = ['COMPILE', 'PROFILE', 'EVAL', 'INFERENCE', 'GRAPH', 'CUSTOM'];
export const FINAL_STATUSES = ['FINISHED', 'FAILED', 'KILLED'];
export const STATUSES = ['RUNNING', 'SCHEDULED', 'PENDING', ...FINAL_STATUSES];

/** A text of so many UTF-16 units after trimming. */
function wrongText(field: string, value: unknown, most: number): string | undefined {
  if (typeof value !== 'string') return `${field} must be a string`;
  const { length } = value.trim();
  return length >= 1 && length <= most ? undefined : `${field} must have 1 to ${most} characters, found ${length}`;
}

export function wrongProjectName(name: unknown): string | undefined {
  return wrongText('name', name, 50);
}

function wrongName(name: unknown, most: number): string | undefined {
  const wrong = wrongText('name', name, most);
  if (wrong !== undefined) return wrong;
  return NAME.test(String(name)) ? undefined : 'name may hold letters, digits, _ - . $ ( ) / + and spaces only';
}

export function wrongTag({ name, value }: Fields): string | undefined {
  return wrongName(name, 100) ?? wrongText('value', value, 255);
}

export function wrongParam({ name, value, measuredAt }: Fields): string | undefined {
  return wrongName(name, 255) ?? wrongText('value', value, 255) ?? wrongTime('measuredAt', measuredAt);
}

export function wrongMetric({ name, value, step, measuredAt }: Fields): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'value must be a finite number';
  if (step !== undefined && !Number.isInteger(step)) return 'step must be an integer';
  return wrongName(name, 255) ?? wrongTime('measuredAt', measuredAt);
}

export function wrongLink({ label, url }: Fields): string | undefined {
  const wrong = wrongText('label', label, 100) ?? wrongText('url', url, 2048);
  if (wrong !== undefined) return wrong;
  return URL.canParse(String(url)) && /^https?:$/.test(new URL(String(url)).protocol)
    ? undefined
    : 'url must be http(s)';
}

/** ISO 8601 with an offset; absent is fine. */
export function wrongTime(field: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return OFFSET_TIME.test(String(value)) ? undefined : `${field} must be ISO 8601 with an offset`;
}

export function wrongKeys(body: Fields, allowed: readonly string[]): string | undefined {
  const unknown = Object.keys(body).find((name) => !allowed.includes(name));
  return unknown === undefined ? undefined : `${unknown} is not known here`;
}

/** The items of a list in a body; undefined where it is none. */
export function itemsOf(value: unknown): readonly Fields[] | undefined {
  if (value === undefined) return [];
  return Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null)
    ? (value as readonly Fields[])
    : undefined;
}
