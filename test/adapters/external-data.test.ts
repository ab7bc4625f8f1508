// What an ONNX model may name as its own data: its files are kept and uploaded with it.

import { linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { checkExternalData } from '../../src/adapters/onnx/external-data.ts';
import { inspectOnnx } from '../../src/adapters/onnx/inspect.ts';
import { GateError } from '../../src/domain/errors.ts';
import { temporaryFolder } from '../support/folder.ts';
import { tinyModel } from '../support/models.ts';

const FOLDER = temporaryFolder('external');
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

function write(name: string, content = '0123456789abcdef'): void {
  const path = join(FOLDER, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
}

async function inspect(weightFile: string) {
  const path = join(FOLDER, 'model.onnx');
  writeFileSync(path, tinyModel({ weightFile }));
  return inspectOnnx(path, 'model');
}

function check(location: string, offset?: string, length?: string) {
  return checkExternalData('model.onnx', FOLDER, [{ location, offset, length }]);
}

describe('external data', () => {
  it.each([
    '.git/config',
    '.env',
    '.npmrc',
    'sub/.ssh/id_rsa',
    './.env',
    'a/../.env',
    '.GIT/config',
    'CVS/Root',
    '_darcs/x',
  ])('%s is not uploaded with the model that names it', async (name) => {
    write(name);
    await expect(inspect(name)).rejects.toThrow(`keeps data in "${name}", that no model owns`);
  });

  it.each(['package.json', 'deploy.pem', 'sub/settings.YAML', 'train.py'])('%s is no data of a model', async (name) => {
    write(name);
    await expect(inspect(name)).rejects.toThrow('that no model owns');
  });

  it.each(['weights.bin', 'model.onnx.data', 'model.onnx_data', 'sub/onnx__MatMul_12', 'layers.0.attention.key'])(
    '%s is',
    async (name) => {
      write(name);
      expect((await inspect(name)).files).toEqual(['model.onnx', name]);
    },
  );

  it('a link to a file that no model owns is refused by what it leads to', async () => {
    write('.env');
    symlinkSync(join(FOLDER, '.env'), join(FOLDER, 'innocent.bin'));
    await expect(inspect('innocent.bin')).rejects.toThrow('which is a link to a file that no model owns');
  });

  it.each(['/etc/passwd', '../outside.bin', 'sub/../../outside.bin'])('%s lies outside', async (name) => {
    await expect(inspect(name)).rejects.toThrow('which lies outside its folder');
  });

  it.each(['', 'weights\0.bin'])('"%s" is no name', async (name) => {
    await expect(check(name)).rejects.toThrow('which is no name of a file');
  });

  it('a pipe or a folder is no file, and is not waited for', async () => {
    mkdirSync(join(FOLDER, 'folder'), { recursive: true });
    await expect(inspect('folder')).rejects.toThrow('which is no file');
  });

  it('must be as long as the model expects', async () => {
    write('data.bin', '0123456789');
    expect(await check('data.bin', '4', '6')).toEqual(['data.bin']);
    await expect(check('data.bin', '4', '7')).rejects.toThrow('up to byte 11, but that file has 10 bytes');
    await expect(check('data.bin', '11')).rejects.toThrow('up to byte 11, but that file has 10 bytes');
  });

  it.each(['-1', '1e3', '0x10', '99999999999999999999', ' ', 'NaN'])(
    'an offset of "%s" is no number of bytes',
    async (offset) => {
      write('data.bin');
      await expect(check('data.bin', offset)).rejects.toThrow('no numbers of bytes');
    },
  );

  it('a second name of the same file is the same file', async () => {
    write('data.bin');
    linkSync(join(FOLDER, 'data.bin'), join(FOLDER, 'twin.bin'));
    expect(await check('twin.bin')).toEqual(['twin.bin']);
  });

  it('whatever a model names, a refusal says so, or the file is below its folder and not hidden', async () => {
    const part = fc.oneof(fc.constantFrom('..', '.', '.git', 'a', 'data.bin', '', '~', '$HOME', 'CON'), fc.string());
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), async (parts) => {
        const files = await check(parts.join('/')).catch((error: unknown) => error);
        if (Array.isArray(files)) expect(files.join('/')).not.toMatch(/(^|\/)\.[^./]/);
        else expect(files).toBeInstanceOf(GateError);
      }),
      { numRuns: 300 },
    );
  });
});
