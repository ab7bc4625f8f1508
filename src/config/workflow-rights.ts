// Reads a workflow file for what keeps a gate in it from working: missing permissions, and events that are refused.

import { parse } from 'yaml';

/** What one workflow file says of the gate. */
export interface WorkflowFacts {
  /** Whether any of its jobs uses this action. */
  readonly uses: boolean;
  /** Whether it runs on pushes or on a schedule, so that baselines are recorded. */
  readonly records: boolean;
  /** Sentences without a full stop, each with what to do. */
  readonly problems: readonly { readonly found: string; readonly remedy: string }[];
}

/** A permission of the job's token, what it is for, and the input that makes it needless. */
const RIGHTS = [
  { name: 'contents', level: 'read', purpose: 'checkout and the merge-base' },
  { name: 'actions', level: 'read', purpose: "the baseline's artifacts" },
  { name: 'checks', level: 'write', purpose: 'the check', unless: ['check', 'never'] },
  { name: 'pull-requests', level: 'write', purpose: 'the comment', unless: ['comment', 'never'] },
] as const;

const NOTHING: WorkflowFacts = { uses: false, records: false, problems: [] };
/** These open no comment and no check, or read no baseline. */
const QUIET_MODES = new Set(['stage', 'submit', 'accept', 'site']);

/** The facts of one file; a text that is no workflow has none. */
export function readWorkflow(text: string): WorkflowFacts {
  const workflow = parseQuietly(text);
  const { jobs, on } = workflow;
  const gates = Object.entries(asRecord(jobs)).flatMap(([name, job]) => gatesOf(name, asRecord(job)));
  if (gates.length === 0) return NOTHING;
  const events = eventsOf(on);
  const problems = gates.flatMap(({ job, inputs, permissions }) => [
    ...(QUIET_MODES.has(String(inputs['mode']))
      ? []
      : findMissing(job, inputs, permissions ?? workflow['permissions'])),
  ]);
  if (events.includes('pull_request_target')) {
    const found = 'runs on pull_request_target, which is refused';
    problems.push({ found, remedy: 'Use pull_request; docs/workflows.md shows forks with secrets.' });
  }
  return { uses: true, records: events.includes('push') || events.includes('schedule'), problems };
}

interface Gate {
  readonly job: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
}

function gatesOf(job: string, { steps, permissions }: Readonly<Record<string, unknown>>): readonly Gate[] {
  return (Array.isArray(steps) ? steps : [])
    .map(asRecord)
    .filter(({ uses }) => /(^|\/)latency-gate(@|$)/.test(String(uses ?? '')))
    .map((step) => ({ job, inputs: asRecord(step['with']), permissions }));
}

function findMissing(job: string, inputs: Gate['inputs'], permissions: unknown): WorkflowFacts['problems'] {
  if (permissions === undefined) {
    const found = `job ${job} has no permissions: they depend on the repository's settings`;
    return [{ found, remedy: `Add to the job: permissions: { ${RIGHTS.map(toLine).join(', ')} }` }];
  }
  if (permissions === 'write-all') return [];
  const given = asRecord(permissions);
  const missing = RIGHTS.filter(({ name, level, ...right }) => {
    const [input, value] = 'unless' in right ? right.unless : [];
    if (input !== undefined && inputs[input] === value) return false;
    const has = permissions === 'read-all' ? 'read' : given[name];
    return !(has === 'write' || (has === 'read' && level === 'read'));
  });
  return missing.map((right) => ({
    found: `job ${job} lacks "${toLine(right)}", for ${right.purpose}`,
    remedy: `Add "${toLine(right)}" to its permissions.`,
  }));
}

function toLine({ name, level }: { readonly name: string; readonly level: string }): string {
  return `${name}: ${level}`;
}

function eventsOf(on: unknown): readonly string[] {
  if (typeof on === 'string') return [on];
  return Array.isArray(on) ? on.map(String) : Object.keys(asRecord(on));
}

function parseQuietly(text: string): Readonly<Record<string, unknown>> {
  try {
    // Warnings would quote the file on standard error.
    return asRecord(parse(text, { logLevel: 'error' }));
  } catch {
    return {};
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
