// Findings in words: title, sentence, severity, and the page that explains them, docs/findings.md.

import type { Finding, FindingCode, FindingFacts } from '../domain/finding.ts';
import type { Words, WordsOf } from './finding-words.ts';
import { KEEPING_FINDINGS } from './keeping-findings.ts';
import { MEASURING_FINDINGS } from './measuring-findings.ts';
import { WORKLOAD_FINDINGS } from './workload-findings.ts';

/** Every finding has its words: a missing one does not compile. */
const WORDS: WordsOf<FindingCode> = { ...MEASURING_FINDINGS, ...WORKLOAD_FINDINGS, ...KEEPING_FINDINGS };

/** Where the docs of this version are read. */
const DOCS_URL = 'https://github.com/latency-gate/latency-gate/blob/main/docs';

/** Where findings are explained, one heading each. */
export const FINDINGS_PAGE = 'docs/findings.md';

/** Every code there is. */
export const FINDING_CODES = Object.keys(WORDS) as [FindingCode, ...FindingCode[]];

/** A finding in one sentence. A reason that others worded may end with a full stop of its own. */
export function describeFinding(finding: Finding): string {
  return wordsFor(finding)
    .text(finding.facts)
    .replaceAll(/(?<!\.)\.\.(?!\.)/g, '.');
}

/** What a finding is called, in a few words. */
export function titleOf(finding: Finding): string {
  return WORDS[finding.code].title;
}

/** Whether a finding asks something of a person. */
export function severityOf(finding: Finding): 'warning' | 'notice' {
  return WORDS[finding.code].severity;
}

/** The page about a finding, as an address that readers of a comment can open. */
export function docsLinkOf(finding: Finding): string {
  return `${DOCS_URL}/${FINDINGS_PAGE.replace(/^docs\//, '')}#${finding.code}`;
}

function wordsFor<C extends FindingCode>(finding: { readonly code: C; readonly facts: FindingFacts[C] }): Words<C> {
  return WORDS[finding.code];
}
