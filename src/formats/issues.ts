// Words for what a schema refused: where, what was found, what is allowed.

import type { z } from 'zod';

/** All issues of a failed parse in one line, each with its place. */
export function describeIssues(error: z.ZodError): string {
  return error.issues.map(describeIssue).join('; ');
}

/** One issue, with its place in the value. */
export function describeIssue(issue: z.core.$ZodIssue): string {
  const place = issue.path.map(String).join('.');
  const message = issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  return place === '' ? message : `${place}: ${message}`;
}
