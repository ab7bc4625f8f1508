// Finds where things stand in a YAML text: a key, a value, or what holds a value that is missing.

import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { FilePlace } from './place.ts';

type Path = readonly (string | number)[];

/** A parsed YAML file that knows its lines. */
export class YamlFile {
  readonly path: string;
  readonly #document: Document;
  readonly #lines = new LineCounter();

  constructor(text: string, path: string) {
    this.path = path;
    this.#document = parseDocument(text, {
      prettyErrors: false,
      lineCounter: this.#lines,
      // Its warnings quote the file on standard error, where a line of it would be a workflow command.
      logLevel: 'error',
    });
  }

  /** What makes the text no YAML, if anything does. */
  get error(): { readonly message: string; readonly place: FilePlace; readonly cause: Error } | undefined {
    const [error] = this.#document.errors;
    if (error === undefined) return undefined;
    return { message: error.message.replace(/\.$/, ''), place: this.#toPlace('', error.pos[0]), cause: error };
  }

  /** The values as plain objects. */
  toObject(): unknown {
    return this.#document.toJS() ?? {};
  }

  /** Where the value at a path stands, or what would hold it. */
  placeOf(path: Path): FilePlace {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node = this.#document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return this.#toPlace(describePath(path), node.range[0]);
    }
    return this.#toPlace(describePath(path), 0);
  }

  /** Where a key stands in the map at a path. */
  placeOfKey(path: Path, key: string): FilePlace {
    const map = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
    const pair = isMap(map)
      ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined;
    const range = isNode(pair?.key) ? pair.key.range : undefined;
    return range ? this.#toPlace(describePath(path), range[0]) : this.placeOf(path);
  }

  #toPlace(key: string, offset: number): FilePlace {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.path, key, line: Math.max(1, line), column: Math.max(1, col) };
  }
}

/** `limits[0].budget`. */
function describePath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}
