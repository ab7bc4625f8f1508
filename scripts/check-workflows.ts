// actionlint and zizmor on our own workflows, the examples and every workflow in README and docs. A part of a workflow
// is completed to a whole one first. A tool that is missing is named and left out, unless CI is set.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parse, stringify } from 'yaml';

type Node = Readonly<Record<string, unknown>>;

const CHECKOUT = 'actions/checkout@1af3b93b6815bc44a9784bd300feb67ff0d1eeb3 # v6.0.0';
const TEXTS = ['README.md', ...listFiles('docs', '.md')];
/** Not the config files beside them. */
const WORKFLOWS = [...listFiles('.github/workflows', '.yml'), ...listFiles('examples', '.yml')].filter((path) =>
  /^jobs:/m.test(readFileSync(path, 'utf8')),
);

function listFiles(folder: string, ending: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending));
  return names.sort().map((name) => join(folder, name));
}

/** The blocks of YAML in a text that use an action. */
function readSnippets(path: string): readonly string[] {
  const blocks = [...readFileSync(path, 'utf8').matchAll(/^```ya?ml\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);
  return blocks.filter((text) => /^\s*(?:- )?uses: /m.test(text));
}

/** What stands for "whatever you do here" in a text. */
function fillPlaces(snippet: string): string {
  return snippet.replaceAll(/- …[^\n]*/g, '- run: make model').replaceAll(/actions\/checkout@…/g, CHECKOUT);
}

/** A step, a list of steps, a job or a workflow, as a whole workflow. */
function toWorkflow(snippet: string): string {
  const text = fillPlaces(snippet);
  const value: unknown = parse(text);
  if (isNode(value) && 'on' in value && 'jobs' in value && 'permissions' in value) return text;
  const whole: Node = isNode(value) && 'jobs' in value ? value : { jobs: { snippet: toJob(value) } };
  const jobs = Object.entries(whole['jobs'] as Readonly<Record<string, unknown>>).map(
    ([name, job]) => [name, toJob(job)] as const,
  );
  const named = new Set(jobs.map(([name]) => name));
  const missing = jobs.flatMap(([, job]) => [job['needs'] ?? []].flat()).filter((name) => !named.has(String(name)));
  const others = missing.map((name) => [String(name), toJob({ steps: [{ run: 'make' }] })] as const);
  const head = { name: 'Snippet', on: { pull_request: {} }, permissions: {} };
  return stringify({ ...head, ...whole, jobs: Object.fromEntries([...jobs, ...others]) }, { lineWidth: 0 });
}

function toJob(value: unknown): Node {
  const job: Node = Array.isArray(value) ? { steps: value } : isNode(value) ? value : {};
  return { 'runs-on': 'ubuntu-latest', ...job };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Runners of the users' own that examples name. */
const OWN_LABELS = ['gpu', 'android'];

/** The file of our own workflows keeps its name, which the configuration of zizmor names; others have their folders'. */
function nameOf(path: string): string {
  return path.replace(/^(\.github\/workflows|examples)\//, '').replaceAll('/', '-');
}

/** Writes every workflow into one repository of its own; answers their paths. */
function writeAll(folder: string): readonly string[] {
  const target = join(folder, '.github', 'workflows');
  mkdirSync(target, { recursive: true });
  // An empty repository around them: the tools look for the action that a workflow uses.
  execFileSync('git', ['init', '-q', folder]);
  const written: string[] = [];
  const write = (name: string, text: string) => {
    const path = join(target, name);
    writeFileSync(path, text);
    written.push(path);
  };
  writeFileSync(
    join(folder, '.github', 'actionlint.yaml'),
    stringify({ 'self-hosted-runner': { labels: OWN_LABELS } }),
  );
  for (const path of WORKFLOWS) write(nameOf(path), readFileSync(path, 'utf8'));
  for (const path of TEXTS) {
    for (const [index, snippet] of readSnippets(path).entries())
      write(`${path.replaceAll(/[/.]/g, '-')}-${index + 1}.yml`, toWorkflow(snippet));
  }
  writeFileSync(join(folder, 'action.yml'), readFileSync('action.yml', 'utf8'));
  symlinkSync(resolve('dist'), join(folder, 'dist'));
  return written;
}

/** Whether it found nothing; undefined where the tool is not there. */
function run(tool: string, args: readonly string[], folder: string): boolean | undefined {
  const { status, error } = spawnSync(tool, args, { cwd: folder, stdio: 'inherit' });
  return error === undefined ? status === 0 : undefined;
}

const folder = mkdtempSync(join(tmpdir(), 'latency-gate-workflows-'));
try {
  const files = writeAll(folder);
  const results = {
    actionlint: run('actionlint', files, folder),
    zizmor: run('zizmor', ['--offline', '--no-progress', '--config', resolve('.github/zizmor.yml'), ...files], folder),
  };
  for (const [tool, clean] of Object.entries(results)) {
    const said = clean === undefined ? 'not installed, SKIPPED' : clean ? 'nothing found' : 'FAILED';
    process.stdout.write(`${tool}: ${files.length} workflows, ${said}\n`);
  }
  const bad = Object.values(results).filter((clean) => clean === false || (clean === undefined && process.env['CI']));
  process.exitCode = bad.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
