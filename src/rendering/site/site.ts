// A whole site as files by their paths: pages, a JSON beside each, and OpenMetrics text.

import { pageOf, type Site } from '../../domain/site.ts';
import { renderIndexPage } from './index-page.ts';
import { encodeIndex, encodeSubject } from './numbers-file.ts';
import { renderOpenMetrics } from './open-metrics.ts';
import { renderSubjectPage } from './subject-page.ts';

/** One by one, so that a large site need not be held at once. */
export function* renderSite(site: Site): Generator<readonly [path: string, text: string]> {
  yield ['index.html', renderIndexPage(site)];
  yield ['index.json', encodeIndex(site)];
  yield ['metrics.txt', renderOpenMetrics(site)];
  for (const one of site.subjects) {
    const page = pageOf(one);
    yield [`${page}.html`, renderSubjectPage(one, site, `${page.split('/').at(-1)}.json`)];
    yield [`${page}.json`, encodeSubject(one, site)];
  }
}
