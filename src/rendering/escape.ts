// Makes text from outside harmless in Markdown: names of models, devices and layers, and messages of services.

/** Characters that reorder or hide text (bidi controls, zero-width and other format characters), and control codes. */
export const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;
const LONGEST_NAME = 120;

/** Nothing here means anything to Markdown or GitHub, and links need a scheme or "www.". */
const PLAIN = /^(?!.*www\.)(?:[A-Za-z0-9 .,()+/-]|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))+$/;
const PLAIN_CODE = /^[A-Za-z0-9 .,()+/:=_-]+$/;

/** A name as running text: as it is where harmless, else as a code element, in which GitHub links nothing. */
export function escapeName(name: string): string {
  const visible = tidy(name);
  return PLAIN.test(visible) ? visible : toCodeElement(visible);
}

/** A name in code style; also safe in a table's cell. */
export function escapeCode(name: string): string {
  const visible = tidy(name);
  return PLAIN_CODE.test(visible) ? `\`${visible}\`` : toCodeElement(visible);
}

/** A sentence from outside: every character that Markdown or HTML could act on becomes an entity. */
export function escapeText(text: string): string {
  // A mention or an issue number is recognised across entities, but not across an empty comment.
  return encode(text.replaceAll(INVISIBLE, ' ').trim()).replaceAll(/&#(64|35);/g, '&#$1;<!-- -->');
}

function tidy(name: string): string {
  const visible = name.replaceAll(INVISIBLE, ' ').trim();
  const characters = [...visible];
  return characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME - 1).join('')}…` : visible;
}

function toCodeElement(text: string): string {
  return `<code>${encode(text)}</code>`;
}

/** A colon and a full stop are harmless unless they make a link, an underscore inside a word as well. */
const ACTIVE = /[^A-Za-z0-9 .,;()+/%="'…–!?:_-]|:(?=\/)|(?<=www)\.|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/giu;

function encode(text: string): string {
  return text.replaceAll(ACTIVE, (character) => {
    const code = character.codePointAt(0) ?? 0x20;
    return code > 0x7f ? character : `&#${code};`;
  });
}
