// How the page looks, and the little that it does: filtering its table. Both stand in the file itself.

export const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --paper: #ffffff; --soft: #f6f8fa; --rule: #d1d9e0; --faint: #59636e;
  --baseline: #0969da; --candidate: #bc4c00; --worse: #c4222e; --better: #1a7f37; --open: #59636e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --soft: #161b22; --rule: #3d444d;
  --faint: #9198a1; --baseline: #58a6ff; --candidate: #f0883e; --worse: #ff7b72; --better: #3fb950; --open: #9198a1; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 78rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0; display: inline; }
p, ul { margin: .4rem 0; } a { color: var(--baseline); } .faint { color: var(--faint); }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
caption { text-align: left; color: var(--faint); padding: .2rem 0; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
thead th { background: var(--soft); } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.regressed { color: var(--worse); font-weight: 600; } .improved { color: var(--better); } .inconclusive { color: var(--open); }
.filters { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; border: 0; margin: 0; padding: .5rem 0; }
.filters input[type=search] { padding: .3rem .5rem; border: 1px solid var(--faint); border-radius: 4px;
  background: var(--paper); color: var(--ink); font: inherit; min-width: 14rem; }
details { border: 1px solid var(--rule); border-radius: 6px; margin: .6rem 0; content-visibility: auto; contain-intrinsic-size: auto 3rem; }
summary { padding: .6rem .8rem; cursor: pointer; background: var(--soft); border-radius: 6px; }
summary:focus-visible, a:focus-visible, input:focus-visible, .scroll:focus-visible { outline: 2px solid var(--baseline); outline-offset: 2px; }
.body { padding: .4rem .8rem .8rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1rem; }
figure { margin: 0; } figcaption { font-weight: 600; margin-bottom: .2rem; } figure svg { width: 100%; height: auto; display: block; }
.key::before { content: ''; display: inline-block; width: .7em; height: .7em; border-radius: 50%; margin: 0 .35em 0 .8em; background: currentColor; }
.key.baseline { color: var(--baseline); } .key.candidate { color: var(--candidate); }
[hidden] { display: none; }
@media print { .filters { display: none; } details { content-visibility: visible; break-inside: avoid; } body { max-width: none; padding: 0; } }
`;

/** Opens all parts before printing; a link to a part opens it. */
export const SCRIPT = `
const form = document.querySelector('.filters');
const rows = [...document.querySelectorAll('#overview tbody tr')];
const count = document.querySelector('#count');
function filter() {
  const text = form.elements.text.value.toLowerCase();
  const on = new Set([...form.querySelectorAll('input[type=checkbox]:checked')].map((box) => box.value));
  let shown = 0;
  for (const row of rows) {
    row.hidden = !on.has(row.dataset.verdict) || !row.textContent.toLowerCase().includes(text);
    if (!row.hidden) shown += 1;
  }
  count.textContent = shown + ' of ' + rows.length + ' shown';
}
function openTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (target && target.tagName === 'DETAILS') target.open = true;
}
if (form) { form.addEventListener('input', filter); form.addEventListener('submit', (event) => event.preventDefault()); }
addEventListener('hashchange', openTarget);
addEventListener('beforeprint', () => { for (const part of document.querySelectorAll('details')) part.open = true; });
openTarget();
`;

/** What the page's policy lets run: this script, by its hash, and nothing else. */
export const SCRIPT_HASH = 'sha256-AzTewbhVS6fubhuReUheHQA7npzK5H2YlWq1Q4JXS3c=';
