// Scalars and blocks of YAML that is written for people.

/** A text as YAML has it: plain where that is safe, else quoted. */
export function scalar(text: string): string {
  const plain =
    /^[A-Za-z][\w ./+()-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text) && !text.endsWith(' ');
  return plain ? text : JSON.stringify(text);
}

/** Lines below a key, each indented. */
export function indent(text: string, spaces: number): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `${' '.repeat(spaces)}${line}`))
    .join('\n');
}
