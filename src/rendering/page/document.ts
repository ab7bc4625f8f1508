// The frame of every page: a policy that lets nothing in from elsewhere, the style, and one script at most.

import { SCRIPT, SCRIPT_HASH } from './script.ts';
import { STYLE } from './style.ts';
import { html, Markup } from './tags.ts';

export interface Document {
  readonly title: string;
  /** More of the style. */
  readonly style?: string;
  readonly header: Markup;
  readonly main: Markup;
  /** Blocks of data behind the content. */
  readonly data?: Markup;
  /** Whether the script is there that filters and sorts a table. */
  readonly scripted: boolean;
}

/** A whole document; nothing in it depends on the time or place of rendering. */
export function renderDocument({ title, style = '', header, main, data = html``, scripted }: Document): string {
  const scripts = scripted ? `; script-src '${SCRIPT_HASH}'` : '';
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${new Markup(scripts)}">
<title>${title}</title>
<style>${new Markup(STYLE + style)}</style>
</head>
<body>
<header>
${header}
</header>
<main>
${main}
</main>
${data}
${scripted ? html`<script>${new Markup(SCRIPT)}</script>\n` : ''}</body>
</html>
`.text;
}
