// The command line on a real terminal: a pseudo-terminal of python3, read as a screen.

import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDesk, type Desk, QUICK, shellEnv } from '../support/command-line.ts';
import { MODELS } from '../support/models.ts';

const CLI = resolve('dist/cli/index.js');
/** Runs its arguments on a new terminal of 100 columns and copies what the terminal is sent. */
const PTY = `
import fcntl, os, pty, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))
while True:
    try:
        data = os.read(fd, 65536)
    except OSError:
        break
    if not data:
        break
    os.write(1, data)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;
const hasPython = spawnSync('python3', ['-c', 'import pty, fcntl']).status === 0;

function onTerminal(desk: Desk, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout } = spawnSync('python3', ['-c', PTY, process.execPath, CLI, ...args], {
    cwd: desk.folder,
    encoding: 'utf8',
    env: shellEnv({ TERM: 'xterm-256color', ...env }),
  });
  return { status, sent: stdout, screen: toScreen(stdout) };
}

/** What stays on the screen: a carriage return with "erase line" takes away what stood on the line. */
function toScreen(sent: string): readonly string[] {
  const erase = '\r\u001b[2K';
  return sent.split('\r\n').map((line) => line.slice(line.lastIndexOf(erase) + 1).replaceAll(/\u001b\[\d*[mK]/g, ''));
}

describe.skipIf(!hasPython)('on a terminal', () => {
  const desk = createDesk();
  let failed: ReturnType<typeof onTerminal>;
  beforeAll(() => {
    desk.put({ 'old.onnx': MODELS.base(), 'new.onnx': MODELS.slower() });
    failed = onTerminal(desk, ['gate', 'old.onnx', 'new.onnx', ...QUICK]);
  });
  afterAll(() => desk.remove());

  it('compares two files without any history', () => {
    expect(failed.status).toBe(1);
    expect(failed.screen.join('\n')).toMatch(/❌ +latency .* \+\d+.* %.* confirmed/);
  });

  it('starts the verdict on a line of its own, and leaves no progress behind', () => {
    expect(failed.sent).toContain('\r\u001b[2K');
    expect(failed.screen.filter((line) => line.startsWith('❌ Latency Gate: '))).toHaveLength(1);
    expect(failed.screen.filter((line) => /Measuring on|done/.test(line))).toEqual([]);
  });

  it('says why it measures again, and for how long', () => {
    expect(failed.sent).toMatch(/looks \+\d+(\.\d+)? % slower: 3 more pairs to confirm, about \d+ s/);
  });

  it('gives intervals their unit, and names the page', () => {
    expect(failed.screen.join('\n')).toMatch(/\+\d+(\.\d)?…\+\d+(\.\d)? %/);
    expect(failed.screen.join('\n')).toContain('Full report: .latency-gate/report/report.html');
    expect(desk.run('open', '--print').stdout).toBe(`${desk.folder}/.latency-gate/report/report.html\n`);
  });

  it('shows colours, but not where NO_COLOR or CI says so, nor in a pipe', () => {
    const red = '\u001b[31m';
    expect(failed.sent).toContain(red);
    const again = ['gate', 'old.onnx', 'old.onnx'];
    expect(onTerminal(desk, again).sent).toContain('\u001b[32m');
    for (const env of [{ NO_COLOR: '1' }, { CI: 'true' }, { TERM: 'dumb' }]) {
      expect(onTerminal(desk, again, env).sent).not.toMatch(/\u001b\[3\dm/);
    }
    expect(desk.run(...again).stdout).not.toContain('\u001b');
  });
});
