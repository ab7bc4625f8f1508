export const id = 54;
export const ids = [54];
export const modules = {

/***/ 48054:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  renderPage: () => (/* binding */ renderPage)
});

// EXTERNAL MODULE: ./build/domain/finding.js
var domain_finding = __webpack_require__(9304);
// EXTERNAL MODULE: ./build/rendering/numbers.js
var numbers = __webpack_require__(14373);
// EXTERNAL MODULE: ./build/rendering/words.js
var words = __webpack_require__(59126);
// EXTERNAL MODULE: ./build/rendering/escape.js
var rendering_escape = __webpack_require__(78172);
;// CONCATENATED MODULE: ./build/rendering/page/tags.js
// HTML as tagged templates: whatever is put in is escaped, unless it was made by a template itself.

/** Markup that was made here, and may be put into more of it unescaped. */
class Markup {
    text;
    constructor(text) {
        this.text = text;
    }
}
/** Escapes every value that is no Markup; arrays are joined. */
function html(strings, ...values) {
    return new Markup(strings.map((text, index) => text + toText(values[index] ?? '')).join(''));
}
function toText(value) {
    if (value instanceof Markup)
        return value.text;
    if (typeof value === 'object')
        return value.map(toText).join('');
    return escapeHtml(String(value));
}
function escapeHtml(text) {
    return text
        .replaceAll(rendering_escape/* INVISIBLE */.kH, ' ')
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;');
}

;// CONCATENATED MODULE: ./build/rendering/page/overview.js
// The page's table of all comparisons, what needs a person first, with filters.



function renderOverview(report) {
    const rows = (0,words/* mostUrgentFirst */.Nn)(report).map((row) => ({ ...row, place: report.subjects.indexOf(row.subject) }));
    if (rows.length === 0)
        return html ``;
    return html `<section aria-labelledby="overview-title"><h2 id="overview-title">All comparisons</h2>
<form class="filters" role="search" aria-label="Filter the comparisons">
<label>Search <input type="search" name="text" autocomplete="off"></label>
${words/* VERDICT_ORDER */.jT.map((verdict) => toBox(verdict, rows.filter(({ comparison }) => comparison.verdict === verdict).length))}
<output id="count" class="faint">${rows.length} of ${rows.length} shown</output>
</form>
<div class="scroll" tabindex="0" role="region" aria-labelledby="overview-title"><table id="overview">
<thead><tr><th scope="col">Verdict</th><th scope="col">Model</th><th scope="col">Device</th><th scope="col">Metric</th>
<th scope="col" class="number">Baseline</th><th scope="col" class="number">Candidate</th><th scope="col" class="number">Change</th>
<th scope="col" class="number">Interval, %</th><th scope="col">Evidence</th></tr></thead>
<tbody>${rows.map(({ subject, comparison, place }) => toRow(subject.model.name, subject.device, place, comparison))}</tbody>
</table></div></section>`;
}
function toBox(verdict, count) {
    return html `<label><input type="checkbox" name="${verdict}" value="${verdict}" checked> ${verdict} (${count})</label>
`;
}
function toRow(model, device, place, comparison) {
    const { metric, verdict, noise, interval } = comparison;
    return html `<tr data-verdict="${verdict}"><td class="${verdict}"><span aria-hidden="true">${(0,words/* iconOf */.ZG)(comparison)}</span> ${verdict}</td>
<td><code>${model}</code></td><td><a href="#subject-${place}">${device}</a></td><td>${metric.label}</td>
<td class="number">${(0,numbers/* formatLevel */.eI)(comparison, 'baseline')}</td>
<td class="number">${(0,numbers/* formatLevel */.eI)(comparison, 'candidate')}</td>
<td class="number ${verdict}">${(0,numbers/* formatChange */.eD)((0,numbers/* changeInOwnDirection */.pN)(comparison), noise)}</td>
<td class="number">${metric.direction === 'lower' ? (0,numbers/* formatInterval */.vy)(interval, noise) : ''}</td><td>${(0,words/* describeEvidence */.RQ)(comparison)}</td></tr>
`;
}

;// CONCATENATED MODULE: ./build/rendering/page/style.js
// How the page looks, and the little that it does: filtering its table. Both stand in the file itself.
const STYLE = `
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
const SCRIPT = `
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
const SCRIPT_HASH = 'sha256-AzTewbhVS6fubhuReUheHQA7npzK5H2YlWq1Q4JXS3c=';

// EXTERNAL MODULE: ./build/domain/metric.js
var domain_metric = __webpack_require__(24641);
// EXTERNAL MODULE: ./build/rendering/details.js
var details = __webpack_require__(93461);
// EXTERNAL MODULE: ./node_modules/echarts/lib/chart/bar/install.js + 10 modules
var install = __webpack_require__(47670);
// EXTERNAL MODULE: ./node_modules/echarts/lib/chart/line/install.js + 6 modules
var line_install = __webpack_require__(62707);
// EXTERNAL MODULE: ./node_modules/echarts/lib/chart/scatter/install.js + 3 modules
var scatter_install = __webpack_require__(40023);
// EXTERNAL MODULE: ./node_modules/echarts/lib/component/grid/install.js + 9 modules
var grid_install = __webpack_require__(27737);
// EXTERNAL MODULE: ./node_modules/echarts/lib/extension.js + 1 modules
var extension = __webpack_require__(90354);
// EXTERNAL MODULE: ./node_modules/echarts/lib/core/echarts.js + 21 modules
var echarts = __webpack_require__(10242);
// EXTERNAL MODULE: ./node_modules/echarts/lib/renderer/installSVGRenderer.js + 10 modules
var installSVGRenderer = __webpack_require__(9833);
// EXTERNAL MODULE: ./build/domain/statistics.js
var statistics = __webpack_require__(16518);
;// CONCATENATED MODULE: ./build/rendering/page/charts.js
// The page's charts, rendered to SVG. Colours are custom properties of the page, so that one drawing serves a dark and
// a light scheme.






(0,extension/* use */.Y)([install/* install */.a, line_install/* install */.a, scatter_install/* install */.a, grid_install/* install */.a, installSVGRenderer/* install */.a]);
const WIDTH = 460;
const HEIGHT = 180;
const ROW = 20;
const INK = 'var(--ink)';
const FAINT = 'var(--rule)';
const BASELINE = 'var(--baseline)';
const CANDIDATE = 'var(--candidate)';
const LABEL = { color: INK, fontSize: 11, fontFamily: 'inherit' };
const LONGEST_LABEL = 24;
/** Nothing reacts to the pointer, nothing needs to be cut off. */
const PLAIN = { silent: true, clip: false };
/** The jobs of both sides as points, each side's median as a bar across them. */
function drawJobs(trace, unit) {
    const sides = [
        { values: trace.baseline, color: BASELINE },
        { values: trace.candidate, color: CANDIDATE },
    ].filter(({ values }) => values.length > 0);
    const names = [
        ...(trace.baseline.length > 0 ? ['baseline'] : []),
        ...(trace.candidate.length > 0 ? ['candidate'] : []),
    ];
    return draw({
        grid: { left: 76, right: 30, top: 10, bottom: 26 },
        xAxis: { ...valueAxis(unit), scale: true },
        yAxis: { ...categoryAxis(names), inverse: true },
        series: sides.flatMap(({ values, color }, row) => [
            points(values.map((value) => [value, row]), { symbolSize: 9, itemStyle: { color, opacity: 0.65 } }),
            points([[(0,statistics/* median */.JZ)(values), row]], { symbol: 'rect', symbolSize: [3, 34], itemStyle: { color } }),
        ]),
    });
}
/** The recorded runs' levels, the noise band around them, and the candidate at the end. */
function drawTrend({ trend, band, candidate }, unit) {
    const labels = [...trend.map(labelOf), ...(candidate.length > 0 ? ['candidate'] : [])];
    const [low, high] = band ?? [0, 0];
    const across = (value) => labels.map(() => value);
    const edge = { type: 'line', symbol: 'none', ...PLAIN, lineStyle: { opacity: 0 }, stack: 'band' };
    return draw({
        grid: { left: 8, right: 16, top: 10, bottom: 8 },
        xAxis: { ...categoryAxis(labels), axisLabel: { ...LABEL, rotate: 45, hideOverlap: true } },
        yAxis: { ...valueAxis(unit), scale: true },
        series: [
            ...(band === null
                ? []
                : [
                    { ...edge, data: across(low) },
                    { ...edge, data: across(high - low), areaStyle: { color: BASELINE, opacity: 0.18 } },
                ]),
            { type: 'line', data: trend.map(({ level }) => level), symbol: 'circle', ...PLAIN, ...stroke(BASELINE) },
            points(trend.flatMap(({ shifted, level }, index) => (shifted ? [[index, level]] : [])), { symbol: 'diamond', symbolSize: 12, itemStyle: { color: 'var(--worse)' } }),
            ...(candidate.length > 0
                ? [points([[labels.length - 1, (0,statistics/* median */.JZ)(candidate)]], { symbolSize: 11, itemStyle: { color: CANDIDATE } })]
                : []),
        ],
    });
}
/** The layers that changed most, each as two bars: before and after. */
function drawLayers(layers) {
    const bars = (color, values) => ({
        type: 'bar',
        silent: true,
        data: values,
        itemStyle: { color },
        barGap: '0%',
    });
    return draw({
        grid: { left: 8, right: 16, top: 4, bottom: 26 },
        xAxis: valueAxis('ms'),
        yAxis: { ...categoryAxis(layers.map(({ name }) => shorten(name))), inverse: true },
        series: [
            bars(BASELINE, layers.map(({ baselineMs }) => baselineMs ?? 0)),
            bars(CANDIDATE, layers.map(({ candidateMs }) => candidateMs ?? 0)),
        ],
    }, 44 + layers.length * ROW);
}
function draw(option, height = HEIGHT) {
    const chart = (0,echarts/* init */.Ts)(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
    chart.setOption({ animation: false, backgroundColor: 'transparent', ...option });
    const svg = chart.renderToSVGString();
    chart.dispose();
    return squeeze(svg);
}
/** Leaves out what only a live chart needs: rules for the pointer, names of series, a size that the page gives. */
function squeeze(svg) {
    return svg
        .replace(/<(style|defs)[\s\S]*?<\/\1>/g, '')
        .replace(/^<svg[^>]*?viewBox=("[^"]*")[^>]*>/, '<svg viewBox=$1>')
        .replace(/<rect[^>]*fill="(none|transparent)"[^>]*><\/rect>/g, '')
        .replace(/ (class|clip-path|pointer-events|ecmeta_\w+|xml:space)="[^"]*"/g, '')
        .replace(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))))
        .replace(/\n+/g, '\n');
}
function points(data, style) {
    return { type: 'scatter', data, ...PLAIN, ...style };
}
function stroke(color) {
    return { lineStyle: { color, width: 2 }, itemStyle: { color } };
}
function valueAxis(unit) {
    return {
        type: 'value',
        name: unit,
        nameLocation: 'end',
        nameTextStyle: LABEL,
        axisLabel: { ...LABEL, hideOverlap: true },
        splitLine: { lineStyle: { color: FAINT } },
    };
}
function categoryAxis(data) {
    return {
        type: 'category',
        data,
        axisLabel: LABEL,
        axisLine: { lineStyle: { color: FAINT } },
        axisTick: { show: false },
    };
}
function labelOf({ commit, at }) {
    return commit?.slice(0, 7) ?? at.slice(0, 10);
}
function shorten(name) {
    const letters = [...name.replaceAll(rendering_escape/* INVISIBLE */.kH, ' ')];
    return letters.length <= LONGEST_LABEL ? letters.join('') : `…${letters.slice(1 - LONGEST_LABEL).join('')}`;
}

;// CONCATENATED MODULE: ./build/rendering/page/subject.js
// One model on one device, in full: charts, every metric's numbers, layers, steps, environment.






const MOST_LAYERS_DRAWN = 15;
const MOST_LAYERS_LISTED = 50;
const FEWEST_IN_TREND = 3;
function renderSubject(subject, place, report) {
    const worst = words/* VERDICT_ORDER */.jT.find((verdict) => subject.comparisons.some((comparison) => comparison.metric.gates && comparison.verdict === verdict));
    const open = worst === 'regressed' || report.subjects.length === 1;
    return html `<details id="subject-${place}"${new Markup(open ? ' open' : '')}><summary><h3>${subject.device}</h3>
<code>${subject.model.name}</code> <span class="${worst ?? ''}">${worst ?? ''}</span></summary>
<div class="body">
<p class="faint">${(0,words/* describeBaseline */.FT)(subject.baseline, report)}</p>
${renderCharts(subject)}
${renderNumbers(subject)}
${renderLayers(subject)}
${renderList('What was done', subject.steps)}
${renderList('Environment', Object.entries(subject.environment).map(([field, value]) => `${field.replaceAll('_', ' ')}: ${value}`))}
</div></details>
`;
}
function renderCharts(subject) {
    const figures = subject.traces.flatMap((trace) => {
        const metric = (0,domain_metric/* findMetric */.G)(trace.metric);
        if (metric?.gates !== true)
            return [];
        const jobs = trace.baseline.length + trace.candidate.length > 0;
        const words = describeJobs(trace, subject);
        return [
            ...(jobs ? [figure(`${metric.label}, job by job`, words, drawJobs(trace, metric.unit))] : []),
            ...(trace.trend.length >= FEWEST_IN_TREND
                ? [figure(`${metric.label}, recorded runs`, describeTrend(trace), drawTrend(trace, metric.unit))]
                : []),
        ];
    });
    const layers = (0,details/* notableLayers */.aG)(subject.layers, MOST_LAYERS_DRAWN);
    const waterfall = layers.length === 0
        ? []
        : [figure('Most changed layers', 'The same numbers stand in the table of layers.', drawLayers(layers))];
    if (figures.length + waterfall.length === 0)
        return html ``;
    return html `<p aria-hidden="true"><span class="key baseline">baseline</span><span class="key candidate">candidate</span></p>
<div class="charts">${figures}${waterfall}</div>`;
}
function figure(title, words, svg) {
    const drawing = new Markup(svg.replace('<svg ', '<svg aria-hidden="true" '));
    return html `<figure><figcaption>${title}</figcaption>${drawing}<p class="faint">${words}</p></figure>`;
}
function describeJobs(trace, subject) {
    const comparison = subject.comparisons.find(({ metric }) => metric.name === trace.metric);
    if (comparison === undefined)
        return '';
    const counts = `${trace.baseline.length} baseline, ${trace.candidate.length} candidate`;
    return `${counts}; medians ${(0,numbers/* formatLevel */.eI)(comparison, 'baseline')} and ${(0,numbers/* formatLevel */.eI)(comparison, 'candidate')}.`;
}
function describeTrend({ trend, band }) {
    const shifts = trend.filter(({ shifted }) => shifted).map(({ commit }) => commit?.slice(0, 7) ?? 'an unknown commit');
    const landed = shifts.length === 0 ? '' : ` The level shifted at ${shifts.join(', ')}.`;
    return `${trend.length} runs${band === null ? '' : ', the shaded band is the noise'}.${landed}`;
}
function renderNumbers({ comparisons, device }) {
    if (comparisons.length === 0)
        return html ``;
    return html `<div class="scroll" tabindex="0" role="region" aria-label="Metrics on ${device}"><table>
<caption>Every metric. Changes in the metric’s own direction; noise is the spread of one job (or pair) of the same model.</caption>
<thead><tr><th scope="col">Metric</th><th scope="col">Verdict</th><th scope="col" class="number">Baseline</th>
<th scope="col" class="number">Candidate</th><th scope="col" class="number">Change</th><th scope="col" class="number">Interval, %</th>
<th scope="col" class="number">Noise</th><th scope="col" class="number">Smallest detectable</th><th scope="col" class="number">Jobs</th>
<th scope="col">Why</th></tr></thead><tbody>${comparisons.map((comparison) => html `<tr><th scope="row">${comparison.metric.label}</th><td class="${comparison.verdict}">${comparison.metric.gates ? comparison.verdict : 'shown only'}</td>
<td class="number">${(0,numbers/* formatLevel */.eI)(comparison, 'baseline')}</td>
<td class="number">${(0,numbers/* formatLevel */.eI)(comparison, 'candidate')}</td>
<td class="number">${(0,numbers/* formatChange */.eD)((0,numbers/* changeInOwnDirection */.pN)(comparison), comparison.noise)}</td>
<td class="number">${comparison.metric.direction === 'lower' ? (0,numbers/* formatInterval */.vy)(comparison.interval, comparison.noise) : ''}</td>
<td class="number">${comparison.noise === null ? '' : `${(comparison.noise * 100).toFixed(1)} %`}</td>
<td class="number">${comparison.smallestDetectable === null ? '' : (0,numbers/* formatChange */.eD)(comparison.smallestDetectable, null)}</td>
<td class="number">${comparison.jobs.baseline} / ${comparison.jobs.candidate}</td><td>${comparison.explanation}</td></tr>
`)}</tbody></table></div>`;
}
function renderLayers({ layers, device }) {
    if (layers.length === 0)
        return html ``;
    const listed = layers.slice(0, MOST_LAYERS_LISTED);
    const rest = layers.length - listed.length;
    return html `<div class="scroll" tabindex="0" role="region" aria-label="Layers on ${device}"><table>
<caption>Layers, the largest difference first.${rest > 0 ? ` ${rest} more in report.json.` : ''}</caption>
<thead><tr><th scope="col">Layer</th><th scope="col">Operator</th><th scope="col">Unit</th><th scope="col" class="number">Baseline</th>
<th scope="col" class="number">Candidate</th><th scope="col" class="number">Difference</th></tr></thead>
<tbody>${listed.map((layer) => html `<tr><td><code>${layer.name}</code></td><td>${layer.operator}</td><td>${layer.unit}</td>
<td class="number">${(0,numbers/* formatMs */._V)(layer.baselineMs)}</td><td class="number">${(0,numbers/* formatMs */._V)(layer.candidateMs)}</td>
<td class="number">${(0,numbers/* formatMsDifference */.T5)(layer.differenceMs)}</td></tr>
`)}</tbody></table></div>`;
}
function renderList(title, lines) {
    return lines.length === 0 ? html `` : html `<h4>${title}</h4><ul>${lines.map((line) => html `<li>${line}</li>`)}</ul>`;
}

;// CONCATENATED MODULE: ./build/rendering/page/page.js
// The report as one page that needs nothing else: no network, no other file. Opened from an artifact, or printed.







/** The whole document; nothing in it depends on the time or place of rendering. */
function renderPage(report) {
    const title = (0,words/* headline */.Pl)(report);
    return html `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${SCRIPT_HASH}'">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header>
<h1><span aria-hidden="true">${(0,words/* outcomeIcon */.sE)(report)}</span> ${title}</h1>
${renderOrigin(report)}
${report.error === null ? '' : html `<p>${report.error.message} <strong>What to do:</strong> ${report.error.advice}</p>`}
</header>
<main>
${renderOverview(report)}
${renderFindings(report)}
${renderSubjects(report)}
</main>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`.text;
}
function renderOrigin({ commit, createdAt, runUrl, policy }) {
    const where = [
        ...(commit.sha === null ? [] : [html `candidate <code>${commit.sha.slice(0, 7)}</code>`]),
        ...(commit.branch === null ? [] : [html `branch <code>${commit.branch}</code>`]),
        ...(commit.pullRequest === null ? [] : [html `pull request ${commit.pullRequest}`]),
        html `<time datetime="${createdAt}">${createdAt.slice(0, 16).replace('T', ' ')} UTC</time>`,
        ...(runUrl === null ? [] : [html `<a href="${runUrl}">workflow run</a>`]),
    ];
    const limits = `Limits: max-regression ${(0,numbers/* describeLimits */.Wm)(policy.maxRegression)}; min-change ${(0,numbers/* describeLimits */.Wm)(policy.minChange)}.`;
    return html `<p class="faint">${where.map((part, index) => html `${index === 0 ? '' : ' · '}${part}`)}</p>
<p class="faint">${policy.maxRegression.length === 0 ? '' : limits}</p>`;
}
function renderFindings({ findings }) {
    if (findings.length === 0)
        return html ``;
    const lines = [...new Set(findings.map((finding) => `${WORDS[(0,domain_finding/* severityOf */.xJ)(finding)]}: ${(0,domain_finding/* describeFinding */.jb)(finding)}`))];
    return html `<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
<ul>${lines.map((line) => html `<li>${line}</li>`)}</ul></section>`;
}
const WORDS = { warning: 'Warning', notice: 'Note' };
function renderSubjects(report) {
    if (report.subjects.length === 0)
        return html ``;
    return html `<section aria-labelledby="subjects"><h2 id="subjects">Models and devices</h2>
${report.subjects.map((subject, index) => renderSubject(subject, index, report))}</section>`;
}


/***/ })

};
