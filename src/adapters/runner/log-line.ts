// Makes text from outside harmless in a log: no escapes, and nothing that the workflow runner takes for a command.
//
// The runner reads a line as a command if it starts with `::` after white space, or holds `##[name]` anywhere. Deleting
// a prefix leaves what stood behind it, which may be one again; a space inside of the mark never does.

/** One line: control and format characters become spaces, and the marks of commands are broken up. */
export function toLogLine(text: string): string {
  return breakMarks(text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')).trim();
}

/** Several lines, each of them harmless: stack traces, reports. Indentation and tabs stay. */
export function toLogLines(text: string): string {
  return text
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/)
    .map((line) => breakMarks(line.replaceAll(/(?:(?!\t)[\p{Cc}\p{Cf}])+/gu, ' ')).trimEnd())
    .join('\n');
}

/** Lines that keep the colours of a terminal, and no other escape. */
export function toStyledLines(text: string): string {
  return text
    .split(COLOR)
    .map((part) => (COLOR.test(part) ? part : breakMarks(part.replaceAll(/(?:(?![\t\n])[\p{Cc}\p{Cf}])+/gu, ' '))))
    .join('');
}

/** Splitting by it keeps it: SGR codes, which only colour. */
const COLOR = /(\u001b\[\d{1,2}m)/;

/** JSON means the same with a character of the mark escaped; lines of JSON never start with a colon. */
export function toLogJson(json: string): string {
  return json.replaceAll('##[', '\\u0023#[');
}

function breakMarks(line: string): string {
  return line
    .replace(/^(\s*)(:{2,})/, (_, space: string, colons: string) => space + [...colons].join(' '))
    .replaceAll('##[', '# #[');
}
