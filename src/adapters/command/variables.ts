// Which variables a measuring program may see: enough to run, what the user names, and never a key.

import { platform } from 'node:os';
import { GateError } from '../../domain/errors.ts';

/** What every program needs to start and to find its files. */
const ALWAYS = /^(PATH|HOME|USERPROFILE|TMPDIR|TEMP|TMP|LANG|LC_[A-Z]+|SYSTEMROOT|COMSPEC|PATHEXT)$/;

/** Inputs, tokens and keys of this action and of the runner: a model's code could read them. */
const FORBIDDEN =
  /^(INPUT_.*|ACTIONS_.*|GITHUB_TOKEN|GH_TOKEN|RUNNER_TOKEN|NODE_AUTH_TOKEN|EMBEDL_HUB_API_KEY|LATENCY_GATE_.*)$/i;

/** The names that a command may see of `known`. Throws a GateError for one that must never be passed on. */
export function chooseVariables(
  known: readonly string[],
  passEnv: readonly string[],
  system: NodeJS.Platform = platform(),
): readonly string[] {
  const forbidden = passEnv.find((name) => FORBIDDEN.test(name));
  if (forbidden !== undefined) {
    const allowed = 'any variable but inputs, tokens and keys of this action and of the runner';
    throw new GateError(
      'invalid-input',
      `pass-env: found "${forbidden}"; allowed: ${allowed}.`,
      'Give the program a secret of its own, under another name.',
    );
  }
  // Windows writes Path and SystemRoot, and takes names in any case.
  const same = (name: string) => (system === 'win32' ? name.toUpperCase() : name);
  const wanted = new Set(passEnv.map(same));
  return known.filter((name) => ALWAYS.test(same(name)) || wanted.has(same(name)));
}

/** The value of a variable; on Windows in whatever case its name is written there. */
export function findVariable(
  name: string,
  variables: Readonly<Record<string, string | undefined>>,
  system: NodeJS.Platform = platform(),
): string {
  const key = system === 'win32' ? Object.keys(variables).find((known) => known.toUpperCase() === name) : name;
  return (key === undefined ? undefined : variables[key]) ?? '';
}

/** The text without the values of what was passed on; short ones are words like any other. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
}

const SHORTEST_SECRET = 4;
