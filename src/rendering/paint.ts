// Colours of a terminal, or none. Only the eight basic ones, which every theme makes readable.

/** Wraps text in a colour or weight. */
export interface Paint {
  readonly colored: boolean;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
}

const CODES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;

/** Paints nothing: for files, pipes and `NO_COLOR`. */
export const NO_PAINT: Paint = createPaint(false);

export function createPaint(colored: boolean): Paint {
  const brush = ([on, off]: readonly [number, number]) =>
    colored ? (text: string) => (text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`) : (text: string) => text;
  return {
    colored,
    bold: brush(CODES.bold),
    dim: brush(CODES.dim),
    red: brush(CODES.red),
    green: brush(CODES.green),
    yellow: brush(CODES.yellow),
  };
}

/** How many columns a text takes on a terminal: escapes take none, emoji two. */
export function widthOf(text: string): number {
  const shown = text.replaceAll(/\u001b\[\d+m/g, '');
  return [...shown].reduce((width, character) => {
    if (/\p{M}|\uFE0F|\u200D/u.test(character)) return width;
    return width + (/\p{Emoji_Presentation}/u.test(character) ? 2 : 1);
  }, 0);
}
