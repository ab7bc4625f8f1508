// Who accepts what regressed, for one commit: comments of people with write access, made after that commit's report.

import { applyAcceptances, type Command, parseCommand } from '../../domain/acceptance.ts';
import { reportArtifactName } from '../../domain/artifact-name.ts';
import { isNotShown, isRegression } from '../../domain/comparison.ts';
import type { Finding } from '../../domain/finding.ts';
import { effectsOf, type FailOn, outcomeOf } from '../../domain/outcome.ts';
import { allComparisons, type Report } from '../../domain/report.ts';
import type { Acceptance } from '../../domain/waiver.ts';
import type {
  Conversation,
  GateReports,
  LeftReport,
  PullRequestDetails,
  UserComment,
} from '../../ports/conversation.ts';

/** Acceptances that count, and why others do not. */
export interface FoundAcceptances {
  readonly acceptances: readonly Acceptance[];
  readonly findings: readonly Finding[];
}

/**
 * What comments accept. A comment counts if a person with write access made it, never changed it, and made it after
 * `reportedAt`, when the first report on the head commit was there to be read; so a new push ends it.
 */
export async function findAcceptances(
  pull: PullRequestDetails,
  reportedAt: string,
  conversation: Conversation,
): Promise<FoundAcceptances> {
  const acceptances: Acceptance[] = [];
  const findings: Finding[] = [];
  const rights = new Map<string, string | undefined>();
  for (const comment of await conversation.listComments(pull.number)) {
    const command = parseCommand(comment.body);
    // What was said of an earlier commit is over, and needs no words.
    if (command === undefined || command.kind === 'rerun' || Date.parse(comment.createdAt) <= Date.parse(reportedAt))
      continue;
    const { author, url } = comment;
    const why = refuseComment(comment, command) ?? (await refuse(author, pull, rights, conversation));
    if (why !== undefined) findings.push({ code: 'acceptance-refused', facts: { who: author, why } });
    else if (command.kind === 'accept') acceptances.push({ by: author, url, ...pickTerms(command) });
  }
  return { acceptances, findings };
}

/** Why a comment does not count, whoever made it. */
function refuseComment({ edited, bot }: UserComment, command: Command): string | undefined {
  if (edited) return 'it was edited after it was made';
  if (command.kind === 'unclear') return 'it is not of the form "/latency-gate accept 20%: reason"';
  return bot ? 'a program made it' : undefined;
}

function pickTerms({ ceiling, reason }: Extract<Command, { kind: 'accept' }>): Pick<Acceptance, 'ceiling' | 'reason'> {
  return { ceiling, reason };
}

/** Why a person may not accept; undefined: they may. */
export async function refuse(
  user: string,
  pull: PullRequestDetails,
  known: Map<string, string | undefined>,
  conversation: Conversation,
): Promise<string | undefined> {
  if (pull.fork && user === pull.author) return 'authors of pull requests from forks do not accept their own';
  if (known.has(user)) return known.get(user);
  const why = (await conversation.mayWrite(user)) ? undefined : 'they may not write to this repository';
  known.set(user, why);
  return why;
}

/** The report with what is accepted, decided again; acceptances that it already held count no more by themselves. */
export function acceptInReport(report: Report, { acceptances, findings }: FoundAcceptances, failOn: FailOn): Report {
  const subjects = report.subjects.map((subject) => ({
    ...subject,
    comparisons: subject.comparisons.map((comparison) => applyAcceptances(comparison, acceptances)),
  }));
  const comparisons = subjects.flatMap((subject) => subject.comparisons);
  const judged = outcomeOf(comparisons);
  // What went wrong besides the comparisons is not accepted by anybody.
  const outcome = report.outcome === 'fail' || report.outcome === 'pass' ? judged : report.outcome;
  const reservations = { forgeable: report.forgeable, notShown: comparisons.some(isNotShown) };
  const effects = effectsOf(outcome, report.mode, failOn, reservations);
  const others = report.findings.filter(({ code }) => code !== 'acceptance-refused');
  return { ...report, subjects, outcome, effects, findings: [...others, ...findings] };
}

export interface AcceptanceTools {
  readonly conversation: Conversation;
  readonly reports: GateReports;
}

/**
 * The time from which on acceptances of a commit count: before there was a report on it, nobody can have meant it.
 * Undefined as long as it has none. Checks outlive attempts; where none is written, the reports left must do.
 */
export async function findReportedAt(
  sha: string,
  checkName: string,
  left: () => Promise<readonly LeftReport[]>,
  reports: GateReports,
): Promise<string | undefined> {
  const concluded = await reports.firstConcludedAt(sha, checkName);
  return concluded ?? (await left()).map(({ createdAt }) => createdAt).sort()[0];
}

/** A gate's report with what was accepted of this commit before; it costs calls only where something regressed again. */
export async function acceptAgain(
  report: Report,
  { failOn, checkName }: { readonly failOn: FailOn; readonly checkName: string },
  { conversation, reports }: AcceptanceTools,
): Promise<Report> {
  const { pullRequest, sha } = report.commit;
  const regressed = allComparisons(report).some(({ comparison }) => isRegression(comparison));
  if (!regressed || pullRequest === null || sha === null || report.mode !== 'gate') return report;
  const left = () => reports.ofCommit(reportArtifactName('report', report.key), sha, false);
  const reportedAt = await findReportedAt(sha, checkName, left, reports);
  if (reportedAt === undefined) return report;
  const pull = await conversation.findPullRequest(pullRequest);
  if (pull.headSha !== sha) return report;
  return acceptInReport(report, await findAcceptances(pull, reportedAt, conversation), failOn);
}
