// Every message that an expected failure can have, read from the sources: what stands between `…` is fixed, so that
// whoever searches for a message finds it.

import { globSync, readFileSync } from 'node:fs';
import { markdownTable } from 'markdown-table';
import ts from 'typescript';

interface Message {
  readonly code: string;
  readonly text: string;
  readonly advice: string;
}

/** By code, each a table of messages and what to do. */
export function messageTables(): string {
  const messages = globSync('src/**/*.ts').sort().flatMap(readMessages);
  const codes = [...new Set(messages.map(({ code }) => code))].sort();
  return codes.map((code) => `### ${code}\n\n${table(messages.filter((one) => one.code === code))}`).join('\n\n');
}

function table(messages: readonly Message[]): string {
  const rows = [
    ...new Map(messages.map(({ text, advice }) => [text, [escapeCell(text), escapeCell(advice)]])).values(),
  ];
  rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return markdownTable([['Message', 'What to do'], ...rows], { alignDelimiters: false });
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;').replaceAll('{', '&#123;');
}

function readMessages(path: string): readonly Message[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Message[] = [];
  file.forEachChild(function visit(node): void {
    if (ts.isNewExpression(node)) found.push(...readError(node));
    if (ts.isCallExpression(node)) found.push(...readRefusal(node));
    node.forEachChild(visit);
  });
  // Only a message with words of its own can be looked for.
  return found.filter(({ text }) => text.replaceAll(/[^a-z]/gi, '').length >= MEANINGFUL);
}

const MEANINGFUL = 8;

/** `new GateError(code, message, advice)`. */
function readError({ expression, arguments: given }: ts.NewExpression): readonly Message[] {
  const [code, message, advice] = (given ?? []) as readonly (ts.Expression | undefined)[];
  if (expression.getText() !== 'GateError' || code === undefined || message === undefined) return [];
  const [words = '…'] = advice === undefined ? [] : textsOf(advice);
  return textsOf(code).flatMap((one) => textsOf(message).map((text) => ({ code: one, text, advice: words })));
}

/** `refuse(place, found, allowed)` of the configuration. */
function readRefusal({ expression, arguments: given }: ts.CallExpression): readonly Message[] {
  const [place, found, allowed] = given as readonly (ts.Expression | undefined)[];
  if (expression.getText() !== 'refuse' || place === undefined || found === undefined || allowed === undefined)
    return [];
  if (!/from '\.(\.\/config)?\/place\.ts'/.test(expression.getSourceFile().text)) return [];
  const [where = '…'] =
    ts.isCallExpression(place) && place.arguments[0] !== undefined ? textsOf(place.arguments[0]) : textsOf(place);
  const advice = 'Correct that input, or that key of the config file.';
  return textsOf(allowed).map((text) => ({
    code: 'invalid-input',
    text: `${where}: found "…"; allowed: ${text}.`,
    advice,
  }));
}

/** What an expression can say, with `…` for what is only known when it runs. */
function textsOf(node: ts.Expression): readonly string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isTemplateExpression(node)) {
    return [tidy(node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join(''))];
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return textsOf(node.left).flatMap((left) => textsOf(node.right).map((right) => tidy(left + right)));
  }
  const initial = ts.isIdentifier(node) ? findConstant(node) : undefined;
  return initial === undefined ? ['…'] : textsOf(initial);
}

function tidy(text: string): string {
  return text.replaceAll(/…+/g, '…');
}

/** The nearest `const` of that name around the identifier. */
function findConstant(name: ts.Identifier): ts.Expression | undefined {
  for (let scope: ts.Node = name.parent; scope !== undefined; scope = scope.parent) {
    const statements = ts.isBlock(scope) || ts.isSourceFile(scope) || ts.isCaseClause(scope) ? scope.statements : [];
    for (const statement of statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const declaration = statement.declarationList.declarations.find((one) => one.name.getText() === name.text);
      if (declaration !== undefined) return declaration.initializer;
    }
  }
  return undefined;
}
