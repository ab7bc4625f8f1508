// A comment's Markdown as a page that looks as GitHub shows it, for pictures.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { marked } from 'marked';

const CSS = readFileSync(createRequire(import.meta.url).resolve('github-markdown-css/github-markdown.css'), 'utf8');

/** The Markdown inside the box that GitHub draws around a comment. */
export async function toCommentPage(markdown: string): Promise<string> {
  const body = await marked.parse(markdown, { gfm: true });
  return `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<style>${CSS} body { margin: 0; padding: 8px; background: Canvas; color-scheme: light dark; }
.markdown-body { border: 1px solid #8884; border-radius: 6px; padding: 16px; font-size: 14px; }</style>
<article class="markdown-body">${body}</article>`;
}

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/google-chrome'];

/** Where a browser for pictures is installed; throws where none is. */
export function findBrowser(exists: (path: string) => boolean): string {
  const path = BROWSERS.find(exists);
  if (path === undefined) throw new Error(`None of ${BROWSERS.join(', ')} is installed.`);
  return path;
}
