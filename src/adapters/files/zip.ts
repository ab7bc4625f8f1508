// Writes an archive of files.

import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** The same files give the same archive, whenever it is written. */
export async function writeZip(
  archive: string,
  files: readonly { readonly path: string; readonly name: string }[],
): Promise<void> {
  const zip = new ZipFile();
  for (const { path, name } of files)
    zip.addFile(path, name.replaceAll('\\', '/'), { mtime: new Date(0), mode: 0o100644 });
  const output = createWriteStream(archive);
  zip.outputStream.pipe(output);
  zip.outputStream.on('error', (error) => output.destroy(error as Error));
  zip.on('error', (error) => output.destroy(error));
  zip.end();
  await finished(output);
}
