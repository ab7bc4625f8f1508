// The little that the page does by itself: search, filter and sort its table, keep that in the address, open what is
// linked, hand out its numbers. Without it the page is still whole.

export const SCRIPT = `
const form = document.querySelector('.filters');
const body = document.querySelector('#overview tbody');
const rows = body ? [...body.rows] : [];
const heads = [...document.querySelectorAll('#overview th')];
const boxes = form ? [...form.querySelectorAll('input[type=checkbox]')] : [];
let sort = { column: -1, down: false };

function readAddress() {
  const hash = location.hash.slice(1);
  return hash.includes('=') ? new URLSearchParams(hash) : new URLSearchParams(hash ? { at: hash } : {});
}
function writeAddress(at) {
  const state = new URLSearchParams();
  if (form && form.elements.text.value) state.set('search', form.elements.text.value);
  const off = boxes.filter((box) => !box.checked).map((box) => box.value);
  if (off.length > 0) state.set('hide', off.join(','));
  if (sort.column >= 0) state.set('sort', (sort.down ? '-' : '') + heads[sort.column].firstChild.dataset.sort);
  if (at) state.set('at', at);
  try { history.replaceState(null, '', '#' + state); } catch { location.hash = state; }
}
function filter() {
  const words = form.elements.text.value.toLowerCase().split(/\\s+/);
  const on = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  let shown = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !on.has(row.dataset.verdict) || !words.every((word) => text.includes(word));
    if (!row.hidden) shown += 1;
  }
  document.querySelector('#count').textContent = shown + ' of ' + rows.length + ' shown';
}
function valueOf(row, column) {
  const cell = row.cells[column];
  if (cell.dataset.value === undefined) return cell.textContent.trim();
  return cell.dataset.value === '' ? undefined : Number(cell.dataset.value);
}
function compare(a, b) {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  const order = typeof a === 'string' ? a.localeCompare(b, 'en', { numeric: true }) : a - b;
  return sort.down ? -order : order;
}
function arrange() {
  const sorted = sort.column < 0 ? rows : [...rows].sort((a, b) => compare(valueOf(a, sort.column), valueOf(b, sort.column)));
  body.append(...sorted);
  heads.forEach((head, index) => {
    if (index === sort.column) head.setAttribute('aria-sort', sort.down ? 'descending' : 'ascending');
    else head.removeAttribute('aria-sort');
  });
}
function openTarget(id) {
  const target = id && document.getElementById(id);
  if (!target) return;
  if (target.tagName === 'DETAILS') target.open = true;
  target.scrollIntoView();
}
function applyAddress() {
  const state = readAddress();
  if (form && (state.has('search') || state.has('hide') || state.has('sort'))) {
    form.elements.text.value = state.get('search') || '';
    const off = (state.get('hide') || '').split(',');
    for (const box of boxes) box.checked = !off.includes(box.value);
    const key = state.get('sort') || '';
    const column = heads.findIndex((head) => head.firstChild.dataset.sort === key.replace(/^-/, ''));
    sort = { column, down: key.startsWith('-') };
    arrange();
    filter();
  }
  openTarget(state.get('at'));
}
function textOf(kind) {
  const data = JSON.parse(document.querySelector('#data').textContent);
  if (kind === 'csv') return data.csv;
  for (const subject of data.json.subjects) {
    subject.layers = subject.layers.map(([name, operator, unit, baselineMs, candidateMs]) => ({
      name: data.names[name], operator: data.names[operator], unit: data.names[unit], baselineMs, candidateMs,
      differenceMs: (candidateMs ?? 0) - (baselineMs ?? 0),
    }));
  }
  return JSON.stringify(data.json, null, 2) + '\\n';
}
function download(kind) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([textOf(kind)], { type: kind === 'csv' ? 'text/csv' : 'application/json' }));
  link.download = 'report.' + kind;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
if (form) {
  form.addEventListener('input', () => { filter(); writeAddress(); });
  form.addEventListener('submit', (event) => event.preventDefault());
}
addEventListener('click', (event) => {
  const button = event.target.closest('button');
  const link = event.target.closest('a[href^="#subject-"]');
  if (link) {
    event.preventDefault();
    const id = link.getAttribute('href').slice(1);
    writeAddress(id);
    openTarget(id);
  } else if (button && button.dataset.sort) {
    const column = heads.indexOf(button.parentElement);
    // Numbers are first wanted from the largest.
    const numeric = button.parentElement.className === 'number';
    sort = { column, down: column === sort.column ? !sort.down : numeric };
    arrange();
    writeAddress();
  } else if (button && button.dataset.download) download(button.dataset.download);
  else if (button && button.dataset.open) {
    for (const part of document.querySelectorAll('details')) part.open = button.dataset.open === 'all';
  }
});
addEventListener('hashchange', applyAddress);
applyAddress();
`;

/** What the page's policy lets run: this script, by its hash, and nothing else. */
export const SCRIPT_HASH = 'sha256-P+cgNCP62PNgO6uSEVExEnh1AW9s+GXTS+g4O4/fkds=';
