// Paths and variables as Windows has them, on any system: each place that handles them is tried with Windows' own rules.

import { posix, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { splitCommand } from '../../src/adapters/command/arguments.ts';
import { chooseVariables, findVariable } from '../../src/adapters/command/variables.ts';
import { pathWithin } from '../../src/adapters/files/within.ts';
import { withoutEnding } from '../../src/domain/model.ts';
import { toSlug } from '../../src/domain/slug.ts';

describe('a path on Windows', () => {
  it('is named from its folder with forward slashes, so that a model has one name on all systems', () => {
    expect(pathWithin('C:\\work', 'C:\\work\\models\\net.onnx', win32)).toBe('models/net.onnx');
    expect(pathWithin('C:\\work', 'c:\\WORK\\net.onnx', win32)).toBe('net.onnx');
    expect(pathWithin('/work', '/work/models/net.onnx', posix)).toBe('models/net.onnx');
    expect(withoutEnding('models/net.onnx')).toBe('models/net');
  });

  it.each([
    ['C:\\work', 'C:\\other\\net.onnx'],
    ['C:\\work', 'C:\\work\\..\\secret'],
    ['C:\\work', 'D:\\work\\net.onnx'],
    ['C:\\work', '\\\\server\\share\\net.onnx'],
    ['C:\\work', 'C:\\workshop\\net.onnx'],
  ])('from %s does not reach %s', (folder, target) => {
    expect(pathWithin(folder, target, win32)).toBeUndefined();
  });

  it('may begin with two dots and still lie inside', () => {
    expect(pathWithin('C:\\work', 'C:\\work\\..data\\w', win32)).toBe('..data/w');
    expect(pathWithin('/work', '/work/..data', posix)).toBe('..data');
  });

  it('keeps its backslashes in a command', () => {
    expect(splitCommand('C:\\tools\\bench.exe --model {model}')).toEqual([
      'C:\\tools\\bench.exe',
      '--model',
      '{model}',
    ]);
    expect(splitCommand('"C:\\Program Files\\bench.exe" {model}')).toEqual(['C:\\Program Files\\bench.exe', '{model}']);
    expect(splitCommand(["C:\\tools\\it's bench.exe", '{model}'])).toEqual(["C:\\tools\\it's bench.exe", '{model}']);
  });

  it('gives an artifact a name that every file system takes', () => {
    expect(toSlug('models\\net: v1?')).toMatch(/^[a-z0-9._-]+$/i);
  });
});

describe('variables on Windows', () => {
  const variables = {
    Path: 'C:\\Windows',
    SystemRoot: 'C:\\Windows',
    USERPROFILE: 'C:\\Users\\me',
    Token: 't',
    other: '',
  };

  it('are found in whatever case they are written', () => {
    expect(findVariable('PATH', variables, 'win32')).toBe('C:\\Windows');
    expect(findVariable('PATH', variables, 'linux')).toBe('');
    expect(findVariable('PATHEXT', variables, 'win32')).toBe('');
  });

  it('are handed on in whatever case they are written', () => {
    const names = Object.keys(variables);
    expect(chooseVariables(names, ['TOKEN'], 'win32')).toEqual(['Path', 'SystemRoot', 'USERPROFILE', 'Token']);
    expect(chooseVariables(['PATH', 'Path', 'Token'], ['TOKEN'], 'linux')).toEqual(['PATH']);
  });
});
