// Words for what a schema refused: where, what was found, what is allowed.

import type * as z from 'zod';

const MOST_TOLD = 5;
const LONGEST_ISSUE = 300;

/** The first issues of a failed parse in one line, each with its place: a forged file may have a hundred thousand. */
export function describeIssues(error: z.ZodError): string {
  const told = error.issues.slice(0, MOST_TOLD).map((issue) => describeIssue(issue).slice(0, LONGEST_ISSUE));
  const rest = error.issues.length - told.length;
  return rest > 0 ? `${told.join('; ')}; and ${rest} more` : told.join('; ');
}

/** One issue, with its place in the value. */
function describeIssue(issue: z.core.$ZodIssue): string {
  const place = issue.path.map(String).join('.');
  const message = issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  return place === '' ? message : `${place}: ${message}`;
}
