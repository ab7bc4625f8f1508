// From the arguments of the command line to what was asked for: commander over the table of commands.

import { Command, CommanderError, Option } from 'commander';
import {
  COMMAND_NAMES,
  COMMANDS,
  type CommandName,
  type CommandSpec,
  EXIT_CODES,
  type Flag,
} from '../config/command-line.ts';
import type { RawInputs } from '../config/config.ts';
import { INPUTS, type InputName } from '../config/inputs.ts';
import { VERSION } from '../config/version.ts';
import { GateError } from '../domain/errors.ts';

/** What a command was told. */
export interface Request {
  readonly command: CommandName;
  /** By kebab-case name; a flag given several times is several lines of that input. */
  readonly inputs: RawInputs;
  /** What stood without a flag. */
  readonly operands: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

/** A request, or a text that answers it already: help, or the version. */
export type Parsed = Request | { readonly text: string; readonly exitCode: number };

/** Throws a GateError for a command or flag that there is not. */
export function parseCommandLine(args: readonly string[]): Parsed {
  const output: string[] = [];
  const requests: Request[] = [];
  const program = createProgram(
    (text) => output.push(text),
    (request) => requests.push(request),
  );
  try {
    program.parse(args.length === 0 ? ['--help'] : [...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { text: output.join(''), exitCode: args.length === 0 ? 2 : 0 };
    throw toGateError(error, args[0]);
  }
  const [request] = requests;
  return request ?? { text: program.helpInformation(), exitCode: 2 };
}

function createProgram(write: (text: string) => void, onRequest: (request: Request) => void): Command {
  const program = new Command('latency-gate')
    .description('Tells whether a machine-learning model became slower than its baseline.')
    .version(VERSION, '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Explain the program, or one command.')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => undefined })
    .addHelpText('after', `\nStart with: latency-gate init\n\n${EXIT_CODES}\n`);
  for (const name of COMMAND_NAMES) addCommand(program, name, COMMANDS[name], onRequest);
  return program;
}

function addCommand(program: Command, name: CommandName, spec: CommandSpec, onRequest: (request: Request) => void) {
  const command = program.command(name).summary(spec.summary).description(spec.summary);
  if (spec.operand !== undefined) command.argument(spec.operand.form, spec.operand.words);
  for (const input of spec.inputs) command.addOption(toOption(input));
  for (const flag of spec.flags) command.addOption(toFlag(flag));
  command.addHelpText('after', `\n${['Examples:', ...spec.examples.map((line) => `  ${line}`)].join('\n')}\n`);
  command.action((...given: readonly unknown[]) => {
    const operands = spec.operand === undefined ? [] : [given[0] ?? []].flat().map(String);
    onRequest({ command: name, operands, ...divide(command.opts(), spec.inputs) });
  });
}

/** Repeating a flag adds a line. */
function toOption(name: InputName): Option {
  const { description, fallback } = INPUTS[name];
  const initial = fallback === undefined || fallback === '' ? '' : ` [${fallback}]`;
  return new Option(`--${name} <value>`, `${description}${initial}`).argParser<string>((value, previous) =>
    previous === undefined ? value : `${previous}\n${value}`,
  );
}

function toFlag({ name, value, words, choices }: Flag): Option {
  const option = new Option(value === undefined ? `--${name}` : `--${name} <${value}>`, words);
  return choices === undefined ? option : option.choices(choices);
}

/** Inputs and other flags apart, by the names that the user wrote: `build` is an input of one command, and init's own flag. */
function divide(
  options: Readonly<Record<string, unknown>>,
  known: readonly InputName[],
): Pick<Request, 'inputs' | 'flags'> {
  const inputs: Record<string, string> = {};
  const flags: Record<string, string | boolean | readonly string[]> = {};
  for (const [key, value] of Object.entries(options)) {
    const name = key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if ((known as readonly string[]).includes(name)) inputs[name] = String(value);
    else flags[name] = Array.isArray(value) ? value.map(String) : value === true ? true : String(value);
  }
  return { inputs, flags };
}

function toGateError(error: CommanderError, command: string | undefined): GateError {
  const known = (COMMAND_NAMES as readonly string[]).includes(command ?? '');
  const [what = '', hint = ''] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = hint === '' ? '' : ` ${hint.replace(/^\((.*)\)$/, '$1')}`;
  const place = known ? `${command}: ` : '';
  const allowed = known ? '' : ` Commands are ${COMMAND_NAMES.join(', ')}.`;
  return new GateError(
    'invalid-input',
    `${place}${what.replace(/\.$/, '')}.${suggestion}${allowed}`,
    `See latency-gate ${known ? `${command} ` : ''}--help.`,
    error,
  );
}
