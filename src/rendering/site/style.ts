// What a site's pages look like beyond the report page's style.

export const SITE_STYLE = `
nav { margin: 0 0 .4rem; } .late { direction: rtl; } .late > * { direction: ltr; }
figure svg { max-width: 62rem; min-width: 38rem; } figcaption.faint { font-weight: 400; } .day { white-space: nowrap; } .bars { font-family: ui-monospace, monospace; letter-spacing: -.05em; white-space: nowrap; }
.key.better { color: var(--better); } .key.accepted { color: var(--accepted); } .key.shift { margin-right: 0; }
.news td { white-space: nowrap; } .news td:nth-child(5) { white-space: normal; min-width: 12rem; }
.matrix td .faint { font-size: .85em; } .matrix th { min-width: 7rem; }
`;
