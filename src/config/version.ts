// Made by scripts/generate.ts from package.json.

/** This program's version. */
export const VERSION = '0.1.0';
