// GitHub's limits on texts of checks and statuses, in UTF-16 units. What is longer is refused as a whole.

/** The text, or its beginning with an ellipsis; never half of a character. */
export function shortenTo(most: number, text: string): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** Of a check run's name, its title, an annotation's title, and a status's context. */
export const LONGEST_NAME = 255;
/** Of a commit status. */
export const LONGEST_DESCRIPTION = 140;
/** Of an annotation's message: 64 KB, of which a character may take three. */
export const LONGEST_MESSAGE = 20_000;
/** Annotations of one request. */
export const MOST_ANNOTATIONS = 50;
