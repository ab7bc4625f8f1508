// How the page looks: one column, both schemes, a phone's width, and paper.

export const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --paper: #ffffff; --soft: #f6f8fa; --rule: #d1d9e0; --faint: #59636e;
  --baseline: #0969da; --candidate: #bc4c00; --worse: #c4222e; --better: #116329; --open: #59636e; --accepted: #7d4e00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --soft: #161b22; --rule: #3d444d;
  --faint: #9198a1; --baseline: #58a6ff; --candidate: #f0883e; --worse: #ff7b72; --better: #3fb950; --open: #9198a1;
  --accepted: #d29922; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 78rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 0; display: inline; } h4 { margin: 1rem 0 .25rem; }
p, ul { margin: .4rem 0; } a { color: var(--baseline); } .faint { color: var(--faint); } .counts { font-size: 1.05rem; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
td code { overflow-wrap: break-word; }
.scroll { overflow-x: auto; }
tr:has(+ .why) > * { border-bottom: 0; } .why td { padding-top: 0; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
caption { text-align: left; color: var(--faint); padding: .2rem 0; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
thead th { background: var(--soft); } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
button { font: inherit; color: var(--baseline); background: var(--soft); border: 1px solid var(--rule); border-radius: 4px; cursor: pointer; }
th button { color: inherit; font-weight: inherit; background: none; border: 0; padding: 0; }
th button::after { content: ' ↕'; color: var(--faint); } th[aria-sort=ascending] button::after { content: ' ↑'; }
th[aria-sort=descending] button::after { content: ' ↓'; }
.regressed { color: var(--worse); font-weight: 600; } .improved { color: var(--better); } .inconclusive { color: var(--open); }
.accepted, .not-shown { color: var(--accepted); }
.matrix td { white-space: nowrap; } .matrix td a { color: inherit; } .matrix th { overflow-wrap: anywhere; }
.matrix td.regressed { background: color-mix(in srgb, var(--worse) 10%, transparent); } .matrix td.improved { background: color-mix(in srgb, var(--better) 10%, transparent); }
.filters { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; border: 0; margin: 0; padding: .5rem 0; }
.filters input[type=search] { padding: .3rem .5rem; border: 1px solid var(--faint); border-radius: 4px;
  background: var(--paper); color: var(--ink); font: inherit; min-width: 14rem; }
details { border: 1px solid var(--rule); border-radius: 6px; margin: .6rem 0; content-visibility: auto; contain-intrinsic-size: auto 3rem; }
summary { padding: .6rem .8rem; cursor: pointer; background: var(--soft); border-radius: 6px; }
:is(summary, a, input, button, .scroll):focus-visible { outline: 2px solid var(--baseline); outline-offset: 2px; }
.body { padding: .4rem .8rem .8rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 1rem; }
figure { margin: 0; } figcaption { font-weight: 600; margin-bottom: .2rem; } figure svg { width: 100%; max-width: 34rem; height: auto; display: block; overflow: visible; }
figure text { font-size: 12px; fill: var(--ink); dominant-baseline: central; }
.key::before { content: ''; display: inline-block; width: .7em; height: .7em; border-radius: 50%; margin: 0 .35em 0 .8em; background: currentColor; }
.key.baseline { color: var(--baseline); } .key.candidate { color: var(--candidate); } .key.shift { color: var(--worse); }
.key.shift::before { border-radius: 0; rotate: 45deg; } .key.band { color: var(--faint); } .key.band::before { border-radius: 0; width: 1.2em; opacity: .5; }
.layers td:nth-child(n+4) { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.layers i { display: block; height: .35em; border-radius: 2px; margin: .15em 0 0 auto; min-width: 1px; background: var(--baseline); } .layers i.c { background: var(--candidate); }
.layers td:first-child { min-width: 12rem; }
[hidden] { display: none; }
@media (max-width: 40rem) { body { padding: .8rem; } th, td { padding: .3rem .4rem; } h1 { font-size: 1.25rem; } .filters input[type=search] { min-width: 100%; } }
@page { margin: 12mm; }
@media print { .filters, .downloads, button[data-open] { display: none; } th button::after { content: ''; }
  body { max-width: none; padding: 0; font-size: 9pt; } .scroll { overflow: visible; } th, td { padding: .15rem .3rem; overflow-wrap: anywhere; }
  .number { white-space: normal; } thead { display: table-header-group; } tr, figure { break-inside: avoid; }
  details { content-visibility: visible; } details:not([open]) { display: none; } .charts { grid-template-columns: 1fr 1fr; }
  td, th, .layers i, .key::before { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
`;
