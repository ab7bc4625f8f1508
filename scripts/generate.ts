// Makes what must agree with the sources from the sources: action.yml, schemas/*.json, the tables in docs/.
// With --check nothing is written; what differs is named and the exit code is 1.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { markdownTable } from 'markdown-table';
import { stringify } from 'yaml';
import * as z from 'zod';
import { MEASURE_SCRIPT } from '../src/adapters/device-farm/measure-script.ts';
import { OwnJob } from '../src/adapters/profiles/own-job.ts';
import { COMMAND_NAMES, COMMANDS } from '../src/config/command-line.ts';
import { ConfigFile } from '../src/config/file.ts';
import { BACKENDS, INPUT_NAMES, INPUTS, toConfigKey } from '../src/config/inputs.ts';
import { OUTPUTS } from '../src/config/outputs.ts';
import { HistoryFile } from '../src/formats/history-file.ts';
import { encodeReport, ReportFile } from '../src/formats/report-file.ts';
import { RunRecord } from '../src/formats/run-record.ts';
import { describeFinding } from '../src/rendering/findings.ts';
import { OPTIONS } from '../src/wiring/options.ts';
import { EXAMPLES } from '../test/support/report-examples.ts';
import { ACTION_REFERENCE, ANY_REFERENCE } from './action-reference.ts';
import { formatTable } from './format-table.ts';
import { messageTables } from './message-table.ts';

const ACTION_HEAD = '# Made by scripts/generate.ts from src/config; change it there.\n';

function actionYml(): string {
  const inputs = Object.fromEntries(
    INPUT_NAMES.map((name) => {
      // Defaults live in the program, so that the config file can change them; only the token's must stand here.
      const fallback = name === 'github-token' ? { default: `\${{ github.token }}` } : {};
      return [name, { description: describe(name), required: false, ...fallback }];
    }),
  );
  const outputs = Object.fromEntries(Object.entries(OUTPUTS).map(([name, description]) => [name, { description }]));
  const action = {
    name: 'Latency Gate',
    description: 'Tells a pull request whether it made a machine-learning model slower, and is sure before it says so.',
    author: 'Latency Gate',
    branding: { icon: 'activity', color: 'blue' },
    inputs,
    outputs,
    runs: { using: 'node24', main: 'dist/main/index.js', post: 'dist/post/index.js', 'post-if': 'always()' },
  };
  return ACTION_HEAD + stringify(action, { lineWidth: 0 });
}

function describe(name: (typeof INPUT_NAMES)[number]): string {
  const { description, fallback } = INPUTS[name];
  return fallback === undefined || fallback === '' ? description : `${description} Default: ${fallback}`;
}

function inputTable(): string {
  const rows = INPUT_NAMES.map((name) => {
    const { description, fallback } = INPUTS[name];
    const initial =
      name === 'github-token' ? "the job's token" : fallback === undefined || fallback === '' ? '' : `\`${fallback}\``;
    return [`\`${name}\``, description, initial];
  });
  return markdownTable([['Input', 'Meaning', 'Default'], ...rows], { alignDelimiters: false });
}

function outputTable(): string {
  return markdownTable(
    [['Output', 'Meaning'], ...Object.entries(OUTPUTS).map(([name, words]) => [`\`${name}\``, words])],
    { alignDelimiters: false },
  );
}

function commandTable(): string {
  const rows = COMMAND_NAMES.map((name) => {
    const { summary, operand, flags } = COMMANDS[name];
    const own = flags.map(({ name: flag, value }) => `\`--${flag}${value === undefined ? '' : ` <${value}>`}\``);
    return [`\`${[name, operand?.form].filter(Boolean).join(' ')}\``, summary, own.join(', ')];
  });
  return markdownTable([['Command', 'What it does', 'Flags of its own'], ...rows], { alignDelimiters: false });
}

/** A table for each backend that takes options. */
function optionTables(): string {
  const tables = Object.entries(OPTIONS).flatMap(([backend, options]) => {
    const rows = Object.entries(options.shape).map(([key, type]) => optionRow(key, type as z.ZodType));
    if (rows.length === 0) return [];
    const table = markdownTable([['Option', 'Meaning', 'Default'], ...rows], { alignDelimiters: false });
    return [`### ${backend}\n\n${table}`];
  });
  return tables.join('\n\n');
}

function optionRow(key: string, type: z.ZodType): readonly string[] {
  const { default: initial } = z.toJSONSchema(type, { io: 'input' });
  const plain = initial === undefined || typeof initial === 'object' ? '' : `\`${String(initial)}\``;
  return [`\`${key}\``, type.description ?? '', plain];
}

/** The page with each table put anew between its marks. */
function withTables(path: string, tables: Readonly<Record<string, string>>): string {
  return readFileSync(path, 'utf8').replaceAll(
    /(<!-- begin (\w+) -->\n)[\s\S]*?(<!-- end \2 -->)/g,
    (_, begin: string, name: string, end: string) => `${begin}${tables[name]}\n${end}`,
  );
}

function schema(title: string, source: z.ZodType): string {
  return `${JSON.stringify({ title, ...z.toJSONSchema(source, { io: 'input' }) }, null, 2)}\n`;
}

/** Each key as its own parser takes it, so that editors complete and check. */
function configSchema(): string {
  const made = z.toJSONSchema(ConfigFile, { io: 'input' });
  const properties = Object.fromEntries(
    INPUT_NAMES.filter((name) => toConfigKey(name) in (made.properties ?? {})).map((name) => {
      const { description, fallback, parse } = INPUTS[name];
      const initial = fallback === undefined || fallback === '' ? {} : { default: fallback };
      return [toConfigKey(name), { description, ...initial, ...parse.written }];
    }),
  );
  const whole = {
    title: 'Latency Gate configuration file',
    ...made,
    properties: { ...made.properties, ...properties },
    ...optionsByBackend(),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** What `options` may hold, by the backend that the file names: both sides of it share them. */
function optionsByBackend(): object {
  const taken = (...names: readonly (keyof typeof OPTIONS)[]) => {
    const schemas = names.map((name) => z.toJSONSchema(OPTIONS[name], { io: 'input' }));
    const own = Object.assign({}, ...schemas.map(({ properties }) => properties));
    return { type: 'object', properties: own, additionalProperties: false };
  };
  // A file that names the sides apart is not checked here; where an input names the backend, any one may be meant.
  const unnamed = { not: { anyOf: [{ required: ['profiler'] }, { required: ['tracker'] }] } };
  const rules = Object.entries(BACKENDS).map(([backend, { profiler, tracker }]) => ({
    if: { required: ['backend'], properties: { backend: { const: backend } }, ...unnamed },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { properties: { options: { $ref: `#/$defs/options-${backend}` } } },
    name: `options-${backend}`,
    schema: taken(profiler, tracker),
  }));
  const names = rules.map(({ name }) => ({ $ref: `#/$defs/${name}` }));
  const open = {
    if: { not: { anyOf: ['backend', 'profiler', 'tracker'].map((key) => ({ required: [key] })) } },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { properties: { options: { anyOf: names } } },
  };
  return {
    allOf: [...rules.map(({ name: _name, schema: _schema, ...rule }) => rule), open],
    $defs: Object.fromEntries(rules.map(({ name, schema: own }) => [name, own])),
  };
}

/** The text, naming this action as the last release is named. */
function withReference(text: string): string {
  return text.replaceAll(ANY_REFERENCE, ACTION_REFERENCE);
}

/** Texts that name the action and hold nothing else that is made. */
const NAMING = ['docs', 'examples'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.(md|yml)$/.test(name))
    .map((name) => `${folder}/${name}`),
);

function versionModule(): string {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
  return `// Made by scripts/generate.ts from package.json.\n\n/** This program's version. */\nexport const VERSION = '${version}';\n`;
}

/** A whole report as a reader gets it, of one model on one device. */
function reportExample(name: string): string {
  const report = EXAMPLES[name];
  if (report === undefined) throw new Error(`no example ${name}`);
  return encodeReport({ ...report, subjects: report.subjects.slice(0, 1) }, describeFinding);
}

const FILES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(NAMING.map((path) => [path, withReference(readFileSync(path, 'utf8'))])),
  'action.yml': actionYml(),
  'src/config/version.ts': versionModule(),
  'README.md': withReference(readFileSync('README.md', 'utf8')),
  'docs/reference.md': withTables('docs/reference.md', {
    inputs: inputTable(),
    outputs: outputTable(),
    commands: commandTable(),
    options: optionTables(),
  }),
  'docs/messages.md': withTables('docs/messages.md', { messages: messageTables() }),
  'docs/formats.md': withReference(withTables('docs/formats.md', { formats: formatTable() })),
  'examples/harnesses/android-adb/measure.sh': MEASURE_SCRIPT,
  'schemas/config.json': configSchema(),
  'schemas/run.json': schema('Latency Gate run record, latency-gate/run@1', RunRecord),
  'schemas/job.json': schema('One job measured by another tool, latency-gate/job@1', OwnJob),
  'schemas/history.json': schema('What a site remembers, latency-gate/history@1', HistoryFile),
  'schemas/report.json': schema('Latency Gate report, latency-gate/report@1', ReportFile),
  'schemas/examples/report-regression.json': reportExample('regression'),
  'schemas/examples/report-pass.json': reportExample('all-fine'),
  'schemas/examples/report-inconclusive.json': reportExample('inconclusive'),
};

const check = process.argv.includes('--check');
for (const [path, content] of Object.entries(FILES)) {
  const same = safeRead(path) === content;
  if (!same && check) {
    console.error(`${path} is not what the sources make: run "npm run generate"`);
    process.exitCode = 1;
  }
  if (!same && !check) writeFileSync(path, content);
}

function safeRead(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
