// Reads a CSV table (RFC 4180) into one object a row, by the names in its first line.

/** A table may follow a few lines of a log. */
const MOST_LINES_BEFORE = 20;
/** A text without a comma so far on is no table, and need not be taken apart. */
const LONGEST_HEAD = 64 << 10;

/** None where the text holds no table of at least two columns whose rows are as long as its head. */
export function parseCsv(text: string): readonly Readonly<Record<string, string>>[] {
  if (!text.slice(0, LONGEST_HEAD).includes(',')) return [];
  const rows = readRows(text).filter((row) => row.some((cell) => cell !== ''));
  for (const [index, head] of rows.slice(0, MOST_LINES_BEFORE).entries()) {
    const body = rows.slice(index + 1);
    const isTable = head.length > 1 && new Set(head).size === head.length && body.length > 0;
    if (!isTable || body.some((row) => row.length !== head.length)) continue;
    return body.map((row) => Object.fromEntries(head.map((name, column) => [name, row[column] ?? ''])));
  }
  return [];
}

function readRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end = ''] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
    if (end === '') break;
  }
  return rows;
}
