// Makes text from outside harmless in a log: one line, no escapes, nothing the runner would take for a command.

/** Control and format characters become spaces; what would be a workflow command loses its first character. */
export function toLogLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trimStart()
    .replace(/^(?:::|##\[)/, (start) => start.slice(1));
}
