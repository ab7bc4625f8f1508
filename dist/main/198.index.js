export const id = 198;
export const ids = [198];
export const modules = {

/***/ 93198:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runAction: () => (/* binding */ runAction)
});

// EXTERNAL MODULE: external "node:process"
var external_node_process_ = __webpack_require__(1708);
// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js
var github = __webpack_require__(61351);
;// CONCATENATED MODULE: ./build/domain/errors.js
// The expected failures: bad input, a refused key, a model that cannot be read. A bug is any other error.
/**
 * An expected failure, worded for the person who can mend it: `message` says what was found and what is allowed,
 * `advice` what to do next. Made where the trouble is met (a parser, an adapter), shown as it is, never with a stack.
 */
class GateError extends Error {
    name = 'GateError';
    code;
    advice;
    constructor(code, message, advice, cause) {
        super(message, cause === undefined ? undefined : { cause });
        this.code = code;
        this.advice = advice;
    }
}
/** Trouble that may be gone tomorrow and says nothing about the model: the gate is inconclusive, not broken. */
const PASSING = new Set(['service-unavailable', 'quota-exhausted', 'submission-unanswered']);
/** Whether an error leaves the gate inconclusive instead of failing it as wrongly set up. */
function isPassing(error) {
    return error instanceof GateError && PASSING.has(error.code);
}

;// CONCATENATED MODULE: ./build/adapters/github/client.js
// GitHub's REST API: one authenticated client for one repository, and what its refusals mean.


function createGitHub(options) {
    const [owner = '', repo = ''] = options.repository.split('/');
    const octokit = (0,github/* getOctokit */.Q)(options.token, {
        baseUrl: options.apiUrl,
        userAgent: 'latency-gate',
        request: { fetch: options.fetch },
        log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    });
    return { rest: octokit.rest, owner, repo };
}
/** The HTTP status of a refused call; undefined where the error is not GitHub's answer. */
function statusOf(error) {
    if (typeof error !== 'object' || error === null || !('status' in error))
        return undefined;
    return typeof error.status === 'number' ? error.status : undefined;
}
/**
 * Turns a refused call into an error that says which permission is missing. `permission` is the line to add to the
 * workflow, such as `checks: write`.
 */
function explain(error, doing, permission) {
    const status = statusOf(error);
    const said = error instanceof Error ? error.message.split(' - https://')[0] : String(error);
    if (status === 429 || (status === 403 && isRateLimit(error))) {
        return new GateError('service-unavailable', `GitHub's rate limit is spent: it refused ${doing}.`, 'Run the job again later.', error);
    }
    if (status === 403 || status === 404) {
        return new GateError('not-permitted', `GitHub refused ${doing} (${status}: ${said}).`, `Add "${permission}" to the job's permissions; pull requests from forks and by Dependabot have a read-only token.`, error);
    }
    if (status === 401) {
        return new GateError('not-permitted', `GitHub refused ${doing} (401).`, 'Check github-token: it is not valid.', error);
    }
    if (status !== undefined && status < 500) {
        const advice = "Check the inputs and the workflow; GitHub's words are in the message.";
        return new GateError('invalid-input', `GitHub refused ${doing} (${status}: ${said}).`, advice, error);
    }
    return new GateError('service-unavailable', `GitHub did not answer ${doing}: ${said}.`, 'Run the job again later.', error);
}
/** The wait was longer than this program waits. */
function isRateLimit(error) {
    const { response } = error;
    const { headers = {} } = response ?? {};
    return headers['retry-after'] !== undefined || String(headers['x-ratelimit-remaining']) === '0';
}
function ignore() { }

;// CONCATENATED MODULE: ./build/adapters/github/pull-requests.js
// Pull requests and the comments on them, by GitHub's API.

const PAGE = 100;
const MOST_PAGES = 10;
const PERMISSION = 'pull-requests: write';
class GitHubPullRequests {
    #github;
    constructor(github) {
        this.#github = github;
    }
    async findOpen(headOwner, headBranch) {
        const { rest, owner, repo } = this.#github;
        const head = `${headOwner}:${headBranch}`;
        try {
            const { data } = await rest.pulls.list({ owner, repo, state: 'open', head, per_page: PAGE });
            return data.map((pull) => ({ number: pull.number, headSha: pull.head.sha, base: pull.base.ref }));
        }
        catch (error) {
            throw explain(error, 'the list of pull requests', 'pull-requests: read');
        }
    }
    /** A token cannot ask who it is without a further permission, so the marker and the author's standing must do. */
    async listOwn(pullRequest, marker) {
        const { rest, owner, repo } = this.#github;
        const own = [];
        try {
            for (let page = 1; page <= MOST_PAGES; page += 1) {
                const { data } = await rest.issues.listComments({
                    owner,
                    repo,
                    issue_number: pullRequest,
                    per_page: PAGE,
                    page,
                });
                own.push(...data.filter((comment) => isOwn(comment, marker)).map(toComment));
                if (data.length < PAGE)
                    break;
            }
        }
        catch (error) {
            throw explain(error, 'the list of comments', PERMISSION);
        }
        return own.sort((a, b) => a.id - b.id);
    }
    async create(pullRequest, body) {
        const { rest, owner, repo } = this.#github;
        try {
            return toComment((await rest.issues.createComment({ owner, repo, issue_number: pullRequest, body })).data);
        }
        catch (error) {
            throw explain(error, 'a comment', PERMISSION);
        }
    }
    async update(comment, body) {
        const { rest, owner, repo } = this.#github;
        try {
            return toComment((await rest.issues.updateComment({ owner, repo, comment_id: comment, body })).data);
        }
        catch (error) {
            throw explain(error, 'the update of its comment', PERMISSION);
        }
    }
    async remove(comment) {
        const { rest, owner, repo } = this.#github;
        await rest.issues.deleteComment({ owner, repo, comment_id: comment });
    }
}
/** Whose comments may be ours: a bot's, or with a personal token those of somebody who may write here. */
const WRITERS = ['OWNER', 'MEMBER', 'COLLABORATOR'];
/** A passer-by who pastes the marker must not have their comment overwritten, nor make us adopt it. */
function isOwn({ user, body, author_association: association }, marker) {
    const trusted = user?.type === 'Bot' || WRITERS.includes(association ?? '');
    return trusted && body?.startsWith(marker) === true;
}
function toComment(raw) {
    return { id: raw.id, body: raw.body ?? '', url: raw.html_url };
}

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 11 modules
var lib_core = __webpack_require__(91659);
;// CONCATENATED MODULE: ./build/adapters/runner/log-line.js
// Makes text from outside harmless in a log: one line, no escapes, nothing the runner would take for a command.
/** Control and format characters become spaces; what would be a workflow command loses its first character. */
function toLogLine(text) {
    return text
        .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
        .trimStart()
        .replace(/^(?:::|##\[)/, (start) => start.slice(1));
}

;// CONCATENATED MODULE: ./build/adapters/runner/actions.js
// What the workflow runner offers through @actions/core: outputs, summary, annotations, state, masked values.


/** A step summary over 1 MiB is lost as a whole. */
const LONGEST_SUMMARY_BYTES = 1 << 20;
class ActionsOutput {
    setOutput(name, value) {
        lib_core/* setOutput */.uH(name, value);
    }
    async appendSummary(markdown) {
        const size = Buffer.byteLength(markdown);
        if (size > LONGEST_SUMMARY_BYTES)
            throw new Error(`the summary has ${size} bytes, GitHub takes ${LONGEST_SUMMARY_BYTES}`);
        await lib_core/* summary */.z.addRaw(markdown, true).write();
    }
    annotate({ level, title, message, }) {
        if (level === 'failure')
            lib_core/* error */.z3(message, { title });
        else if (level === 'warning')
            lib_core/* warning */.$e(message, { title });
        else
            lib_core/* notice */.lm(message, { title });
    }
    save(key, value) {
        lib_core/* saveState */.LZ(key, value);
    }
}
/** Plain lines; progress only when it says something new. */
class ActionsLogger {
    #last = '';
    info(message) {
        lib_core/* info */.pq(toLogLine(message));
    }
    warning(message) {
        lib_core/* info */.pq(`Warning: ${toLogLine(message)}`);
    }
    group(title, work) {
        return lib_core/* group */.Os(toLogLine(title), work);
    }
    progress(message) {
        if (message === this.#last)
            return;
        this.#last = message;
        lib_core/* info */.pq(toLogLine(message));
    }
}
/** Hides a value in everything the runner logs from now on. */
function mask(value) {
    if (value !== '')
        lib_core/* setSecret */.Pq(value);
}
/** What the main step saved for the post step. */
function readState(key) {
    return core.getState(key);
}
/** Marks the step as failed; a bug is shown with its stack. */
function fail(error) {
    lib_core/* setFailed */.C1(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./build/adapters/runner/environment.js
// Everything this program reads from its environment, once, into one typed object. No other file reads process.env.




/** Enough to start a process and find its libraries, and nothing that opens a door. */
const HARMLESS = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR', 'LANG'];
function readEnvironment(env = external_node_process_.env, script = external_node_process_.argv[1] ?? '') {
    const runnerTemp = env['RUNNER_TEMP'] || (0,external_node_os_.tmpdir)();
    return {
        inputs: readInputs(env),
        workspace: env['GITHUB_WORKSPACE'] || external_node_process_.cwd(),
        programFolder: (0,external_node_path_.dirname)((0,external_node_path_.dirname)((0,external_node_fs_.realpathSync)(script))),
        temporaryFolder: (0,external_node_path_.join)(runnerTemp, `latency-gate-${external_node_process_.pid}`),
        toolCache: env['RUNNER_TOOL_CACHE'] || (0,external_node_path_.join)(env['XDG_CACHE_HOME'] || (0,external_node_path_.join)((0,external_node_os_.homedir)(), '.cache')),
        event: { name: env['GITHUB_EVENT_NAME'] ?? '', payload: readPayload(env['GITHUB_EVENT_PATH']) },
        github: readGitHub(env),
        embedl: { apiKey: env['EMBEDL_HUB_API_KEY'] ?? '', baseUrl: env['EMBEDL_HUB_API_BASE_URL'] ?? '' },
        runnerImage: [env['ImageOS'], env['ImageVersion']].filter(Boolean).join(' '),
        npmRegistry: env['npm_config_registry'] || 'https://registry.npmjs.org',
        proxy: {
            http: env['HTTP_PROXY'] ?? env['http_proxy'],
            https: env['HTTPS_PROXY'] ?? env['https_proxy'],
            no: env['NO_PROXY'] ?? env['no_proxy'],
        },
        childEnv: pick(env, HARMLESS),
    };
}
function readGitHub(env) {
    return {
        apiUrl: env['GITHUB_API_URL'] || 'https://api.github.com',
        serverUrl: env['GITHUB_SERVER_URL'] || 'https://github.com',
        repository: env['GITHUB_REPOSITORY'] ?? '',
        sha: env['GITHUB_SHA'] ?? '',
        ref: env['GITHUB_REF'] ?? '',
        runId: Number(env['GITHUB_RUN_ID'] ?? 0),
        runAttempt: Number(env['GITHUB_RUN_ATTEMPT'] ?? 1),
        workflowRef: env['GITHUB_WORKFLOW_REF'] ?? '',
        actor: env['GITHUB_ACTOR'] ?? '',
    };
}
/** The runner hands `with: max-regression` over as INPUT_MAX-REGRESSION. */
function readInputs(env) {
    const inputs = {};
    for (const [name, value] of Object.entries(env)) {
        const trimmed = value?.trim() ?? '';
        if (name.startsWith('INPUT_') && trimmed !== '')
            inputs[name.slice('INPUT_'.length).toLowerCase()] = trimmed;
    }
    return inputs;
}
function readPayload(path) {
    if (path === undefined || path === '')
        return {};
    try {
        return JSON.parse((0,external_node_fs_.readFileSync)(path, 'utf8'));
    }
    catch {
        return {};
    }
}
function pick(env, names) {
    return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(58500);
;// CONCATENATED MODULE: ./build/adapters/runner/machine.js
// Real time and real files.



const machine_systemClock = {
    now: () => new Date(),
    sleep: (milliseconds, signal) => (0,external_node_timers_promises_.setTimeout)(milliseconds, undefined, signal === undefined ? {} : { signal }),
};
/** Temporary files lie below `root`; patterns and names start at `workspace`. */
function createFiles(root, workspace) {
    return {
        async temporaryFolder(name) {
            const folder = (0,external_node_path_.join)(root, name);
            await (0,promises_.mkdir)(folder, { recursive: true });
            return folder;
        },
        async copy(from, to) {
            await (0,promises_.mkdir)((0,external_node_path_.dirname)(to), { recursive: true });
            await (0,promises_.copyFile)(from, to);
        },
        read: (path) => (0,promises_.readFile)(path, 'utf8'),
        async write(path, content) {
            await (0,promises_.mkdir)((0,external_node_path_.dirname)(path), { recursive: true });
            await (0,promises_.writeFile)(path, content);
        },
        // A path that exists is taken as it is, folder or not: brackets and stars are legal in names.
        async glob(pattern) {
            const literal = (0,external_node_path_.resolve)(workspace, pattern);
            if ((await (0,promises_.stat)(literal).catch(() => undefined)) !== undefined)
                return [literal];
            const found = [];
            for await (const entry of (0,promises_.glob)(pattern, { cwd: workspace, withFileTypes: true })) {
                if (!entry.isDirectory())
                    found.push((0,external_node_path_.join)(entry.parentPath, entry.name));
            }
            return found.sort();
        },
        fromWorkspace(path) {
            const inside = (0,external_node_path_.relative)(workspace, path);
            return (inside.startsWith('..') || (0,external_node_path_.isAbsolute)(inside) ? path : inside).split(external_node_path_.sep).join('/');
        },
        join: external_node_path_.join,
        folderOf: external_node_path_.dirname,
    };
}

;// CONCATENATED MODULE: ./build/adapters/runner/signals.js
// The runner cancels with SIGINT, 7.5 s later SIGTERM, 2.5 s later it kills.

/** A signal that aborts on the first SIGINT or SIGTERM, with the signal's name as the reason. */
function abortOnSignals() {
    const controller = new AbortController();
    for (const name of ['SIGINT', 'SIGTERM']) {
        external_node_process_.on(name, () => {
            if (!controller.signal.aborted)
                controller.abort(name);
        });
    }
    return controller.signal;
}

// EXTERNAL MODULE: ./build/domain/comparison.js
var domain_comparison = __webpack_require__(22960);
;// CONCATENATED MODULE: ./build/domain/outcome.js
// What the whole gate says, and the one table that turns it into a check, a commit status and an exit code.

/** Never blocks, and says so in its colour. */
const LENIENT = { conclusion: 'neutral', status: 'success', exitCode: 0 };
const FAILURE = { conclusion: 'failure', status: 'failure', exitCode: 1 };
const EFFECTS = {
    pass: always({ conclusion: 'success', status: 'success', exitCode: 0 }),
    fail: { regression: FAILURE, inconclusive: FAILURE, never: LENIENT },
    inconclusive: { regression: LENIENT, inconclusive: FAILURE, never: LENIENT },
    skipped: always({ conclusion: 'skipped', status: 'success', exitCode: 0 }),
    // The exit code of a cancelled run is the signal's: 130 for SIGINT, 143 for SIGTERM.
    cancelled: always({ conclusion: 'cancelled', status: 'error', exitCode: 130 }),
    error: always({ conclusion: 'failure', status: 'error', exitCode: 2 }),
};
/**
 * What an outcome does; recording never fails a job because of what it measured, and a pass that rests on numbers
 * which the pull request itself could have made up is no green tick.
 */
function effectsOf(outcome, mode, failOn, forgeable = false) {
    if (forgeable && outcome === 'pass')
        return LENIENT;
    return EFFECTS[outcome][mode === 'gate' ? failOn : 'never'];
}
/** The worst comparison wins: fail before inconclusive before pass. Waived regressions pass; nothing measured is inconclusive. */
function outcomeOf(comparisons) {
    const counted = comparisons.filter(domain_comparison/* counts */.tQ);
    if (counted.some(domain_comparison/* isRegression */.kj))
        return 'fail';
    if (counted.length === 0 || counted.some((comparison) => comparison.verdict === 'inconclusive')) {
        return 'inconclusive';
    }
    return 'pass';
}
function always(effects) {
    return { regression: effects, inconclusive: effects, never: effects };
}

;// CONCATENATED MODULE: ./build/app/publish.js
// Shows a report everywhere it is wanted. Each sink stands alone: one that fails becomes a finding for the next.

/** Publishes in the given order. Never rejects because of a sink. */
async function publish(report, sinks, log) {
    let current = report;
    let outputs = {};
    for (const sink of sinks) {
        try {
            const published = await sink.publish(current, outputs);
            outputs = { ...outputs, ...published.outputs };
            current = addFindings({ ...current, pageUrl: published.pageUrl ?? current.pageUrl }, published.findings);
        }
        catch (error) {
            const why = describe(error);
            log.warning(`The ${sink.name} could not be written: ${why}`);
            current = addFindings(current, [{ code: 'sink-failed', facts: { sink: sink.name, why } }]);
        }
    }
    return { report: current, outputs };
}
/** The error's words, with the advice where there is one. */
function describe(error) {
    if (error instanceof GateError)
        return `${error.message} ${error.advice}`;
    return error instanceof Error ? error.message : String(error);
}
function addFindings(report, findings) {
    return findings.length === 0 ? report : { ...report, findings: [...report.findings, ...findings] };
}

;// CONCATENATED MODULE: ./build/app/conduct.js
// One execution from beginning to end: open the check, do the work, turn every kind of trouble into a report, show
// it everywhere, and only then say how it ends. Report first, fail last.



/** Performs and publishes; rejects never. */
async function conduct(perform, conductor) {
    const { signal, log } = conductor;
    await conductor.check?.open();
    const result = await settle(perform, conductor);
    const cancelled = result.report.outcome === 'cancelled';
    const { report, outputs } = await publish(result.report, cancelled ? conductor.urgentSinks : conductor.sinks, log);
    const exitCode = cancelled && signal.reason === 'SIGTERM' ? 143 : report.effects.exitCode;
    return { report, outputs, exitCode, bug: result.bug };
}
async function settle(perform, conductor) {
    const { signal } = conductor;
    const aborted = new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        if (signal.aborted)
            reject(signal.reason);
    });
    try {
        return { report: await Promise.race([perform(), aborted]), bug: undefined };
    }
    catch (error) {
        if (signal.aborted)
            return { report: emptyReport('cancelled', null, conductor), bug: undefined };
        const bug = error instanceof GateError ? undefined : error instanceof Error ? error : new Error(String(error));
        const outcome = isPassing(error) ? 'inconclusive' : 'error';
        return { report: emptyReport(outcome, toReportError(error), conductor), bug };
    }
}
/** Where to tell of a bug. */
const ISSUES_URL = 'https://github.com/latency-gate/latency-gate/issues';
function toReportError(error) {
    if (error instanceof GateError)
        return { code: error.code, message: error.message, advice: error.advice };
    const message = `Unexpected: ${error instanceof Error ? error.message : String(error)}`;
    return { code: 'bug', message, advice: `This is a bug; please report it with the log at ${ISSUES_URL}.` };
}
/** A report of an execution that measured nothing. */
function emptyReport(outcome, error, { setting, now }) {
    return {
        outcome,
        effects: effectsOf(outcome, setting.mode, setting.failOn),
        mode: setting.mode,
        commit: setting.commit,
        createdAt: now().toISOString(),
        subjects: [],
        findings: [],
        policy: { maxRegression: [], minChange: [] },
        error,
        runIds: [],
        runUrl: setting.runUrl,
        release: null,
        pageUrl: null,
        forgeable: false,
        key: setting.key,
    };
}

;// CONCATENATED MODULE: ./build/app/find-pull-request.js
// On `workflow_run`: which pull request the triggering run was about. GitHub's payload does not say it for forks.
/** Exactly one open pull request must have the triggering run's commit as its head now. */
async function findPullRequest(trigger, origin, pullRequests) {
    if (origin.event !== 'pull_request') {
        return {
            refusal: `The triggering run was started by ${origin.event}; only pull requests hand anything over.`,
            outcome: 'skipped',
        };
    }
    const open = await pullRequests.findOpen(origin.owner, origin.branch);
    const [found, another] = open.filter(({ headSha }) => headSha === origin.sha);
    if (another !== undefined)
        return { refusal: `Several open pull requests have ${origin.sha} as their head.`, outcome: 'inconclusive' };
    if (found !== undefined) {
        const commit = { ...trigger.commit, pullRequest: found.number };
        return { trigger: { ...trigger, commit, base: found.base } };
    }
    const moved = open.length > 0 ? `its head moved to ${open[0]?.headSha.slice(0, 7)}` : 'it was closed, or the branch is gone';
    return {
        refusal: `No open pull request has ${origin.sha.slice(0, 7)} as its head any more: ${moved}.`,
        outcome: 'skipped',
    };
}

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
;// CONCATENATED MODULE: ./build/domain/looks.js
// When a verdict may fall: after how many candidate jobs (or pairs), and how strict each of those looks is.
/** The share of gates in which nothing changed that may fail all the same. */
const ERROR_BUDGET = 0.01;
/** Nobody is accused on fewer units of evidence than this. */
const FEWEST_TO_REGRESS = 3;
const USUAL_LOOKS = { job: [1, 3, 5, 6], pair: [3, 6] };
/**
 * Looks at 1, 3, 5 and 6 jobs; for pairs at 3 and 6. `repeats` moves the first look, `maxRepeats` ends them.
 * With pairs nothing regresses at the first look, however many pairs it has.
 */
function planLooks(unit, repeats, maxRepeats) {
    const usual = USUAL_LOOKS[unit];
    const first = Math.min(repeats ?? usual[0], maxRepeats);
    const later = usual.filter((look) => look > first && look < maxRepeats);
    const looks = [...new Set([first, ...later, maxRepeats])];
    const second = looks[1] ?? Number.POSITIVE_INFINITY;
    const regressFrom = unit === 'pair' ? Math.max(FEWEST_TO_REGRESS, second) : FEWEST_TO_REGRESS;
    return { looks, regressFrom };
}
/** Whether any number of jobs that the plan allows could show a regression at all. */
function canRegress(plan) {
    return plan.looks.some((look) => look >= plan.regressFrom);
}
/** The next look after `count`, or undefined when the plan is spent. */
function nextLook(plan, count) {
    return plan.looks.find((look) => look > count);
}
/** The count at which the plan ends; at least `count`, where more were measured than it asked for. */
function lastLook(plan, count) {
    return Math.max(count, plan.looks.at(-1) ?? count);
}
/** Bursts of noise last for a few jobs, so most of the budget waits for the last count. */
const SHARE_OF_LAST = 0.7;
/** The order only stands beside the interval, so it may be a little more likely than the budget by itself. */
const SEPARATION = { early: 0.5, last: 1.5 };
/**
 * How strict a verdict at `count` is. The budget is shared over the gate's comparisons and over every count from the
 * first that may regress to the last, as if a verdict could fall at each, so that it depends on the count alone and
 * jobs may be fed one by one. The last count gets most of it: an error-spending function in the sense of Lan & DeMets
 * (1983, Biometrika 70), strict early like that of O'Brien & Fleming, its parts added up by Bonferroni's inequality.
 * Counts beyond the last are as strict as the early ones.
 */
function strictnessAt(plan, comparisons, count) {
    const budget = ERROR_BUDGET / Math.max(1, comparisons);
    const last = lastLook(plan, 0);
    const earlier = Math.max(0, last - plan.regressFrom);
    if (count === last || earlier === 0)
        return {
            error: earlier === 0 ? budget : SHARE_OF_LAST * budget,
            separation: SEPARATION.last * budget,
            lenient: true,
        };
    return { error: ((1 - SHARE_OF_LAST) * budget) / earlier, separation: SEPARATION.early * budget, lenient: false };
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 9 modules
var schemas = __webpack_require__(27597);
;// CONCATENATED MODULE: ./build/domain/slug.js
// Names that must be safe as file and artifact names and still tell any two originals apart.
/** Lower-case letters, digits and dashes, then eight hex digits of the original's hash (FNV-1a, 32 bits). */
function toSlug(name) {
    const readable = name
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-+|-+$/g, '')
        .slice(0, 60);
    return [readable, fnv1a(name)].filter((part) => part !== '').join('-');
}
/** Fowler, Noll & Vo's FNV-1a over the UTF-16 code units; names need spread here, not secrecy. */
function fnv1a(text) {
    let hash = 0x811c9dc5;
    for (let index = 0; index < text.length; index += 1) {
        hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
    return (hash >>> 0).toString(16).padStart(8, '0');
}

;// CONCATENATED MODULE: ./build/formats/issues.js
// Words for what a schema refused: where, what was found, what is allowed.
/** All issues of a failed parse in one line, each with its place. */
function describeIssues(error) {
    return error.issues.map(describeIssue).join('; ');
}
/** One issue, with its place in the value. */
function describeIssue(issue) {
    const place = issue.path.map(String).join('.');
    const message = issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
    return place === '' ? message : `${place}: ${message}`;
}

// EXTERNAL MODULE: ./build/domain/metric.js
var domain_metric = __webpack_require__(24641);
;// CONCATENATED MODULE: ./build/config/values.js
// Parsers for single values as people write them. Each refusal names the input, what was found and what is allowed.


/** The error every parser throws. */
function refuse(input, found, allowed) {
    return new GateError('invalid-input', `${input}: found "${found}"; allowed: ${allowed}.`, `Correct the input "${input}".`);
}
const parseText = (text) => text;
/** One item a line, or separated by commas; a list written twice is the user's slip and is refused. */
const parseList = (text, input) => {
    const items = text
        .split(/[\n,]/)
        .map((item) => item.trim())
        .filter((item) => item !== '');
    const twice = items.find((item, index) => items.indexOf(item) !== index);
    if (twice !== undefined)
        throw refuse(input, twice, 'each name once');
    return items;
};
function parseChoice(...choices) {
    return (text, input) => {
        const choice = choices.find((candidate) => candidate === text);
        if (choice === undefined)
            throw refuse(input, text, choices.join(', '));
        return choice;
    };
}
/** As GitHub's own YAML 1.2 core schema spells them. */
const parseBoolean = (text, input) => {
    if (/^true$/i.test(text))
        return true;
    if (/^false$/i.test(text))
        return false;
    throw refuse(input, text, 'true, false');
};
function parseInteger(least, most) {
    return (text, input) => {
        const value = Number(text);
        if (!/^\d+$/.test(text) || value < least || value > most) {
            throw refuse(input, text, `a whole number from ${least} to ${most}`);
        }
        return value;
    };
}
const DURATION_UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
/** `90s`, `10m`, `1.5h`; milliseconds. */
const parseDuration = (text, input) => {
    const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/.exec(text);
    const value = Number(match?.[1]) * (DURATION_UNITS[match?.[2] ?? ''] ?? Number.NaN);
    if (!(value > 0))
        throw refuse(input, text, 'a time such as 90s, 10m or 1h');
    return value;
};
const UNITS = [...new Set(['%', ...domain_metric/* METRICS */.C.map((metric) => metric.unit).filter((unit) => unit !== '')])];
/** One limit a line: `5%`, `0.5 ms`, `latency: 3%`. A bare `0` is 0 %. */
const parseLimits = (text, input) => text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => parseLimit(line, input));
function parseLimit(line, input) {
    const match = /^(?:([a-z_0-9]+)\s*:\s*)?(\d+(?:\.\d+)?)\s*(%|[A-Za-z]*)$/.exec(line);
    if (match === null)
        throw refuse(input, line, LIMIT_FORM);
    const [, name, digits, written] = match;
    const metric = name === undefined ? undefined : (0,domain_metric/* findMetric */.G)(name);
    if (name !== undefined && metric === undefined) {
        throw refuse(input, name, `the metrics ${domain_metric/* METRICS */.C.map((known) => known.name).join(', ')}`);
    }
    const value = Number(digits);
    const unit = written === '' && value === 0 ? '%' : (written ?? '');
    const fitting = metric === undefined ? UNITS : ['%', metric.unit];
    if (!fitting.includes(unit))
        throw refuse(input, line, `${LIMIT_FORM}, in ${fitting.map(nameUnit).join(' or ')}`);
    return { metric: name, unit, value: unit === '%' ? value / 100 : value };
}
const LIMIT_FORM = 'one limit a line, such as 5%, 0.5 ms or latency: 3%';
function nameUnit(unit) {
    return unit === '' ? 'a plain count' : unit;
}
const BUDGET_FORM = 'one budget a line, such as latency < 20 ms or peak_memory < 120 MB @ Google Pixel 8';
/** `latency < 20 ms`, `layers_npu > 3`, `peak_memory < 120 MB @ Google Pixel 8`. */
const parseBudgets = (text, input) => text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => parseBudget(line, input));
function parseBudget(line, input) {
    const match = /^([a-z_0-9]+)\s*([<>])=?\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*(?:@\s*(.+))?$/.exec(line);
    const metric = match?.[1] === undefined ? undefined : (0,domain_metric/* findMetric */.G)(match[1]);
    if (match === null)
        throw refuse(input, line, BUDGET_FORM);
    const [, name = '', sign, digits, unit = '', device] = match;
    if (metric === undefined)
        throw refuse(input, name, `the metrics ${domain_metric/* METRICS */.C.map((known) => known.name).join(', ')}`);
    if (unit !== metric.unit)
        throw refuse(input, line, `${name} in ${nameUnit(metric.unit)}`);
    if ((sign === '<') !== (metric.direction === 'lower')) {
        throw refuse(input, line, `${name} ${metric.direction === 'lower' ? '<' : '>'} …, for ${metric.direction} is better`);
    }
    return { metric: name, level: Number(digits), device };
}

;// CONCATENATED MODULE: ./build/config/inputs.js
// The one table of inputs: their names, defaults, words and parsers. action.yml, the command line's flags, the config
// file's schema and the README's table are made from it.

function input(parse, fallback, description) {
    return { parse, fallback, description };
}
/** "auto", what an event can lead to, and the parts of a workflow that only a user can ask for. */
const MODES = ['auto', 'gate', 'record', 'release', 'stage', 'report', 'submit', 'collect'];
const MOST_REPEATS = 100;
function keysOf(table) {
    return Object.keys(table);
}
/** Where models are executed. */
const PROFILERS = ['local', 'embedl', 'results', 'vertesia', 'hubify'];
/** Where runs are kept. */
const TRACKERS = ['local', 'embedl', 'experiments', 'vertesia', 'hubify'];
/** Whether a service asks for a key; `none` is no service at all. */
const KEYS = {
    local: 'none',
    results: 'none',
    embedl: 'needed',
    experiments: 'optional',
    vertesia: 'needed',
    hubify: 'needed',
};
/** What each backend sets; one that offers only half of it is paired with this machine. */
const BACKENDS = {
    local: { profiler: 'local', tracker: 'local' },
    embedl: { profiler: 'embedl', tracker: 'embedl' },
    results: { profiler: 'results', tracker: 'local' },
    experiments: { profiler: 'local', tracker: 'experiments' },
    vertesia: { profiler: 'vertesia', tracker: 'vertesia' },
    hubify: { profiler: 'hubify', tracker: 'hubify' },
};
const INPUTS = {
    model: input(parseText, undefined, 'Path or glob of the built model(s), from the workspace.'),
    backend: input(parseChoice(...keysOf(BACKENDS)), 'local', 'Where models are executed and runs are kept: local (this machine, ONNX Runtime), embedl (Embedl Hub and its phones), results (files that an earlier step measured), experiments (an MLflow-style Experiments API keeps the runs), vertesia (prompts) or hubify (experiments on GPU pods).'),
    profiler: input(parseChoice(...PROFILERS), undefined, 'Where models are executed, if not by the backend.'),
    tracker: input(parseChoice(...TRACKERS), undefined, 'Where runs are kept, if not by the backend.'),
    results: input(parseList, undefined, 'Files measured by an earlier step, one a line, globs allowed: one file a job. For the backend results.'),
    project: input(parseText, undefined, "The backend's project; by default the repository's name."),
    'api-key': input(parseText, undefined, "The backend's key; for embedl also from EMBEDL_HUB_API_KEY. Pass it from a secret."),
    'api-base-url': input(parseText, undefined, "The backend's address, where it is not the public one."),
    'profiler-api-key': input(parseText, undefined, 'Of the profiler, where profiler and tracker differ.'),
    'tracker-api-key': input(parseText, undefined, 'Of the tracker, where profiler and tracker differ.'),
    'profiler-api-base-url': input(parseText, undefined, 'Of the profiler, where profiler and tracker differ.'),
    'tracker-api-base-url': input(parseText, undefined, 'Of the tracker, where profiler and tracker differ.'),
    'on-missing-key': input(parseChoice('skip', 'stage'), 'skip', 'What to do on pull requests from forks and by Dependabot, which have no secrets: skip, or stage the model for a workflow_run that has them. Elsewhere a missing key is an error.'),
    devices: input(parseList, undefined, "Devices to measure on, one a line or separated by commas; all of the backend's where it has just one."),
    options: input(parseText, undefined, "YAML with the backend's own options; for local: input-shapes, threads, warmup-time, min-time, min-iterations; for embedl: poll-interval, concurrency; the other backends' stand in docs/backends.md."),
    config: input(parseText, '.github/latency-gate.yml', 'A YAML file with the same settings in camelCase; inputs win over it. Absent is fine.'),
    mode: input(parseChoice(...MODES), 'auto', 'auto decides from the event: pull requests are gated, the default branch is recorded, releases are compared with the one before. report: a last job that makes one comment and one check of what the jobs before it found. stage: hands the model to a workflow with secrets. submit and collect: a device queue is waited for between two jobs.'),
    tickets: input(parseText, undefined, 'What mode collect goes on with: the output tickets of the job in mode submit.'),
    'model-name': input(parseText, undefined, "The name under which runs are compared; by default the model's path without its ending."),
    baseline: input(parseText, 'auto', 'auto (merge-base, then its first-parent ancestors), latest, a commit, a tag, or run:<id>.'),
    'baseline-model': input(parseText, undefined, 'A model file to measure beside the candidate; needs no history at all.'),
    'max-regression': input(parseLimits, '5%', 'How much worse a metric may get, one a line: 5%, 0.5 ms, latency: 3%.'),
    'min-change': input(parseLimits, '0%', 'Smaller changes than this are never a regression, one a line like max-regression.'),
    budget: input(parseBudgets, undefined, 'Levels that must not be passed, one a line: latency < 20 ms, peak_memory < 120 MB @ Google Pixel 8.'),
    repeats: input(parseInteger(1, MOST_REPEATS), undefined, 'Jobs a device at first; on local pairs of jobs, 3 by default.'),
    'max-repeats': input(parseInteger(1, MOST_REPEATS), '6', 'Jobs (on local: pairs) a device at most, when a suspicion is confirmed.'),
    'fail-on': input(parseChoice('regression', 'inconclusive', 'never'), 'regression', 'What fails the job: regression, inconclusive (and regression), or never.'),
    'queue-timeout': input(parseDuration, '30m', 'How long one job may wait for a device.'),
    'run-timeout': input(parseDuration, '10m', 'How long one job may execute on a device.'),
    'install-runtime': input(parseChoice('auto', 'never'), 'auto', 'Whether local may install ONNX Runtime (pinned, integrity-checked) where the workspace has none.'),
    comment: input(parseChoice('auto', 'on-change', 'never'), 'auto', 'The pull request comment: auto, on-change (quiet when nothing changed), never.'),
    check: input(parseChoice('auto', 'never'), 'auto', 'The check on the commit: auto (a commit status where the token cannot), never.'),
    summary: input(parseBoolean, 'true', 'Whether the job summary shows the report.'),
    artifact: input(parseBoolean, 'true', 'Whether the report is uploaded as a workflow artifact.'),
    'comment-key': input(parseText, '', "Names this gate's section, check and records; each job of a matrix must set its own."),
    'check-name': input(parseText, 'Latency Gate', 'The name of the check.'),
    'keep-model-days': input(parseInteger(1, 90), '14', 'Days to keep a recorded model, so that it can be measured beside a candidate.'),
    'github-token': input(parseText, undefined, 'Reads commits and artifacts, writes the comment and the check.'),
};
const INPUT_NAMES = Object.keys(INPUTS);
/** `max-regression` as the config file writes it: `maxRegression`. */
function toConfigKey(name) {
    return name.replaceAll(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}

;// CONCATENATED MODULE: ./build/config/rules.js
// The parts of the config file that no input can say: several models, limits for some of them, and waivers.



const Name = schemas/* string */.YjP().min(1);
const MetricName = schemas/* enum */.k5n(domain_metric/* METRICS */.C.map(({ name }) => name));
const Amount = schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()]);
const ModelEntry = schemas/* strictObject */.rej({
    path: Name.describe('Path or glob of the built model, from the workspace.'),
    name: Name.optional().describe('The name under which runs are compared; by default the path without its ending.'),
    devices: schemas/* union */.KCZ([Name, schemas/* array */.YOg(Name).min(1)])
        .optional()
        .describe('Devices for this model; by default those of the whole gate.'),
});
const RuleEntry = schemas/* strictObject */.rej({
    model: Name.optional().describe('Name of the model; * stands for any characters. All where absent.'),
    device: Name.optional().describe('Name of the device; * stands for any characters. All where absent.'),
    metric: MetricName.optional().describe('Name of the metric; all where absent.'),
    maxRegression: Amount.optional().describe('How much worse it may get: 3%, 0.5 ms.'),
    minChange: Amount.optional().describe('Smaller changes than this are never a regression: 1%, 0.2 ms.'),
    budget: Amount.optional().describe('A level that must not be passed, in the unit of the metric: 20 ms. Needs metric.'),
    gates: schemas/* boolean */.zMY().optional().describe('Whether it can fail the gate.'),
});
const WaiverEntry = schemas/* strictObject */.rej({
    model: Name.describe('Name of the model; * stands for any characters.'),
    device: Name.describe('Name of the device; * stands for any characters.'),
    metric: MetricName,
    ceiling: Amount.describe('How much worse than the baseline is accepted (20%), or the level that is (25 ms).'),
    until: schemas/* string */.YjP()
        .refine(isDay, 'must be a day such as 2026-12-31')
        .describe('The last day on which it holds, such as 2026-12-31.'),
    reason: schemas/* string */.YjP().trim().min(1).describe('Why this is accepted; the comment shows it.'),
});
function toSource({ path, name, devices }) {
    return { path, name, devices: typeof devices === 'string' ? [devices] : devices };
}
/** Throws a GateError that names the entry. `place` is how messages call it. */
function toRule(entry, place) {
    const { model, device, metric, gates } = entry;
    const limit = (key) => toLimit(entry[key], metric, `${place}.${key}`);
    return {
        model,
        device,
        metric,
        gates,
        maxRegression: limit('maxRegression'),
        minChange: limit('minChange'),
        budget: toBudget(entry, place),
    };
}
function toWaiver(entry, place) {
    const ceiling = toLimit(entry.ceiling, entry.metric, `${place}.ceiling`);
    if (ceiling === undefined)
        throw refuse(`${place}.ceiling`, '', 'a limit such as 20%');
    return { ...entry, ceiling };
}
function toBudget({ budget, metric }, place) {
    if (budget === undefined)
        return undefined;
    if (metric === undefined)
        throw refuse(`${place}.budget`, String(budget), 'a budget of one metric; add metric');
    // None at all is a budget of its own, and needs no unit.
    if (Number(budget) === 0)
        return 0;
    const limit = toLimit(budget, metric, `${place}.budget`);
    if (limit?.unit === '%') {
        throw refuse(`${place}.budget`, String(budget), `a level in the unit of ${metric}, not a percentage`);
    }
    return limit?.value;
}
/** A limit as inputs write it; a bare number is a count, or 0. */
function toLimit(text, metric, place) {
    if (text === undefined)
        return undefined;
    const written = metric === undefined || (0,domain_metric/* findMetric */.G)(metric) === undefined ? String(text) : `${metric}: ${text}`;
    const [limit, ...more] = parseLimits(written, place);
    if (limit === undefined || more.length > 0)
        throw refuse(place, String(text), 'one limit such as 5% or 0.5 ms');
    return { unit: limit.unit, value: limit.value };
}
function isDay(text) {
    const time = Date.parse(`${text}T00:00:00Z`);
    return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

;// CONCATENATED MODULE: ./build/config/file.js
// The config file: YAML with the inputs' names in camelCase. Read before the inputs, which win over it.







/** Settings that make no sense in a file that the repository keeps: where the file is, what the event decides, secrets. */
const NOT_IN_FILE = new Set([
    'config',
    'mode',
    'tickets',
    'api-key',
    'profiler-api-key',
    'tracker-api-key',
    'github-token',
]);
const Scalar = schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig(), schemas/* boolean */.zMY()]);
const Extras = {
    models: schemas/* array */.YOg(ModelEntry)
        .optional()
        .describe('Several models, each with a name and devices of its own; the input model wins over it.'),
    limits: schemas/* array */.YOg(RuleEntry)
        .optional()
        .describe('Limits of some models, devices and metrics; the last that fits wins.'),
    waivers: schemas/* array */.YOg(WaiverEntry).optional().describe('Regressions that are accepted until a day.'),
};
/** Strict: a misspelt key is an error, not a setting that does nothing. */
const ConfigFile = schemas/* strictObject */.rej({
    ...Object.fromEntries(INPUT_NAMES.filter((name) => !NOT_IN_FILE.has(name)).map((name) => {
        const value = name === 'options' ? schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()) : schemas/* union */.KCZ([Scalar, schemas/* array */.YOg(Scalar)]);
        return [toConfigKey(name), value.describe(INPUTS[name].description).optional()];
    })),
    ...Extras,
});
/** The settings of no file at all. */
const NO_FILE = { digest: '', inputs: {}, options: {}, models: [], rules: [], waivers: [] };
/** Throws a GateError with line and column, or the key that is wrong. */
function parseConfigFile(text, path) {
    const lineCounter = new dist/* LineCounter */.HN();
    const document = (0,dist/* parseDocument */.Tp)(text, { prettyErrors: true, lineCounter });
    const [error] = document.errors;
    const advice = `Correct ${path}; its keys are the inputs in camelCase, models, limits and waivers.`;
    if (error !== undefined)
        throw new GateError('invalid-input', `config: ${path} is not YAML: ${error.message}`, advice, error);
    const parsed = ConfigFile.safeParse(document.toJS() ?? {});
    if (!parsed.success) {
        const issues = parsed.error.issues.map((issue) => `${describeIssue(issue)}${describePlace(document, lineCounter, issue)}`);
        throw new GateError('invalid-input', `config: ${path}: ${issues.join('; ')}.`, advice, parsed.error);
    }
    const { models = [], limits = [], waivers = [], ...rest } = parsed.data;
    const { options = {}, ...settings } = rest;
    return {
        digest: toSlug(text).slice(-8),
        inputs: toInputs(settings),
        options: isRecord(options) ? options : {},
        models: models.map(toSource),
        rules: limits.map((entry, index) => toRule(entry, `${path} limits[${index}]`)),
        waivers: waivers.map((entry, index) => toWaiver(entry, `${path} waivers[${index}]`)),
    };
}
/** ` (line 3, column 5)` of the value at fault, or of what holds it. */
function describePlace(document, lines, issue) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const path = [...issue.path, ...keys].map((part) => (typeof part === 'symbol' ? String(part) : part));
    for (let depth = path.length; depth > 0; depth -= 1) {
        const node = document.getIn(path.slice(0, depth), true);
        if (!(0,dist/* isNode */.Ll)(node) || !node.range)
            continue;
        const { line, col } = lines.linePos(node.range[0]);
        return ` (line ${line}, column ${col})`;
    }
    return '';
}
function toInputs(settings) {
    const inputs = {};
    for (const name of INPUT_NAMES) {
        const value = settings[toConfigKey(name)];
        if (value !== undefined)
            inputs[name] = Array.isArray(value) ? value.join('\n') : String(value);
    }
    return inputs;
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./build/config/config.js
// From inputs, flags and the config file to one checked Config. Nothing is measured or sent before this is through.






/** One input's value: as set, else from the file, else its default. */
function readInput(name, raw, file = NO_FILE) {
    const { fallback, parse } = INPUTS[name];
    const text = raw[name] ?? file.inputs[name] ?? fallback;
    return (text === undefined ? undefined : parse(text, name));
}
/** Throws a GateError that names the first input which is wrong. */
function parseConfig(raw, file = NO_FILE, models = 'needed') {
    const read = (name) => readInput(name, raw, file);
    const backend = BACKENDS[read('backend')];
    const profiler = read('profiler') ?? backend.profiler;
    const tracker = read('tracker') ?? backend.tracker;
    if (tracker === 'vertesia' && profiler !== 'vertesia') {
        throw refuse('tracker', tracker, `${tracker} only beside the profiler of that name, whose executions it finds`);
    }
    return {
        models: models === 'needed' ? readModels(read('model'), read('model-name'), file) : file.models,
        profiler,
        tracker,
        onMissingKey: read('on-missing-key'),
        results: readResults(profiler, read('results')),
        project: read('project'),
        access: readAccess(read, profiler, tracker),
        devices: read('devices') ?? [],
        options: { ...file.options, ...parseOptions(read('options')) },
        baseline: parseBaseline(read('baseline')),
        baselineModel: read('baseline-model'),
        maxRegression: withDefault(read('max-regression')),
        minChange: read('min-change'),
        rules: [...file.rules, ...toRules(read('budget') ?? [])],
        waivers: file.waivers,
        ...readRepeats(read('repeats'), read('max-repeats'), profiler === 'local' ? 'pair' : 'job'),
        queueTimeoutMs: read('queue-timeout'),
        runTimeoutMs: read('run-timeout'),
        installRuntime: read('install-runtime'),
        keepModelDays: read('keep-model-days'),
        reporting: readReporting(raw, file),
    };
}
/** A key goes to its own service only: to the one that `backend` names, or to the only one there is. */
function readAccess(read, profiler, tracker) {
    const both = KEYS[profiler] !== 'none' && KEYS[tracker] !== 'none' && profiler !== tracker;
    const shares = (side) => !both || side === read('backend');
    return {
        profiler: {
            apiKey: read('profiler-api-key') ?? (shares(profiler) ? read('api-key') : undefined),
            baseUrl: read('profiler-api-base-url') ?? (shares(profiler) ? read('api-base-url') : undefined) ?? '',
        },
        tracker: {
            apiKey: read('tracker-api-key') ?? (shares(tracker) ? read('api-key') : undefined),
            baseUrl: read('tracker-api-base-url') ?? (shares(tracker) ? read('api-base-url') : undefined) ?? '',
        },
    };
}
function readResults(profiler, results) {
    const given = results ?? [];
    if (profiler === 'results' && given.length === 0) {
        throw refuse('results', '', 'the files that an earlier step measured: paths or globs, one file a job');
    }
    if (profiler !== 'results' && given.length > 0) {
        throw refuse('results', given.join(', '), 'nothing, unless the backend (or profiler) is results');
    }
    return given;
}
/** The input (or the file's key) `model` names one source; else the file's list does. */
function readModels(path, name, { models }) {
    if (path !== undefined)
        return [{ path, name, devices: undefined }];
    if (models.length > 0 && name === undefined)
        return models;
    if (models.length > 0)
        throw refuse('model-name', name ?? '', 'nothing beside models; each entry has a name of its own');
    throw new GateError('invalid-input', 'model: nothing was given.', 'Set the input "model" to the path of the built model, or list models in the config file.');
}
function toRules(budgets) {
    const nothing = { model: undefined, gates: undefined, maxRegression: undefined, minChange: undefined };
    return budgets.map(({ metric, device, level }) => ({ ...nothing, metric, device, budget: level }));
}
/** What deciding on files alone needs. */
function readLimits(raw) {
    const { maxRepeats } = readRepeats(undefined, readInput('max-repeats', raw), 'job');
    return {
        maxRegression: withDefault(readInput('max-regression', raw)),
        minChange: readInput('min-change', raw),
        maxRepeats,
    };
}
/** A limit for one metric, or in one unit, leaves the others at the default. */
function withDefault(limits) {
    const general = limits.some(({ metric, unit }) => metric === undefined && unit === '%');
    return general ? limits : [...readInput('max-regression', {}), ...limits];
}
/** Only what showing a result needs. `lenient` takes the default of each input that is wrong, so that the error is shown. */
function readReporting(raw, file = NO_FILE, manner = 'strict') {
    const read = (name) => {
        try {
            return readInput(name, raw, file);
        }
        catch (error) {
            if (manner === 'strict')
                throw error;
            return readInput(name, {});
        }
    };
    return {
        comment: read('comment'),
        check: read('check'),
        summary: read('summary'),
        artifact: read('artifact'),
        key: read('comment-key'),
        checkName: read('check-name'),
        failOn: read('fail-on'),
    };
}
/** Variables named INPUT_… that are no inputs of this action: a workflow may have its own. */
function findUnknown(raw) {
    return Object.keys(raw).filter((name) => !(name in INPUTS));
}
function readRepeats(repeats, maxRepeats, unit) {
    if (repeats !== undefined && repeats > maxRepeats) {
        throw refuse('repeats', String(repeats), `at most max-repeats, ${maxRepeats}`);
    }
    if (!canRegress(planLooks(unit, repeats, maxRepeats))) {
        const least = unit === 'pair' ? `more than repeats, and at least ${FEWEST_TO_REGRESS + 1}` : `at least ${FEWEST_TO_REGRESS}`;
        const allowed = `${least}: a suspicion must be confirmed before it can fail`;
        throw refuse('max-repeats', String(maxRepeats), allowed);
    }
    return { repeats, maxRepeats };
}
function parseBaseline(text) {
    if (text === 'auto' || text === 'latest')
        return { kind: text };
    if (text.startsWith('run:') && text.length > 'run:'.length)
        return { kind: 'run', id: text.slice('run:'.length) };
    if (/^[^-\s\p{Cc}~^:?*[\\][^\s\p{Cc}~^:?*[\\]*$/u.test(text))
        return { kind: 'commit', ref: text };
    throw refuse('baseline', text, 'auto, latest, a commit, a tag, or run:<id>');
}
function parseOptions(text) {
    if (text === undefined)
        return {};
    try {
        const value = (0,dist/* parse */.qg)(text) ?? {};
        if (typeof value === 'object' && value !== null && !Array.isArray(value))
            return { ...value };
    }
    catch (error) {
        throw refuse('options', error instanceof Error ? error.message : text, 'YAML with one option a line');
    }
    throw refuse('options', text, 'YAML with one "name: value" a line');
}

;// CONCATENATED MODULE: ./build/config/event.js
// From the event that started the workflow to what is to be done, for which commit, against which branch.


const Payload = schemas/* object */.Ikc({
    repository: schemas/* object */.Ikc({ default_branch: schemas/* string */.YjP() }).optional(),
    pull_request: schemas/* object */.Ikc({
        number: schemas/* number */.aig(),
        head: schemas/* object */.Ikc({ sha: schemas/* string */.YjP(), ref: schemas/* string */.YjP(), repo: schemas/* object */.Ikc({ full_name: schemas/* string */.YjP() }).nullish() }),
        base: schemas/* object */.Ikc({ ref: schemas/* string */.YjP() }),
    })
        .optional(),
    merge_group: schemas/* object */.Ikc({ head_sha: schemas/* string */.YjP(), head_ref: schemas/* string */.YjP(), base_ref: schemas/* string */.YjP() }).optional(),
    workflow_run: schemas/* object */.Ikc({
        id: schemas/* number */.aig(),
        event: schemas/* string */.YjP(),
        head_sha: schemas/* string */.YjP(),
        head_branch: schemas/* string */.YjP().nullable(),
        head_repository: schemas/* object */.Ikc({ full_name: schemas/* string */.YjP() }).nullish(),
        actor: schemas/* object */.Ikc({ login: schemas/* string */.YjP() }).nullish(),
    })
        .optional(),
    release: schemas/* object */.Ikc({ tag_name: schemas/* string */.YjP() }).optional(),
    action: schemas/* string */.YjP().optional(),
    deleted: schemas/* boolean */.zMY().optional(),
});
const HANDLED = 'pull_request, merge_group, push, schedule, workflow_dispatch, release, workflow_run';
/** Throws a GateError for an event that this program must not or cannot act on. */
function readTrigger(facts, wanted) {
    const parsed = Payload.safeParse(facts.payload);
    const payload = parsed.success ? parsed.data : {};
    // A scheduled run's payload names no repository, but it always runs on the default branch.
    const scheduled = facts.name === 'schedule' ? withoutPrefix(facts.ref) : 'main';
    const defaultBranch = payload.repository?.default_branch ?? scheduled;
    const place = locate(facts, payload, defaultBranch, wanted);
    const { sha, branch, pullRequest, base } = place;
    const mode = wanted === 'auto' ? place.mode : wanted;
    const asked = payload.pull_request !== undefined || payload.workflow_run !== undefined;
    if (mode === 'record' && (asked || branch !== defaultBranch))
        throw refuseRecord(facts.name, branch, defaultBranch);
    if (mode === 'release' && place.tag === undefined)
        throw refuseRelease(facts.name, facts.ref);
    return {
        event: facts.name,
        mode,
        commit: { sha, branch, repository: facts.repository, pullRequest },
        base: mode === 'gate' ? base : null,
        tag: mode === 'release' ? (place.tag ?? null) : null,
        defaultBranch,
        foreign: isForeign(facts, payload),
        origin: readOrigin(facts, payload),
        workflowRun: {
            id: facts.runId,
            attempt: facts.runAttempt,
            url: `${facts.serverUrl}/${facts.repository}/actions/runs/${facts.runId}`,
            workflow: workflowPath(facts.workflowRef),
        },
    };
}
function locate(facts, payload, defaultBranch, wanted) {
    const { pull_request: pull, merge_group: group } = payload;
    if (facts.name === 'pull_request_target')
        throw refuseTarget();
    if (facts.name === 'pull_request' && pull !== undefined) {
        const { sha, ref } = pull.head;
        return { mode: 'gate', sha, branch: ref, pullRequest: pull.number, base: pull.base.ref };
    }
    if (facts.name === 'merge_group' && group !== undefined) {
        const branch = withoutPrefix(group.head_ref);
        return { mode: 'gate', sha: group.head_sha, branch, pullRequest: null, base: withoutPrefix(group.base_ref) };
    }
    const origin = readOrigin(facts, payload);
    if (origin !== null) {
        return { mode: 'gate', sha: origin.sha, branch: origin.branch, pullRequest: null, base: defaultBranch };
    }
    const tag = readTag(facts, payload);
    if (tag !== undefined)
        return { mode: 'release', sha: facts.sha, branch: null, pullRequest: null, base: defaultBranch, tag };
    const onBranch = facts.ref.startsWith('refs/heads/');
    const known = ['push', 'schedule', 'workflow_dispatch'].includes(facts.name);
    if ((!known && wanted === 'auto') || !onBranch || payload.deleted === true)
        throw refuseEvent(facts);
    const branch = withoutPrefix(facts.ref);
    const mode = branch === defaultBranch ? 'record' : 'gate';
    return { mode, sha: facts.sha, branch, pullRequest: null, base: defaultBranch };
}
/** `release` events and tags that were pushed, or that a run was dispatched on. */
function readTag(facts, { release, action, deleted }) {
    if (facts.name === 'release')
        return GONE.includes(action ?? '') ? undefined : release?.tag_name;
    const tagged = facts.ref.startsWith('refs/tags/') && ['push', 'workflow_dispatch'].includes(facts.name);
    return tagged && deleted !== true ? facts.ref.slice('refs/tags/'.length) : undefined;
}
const DEPENDABOT = 'dependabot[bot]';
const GONE = ['deleted', 'unpublished'];
function readOrigin(facts, { workflow_run: run }) {
    if (facts.name !== 'workflow_run' || run === undefined)
        return null;
    const repository = run.head_repository?.full_name;
    const owner = (repository ?? facts.repository).split('/')[0] ?? '';
    // A fork that was deleted since has no repository any more.
    const foreign = repository !== facts.repository || run.actor?.login === DEPENDABOT;
    return { runId: run.id, event: run.event, sha: run.head_sha, branch: run.head_branch ?? '', owner, foreign };
}
/** A fork that was deleted since has no repository any more; it was a fork all the same. */
function isForeign({ actor, repository }, { pull_request: pull }) {
    if (pull === undefined)
        return false;
    return actor === DEPENDABOT || (pull.head.repo !== undefined && pull.head.repo?.full_name !== repository);
}
function refuseTarget() {
    return new GateError('unsupported-event', "pull_request_target runs with the base repository's secrets and write token; building and executing the pull " +
        "request's model there would hand both to whoever opened it.", 'Use "on: pull_request" instead.');
}
function refuseRecord(event, branch, defaultBranch) {
    return new GateError('invalid-input', `mode: found "record" on ${event} of the branch ${branch}; allowed: the default branch, ${defaultBranch}.`, 'Leave mode at auto: what a pull request measured must never become the baseline.');
}
function refuseRelease(event, ref) {
    return new GateError('invalid-input', `mode: found "release" on ${event} of ${ref}; allowed: the event release, or a tag.`, 'Leave mode at auto, and trigger the workflow by "on: release: types: [published]" or by the tag.');
}
function refuseEvent(facts) {
    return new GateError('unsupported-event', `Nothing to do on the event "${facts.name}" of ${facts.ref || 'no ref'}; handled are: ${HANDLED} (of branches or tags).`, 'Trigger the workflow by one of these, or set mode to gate.');
}
function workflowPath(workflowRef) {
    return workflowRef.split('@')[0]?.split('/').slice(2).join('/') ?? '';
}
function withoutPrefix(ref) {
    return ref.replace(/^refs\/heads\//, '');
}

;// CONCATENATED MODULE: ./build/adapters/github/commits.js
// The commit graph by GitHub's API: no deep clone needed.

const commits_PAGE = 100;
/** A merge-heavy history needs more than one page for a hundred first parents; beyond three nothing is looked up. */
const commits_MOST_PAGES = 3;
class GitHubCommits {
    #github;
    constructor(github) {
        this.#github = github;
    }
    async mergeBase(base, head) {
        const { rest, owner, repo } = this.#github;
        try {
            const basehead = `${base}...${head}`;
            const { data } = await rest.repos.compareCommitsWithBasehead({ owner, repo, basehead, per_page: 1 });
            return data.merge_base_commit.sha;
        }
        catch (error) {
            if (statusOf(error) === 404)
                return null;
            throw explain(error, 'the merge-base', 'contents: read');
        }
    }
    async firstParents(ref, limit) {
        const { rest, owner, repo } = this.#github;
        const parents = new Map();
        let start;
        try {
            for (let page = 1; page <= commits_MOST_PAGES; page += 1) {
                const { data } = await rest.repos.listCommits({ owner, repo, sha: ref, per_page: commits_PAGE, page });
                start ??= data[0]?.sha;
                for (const commit of data)
                    parents.set(commit.sha, commit.parents[0]?.sha);
                if (data.length < commits_PAGE || follow(parents, start, limit).length >= limit)
                    break;
            }
        }
        catch (error) {
            if (statusOf(error) === 404 || statusOf(error) === 409)
                return [];
            throw explain(error, 'the list of commits', 'contents: read');
        }
        return follow(parents, start, limit);
    }
}
/** From `start` along first parents as far as they are known. */
function follow(parents, start, limit) {
    const chain = [];
    for (let sha = start; sha !== undefined && parents.has(sha) && chain.length < limit; sha = parents.get(sha))
        chain.push(sha);
    return chain;
}

// EXTERNAL MODULE: ./node_modules/zod/v4/core/core.js
var core_core = __webpack_require__(88532);
// EXTERNAL MODULE: ./build/domain/finding.js
var domain_finding = __webpack_require__(9304);
// EXTERNAL MODULE: ./build/domain/report.js
var domain_report = __webpack_require__(22663);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/iso.js
var iso = __webpack_require__(64377);
;// CONCATENATED MODULE: ./build/formats/run-record.js
// The file `latency-gate/run@1`: one run, and the older runs it carries along so that one file is enough.


const RUN_SCHEMA = 'latency-gate/run@1';
/** A run carries at most this many older ones. */
const LONGEST_HISTORY = 50;
const Values = schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* number */.aig());
const Job = schemas/* looseObject */._H3({
    values: Values,
    iterations: schemas/* looseObject */._H3({ count: schemas/* number */.aig(), minMs: schemas/* number */.aig(), maxMs: schemas/* number */.aig(), spread: schemas/* number */.aig(), drift: schemas/* number */.aig() })
        .optional(),
});
const MOST_FIELDS = 64;
/** Facts by name; names that are plain words, for they are shown as such. */
const EnvironmentFields = schemas/* record */.g1P(schemas/* string */.YjP().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'names of letters, digits, _ . -'), schemas/* string */.YjP().max(1000))
    .refine((fields) => Object.keys(fields).length <= MOST_FIELDS, `has at most ${MOST_FIELDS} fields`);
const RunFields = schemas/* looseObject */._H3({
    mode: schemas/* enum */.k5n(['record', 'gate', 'release']),
    model: schemas/* looseObject */._H3({
        name: schemas/* string */.YjP().min(1),
        sha256: schemas/* string */.YjP().regex(/^[0-9a-f]{64}$/),
        sizeBytes: schemas/* number */.aig().nonnegative(),
        format: schemas/* string */.YjP(),
        reference: schemas/* literal */.euz(true).optional(),
    }),
    device: schemas/* string */.YjP().min(1),
    commit: schemas/* looseObject */._H3({
        sha: schemas/* string */.YjP().nullable(),
        branch: schemas/* string */.YjP().nullable(),
        repository: schemas/* string */.YjP().nullable(),
        pullRequest: schemas/* number */.aig().nullable(),
    }),
    createdAt: iso/* datetime */.w$(),
    environment: EnvironmentFields,
    jobs: schemas/* array */.YOg(Job),
    pairs: schemas/* array */.YOg(schemas/* looseObject */._H3({
        against: schemas/* string */.YjP(),
        baseline: Job,
        candidate: Job,
        logRatios: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* number */.aig().nullable()),
    }))
        .default([]),
    layers: schemas/* array */.YOg(schemas/* looseObject */._H3({ name: schemas/* string */.YjP(), operator: schemas/* string */.YjP(), unit: schemas/* string */.YjP(), timeMs: schemas/* number */.aig() }))
        .default([]),
    shifts: schemas/* array */.YOg(schemas/* looseObject */._H3({ metric: schemas/* string */.YjP(), logRatio: schemas/* number */.aig() })).default([]),
    handle: schemas/* string */.YjP().nullable().default(null),
});
/** What a run record file holds; unknown fields are kept. */
const RunRecord = RunFields.extend({
    schema: schemas/* literal */.euz(RUN_SCHEMA),
    history: schemas/* array */.YOg(RunFields).max(LONGEST_HISTORY).default([]),
});
/** The record's text: layers are kept for the newest run only. */
function encodeRecord(run, history) {
    const older = history.slice(0, LONGEST_HISTORY).map((past) => ({ ...past, layers: [] }));
    return `${JSON.stringify({ schema: RUN_SCHEMA, ...run, history: older }, null, 2)}\n`;
}
/** Throws an Error whose message says what is wrong with the text. */
function decodeRecord(text) {
    const parsed = RunRecord.safeParse(parseJson(text));
    if (!parsed.success)
        throw new Error(`it is no ${RUN_SCHEMA}: ${describeIssues(parsed.error)}`);
    const { schema: _schema, history, ...run } = parsed.data;
    return { run, history };
}
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch (error) {
        throw new Error(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
}

;// CONCATENATED MODULE: ./build/formats/report-file.js
// The file `latency-gate/report@1`: a report as machines read it, and as the last job of a workflow reads its others.






const REPORT_SCHEMA = 'latency-gate/report@1';
/** The report as plain JSON, with every finding in words and the counts that most readers want first. */
function encodeReport(report) {
    const verdicts = (0,domain_report/* allComparisons */.m)(report).map(({ comparison }) => comparison.verdict);
    const count = (verdict) => verdicts.filter((found) => found === verdict).length;
    const findings = report.findings.map((finding) => ({ ...finding, text: (0,domain_finding/* describeFinding */.jb)(finding) }));
    const counts = {
        regressed: count('regressed'),
        improved: count('improved'),
        unchanged: count('unchanged'),
        inconclusive: count('inconclusive'),
    };
    return `${JSON.stringify({ schema: REPORT_SCHEMA, counts, ...report, findings }, null, 2)}\n`;
}
const Limit = schemas/* object */.Ikc({ metric: schemas/* string */.YjP().optional(), unit: schemas/* string */.YjP(), value: schemas/* number */.aig() });
const Comparison = schemas/* object */.Ikc({
    metric: schemas/* object */.Ikc({ name: schemas/* string */.YjP(), gates: schemas/* boolean */.zMY() })
        // Everything but whether it gates follows from its name.
        .transform(({ name, gates }, context) => {
        const metric = (0,domain_metric/* findMetric */.G)(name);
        if (metric !== undefined)
            return { ...metric, gates };
        context.addIssue({ code: 'custom', message: 'is no metric that is known' });
        return core_core/* NEVER */.tm;
    }),
    verdict: schemas/* enum */.k5n(['regressed', 'improved', 'unchanged', 'inconclusive']),
    reason: schemas/* enum */.k5n([
        'confirmed',
        'exact',
        'over-budget',
        'within-limits',
        'within-noise',
        'identical-model',
        'not-settled',
        'no-baseline',
        'baseline-too-young',
        'environment-differs',
        'not-measured',
        'job-failed',
    ]),
    explanation: schemas/* string */.YjP(),
    baseline: schemas/* number */.aig().nullable(),
    candidate: schemas/* number */.aig().nullable(),
    change: schemas/* number */.aig().nullable(),
    interval: schemas/* tuple */.PVZ([schemas/* number */.aig(), schemas/* number */.aig()]).nullable(),
    noise: schemas/* number */.aig().nullable(),
    jobs: schemas/* object */.Ikc({ baseline: schemas/* number */.aig(), candidate: schemas/* number */.aig() }),
    paired: schemas/* boolean */.zMY(),
    smallestDetectable: schemas/* number */.aig().nullable(),
    wants: schemas/* number */.aig(),
    budget: schemas/* number */.aig().nullable(),
    overBudget: schemas/* boolean */.zMY().default(false),
    moved: schemas/* boolean */.zMY().default(false),
    waived: schemas/* object */.Ikc({
        model: schemas/* string */.YjP().optional(),
        device: schemas/* string */.YjP().optional(),
        metric: schemas/* string */.YjP().optional(),
        ceiling: Limit,
        until: schemas/* string */.YjP(),
        reason: schemas/* string */.YjP(),
    })
        .nullable(),
});
const Model = schemas/* object */.Ikc({
    name: schemas/* string */.YjP(),
    sha256: schemas/* string */.YjP(),
    sizeBytes: schemas/* number */.aig(),
    format: schemas/* string */.YjP(),
    reference: schemas/* literal */.euz(true).optional(),
});
const Commit = schemas/* object */.Ikc({
    sha: schemas/* string */.YjP().nullable(),
    branch: schemas/* string */.YjP().nullable(),
    repository: schemas/* string */.YjP().nullable(),
    pullRequest: schemas/* number */.aig().nullable(),
});
const Subject = schemas/* object */.Ikc({
    model: Model,
    device: schemas/* string */.YjP(),
    baseline: schemas/* object */.Ikc({
        id: schemas/* string */.YjP(),
        model: Model,
        commit: Commit,
        createdAt: schemas/* string */.YjP().nullable(),
        distance: schemas/* number */.aig().nullable(),
        runs: schemas/* number */.aig(),
    })
        .nullable(),
    comparisons: schemas/* array */.YOg(Comparison),
    layers: schemas/* array */.YOg(schemas/* object */.Ikc({
        name: schemas/* string */.YjP(),
        operator: schemas/* string */.YjP(),
        unit: schemas/* string */.YjP(),
        baselineMs: schemas/* number */.aig().nullable(),
        candidateMs: schemas/* number */.aig().nullable(),
        differenceMs: schemas/* number */.aig(),
    })),
    traces: schemas/* array */.YOg(schemas/* object */.Ikc({
        metric: schemas/* string */.YjP(),
        baseline: schemas/* array */.YOg(schemas/* number */.aig()),
        candidate: schemas/* array */.YOg(schemas/* number */.aig()),
        trend: schemas/* array */.YOg(schemas/* object */.Ikc({ commit: schemas/* string */.YjP().nullable(), at: schemas/* string */.YjP(), level: schemas/* number */.aig(), shifted: schemas/* boolean */.zMY() })),
        band: schemas/* tuple */.PVZ([schemas/* number */.aig(), schemas/* number */.aig()]).nullable(),
    }))
        .default([]),
    environment: EnvironmentFields,
    steps: schemas/* array */.YOg(schemas/* string */.YjP()),
});
const KnownFinding = schemas/* object */.Ikc({ code: schemas/* enum */.k5n(domain_finding/* FINDING_CODES */.f2), facts: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()) });
/** What report.json holds, as far as readers depend on it. */
const ReportFile = schemas/* object */.Ikc({
    schema: schemas/* literal */.euz(REPORT_SCHEMA),
    outcome: schemas/* enum */.k5n(['pass', 'fail', 'inconclusive', 'skipped', 'cancelled', 'error']),
    mode: schemas/* enum */.k5n(['gate', 'record', 'release']),
    commit: Commit,
    createdAt: schemas/* string */.YjP(),
    subjects: schemas/* array */.YOg(Subject),
    findings: schemas/* array */.YOg(KnownFinding),
    policy: schemas/* object */.Ikc({ maxRegression: schemas/* array */.YOg(Limit), minChange: schemas/* array */.YOg(Limit) }),
    error: schemas/* object */.Ikc({ code: schemas/* string */.YjP(), message: schemas/* string */.YjP(), advice: schemas/* string */.YjP() }).nullable(),
    runIds: schemas/* array */.YOg(schemas/* string */.YjP()),
    key: schemas/* string */.YjP(),
    forgeable: schemas/* boolean */.zMY().default(false),
    effects: schemas/* object */.Ikc({ exitCode: schemas/* number */.aig() }).default({ exitCode: 0 }),
});
/** Throws an Error whose message says what is wrong with the text. */
function decodeReport(text) {
    const parsed = ReportFile.safeParse(JSON.parse(text));
    if (!parsed.success)
        throw new Error(`it is no ${REPORT_SCHEMA}: ${describeIssues(parsed.error)}`);
    const { schema: _schema, error, findings, effects, ...report } = parsed.data;
    // A code that is known carries the facts that its words need; their values are plain text in every case.
    const known = findings;
    return { ...report, findings: known, error: error?.message ?? null, exitCode: effects.exitCode };
}

;// CONCATENATED MODULE: ./build/formats/section-file.js
// The file `latency-gate/section@1`: one job's part of the comment, which every job of its workflow run can read.


const SECTION_SCHEMA = 'latency-gate/section@1';
const SectionFile = schemas/* looseObject */._H3({
    schema: schemas/* literal */.euz(SECTION_SCHEMA),
    key: schemas/* string */.YjP(),
    runId: schemas/* number */.aig(),
    attempt: schemas/* number */.aig(),
    text: schemas/* string */.YjP(),
});
function encodeSectionFile(section) {
    return `${JSON.stringify({ schema: SECTION_SCHEMA, ...section })}\n`;
}
/** Throws an Error whose message says what is wrong with the text. */
function decodeSectionFile(text) {
    const parsed = SectionFile.safeParse(JSON.parse(text));
    if (!parsed.success)
        throw new Error(`it is no ${SECTION_SCHEMA}: ${describeIssues(parsed.error)}`);
    const { key, runId, attempt, text: body } = parsed.data;
    return { key, runId, attempt, text: body };
}

;// CONCATENATED MODULE: ./build/app/sections.js
// The sections that jobs of one workflow run have uploaded beside their reports.


/** Report artifacts begin with it; the rest is made from the job's key. */
const REPORT_PREFIX = 'latency-gate-report-';
/** Of the last job, which collects the others' reports and must not collect its own. */
const SUMMARY_PREFIX = 'latency-gate-summary-';
const SECTION_FILE = 'section.json';
/** The artifact that holds one job's report and section. */
function reportArtifact(prefix, key) {
    return `${prefix}${toSlug(key)}`;
}
/** What a person should know when something was not stored. */
function describePut(put, artifact) {
    if (put.kind === 'stored')
        return [];
    return put.kind === 'taken' ? [{ code: 'key-shared', facts: { artifact } }] : [{ code: 'no-artifacts', facts: {} }];
}
/** Reads the others' sections, each artifact once, however often it is asked. One that cannot be read is left out. */
function createSectionReader({ artifacts, runId, key, files, folder }) {
    const own = reportArtifact(REPORT_PREFIX, key);
    const read = new Map();
    return async () => {
        // Servers without artifacts have no list of them either; the comment then holds what its writers read in it.
        const all = await artifacts.ofRun(runId, REPORT_PREFIX).catch(() => []);
        const listed = all.filter(({ name }) => name !== own);
        for (const artifact of listed.filter(({ id }) => !read.has(id))) {
            const target = files.join(folder, `section-${artifact.id}`);
            const section = await artifacts
                .fetch(artifact, target)
                .then(() => files.read(files.join(target, SECTION_FILE)))
                .then(decodeSectionFile)
                .catch(() => undefined);
            read.set(artifact.id, section?.runId === runId ? section : undefined);
        }
        return listed.flatMap(({ id }) => read.get(id) ?? []);
    };
}

;// CONCATENATED MODULE: ./build/app/collect-reports.js
// The last job of a workflow: one report out of those that the others left as artifacts.




/** Throws a GateError where no job of this workflow run has reported. */
async function collectReports(task, tools) {
    const { trigger, workflowRun, failOn, key } = task;
    const { reports, findings: unread } = await readReports(workflowRun.id, tools);
    const findings = [...unread, ...(await findUnreported(reports, workflowRun, tools))];
    const forgeable = reports.some((report) => report.forgeable);
    if (reports.length + unread.length === 0) {
        throw new GateError('invalid-input', `mode: found "report", but no other job of this workflow run has left a report (${REPORT_PREFIX}…).`, 'Let this job need the jobs that gate ("needs: [gate]", "if: always()"), and leave artifact at true there.');
    }
    const comparisons = reports.flatMap(({ subjects }) => subjects.flatMap((subject) => subject.comparisons));
    const outcome = worst([...reports.map((report) => report.outcome), ...(findings.length > 0 ? [UNREAD] : [])], () => outcomeOf(comparisons));
    const failed = reports.find((report) => report.outcome === 'error');
    return {
        outcome,
        effects: effectsOf(outcome, trigger.mode, failOn, forgeable),
        mode: trigger.mode,
        commit: trigger.commit,
        createdAt: tools.clock.now().toISOString(),
        subjects: reports.flatMap((report) => report.subjects),
        findings: [...reports.flatMap((report) => report.findings), ...findings],
        policy: reports[0]?.policy ?? { maxRegression: [], minChange: [] },
        error: failed === undefined
            ? null
            : {
                code: 'invalid-input',
                message: `${failed.key || 'A job'}: ${failed.error ?? 'could not run'}`,
                advice: 'See that job.',
            },
        runIds: reports.flatMap((report) => report.runIds),
        runUrl: workflowRun.url,
        release: null,
        pageUrl: null,
        forgeable,
        key,
    };
}
const UNREAD = 'inconclusive';
/** A job that could not run is worse than any verdict; one that was skipped says nothing. */
function worst(outcomes, judge) {
    const order = ['error', 'fail', 'cancelled', 'inconclusive'];
    const found = order.find((outcome) => outcomes.includes(outcome));
    if (found === 'cancelled')
        return 'inconclusive';
    return found ?? (outcomes.every((outcome) => outcome === 'skipped') ? 'skipped' : judge());
}
/** Jobs that ended badly beyond those whose reports say so: perhaps one died before it could report. */
async function findUnreported(reports, { id, attempt }, { artifacts }) {
    const failed = await artifacts.failedJobs(id, attempt);
    const explained = reports.filter(({ exitCode }) => exitCode !== 0).length;
    if (failed.length <= explained)
        return [];
    return [{ code: 'job-unreported', facts: { jobs: failed.join(', '), reports: String(explained) } }];
}
async function readReports(runId, { artifacts, files, folder }) {
    const reports = [];
    const findings = [];
    for (const artifact of await artifacts.ofRun(runId, REPORT_PREFIX)) {
        const target = files.join(folder, `report-${artifact.id}`);
        try {
            await artifacts.fetch(artifact, target);
            reports.push(decodeReport(await files.read(files.join(target, 'report.json'))));
        }
        catch (error) {
            const why = error instanceof Error ? error.message : String(error);
            findings.push({ code: 'report-unreadable', facts: { artifact: artifact.name, why } });
        }
    }
    return { reports: reports.sort((a, b) => (a.key < b.key ? -1 : 1)), findings };
}

;// CONCATENATED MODULE: ./build/app/doubts.js
// What could not be taken from a pull request's workflow: with any of it missing, nothing is green.

/** The report with what was refused or is missing; a pass becomes inconclusive by it. */
function addDoubts(report, { doubts, models }, failOn) {
    const built = models.map(({ name, path }) => ({
        code: 'built-by-fork',
        facts: { model: name ?? path },
    }));
    const findings = [...doubts, ...built, ...report.findings];
    if (doubts.length === 0 || report.outcome !== 'pass')
        return { ...report, findings };
    const effects = effectsOf('inconclusive', report.mode, failOn);
    return { ...report, outcome: 'inconclusive', effects, findings };
}

;// CONCATENATED MODULE: ./build/domain/limit.js
// The limits that a change must exceed before it can be called a regression, and what they mean on the log scale.
/** The limit that applies to a metric: its own before its unit's before the general one; later ones win. */
function findLimit(limits, metric) {
    const ranked = limits
        .map((limit) => ({ limit, rank: rankOf(limit, metric) }))
        .filter(({ rank }) => rank > 0)
        .sort((a, b) => a.rank - b.rank);
    return ranked.at(-1)?.limit;
}
/**
 * How far a metric may worsen from `baseline`, as a log-ratio where positive is worse. An absolute limit depends on
 * the level; one that no worsening could exceed (losing 6 of 5 layers) is Infinity.
 */
function toLogLimit(limit, direction, baseline) {
    if (limit === undefined)
        return 0;
    const fraction = limit.unit === '%' ? limit.value : limit.value / baseline;
    if (direction === 'lower')
        return Math.log1p(fraction);
    return fraction < 1 ? -Math.log1p(-fraction) : Number.POSITIVE_INFINITY;
}
function rankOf(limit, metric) {
    const fits = limit.unit === '%' || limit.unit === metric.unit;
    if (!fits || (limit.metric !== undefined && limit.metric !== metric.name))
        return 0;
    if (limit.metric !== undefined)
        return 3;
    return limit.unit === '%' ? 1 : 2;
}

;// CONCATENATED MODULE: ./build/domain/waiver.js
// Names of comparisons in the configuration, and regressions that it accepts for a while.
/** Whether the waiver's last day has passed; it gates again. */
function isExpired(waiver, today) {
    return waiver.until < today;
}
/** Whether a scope covers a metric in a place. */
function fits(scope, metric, { model, device }) {
    return ((scope.metric === undefined || scope.metric === metric.name) &&
        matches(scope.model, model) &&
        matches(scope.device, device));
}
/** Whether a name fits a pattern, in which * stands for any characters; undefined fits every name. Compared piece by piece, so that a pattern costs no more than its length times the name's. */
function matches(pattern, name) {
    if (pattern === undefined)
        return true;
    const [head = '', ...rest] = pattern.split('*');
    const tail = rest.pop();
    if (tail === undefined)
        return pattern === name;
    if (!name.startsWith(head))
        return false;
    let place = head.length;
    for (const piece of rest) {
        const found = name.indexOf(piece, place);
        if (found === -1)
            return false;
        place = found + piece.length;
    }
    return name.length - tail.length >= place && name.endsWith(tail);
}

;// CONCATENATED MODULE: ./build/domain/policy.js
// What the reviewed configuration allows: limits for all, rules for some, and waivers for a while.


/** The day of a moment in UTC, as waivers write it. */
function toDay(moment) {
    return moment.toISOString().slice(0, '2026-11-21'.length);
}
/** The limits of one metric in one place. */
function termsFor(policy, metric, place) {
    const fitting = policy.rules.filter((rule) => fits(rule, metric, place)).reverse();
    const first = (key) => fitting.find((rule) => rule[key] !== undefined)?.[key];
    return {
        metric: { ...metric, gates: first('gates') ?? metric.gates },
        maxRegression: first('maxRegression') ?? findLimit(policy.maxRegression, metric),
        minChange: first('minChange') ?? findLimit(policy.minChange, metric),
        budget: first('budget'),
    };
}
/** The comparison with the waiver that covers it, if it regressed and one does. */
function applyWaivers(policy, comparison, place) {
    if (comparison.verdict !== 'regressed')
        return comparison;
    const waiver = policy.waivers.find((candidate) => !isExpired(candidate, policy.today) &&
        fits(candidate, comparison.metric, place) &&
        isBelowCeiling(candidate, comparison));
    return waiver === undefined ? comparison : { ...comparison, waived: waiver };
}
/** The waiver that would cover this regression, had its day not passed. */
function findExpired({ waivers, today }, comparison, place) {
    if (comparison.verdict !== 'regressed' || comparison.waived !== null)
        return undefined;
    return waivers.find((waiver) => isExpired(waiver, today) && fits(waiver, comparison.metric, place) && isBelowCeiling(waiver, comparison));
}
/** A share of the baseline says nothing about a budget: that takes a level. */
function isBelowCeiling({ ceiling }, { change, candidate, metric, overBudget }) {
    if (ceiling.unit === '%')
        return !overBudget && change !== null && change <= ceiling.value;
    if (ceiling.unit !== metric.unit || candidate === null)
        return false;
    return metric.direction === 'lower' ? candidate <= ceiling.value : candidate >= ceiling.value;
}

;// CONCATENATED MODULE: ./build/domain/device.js
// Where a model is executed, and what of that place must be equal before two jobs may be compared.
/** Facts that tell a reader more but do not forbid a comparison. */
const INFORMATIVE = new Set(['kernel']);
/** The first field that both environments know and in which they differ in a way that matters. */
function findConflict(baseline, candidate) {
    const known = ([field, value]) => value !== UNKNOWN && candidate[field] !== undefined && candidate[field] !== UNKNOWN;
    const shared = Object.fromEntries(Object.entries(baseline).filter(known));
    return findDifference(shared, Object.fromEntries(Object.keys(shared).map((field) => [field, candidate[field] ?? ''])));
}
/** What an environment says of a fact that it does not know; it is never equal to anything. */
const UNKNOWN = 'unknown';
/** The first field in which two environments differ in a way that matters, or undefined if they are alike. */
function findDifference(baseline, candidate) {
    const fields = new Set([...Object.keys(baseline), ...Object.keys(candidate)]);
    for (const field of [...fields].sort()) {
        if (INFORMATIVE.has(field))
            continue;
        const before = baseline[field] ?? UNKNOWN;
        const after = candidate[field] ?? UNKNOWN;
        if (before !== after || before === UNKNOWN)
            return { field, baseline: before, candidate: after };
    }
    return undefined;
}

;// CONCATENATED MODULE: ./build/domain/facts.js
// Everything that is known of one model on one device when its verdicts fall.
/** Whether the candidate is the baseline to the byte, so that nothing needs to be measured. */
function isIdentical(facts) {
    const { model, reference } = facts;
    return reference !== null && model.reference !== true && model.sha256 === reference.model.sha256;
}

;// CONCATENATED MODULE: ./build/domain/layers.js
// What changed layer by layer: it explains a verdict, and never makes one.
/** All layers of both sides matched by name, the largest absolute difference first. */
function compareLayers(baseline, candidate) {
    const before = new Map(baseline.map((layer) => [layer.name, layer]));
    const after = new Map(candidate.map((layer) => [layer.name, layer]));
    return [...new Set([...before.keys(), ...after.keys()])]
        .flatMap((name) => toChange(before.get(name), after.get(name)))
        .sort((a, b) => Math.abs(b.differenceMs) - Math.abs(a.differenceMs));
}
function toChange(before, after) {
    const layer = after ?? before;
    if (layer === undefined)
        return [];
    const { name, operator, unit } = layer;
    const baselineMs = before?.timeMs ?? null;
    const candidateMs = after?.timeMs ?? null;
    return [{ name, operator, unit, baselineMs, candidateMs, differenceMs: (candidateMs ?? 0) - (baselineMs ?? 0) }];
}

;// CONCATENATED MODULE: ./build/domain/model.js
// The thing under test: what it is called from commit to commit, and what identifies its bytes.
/** A model's identity without where it lies. */
function identify(model) {
    const { name, sha256, sizeBytes, format, reference } = model;
    return { name, sha256, sizeBytes, format, ...(reference === true ? { reference } : {}) };
}

;// CONCATENATED MODULE: ./build/domain/baseline.js
// Which of the recorded runs is the baseline, and which others tell the noise.
/** Only this many of the newest recorded runs tell the noise. */
const WINDOW = 10;
const IN_TREND = 20;
/** Farther back than this many first-parent commits nothing is compared. */
const FARTHEST_COMMITS = 100;
/** Which runs may be a baseline: a release is compared with a release, or with what was recorded where that stood. */
const BASELINE_MODES = {
    gate: ['record'],
    record: ['record'],
    release: ['release', 'record'],
};
/**
 * The nearest recorded run on `ancestry` (first parents, newest first, the merge-base at index 0), or the newest one
 * where `ancestry` is null. Runs that are no record are never chosen, whoever offers them.
 */
function chooseBaseline(runs, ancestry, mode = 'gate') {
    const records = runs.filter(({ run }) => BASELINE_MODES[mode].includes(run.mode));
    const placed = ancestry === null ? byDate(records) : byAncestry(records, ancestry);
    const nearest = placed[0];
    if (nearest === undefined)
        return undefined;
    const recent = placed.slice(0, IN_TREND).map(({ tracked }) => tracked.run);
    const window = recent.slice(0, WINDOW);
    return { id: nearest.tracked.id, run: nearest.tracked.run, distance: nearest.distance, window, recent };
}
/** The runs at the level where the baseline stands: its own bytes, or since the last change that landed. */
function runsAtLevel(baseline, metric) {
    const landed = baseline.window.findIndex((run) => run.shifts.some((shift) => shift.metric === metric));
    const since = landed === -1 ? baseline.window : baseline.window.slice(0, landed + 1);
    return baseline.window.filter((run) => run.model.sha256 === baseline.run.model.sha256 || since.includes(run));
}
function byDate(runs) {
    return [...runs].sort(newestFirst).map((tracked) => ({ tracked, distance: null }));
}
function byAncestry(runs, ancestry) {
    return runs
        .map((tracked) => ({ tracked, distance: ancestry.indexOf(tracked.run.commit.sha ?? '') }))
        .filter(({ distance }) => distance >= 0 && distance <= FARTHEST_COMMITS)
        .sort((a, b) => a.distance - b.distance || newestFirst(a.tracked, b.tracked));
}
/** The order of runs by their time, the newest at index 0. */
function newestFirst(a, b) {
    return Date.parse(b.run.createdAt) - Date.parse(a.run.createdAt);
}

;// CONCATENATED MODULE: ./build/domain/run.js
// What a tracker keeps of one model on one device at one commit.
/** Every job of the run's own model, those of its pairs included, each once. */
function jobsOf(run) {
    return [...run.jobs, ...run.pairs.map((pair) => pair.candidate)];
}
/** The run's A/A pairs: the same bytes on both sides, so that any difference is noise. */
function nullPairsOf(run) {
    return run.pairs.filter((pair) => pair.against === run.model.sha256);
}
/** A metric's values; what is no positive number is left out. */
function valuesOf(metric, jobs) {
    return jobs.flatMap((job) => job.values[metric.name] ?? []).filter((value) => value > 0 && Number.isFinite(value));
}

;// CONCATENATED MODULE: ./build/domain/gather.js
// From runs, jobs and pairs to the plain numbers of one metric.



/** What is known of a sampled metric; values that are no positive number are left out. */
function gatherEvidence(metric, facts) {
    const pairs = facts.pairs.flatMap((pair) => pair.logRatios[metric.name] ?? []);
    const baseline = facts.reference?.baseline ?? null;
    const window = [...(baseline?.window ?? [])].reverse();
    const candidate = valuesOf(metric, [...facts.jobs, ...facts.pairs.map((pair) => pair.candidate)]);
    const nullPairs = window.flatMap(nullPairsOf).flatMap((pair) => pair.logRatios[metric.name] ?? []);
    if (pairs.length > 0) {
        const now = valuesOf(metric, facts.pairs.map((pair) => pair.baseline));
        return { recorded: [], now, history: [], candidate, pairs, nullPairs };
    }
    const level = baseline === null ? [] : runsAtLevel(baseline, metric.name);
    const { environment } = facts;
    const alike = (run) => environment === null || findDifference(run.environment, environment) === undefined;
    const atLevel = window.filter((run) => level.includes(run));
    return {
        recorded: valuesOf(metric, atLevel.filter(alike).flatMap(jobsOf)),
        now: valuesOf(metric, facts.baselineJobs),
        history: levelsOf(metric, window.filter((run) => !level.includes(run))),
        candidate,
        pairs,
        nullPairs,
    };
}
/** Both sides' values of a metric that follows from the bytes; undefined where neither the model nor a job tells it. */
function exactValues(metric, { model, jobs, pairs, reference }) {
    const candidate = exactValue(metric, model, [...jobs, ...pairs.map((pair) => pair.candidate)]);
    if (reference === null)
        return { candidate };
    const recorded = reference.baseline === null ? [] : jobsOf(reference.baseline.run);
    return {
        candidate,
        baseline: exactValue(metric, reference.model, [...recorded, ...pairs.map((pair) => pair.baseline)]),
    };
}
function exactValue(metric, model, jobs) {
    // Of a reference there are no bytes.
    if (metric.name === 'model_size')
        return model.reference === true ? undefined : model.sizeBytes;
    return jobs.map((job) => job.values[metric.name]).find((value) => value !== undefined);
}
/** Older runs, grouped by the bytes they measured: each model has a level of its own. */
function levelsOf(metric, runs) {
    const models = [...new Set(runs.map((run) => run.model.sha256))];
    return models.map((sha) => valuesOf(metric, runs.filter((run) => run.model.sha256 === sha).flatMap(jobsOf)));
}

// EXTERNAL MODULE: ./build/domain/statistics.js
var statistics = __webpack_require__(16518);
;// CONCATENATED MODULE: ./build/domain/noise.js
// How far apart two jobs of the same model fall: the spread that every interval is built on.

/** Three lucky runs must not claim that the device has no noise at all. */
const NOISE_FLOOR = 0.005;
/** Consistency of the median absolute deviation with the standard deviation of normal data: 1 / Φ⁻¹(3/4). */
const MAD_TO_SD = 1.4826;
/** Residuals beyond this many robust standard deviations count as if they stood there (winsorised; Huber 1964). */
const CLIP = 2.5;
/** But what happens to more than one in seven jobs is no stray: a second mode is noise, and counts in full. */
const COMMON = 6 / 7;
/**
 * Pools the spread of several groups, each around its own level, so that a landed change of level does not inflate it.
 * Robust: a stray job is drawn in to two and a half robust deviations before the variances are summed.
 */
function pooledNoise(groups, floor = NOISE_FLOOR) {
    const filled = groups.filter((group) => group.values.length > 0);
    const residuals = filled.flatMap(residualsOf);
    const df = residuals.length - filled.filter((group) => group.centre === undefined).length;
    if (df < 1)
        return { sd: floor, df: 0 };
    const sizes = residuals.map(Math.abs);
    const bound = Math.max(CLIP * Math.max(MAD_TO_SD * (0,statistics/* median */.JZ)(sizes), floor), (0,statistics/* quantile */.YV)(sizes, COMMON));
    const sum = residuals.reduce((total, residual) => total + Math.min(Math.abs(residual), bound) ** 2, 0);
    return { sd: Math.max(Math.sqrt(sum / df), floor), df };
}
function residualsOf(group) {
    const centre = group.centre ?? (0,statistics/* median */.JZ)(group.values);
    return group.values.map((value) => value - centre);
}

;// CONCATENATED MODULE: ./build/domain/trace.js
// What charts are drawn from: the jobs on both sides, and the level's course over the runs that were recorded.





const FEWEST_IN_BAND = 3;
const BAND_WIDTH = 2;
/** The values behind one metric's comparison; undefined where there are none. */
function traceOf(metric, facts) {
    const recent = facts.reference?.baseline?.recent ?? [];
    const trend = [...recent].reverse().flatMap((run) => toPoint(metric, run, recent[0]?.environment));
    const evidence = gatherEvidence(metric, facts);
    const baseline = [...evidence.recorded, ...evidence.now];
    const { candidate } = evidence;
    if (baseline.length + candidate.length + trend.length === 0)
        return undefined;
    return { metric: metric.name, baseline, candidate, trend, band: bandOf(trend) };
}
function toPoint(metric, run, newest) {
    const values = valuesOf(metric, jobsOf(run));
    const alike = newest === undefined || findDifference(newest, run.environment) === undefined;
    if (values.length === 0 || !alike)
        return [];
    const shifted = run.shifts.some((shift) => shift.metric === metric.name);
    return [{ commit: run.commit.sha, at: run.createdAt, level: (0,statistics/* median */.JZ)(values), shifted }];
}
function bandOf(trend) {
    const landed = trend.findLastIndex(({ shifted }) => shifted);
    const logs = trend.slice(Math.max(0, landed)).map(({ level }) => Math.log(level));
    if (logs.length < FEWEST_IN_BAND)
        return null;
    const reach = BAND_WIDTH * pooledNoise([{ values: logs }]).sd;
    return [Math.exp((0,statistics/* median */.JZ)(logs) - reach), Math.exp((0,statistics/* median */.JZ)(logs) + reach)];
}

;// CONCATENATED MODULE: ./build/app/trial.js
// One model on one device, while it is being measured: the evidence so far, and what it is compared with.



function startTrial(setup) {
    return {
        ...setup,
        jobs: [],
        baselineJobs: [],
        pairs: [],
        nullPairs: [],
        layers: { candidate: [], baseline: [] },
        failures: [],
        findings: [],
        steps: [],
        parent: undefined,
        adopted: [],
        environment: null,
        handle: null,
    };
}
/** How many units of evidence stand on the candidate's side. */
function countOf(trial) {
    return trial.paired ? trial.pairs.length : trial.jobs.length;
}
/** When this trial's verdicts may fall. */
function planFor(trial, policy) {
    const plan = planLooks(trial.paired ? 'pair' : 'job', policy.repeats, policy.maxRepeats);
    return policy.confirmsImprovements === true ? { ...plan, confirmsImprovements: true } : plan;
}
/** A first record, or one of the same bytes, has nothing but its A/A pairs to show; else these never count as the candidate's. */
function toFacts(trial) {
    const { model, reference, environment, pairs, failures, baselineJobs } = trial;
    const unjudged = reference === null || isIdentical(trial);
    const jobs = unjudged ? [...trial.jobs, ...trial.nullPairs.map((pair) => pair.candidate)] : trial.jobs;
    return { model, device: trial.device.name, reference, environment, jobs, baselineJobs, pairs, failures };
}
/** Jobs of one gate that met different environments are not evidence of one thing. */
function findElsewhere(trial, environment) {
    const conflict = trial.environment === null ? undefined : findConflict(trial.environment, environment);
    if (conflict === undefined)
        return undefined;
    const { field, baseline, candidate } = conflict;
    return `it met another environment than the first job: ${field} was ${baseline} and is ${candidate}`;
}
/** Files what became of one job. */
function fileResult(trial, work, ended) {
    const { device, model } = trial;
    if ('failure' in ended && work.side === 'baseline') {
        // The recorded jobs serve instead; the candidate's own evidence is whole.
        trial.beside = undefined;
        trial.findings.push({ code: 'baseline-model-missing', facts: { model: model.name, why: ended.failure } });
        return;
    }
    if ('failure' in ended) {
        trial.failures.push(ended.failure);
        trial.findings.push({ code: 'job-failed', facts: { device: device.name, model: model.name, why: ended.failure } });
        return;
    }
    const { measurement } = ended;
    const elsewhere = measurement.kind === 'job' ? findElsewhere(trial, measurement.environment) : undefined;
    if (elsewhere !== undefined) {
        fileResult(trial, work, { failure: elsewhere });
        return;
    }
    trial.environment ??= measurement.environment;
    for (const finding of measurement.findings) {
        if (!trial.findings.some((known) => known.code === finding.code))
            trial.findings.push(finding);
    }
    if (measurement.layers !== undefined)
        trial.layers[work.side] = measurement.layers;
    if (measurement.kind === 'job') {
        (work.side === 'baseline' ? trial.baselineJobs : trial.jobs).push(measurement.job);
        return;
    }
    const pair = { ...measurement.pair, against: work.request.beside?.model.sha256 ?? model.sha256 };
    (pair.against === model.sha256 ? trial.nullPairs : trial.pairs).push(pair);
}

;// CONCATENATED MODULE: ./build/app/assemble.js
// From what was measured and judged to the runs that are kept and the report that is shown. No effects.









const SAMPLED = domain_metric/* METRICS */.C.filter((metric) => metric.kind === 'sampled');
/** The run to keep. Where nothing was measured there is none, except a record of the same bytes: a baseline all the same. */
function toRun(judged, trigger, now) {
    const { trial } = judged;
    const environment = trial.environment ?? trial.reference?.baseline?.run.environment;
    const measured = trial.jobs.length + trial.pairs.length + trial.nullPairs.length > 0;
    const unchanged = isIdentical({ model: trial.model, reference: trial.reference });
    if (environment === undefined || (!measured && !(unchanged && trigger.mode !== 'gate')))
        return [];
    return [
        {
            mode: trigger.mode,
            model: identify(trial.model),
            device: trial.device.name,
            commit: trigger.commit,
            createdAt: now.toISOString(),
            environment,
            jobs: trial.jobs,
            pairs: [...trial.nullPairs, ...trial.pairs],
            layers: trial.layers.candidate,
            shifts: trigger.mode === 'gate' ? [] : findShifts(judged),
            handle: trial.handle,
        },
    ];
}
/** Confirmed changes that land with this run, so that later gates do not take them for noise. */
function findShifts({ comparisons }) {
    return comparisons
        .filter(({ metric, moved }) => metric.kind === 'sampled' && moved)
        .flatMap(({ metric, baseline, candidate }) => baseline === null || candidate === null
        ? []
        : [{ metric: metric.name, logRatio: Math.log(candidate / baseline) }]);
}
function toReport(judged, kept, task, now) {
    const { trigger, failOn, key } = task;
    const subjects = judged.map(toSubject);
    const outcome = outcomeOf(subjects.flatMap((subject) => subject.comparisons));
    return {
        outcome,
        effects: effectsOf(outcome, trigger.mode, failOn, task.forgeable === true),
        mode: trigger.mode,
        commit: trigger.commit,
        createdAt: now.toISOString(),
        subjects,
        findings: [
            ...judged.flatMap(({ trial, comparisons }) => [
                ...trial.findings,
                ...extraFindings(trial, comparisons, trigger),
                ...expiredWaivers(trial, comparisons, task.waivers, now),
            ]),
            ...kept.findings,
        ],
        policy: { maxRegression: task.maxRegression, minChange: task.minChange },
        error: null,
        runIds: kept.ids,
        runUrl: trigger.workflowRun?.url ?? null,
        release: null,
        pageUrl: null,
        forgeable: task.forgeable === true,
        key,
    };
}
function toSubject({ trial, comparisons }) {
    const { candidate, baseline } = trial.layers;
    const recorded = trial.reference?.baseline?.run.layers ?? [];
    const before = baseline.length > 0 || trial.paired ? baseline : recorded;
    return {
        model: identify(trial.model),
        device: trial.device.name,
        baseline: summarise(trial),
        comparisons,
        layers: before.length === 0 || candidate.length === 0 ? [] : compareLayers(before, candidate),
        traces: SAMPLED.flatMap((metric) => traceOf(metric, toFacts(trial)) ?? []),
        environment: trial.environment ?? {},
        steps: trial.steps,
    };
}
function summarise({ reference }) {
    if (reference === null)
        return null;
    const { baseline, model } = reference;
    const nowhere = { sha: null, branch: null, repository: null, pullRequest: null };
    return {
        id: baseline?.id ?? '',
        model: identify(model),
        commit: baseline?.run.commit ?? nowhere,
        createdAt: baseline?.run.createdAt ?? null,
        distance: baseline?.distance ?? null,
        runs: baseline?.window.length ?? 0,
    };
}
/** Waivers that would have covered a regression, had their day not passed. */
function expiredWaivers(trial, comparisons, waivers, now) {
    const place = { model: trial.model.name, device: trial.device.name };
    return comparisons.flatMap((comparison) => {
        const waiver = findExpired({ waivers, today: toDay(now) }, comparison, place);
        if (waiver === undefined)
            return [];
        return [{ code: 'waiver-expired', facts: { ...place, metric: comparison.metric.label, until: waiver.until } }];
    });
}
function countJobs({ jobs, nullPairs }) {
    const [count, unit] = nullPairs.length > 0 ? [nullPairs.length, 'pair'] : [jobs.length, 'job'];
    return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
function extraFindings(trial, comparisons, trigger) {
    const { reference, device, environment, model } = trial;
    const measured = trial.jobs.length + trial.nullPairs.length > 0;
    if (reference === null && trigger.mode === 'record') {
        return measured ? [{ code: 'first-record', facts: { model: model.name, jobs: countJobs(trial) } }] : [];
    }
    const recorded = reference?.baseline?.run.environment;
    const apart = comparisons.some((comparison) => comparison.reason === 'environment-differs');
    if (!apart || recorded === undefined || environment === null || isIdentical({ model, reference }))
        return [];
    const difference = findDifference(recorded, environment);
    return difference === undefined
        ? []
        : [{ code: 'environment-differs', facts: { device: device.name, ...difference } }];
}

;// CONCATENATED MODULE: ./build/app/find-baseline.js
// Finds the recorded run that a candidate is compared with.


/**
 * The ancestries on which a record counts. Inside Actions only the merge-base and its first parents do; on a desk
 * also the candidate's own commits, and in the end whatever was recorded last.
 */
async function findPlaces(choice, trigger, commits) {
    const { sha } = trigger.commit;
    if (choice.kind === 'latest')
        return [null];
    if (choice.kind === 'commit')
        return [await ancestryOf(choice.ref, commits)];
    if (choice.kind === 'run' || choice.kind === 'none')
        return [];
    const onDesk = trigger.workflowRun === null;
    if (commits === null || sha === null)
        return [null];
    const mergeBase = trigger.base === null ? sha : await commits.mergeBase(trigger.base, sha);
    const main = mergeBase === null ? [] : await commits.firstParents(mergeBase, FARTHEST_COMMITS);
    if (!onDesk)
        return [main];
    return [main, await commits.firstParents(sha, FARTHEST_COMMITS), null];
}
/** The baseline of one model on one device; undefined, with findings, where there is none. */
async function findBaseline(wanted, places, trigger, tracker) {
    const { modelName, device, choice } = wanted;
    if (choice.kind === 'run')
        return findById(choice.id, device, tracker);
    const found = await search(modelName, device, places, trigger, tracker);
    const desk = trigger.workflowRun === null;
    if (found.baseline !== undefined) {
        return { ...found, findings: [...found.findings, ...tellIfByDate(found.baseline, choice, modelName, trigger)] };
    }
    const other = desk && trigger.mode === 'gate' ? await findOtherName(modelName, tracker) : undefined;
    if (other === undefined)
        return found;
    const instead = await search(other, device, places, trigger, tracker);
    if (instead.baseline === undefined)
        return found;
    return { ...instead, findings: [{ code: 'baseline-of-other-name', facts: { model: modelName, other } }] };
}
async function search(modelName, device, places, { mode }, tracker) {
    const findings = [];
    for (const ancestry of places) {
        const history = await tracker.history({ modelName, device, ancestry });
        findings.push(...history.findings);
        const baseline = chooseBaseline(history.runs, ancestry, mode);
        if (baseline !== undefined)
            return { baseline, findings };
    }
    return { baseline: undefined, findings };
}
async function findById(id, device, tracker) {
    const tracked = await tracker.find(id, device);
    if (tracked?.run.mode !== 'record') {
        throw new GateError('invalid-input', `baseline: run "${id}" ${tracked === undefined ? 'does not exist or cannot be trusted' : 'is no record'}.`, 'Use a run-id that a run in mode record gave as output.');
    }
    return {
        baseline: { id, run: tracked.run, distance: null, window: [tracked.run], recent: [tracked.run] },
        findings: [],
    };
}
/** On a desk two builds often bear two names; where only one other model was ever recorded, it is the one meant. */
async function findOtherName(modelName, tracker) {
    const names = (await tracker.modelNames()).filter((name) => name !== modelName);
    return names.length === 1 ? names[0] : undefined;
}
async function ancestryOf(ref, commits) {
    const chain = commits === null ? [] : await commits.firstParents(ref, FARTHEST_COMMITS);
    if (chain.length > 0)
        return chain;
    throw new GateError('invalid-input', `baseline: "${ref}" is no commit or tag here.`, 'Use auto, latest, a commit, a tag, or run:<id>.');
}
function tellIfByDate(baseline, choice, model, trigger) {
    if (baseline.distance !== null || choice.kind !== 'auto' || trigger.commit.sha === null)
        return [];
    const commit = baseline.run.commit.sha?.slice(0, 7) ?? 'no commit';
    return [{ code: 'baseline-by-date', facts: { model, commit } }];
}

;// CONCATENATED MODULE: ./build/domain/evidence.js
// From jobs and pairs to an estimate: how far the candidate stands from the baseline, and how sure that is.


/** This many jobs of the baseline's model, measured now, tell its level by themselves, wherever they ran. */
const FEWEST_NOW = 3;
/** From this many recorded jobs on the newer half says something of its own. */
const FEWEST_TO_HALVE = 6;
/** Recorded jobs count beside those measured now unless they disagree by more than this many standard errors. */
const AGREEMENT = 1.5;
/** Pairs measured interleaved: their median; noise from A/A pairs and their own scatter. */
function estimateFromPairs(evidence, direction) {
    const sign = signOf(direction);
    const before = evidence.nullPairs.map((logRatio) => sign * logRatio);
    const after = evidence.pairs.map((logRatio) => sign * logRatio);
    const noise = pooledNoise([{ values: before, centre: 0 }, { values: after }]);
    const errorAt = (count) => noise.sd * (0,statistics/* medianError */.RV)(count);
    return {
        logChange: (0,statistics/* median */.JZ)(after),
        noise,
        count: after.length,
        errorAt,
        before,
        after,
        latest: null,
        alternated: false,
    };
}
/** Jobs measured apart: the median of all differences; noise from the history and both sides. */
function estimateFromJobs(evidence, direction) {
    const toLogs = (values) => values.map((value) => signOf(direction) * Math.log(value));
    const recorded = toLogs(evidence.recorded);
    const now = toLogs(evidence.now);
    const after = toLogs(evidence.candidate);
    const alternated = now.length >= FEWEST_NOW;
    const apart = alternated ? [recorded, now] : [[...recorded, ...now]];
    const noise = pooledNoise([...evidence.history.map(toLogs), ...apart, after].map((values) => ({ values })));
    const before = chooseBefore(recorded, now, noise);
    const latest = alternated ? now : before.length >= FEWEST_TO_HALVE ? before.slice(-Math.ceil(before.length / 2)) : [];
    const errorAt = (count) => noise.sd * (0,statistics/* medianDifferenceError */.QO)(before.length, count);
    return {
        logChange: (0,statistics/* medianDifference */.Cc)(before, after),
        noise,
        count: after.length,
        errorAt,
        before,
        after,
        latest: latest.length === 0 ? null : (0,statistics/* medianDifference */.Cc)(latest, after),
        alternated,
    };
}
/** Jobs measured now are the baseline's level; recorded ones add precision where they agree with them. */
function chooseBefore(recorded, now, noise) {
    if (now.length < FEWEST_NOW || recorded.length === 0)
        return [...recorded, ...now];
    const apart = Math.abs((0,statistics/* medianDifference */.Cc)(recorded, now));
    const agrees = apart <= AGREEMENT * noise.sd * (0,statistics/* medianDifferenceError */.QO)(recorded.length, now.length);
    return agrees ? [...recorded, ...now] : now;
}
function signOf(direction) {
    return direction === 'lower' ? 1 : -1;
}

;// CONCATENATED MODULE: ./build/domain/student.js
// Student's t distribution: its tail and the quantile that the intervals are built on.
/**
 * P(T > t) for Student's t with `df` degrees of freedom, t ≥ 0.
 * By the regularised incomplete beta function: Abramowitz & Stegun 26.5.27 and 26.7.1.
 */
function studentTail(t, df) {
    return incompleteBeta(df / (df + t * t), df / 2, 0.5) / 2;
}
/**
 * The t that is exceeded with probability `tail` (above 0, at most 0.5), found by bisection on `studentTail`;
 * right to ten significant digits.
 */
function studentQuantile(tail, df) {
    let low = 0;
    let high = 1;
    while (studentTail(high, df) > tail && high < 1e12)
        high *= 2;
    while (high - low > 1e-11 * high) {
        const middle = (low + high) / 2;
        if (studentTail(middle, df) > tail)
            low = middle;
        else
            high = middle;
    }
    return high;
}
/** I_x(a, b), by its continued fraction (A&S 26.5.8) where that converges quickly, else by symmetry. */
function incompleteBeta(x, a, b) {
    if (x <= 0)
        return 0;
    if (x >= 1)
        return 1;
    const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
    if (x < (a + 1) / (a + b + 2))
        return (front * betaFraction(x, a, b)) / a;
    return 1 - (front * betaFraction(1 - x, b, a)) / b;
}
/** The fraction evaluated from the front by the modified method of Lentz (Thompson & Barnett 1986). */
function betaFraction(x, a, b) {
    let c = 1;
    let d = guard(1 - ((a + b) * x) / (a + 1));
    d = 1 / d;
    let value = d;
    for (let m = 1; m <= 400; m += 1) {
        const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
        const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
        for (const term of [even, odd]) {
            d = 1 / guard(1 + term * d);
            c = guard(1 + term / c);
            value *= c * d;
        }
        if (Math.abs(c * d - 1) < 1e-14)
            break;
    }
    return value;
}
function guard(value) {
    return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
/** Lanczos' approximation with g = 5 and six terms (1964); relative error below 2e-10 for positive arguments. */
function logGamma(x) {
    const series = LANCZOS.reduce((sum, term, index) => sum + term / (x + index + 1), 1.000000000190015);
    const base = x + 5.5;
    return (x + 0.5) * Math.log(base) - base + Math.log((Math.sqrt(2 * Math.PI) * series) / x);
}
const LANCZOS = [
    76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 1.208650973866179e-3,
    -5.395239384953e-6,
];

;// CONCATENATED MODULE: ./build/domain/separation.js
// Whether two samples stand apart by their order alone, whatever the shape of the noise.
//
// A t interval trusts that noise is about normal. On shared machines it is not: it comes in bursts and in modes. If the
// jobs of both sides were exchangeable, the chance that all but a few of one side lie beyond all but a few of the other
// is a matter of counting. This is the precedence test (Nelson 1963, Technometrics 5; Balakrishnan & Ng 2006,
// Precedence-Type Tests and Applications), and it holds for every distribution.

/** Where even complete separation of so few values is likelier than the level, `lenient` accepts it up to this. */
const LIKELIEST = 0.02;
/**
 * By how much `after` would have to move up so that its order beside `before` has a probability of at most `level`
 * where both are of one kind: negative where it stands apart already, infinite where so few values never can. Strays are
 * allowed on both sides as far as the level permits; `lenient` lets few values that are wholly apart count as well.
 */
function shiftToSeparate(before, after, level, lenient) {
    const highest = [...before].sort((a, b) => b - a);
    const lowest = [...after].sort((a, b) => a - b);
    let shift = Number.POSITIVE_INFINITY;
    for (const [strays, below] of allowedStrays(before.length, after.length, level, lenient).entries()) {
        const [bar, reached] = [highest[strays], lowest[below]];
        if (bar !== undefined && reached !== undefined)
            shift = Math.min(shift, bar - reached);
    }
    return shift;
}
const known = new Map();
const MOST_KNOWN = 1000;
/**
 * Element s: how many of the n may lie below the (s+1)-th highest of the m. Each such pattern counts as separation, and
 * all of them together have at most `level` as their probability. Empty where not even complete separation is allowed.
 */
function allowedStrays(m, n, level, lenient) {
    const key = `${m} ${n} ${level} ${lenient}`;
    const found = known.get(key) ?? searchStrays(m, n, level, lenient);
    if (known.size >= MOST_KNOWN)
        known.clear();
    known.set(key, found);
    return found;
}
/** Patterns overlap, so each may have nearly the level of all; the largest share that keeps the whole below it. */
const SHARES = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];
function searchStrays(m, n, level, lenient) {
    for (const share of SHARES) {
        const allowed = Array.from({ length: m }, (_, strays) => mostBelow(m, n, strays, share * level));
        const end = allowed.indexOf(-1);
        const patterns = end === -1 ? allowed : allowed.slice(0, end);
        if (patterns.length > 0 && probabilityOfAny(m, n, patterns) <= level)
            return patterns;
    }
    return lenient && m > 0 && n > 0 && Math.exp(-logChoose(m + n, n)) <= LIKELIEST ? [0] : [];
}
/** How many of n may lie below the m-th less `strays` of the others, if that is to happen with at most `level`; -1: not even none. */
function mostBelow(m, n, strays, level) {
    let probability = 0;
    for (let below = 0; below < n; below += 1) {
        const above = n - below;
        probability += Math.exp(logChoose(above + strays, strays) + logChoose(below + m - strays - 1, below) - logChoose(m + n, n));
        if (probability > level)
            return below - 1;
    }
    return n - 1;
}
/**
 * The probability that at least one of the patterns occurs: dealing the ranks from the highest down, every order equally
 * likely, it is one minus the chance that each (s+1)-th of the m comes before enough of the n have been dealt.
 */
function probabilityOfAny(m, n, patterns) {
    // avoided[a]: probability of having dealt a of the n and `dealt` of the m without any pattern so far.
    let avoided = Float64Array.from({ length: n + 1 }, (_, a) => (a === 0 ? 1 : 0));
    for (let dealt = 0; dealt <= m; dealt += 1) {
        for (let a = 1; a <= n; a += 1)
            avoided[a] = (avoided[a] ?? 0) + (avoided[a - 1] ?? 0) * shareOfN(a - 1, dealt, m, n);
        if (dealt === m)
            break;
        const needed = dealt < patterns.length ? n - (patterns[dealt] ?? 0) : n + 1;
        const next = new Float64Array(n + 1);
        for (let a = 0; a < needed && a <= n; a += 1)
            next[a] = (avoided[a] ?? 0) * (1 - shareOfN(a, dealt, m, n));
        avoided = next;
    }
    return 1 - (avoided[n] ?? 0);
}
/** The chance that the next rank is one of the n, when a of them and `dealt` of the m have been dealt. */
function shareOfN(a, dealt, m, n) {
    return (n - a) / (m + n - a - dealt);
}
function logChoose(n, k) {
    return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

;// CONCATENATED MODULE: ./build/domain/decide.js
// The decision itself: an estimate, the limits and the budget left, and out of them a verdict and its reason.



/** The first look may end only where the estimate is below this many standard errors; chosen by `bench/decision`. */
const FIRST_LOOK_ERRORS = 0.25;
/** The newest part of the baseline must show the change beyond the limits, by this share of the interval's reach. */
const LATEST_SHARE = 0.6;
/** The verdict at the number of jobs (or pairs) that there are. */
function decide(plan, comparisons, estimate, limits) {
    const { logChange, count, errorAt, latest, alternated } = estimate;
    const mayAccuse = count >= plan.regressFrom;
    const strictness = strictnessAt(plan, comparisons, count);
    if (mayAccuse && doubtOf(mirror(estimate), limits, strictness) === undefined)
        return IMPROVED;
    if (isBeyond(-logChange, limits)) {
        if (plan.confirmsImprovements === true)
            return unsettled(plan, count, 'better');
        return unchanged('within-limits', 'Better by more than the limits; not confirmed, since nothing hangs on it.');
    }
    if (!isBeyond(logChange, limits))
        return unchanged('within-limits', 'The estimate is within the limits.');
    if (alternated && latest !== null && !isBeyond(latest, limits))
        return unchanged('within-limits', 'Beside the baseline measured at the same time it is within the limits.');
    const doubt = mayAccuse ? doubtOf(estimate, limits, strictness) : 'few';
    if (doubt === undefined)
        return REGRESSED;
    const first = count <= (plan.looks[0] ?? 0);
    if (first && !mayAccuse && logChange < FIRST_LOOK_ERRORS * errorAt(count))
        return unchanged('within-noise', 'Beyond the limits, but within what noise alone does at a first look.');
    return unsettled(plan, count, doubt);
}
/** How far the interval reaches to either side of the estimate. */
function reachOf(plan, comparisons, { count, noise, errorAt }) {
    return criticalValue(strictnessAt(plan, comparisons, count), noise) * errorAt(count);
}
/**
 * The smallest log-change that this evidence, completed to the last look, would show as a regression: the largest of
 * what the limits, the interval, the newest jobs and the order of the jobs each ask for.
 */
function smallestDetectable(plan, comparisons, estimate, limits) {
    const { logChange, count, noise, errorAt, latest, before, after } = estimate;
    const last = lastLook(plan, count);
    const strictness = strictnessAt(plan, comparisons, last);
    const limit = Math.max(limits.maxRegression, limits.minChange);
    const complete = count >= last;
    const order = before.length < FEWEST_TO_SEPARATE
        ? 0
        : complete
            ? logChange + shiftToSeparate(before, after, strictness.separation, strictness.lenient)
            : shiftToSeparate(before, before, strictness.separation, strictness.lenient);
    const reach = criticalValue(strictness, noise) * errorAt(last);
    const newest = latest === null ? 0 : limit + LATEST_SHARE * reach + logChange - latest;
    return Math.max(limit, reach, newest, order);
}
/** With fewer values than this beside it an order says nothing (pairs without a history of A/A pairs). */
const FEWEST_TO_SEPARATE = 3;
function doubtOf(estimate, limits, strictness) {
    const { logChange, count, noise, errorAt, latest, before, after } = estimate;
    if (!isBeyond(logChange, limits))
        return 'limits';
    const reach = criticalValue(strictness, noise) * errorAt(count);
    if (logChange <= reach)
        return 'interval';
    const limit = Math.max(limits.maxRegression, limits.minChange);
    if (latest !== null && latest <= limit + LATEST_SHARE * reach)
        return 'latest';
    if (before.length < FEWEST_TO_SEPARATE)
        return undefined;
    const shift = shiftToSeparate(before, after, strictness.separation, strictness.lenient);
    return shift < 0 ? undefined : Number.isFinite(shift) ? 'order' : 'few';
}
/** The same evidence seen from the other side, where better is worse. */
function mirror(estimate) {
    const { logChange, before, after, latest } = estimate;
    return {
        ...estimate,
        logChange: -logChange,
        before: before.map((value) => -value),
        after: after.map((value) => -value),
        latest: latest === null ? null : -latest,
    };
}
/** Student's t that one side of the interval is built with; infinite where nothing is known of the noise. */
function criticalValue({ error }, { df }) {
    return df < 1 ? Number.POSITIVE_INFINITY : studentQuantile(error, df);
}
function isBeyond(logChange, limits) {
    return logChange > limits.maxRegression && logChange > limits.minChange;
}
const REGRESSED = {
    verdict: 'regressed',
    reason: 'confirmed',
    explanation: 'The estimate is beyond the limits, its interval excludes "no change", and the jobs stand apart.',
    wants: 0,
};
const IMPROVED = {
    verdict: 'improved',
    reason: 'confirmed',
    explanation: 'It is better by more than the limits, the interval excludes "no change", and the jobs stand apart.',
    wants: 0,
};
function unchanged(reason, explanation) {
    return { verdict: 'unchanged', reason, explanation, wants: 0 };
}
const DOUBTS = {
    limits: 'the estimate is within the limits.',
    better: 'the estimate is better by more than the limits, but that is not confirmed.',
    few: 'the estimate is beyond the limits, but on too few to accuse anyone.',
    interval: 'the estimate is beyond the limits, but its interval still holds "no change".',
    latest: 'the estimate is beyond the limits, but hardly so against the newest of the baseline alone.',
    order: 'the estimate is beyond the limits, but the values of both sides overlap more than a change would explain.',
};
function unsettled(plan, count, doubt) {
    const next = nextLook(plan, count);
    const explanation = `${count} of ${lastLook(plan, count)} measured: ${DOUBTS[doubt]}`;
    return { verdict: 'inconclusive', reason: 'not-settled', explanation, wants: next === undefined ? 0 : next - count };
}

;// CONCATENATED MODULE: ./build/domain/strays.js
// Values so far off that they are no measurement of the model at all: a job on a frozen phone, a wrong unit.

/** Farther than this factor from the median is absurd, however noisy the device. */
const ABSURD_FACTOR = 5;
/** But only where it is rare: what happens more often belongs to the device. At most two of sixteen jobs, one in eight of more. */
const RARE = 1 / 8;
const FEW_ENOUGH = 2;
const FEWEST = 8;
/** The values that count, in their order; all of them where absurd ones are not rare. All must be positive. */
function withoutAbsurd(values) {
    const centre = (0,statistics/* median */.JZ)(values);
    const kept = values.filter((value) => value < centre * ABSURD_FACTOR && value > centre / ABSURD_FACTOR);
    const allowed = values.length < FEWEST ? 0 : Math.max(FEW_ENOUGH, values.length * RARE);
    return values.length - kept.length > allowed ? values : kept;
}

;// CONCATENATED MODULE: ./build/domain/judge.js
// The verdict of one comparison: material (beyond the limits) and significant (the interval excludes "no change").








/** Fewer jobs than this at the baseline's level do not say where it stands. */
const FEWEST_AT_BASELINE = 3;
/** Judges a sampled metric on pairs where there are any, else on jobs measured apart. */
function judgeSampled(question, evidence) {
    const { metric } = question;
    if (evidence.pairs.length > 0) {
        const jobs = { baseline: evidence.now.length, candidate: evidence.candidate.length };
        const known = { baseline: (0,statistics/* levelOf */.In)(evidence.now), candidate: (0,statistics/* levelOf */.In)(evidence.candidate), jobs };
        return {
            ...judge_settle(question, estimateFromPairs(evidence, metric.direction), known.baseline),
            ...known,
            metric,
            paired: true,
        };
    }
    const recorded = withoutAbsurd(evidence.recorded);
    const all = [...recorded, ...evidence.now];
    const jobs = { baseline: all.length, candidate: evidence.candidate.length };
    const known = { baseline: (0,statistics/* levelOf */.In)(all), candidate: (0,statistics/* levelOf */.In)(evidence.candidate), jobs };
    if (jobs.candidate === 0 || jobs.baseline === 0) {
        return (0,domain_comparison/* inconclusive */.Ni)(metric, 'not-measured', 'One side has no usable value.', known);
    }
    if (jobs.baseline < FEWEST_AT_BASELINE) {
        const found = `${jobs.baseline} of the ${FEWEST_AT_BASELINE} jobs needed`;
        return (0,domain_comparison/* inconclusive */.Ni)(metric, 'baseline-too-young', `The baseline's level rests on ${found}.`, known);
    }
    const estimate = estimateFromJobs({ ...evidence, recorded }, metric.direction);
    const before = estimate.before.map((value) => Math.exp(metric.direction === 'lower' ? value : -value));
    const used = { baseline: (0,statistics/* median */.JZ)(before), jobs: { ...jobs, baseline: before.length } };
    const comparison = { ...judge_settle(question, estimate, used.baseline), ...known, ...used, metric, paired: false };
    const aside = evidence.recorded.length - recorded.length;
    return aside === 0 ? comparison : { ...comparison, explanation: `${comparison.explanation} ${tellAside(aside)}` };
}
function tellAside(count) {
    return `${count} recorded ${count === 1 ? 'job was' : 'jobs were'} set aside: more than five times off.`;
}
/**
 * Judges a metric that follows from the bytes: no statistics, one value a side, at the first look. A layer that leaves
 * an accelerator for the CPU is a regression whatever the limits say; one that is gone altogether is none.
 */
function judgeExact(question, baseline, candidate, cpuLayers) {
    const { metric } = question;
    const worse = metric.direction === 'lower' ? candidate - baseline : baseline - candidate;
    const moved = isAccelerator(metric) && cpuLayers === 'more';
    const gone = isAccelerator(metric) && cpuLayers === 'no more';
    const limit = baseline > 0 && !moved ? toLogLimits(question, baseline) : { maxRegression: 0, minChange: 0 };
    const signed = (metric.direction === 'lower' ? 1 : -1) * logRatioOf(baseline, candidate);
    const beyond = (change) => change > limit.maxRegression && change > limit.minChange;
    const regressed = worse > 0 && !gone && beyond(signed);
    const improved = worse < 0 && beyond(-signed);
    return {
        ...domain_comparison/* UNKNOWN */.HV,
        metric,
        verdict: regressed ? 'regressed' : improved ? 'improved' : 'unchanged',
        reason: 'exact',
        explanation: explainExact(worse, gone),
        baseline,
        candidate,
        change: baseline === 0 ? null : worse / baseline,
        jobs: { baseline: 1, candidate: 1 },
    };
}
/** Where a side is zero only the direction is known. */
function logRatioOf(baseline, candidate) {
    return baseline > 0 && candidate > 0 ? Math.log(candidate / baseline) : Math.sign(candidate - baseline);
}
function explainExact(worse, gone) {
    if (worse === 0)
        return 'The same on both sides.';
    if (worse > 0 && gone)
        return 'Fewer, but none of them moved to the CPU.';
    return 'Follows from the bytes; no statistics needed.';
}
/** Holds a comparison against its budget as well: over it is `regressed`, whatever the baseline was. */
function judgeBudget(question, comparison, candidate) {
    const { metric, budget, plan } = question;
    if (budget === undefined || candidate.length === 0)
        return comparison;
    const over = (0,statistics/* median */.JZ)(candidate.map((value) => distanceBeyond(metric, budget, value)));
    const known = { ...comparison, budget };
    if (!(over > 0))
        return known;
    const explanation = `The budget is ${budget}${metric.unit === '' ? '' : ` ${metric.unit}`}.`;
    if (isSurelyOver(question, over, candidate)) {
        // A record goes on until it knows whether the level moved: later gates must.
        const wants = plan.confirmsImprovements === true ? comparison.wants : 0;
        const broken = { ...known, overBudget: true };
        if (comparison.verdict === 'regressed')
            return broken;
        return { ...broken, verdict: 'regressed', reason: 'over-budget', explanation, wants };
    }
    if (comparison.verdict === 'regressed')
        return known;
    const count = candidate.length;
    const next = nextLook(plan, count);
    const measured = `${count} of ${lastLook(plan, count)} measured: over it, but not surely.`;
    const wants = next === undefined ? 0 : next - count;
    return { ...known, verdict: 'inconclusive', reason: 'not-settled', explanation: `${explanation} ${measured}`, wants };
}
function isSurelyOver({ metric, plan, comparisons }, over, candidate) {
    if (metric.kind === 'exact')
        return true;
    const count = candidate.length;
    const noise = pooledNoise([{ values: candidate.map(Math.log) }]);
    const strictness = strictnessAt(plan, comparisons, count);
    return count >= plan.regressFrom && over > criticalValue(strictness, noise) * noise.sd * (0,statistics/* medianError */.RV)(count);
}
/** Log-distance beyond the budget; positive is over it. */
function distanceBeyond(metric, budget, value) {
    if (value <= 0 || budget <= 0)
        return metric.direction === 'lower' ? value - budget : budget - value;
    return Math.log(metric.direction === 'lower' ? value / budget : budget / value);
}
function isAccelerator({ name }) {
    return name === 'layers_gpu' || name === 'layers_npu';
}
function judge_settle(question, estimate, level) {
    const { plan, comparisons } = question;
    const { logChange, noise } = estimate;
    const limits = toLogLimits(question, level ?? 1);
    const reach = reachOf(plan, comparisons, estimate);
    const decision = decide(plan, comparisons, estimate, limits);
    const expected = smallestDetectable(plan, comparisons, estimate, limits);
    const detectable = decision.verdict === 'regressed' ? Math.min(expected, logChange) : expected;
    const toFraction = (log) => toWorsening(log, question.metric.direction);
    return {
        ...decision,
        change: toFraction(logChange),
        interval: Number.isFinite(reach) ? [toFraction(logChange - reach), toFraction(logChange + reach)] : null,
        noise: Math.expm1(noise.sd),
        smallestDetectable: Number.isFinite(detectable) ? toFraction(detectable) : null,
        budget: null,
        overBudget: false,
        moved: decision.reason === 'confirmed',
        waived: null,
    };
}
/** A log-change as the share of the baseline that was added (lower is better) or lost (higher is better). */
function toWorsening(logChange, direction) {
    return direction === 'lower' ? Math.expm1(logChange) : -Math.expm1(-logChange);
}
function toLogLimits(question, level) {
    const { metric, maxRegression, minChange } = question;
    return {
        maxRegression: toLogLimit(maxRegression, metric.direction, level),
        minChange: toLogLimit(minChange, metric.direction, level),
    };
}

;// CONCATENATED MODULE: ./build/domain/assess.js
// All comparisons of one model on one device: gathers each metric's evidence and hands it to the judge.









/**
 * One comparison for every metric that either side knows, and for every gating one. `comparisons` is how many of the
 * gate's share its error budget.
 */
function assess(facts, plan, policy, comparisons) {
    return domain_metric/* METRICS */.C.flatMap((metric) => {
        const terms = termsFor(policy, metric, { model: facts.model.name, device: facts.device });
        const question = { ...terms, plan, comparisons };
        if (metric.kind === 'sampled')
            return assessSampled(question, facts);
        return isWithoutBytes(metric, facts) ? [] : assessExact(question, facts);
    });
}
/** A reference has no size, and neither has a model that is compared with one. */
function isWithoutBytes({ name }, { model, reference }) {
    return name === 'model_size' && (model.reference === true || reference?.model.reference === true);
}
function assessSampled(question, facts) {
    const { metric, plan } = question;
    const evidence = gatherEvidence(metric, facts);
    const baseline = [...evidence.recorded, ...evidence.now];
    const identical = isIdentical(facts);
    const known = {
        candidate: (0,statistics/* levelOf */.In)(identical && evidence.candidate.length === 0 ? baseline : evidence.candidate),
        baseline: (0,statistics/* levelOf */.In)(baseline),
        jobs: { baseline: baseline.length, candidate: evidence.candidate.length },
    };
    if (known.candidate === null && known.baseline === null && metric.name !== ALWAYS_EXPECTED)
        return [];
    if (identical)
        return [sameModel(question, known)];
    const units = facts.pairs.length > 0 ? facts.pairs.length : facts.jobs.length;
    const [failure] = facts.failures;
    const missing = facts.reference === null
        ? (0,domain_comparison/* inconclusive */.Ni)(metric, 'no-baseline', 'There is nothing to compare with yet.', known)
        : failure !== undefined && units < (plan.looks[0] ?? 1)
            ? (0,domain_comparison/* inconclusive */.Ni)(metric, 'job-failed', failure, known)
            : differenceBetween(question, facts, evidence, known);
    return [judgeBudget(question, missing ?? judgeSampled(question, evidence), evidence.candidate)];
}
function assessExact(question, facts) {
    const { metric } = question;
    const { baseline, candidate } = exactValues(metric, facts);
    if (candidate === 0 && (baseline ?? 0) === 0 && facts.reference !== null)
        return [];
    if (isIdentical(facts))
        return candidate === undefined ? [] : [sameModel(question, { baseline: candidate, candidate })];
    if (candidate === undefined) {
        // Where nothing was measured, latency says so already.
        const measured = facts.jobs.length + facts.pairs.length > 0;
        return !measured || (baseline ?? 0) === 0
            ? []
            : [(0,domain_comparison/* inconclusive */.Ni)(metric, 'not-measured', 'The candidate does not tell it.', { baseline: baseline ?? null })];
    }
    const comparison = facts.reference === null
        ? (0,domain_comparison/* inconclusive */.Ni)(metric, 'no-baseline', 'There is nothing to compare with yet.', { candidate })
        : baseline === undefined
            ? (0,domain_comparison/* inconclusive */.Ni)(metric, 'not-measured', 'The baseline does not tell it.', { candidate })
            : judgeExact(question, baseline, candidate, cpuLayersOf(facts));
    return [judgeBudget(question, comparison, [candidate])];
}
function cpuLayersOf(facts) {
    const metric = (0,domain_metric/* findMetric */.G)('layers_cpu');
    const { baseline, candidate } = metric === undefined ? {} : exactValues(metric, facts);
    if (baseline === undefined || candidate === undefined)
        return undefined;
    return candidate > baseline ? 'more' : 'no more';
}
/** Any other metric is compared only where one side has it. */
const ALWAYS_EXPECTED = 'latency';
/** Jobs measured apart may not be compared across environments; pairs, and a baseline measured now, may. */
function differenceBetween({ metric }, facts, evidence, known) {
    const recorded = facts.reference?.baseline?.run.environment;
    const measuredNow = evidence.pairs.length > 0 || evidence.now.length >= FEWEST_NOW;
    if (measuredNow || recorded === undefined || facts.environment === null)
        return undefined;
    const difference = findDifference(recorded, facts.environment);
    if (difference === undefined)
        return undefined;
    const { field, baseline, candidate } = difference;
    return (0,domain_comparison/* inconclusive */.Ni)(metric, 'environment-differs', `${field} was ${baseline} and is ${candidate}.`, known);
}
function sameModel({ metric }, known) {
    const measured = (known.jobs?.candidate ?? 0) > 0 ? 'what was measured tells the level only' : 'nothing was measured';
    const explanation = `The candidate is the baseline to the byte; ${measured}.`;
    return { ...domain_comparison/* UNKNOWN */.HV, ...known, metric, change: 0, verdict: 'unchanged', reason: 'identical-model', explanation };
}

;// CONCATENATED MODULE: ./build/domain/gate.js
// A whole gate: every model on every device under one error budget.


/**
 * The comparisons of each item, in its order. The error budget is shared by Holm's procedure (1979, Scandinavian
 * Journal of Statistics 6): as long as it is, the share of a comparison is what those not yet accused leave over.
 */
function judgeGate(items, policy) {
    const judge = (sharing) => items.map(({ facts, plan }) => assess(facts, plan, policy, sharing));
    let judged = judge(1);
    // A comparison with a budget is tested twice.
    const tests = judged.flat().map((one) => (sharesBudget(one) ? (one.budget === null ? 1 : 2) : 0));
    const atStake = Math.max(1, tests.reduce((sum, count) => sum + count, 0));
    let accused = -1;
    for (let found = 0; found > accused && found < atStake; found = judged.flat().filter(isAccused).length) {
        accused = found;
        judged = judge(atStake - accused);
    }
    return judged.map((comparisons, index) => {
        const facts = items[index]?.facts;
        const place = { model: facts?.model.name ?? '', device: facts?.device ?? '' };
        return comparisons.map((comparison) => applyWaivers(policy, comparison, place));
    });
}
/** Verdicts for which no chance is taken. */
const CERTAIN = new Set(['identical-model', 'no-baseline']);
/** Whether a comparison could accuse by chance; judged by what it is, not by what was found. */
function sharesBudget({ metric, reason, budget }) {
    return metric.gates && metric.kind === 'sampled' && (!CERTAIN.has(reason) || budget !== null);
}
function isAccused(comparison) {
    return sharesBudget(comparison) && comparison.verdict === 'regressed';
}

;// CONCATENATED MODULE: ./build/app/execute.js
// Executes jobs to their end: submit, poll, time waiting and running apart, give up in time.

/** Executes all work, so many at once as the profiler takes; answers in the order of the work. */
async function execute(work, execution) {
    const { profiler, log } = execution;
    // One job that meets a refused key stops all the others at once.
    const stop = new AbortController();
    const stoppable = { ...execution, signal: AbortSignal.any([execution.signal, stop.signal]) };
    const ended = [];
    let done = 0;
    let next = 0;
    const tell = (detail = '') => log.progress(`Measuring on ${profiler.name}: ${done} of ${work.length} done${detail}`);
    const worker = async () => {
        for (let item = work[next]; item !== undefined && !stoppable.signal.aborted; item = work[next]) {
            const index = next;
            next += 1;
            ended[index] = await executeOne(item, stoppable, tell);
            done += 1;
            tell();
        }
    };
    tell();
    const workers = Array.from({ length: Math.min(work.length, profiler.mostAtOnce) }, worker);
    await Promise.all(workers).catch(async (error) => {
        stop.abort(error);
        await Promise.allSettled(workers);
        throw error;
    });
    return ended;
}
async function executeOne(work, execution, tell) {
    const { request, side, parent } = work;
    const { journal, profiler } = execution;
    const { model } = request.model;
    const ticket = work.adopted?.ticket ?? (await execute_submit(request, profiler));
    if ('failure' in ticket)
        return ticket;
    const ref = work.adopted?.ref ?? (await journal.begin(parent, { ticket, side, model }));
    if (work.adopted?.ref !== undefined)
        journal.opened(work.adopted.ref);
    try {
        const ended = await execute_follow(ticket, execution, tell);
        await journal.end(ref, model.name, ended);
        return ended;
    }
    catch (error) {
        await profiler.cancel?.(ticket);
        throw error;
    }
}
/** Only a refused key stops everything; any other refusal is this job's own failure. */
async function execute_submit(request, profiler) {
    try {
        return await profiler.submit(request);
    }
    catch (error) {
        if (!(error instanceof GateError) || error.code === 'not-permitted')
            throw error;
        return { failure: error.message };
    }
}
async function execute_follow(ticket, execution, tell) {
    const { profiler, clock, signal } = execution;
    const submittedAt = clock.now().getTime();
    let phase = { running: false, since: submittedAt };
    for (let polls = 0;; polls += 1) {
        signal.throwIfAborted();
        const state = await profiler.poll(ticket);
        const ended = toEnded(state);
        if (ended !== undefined)
            return ended;
        const now = clock.now().getTime();
        const running = state.state === 'running';
        if (running !== phase.running)
            phase = { running, since: now };
        const detail = 'detail' in state ? state.detail : '';
        if (detail !== '' && profiler.mostAtOnce !== Number.POSITIVE_INFINITY)
            tell(`; ${ticket.device}: ${detail}`);
        const late = findTimeout({ now, submittedAt, phase, detail }, execution);
        if (late !== undefined) {
            await profiler.cancel?.(ticket);
            return { failure: late, left: true };
        }
        await clock.sleep(profiler.pollDelayMs(polls), signal);
    }
}
function findTimeout({ now, submittedAt, phase, detail }, { queueTimeoutMs, runTimeoutMs }) {
    // However often it changes between the two.
    const isOver = now - submittedAt > queueTimeoutMs + runTimeoutMs;
    if (phase.running) {
        return isOver || now - phase.since > runTimeoutMs
            ? `it ran longer than run-timeout, ${runTimeoutMs / 1000} s`
            : undefined;
    }
    const told = detail === '' ? '' : ` (${detail})`;
    return isOver || now - phase.since > queueTimeoutMs
        ? `no device was free within queue-timeout, ${queueTimeoutMs / 1000} s${told}`
        : undefined;
}
function toEnded(state) {
    if (state.state === 'done')
        return { measurement: state.measurement };
    if (state.state === 'failed')
        return { failure: state.reason };
    return undefined;
}

;// CONCATENATED MODULE: ./build/app/measure.js
// The measuring loop: spends jobs where they buy certainty, and says what it did and why it stopped.






/** Measures until every gating comparison of every trial is settled or the plan is spent. */
async function measureTrials(trials, policy, bench) {
    for (const trial of trials.filter((candidate) => isIdentical(toFacts(candidate)))) {
        trial.steps.push('The candidate is the baseline to the byte: no job was spent.');
    }
    const open = trials.filter((trial) => !isIdentical(toFacts(trial)));
    const { supply } = bench.profiler;
    let wanted = wantedAtFirst(open, trials, policy, supply);
    while (wanted.size > 0) {
        await spend(wanted, bench);
        wanted = supply === undefined ? wantedNext([...wanted.keys()], trials, policy) : new Map();
        for (const [trial, count] of wanted)
            trial.steps.push(`Not clear yet: ${count} more to confirm or clear it.`);
    }
    const judged = judge(trials, policy);
    for (const trial of open)
        trial.steps.push(...tellWhyStopped(trial, judged.get(trial) ?? [], policy, supply));
}
/** Nothing where there is nothing to compare with: its comparisons say so. */
function tellWhyStopped(trial, comparisons, policy, supply) {
    const [failure] = trial.failures;
    if (failure !== undefined)
        return [`Stopped, because a job failed: ${failure}`];
    if (trial.reference === null)
        return [];
    const unsettled = comparisons.some(({ metric, reason }) => metric.gates && reason === 'not-settled');
    const spent = supply === undefined ? `max-repeats (${policy.maxRepeats}) is spent` : `there are no more jobs than ${supply}`;
    return [unsettled ? `Stopped, because ${spent}.` : 'Settled.'];
}
/** Jobs beyond any comparison, which tell the level and the noise: pairs of the model beside itself where pairs can be measured. */
async function measureNoise(trial, count, bench) {
    const model = await bench.preparer.prepare(trial.model);
    const request = {
        model,
        device: trial.device,
        ...(bench.profiler.pairs ? { beside: model } : {}),
        restore: async () => trial.model,
    };
    trial.handle = model.handle;
    const before = trial.nullPairs.length + trial.jobs.length;
    await run(Array.from({ length: count }, () => ({ trial, request, side: 'candidate' })), bench);
    const done = trial.nullPairs.length + trial.jobs.length - before;
    const what = bench.profiler.pairs ? 'pair of the model beside itself' : 'job of the model';
    trial.steps.push(`Measured ${done} ${done === 1 ? what : what.replace(/^(pair|job)/, '$1s')}, for the level and the noise.`);
}
/** The comparisons of every trial with what was measured so far. */
function judge(trials, policy) {
    const judged = judgeGate(trials.map((trial) => ({ facts: toFacts(trial), plan: planFor(trial, policy) })), policy);
    return new Map(trials.map((trial, index) => [trial, judged[index] ?? []]));
}
/** Evidence of earlier attempts counts: the first look is where they left off. */
function wantedAtFirst(open, trials, policy, supply) {
    const fresh = open.filter((trial) => countOf(trial) === 0 && trial.failures.length === 0);
    const counts = fresh.map((trial) => [trial, supply ?? (trial.reference === null ? 1 : (planFor(trial, policy).looks[0] ?? 1))]);
    const begun = open.filter((trial) => !fresh.includes(trial));
    return new Map([...counts, ...wantedNext(begun, trials, policy)]);
}
function wantedNext(measured, trials, policy) {
    const judged = judge(trials, policy);
    const wanted = measured.map((trial) => [trial, wantedBy(trial, judged.get(trial) ?? [], policy)]);
    return new Map(wanted.filter(([, count]) => count > 0));
}
/** Reasons that measuring the baseline's model again removes. */
const CURABLE = new Set(['environment-differs', 'baseline-too-young']);
function wantedBy(trial, comparisons, policy) {
    if (trial.failures.length > 0)
        return 0;
    const gating = comparisons.filter((comparison) => comparison.metric.gates);
    const curable = trial.beside !== undefined && gating.some(({ reason }) => CURABLE.has(reason));
    const next = curable ? (nextLook(planFor(trial, policy), countOf(trial)) ?? 0) - countOf(trial) : 0;
    return Math.max(0, next, ...gating.map((comparison) => comparison.wants));
}
/** Goes on with jobs that an earlier attempt submitted and did not see end. */
async function adopt(trials, bench) {
    const items = [];
    for (const trial of trials.filter(({ adopted }) => adopted.length > 0)) {
        const model = { model: trial.model, handle: '' };
        for (const { side, adopted } of trial.adopted)
            items.push({ trial, side, adopted, request: { model, device: trial.device } });
        trial.steps.push(`Took up ${trial.adopted.length} unfinished from an earlier attempt.`);
    }
    if (items.length > 0)
        await run(items, bench);
}
async function spend(wanted, bench) {
    const items = [];
    for (const [trial, count] of wanted)
        items.push(...(await plan(trial, count, bench)));
    await run(items, bench);
    for (const trial of wanted.keys()) {
        const own = items.filter((item) => item.trial === trial);
        trial.steps.push(describeSpent(trial, own));
    }
}
/** The block of jobs between two looks: pairs; else A B B A where the baseline's model can be measured again; else B B. */
async function plan(trial, count, bench) {
    const { device } = trial;
    const model = await bench.preparer.prepare(trial.model);
    trial.handle = model.handle;
    const candidate = { trial, side: 'candidate', request: { model, device, restore: async () => trial.model } };
    const firstLook = countOf(trial) === 0 && !trial.paired;
    const beside = firstLook ? undefined : await prepareBeside(trial);
    if (beside === undefined)
        return Array.from({ length: count }, () => candidate);
    if (trial.paired)
        return Array.from({ length: count }, () => ({ ...candidate, request: { ...candidate.request, beside } }));
    const restore = trial.beside?.restore;
    const baseline = { trial, side: 'baseline', request: { model: beside, device, restore, side: 'baseline' } };
    // As many of the baseline as of the candidate, so that those measured now tell its level by themselves.
    const behind = countOf(trial) + count - trial.baselineJobs.length;
    return alternate(baseline, Math.max(0, behind), candidate, count);
}
/** A B B A A B B A …, as far as each side goes. */
function alternate(a, countA, b, countB) {
    const order = [];
    let [leftA, leftB] = [countA, countB];
    for (let place = 0; leftA + leftB > 0; place += 1) {
        const wantsA = place % 4 === 0 || place % 4 === 3;
        if ((wantsA && leftA > 0) || leftB === 0) {
            order.push(a);
            leftA -= 1;
        }
        else {
            order.push(b);
            leftB -= 1;
        }
    }
    return order;
}
/** A baseline's model that cannot be taken over is left out, with a finding; the recorded jobs serve instead. */
async function prepareBeside(trial) {
    try {
        return await trial.beside?.prepare();
    }
    catch (error) {
        if (!(error instanceof GateError) || error.code === 'not-permitted')
            throw error;
        trial.beside = undefined;
        trial.findings.push({ code: 'baseline-model-missing', facts: { model: trial.model.name, why: error.message } });
        return undefined;
    }
}
function describeSpent(trial, own) {
    const candidates = own.filter(({ side }) => side === 'candidate').length;
    const baselines = own.length - candidates;
    if (trial.paired)
        return `Measured ${candidates} ${candidates === 1 ? 'pair' : 'pairs'} of the candidate beside the baseline's model.`;
    const jobs = `${candidates} ${candidates === 1 ? 'job' : 'jobs'} of the candidate`;
    return baselines === 0
        ? `Measured ${jobs}.`
        : `Measured ${jobs} in alternation with ${baselines} of the baseline's model.`;
}
async function run(items, bench) {
    const work = items.map(({ trial, ...rest }) => ({ ...rest, parent: trial.parent }));
    const ended = await execute(work, bench);
    work.forEach((item, index) => {
        const outcome = ended[index];
        const trial = items[index]?.trial;
        if (outcome !== undefined && trial !== undefined)
            fileResult(trial, item, outcome);
    });
}

;// CONCATENATED MODULE: ./build/app/judge-records.js
// Judges records that the pull request's own workflow measured: the numbers are its word, the verdict is ours, from
// the raw jobs, against baselines it cannot write. Since the jobs can be forged, the best it can reach is neutral.





/** The report on records that nobody can vouch for. */
async function judgeRecords(records, task, tools) {
    const places = await findPlaces(task.baseline, task.trigger, tools.commits);
    const trials = [];
    for (const run of records)
        trials.push(await toTrial(run, places, task, tools));
    const judged = judge(trials, { ...task, today: toDay(tools.clock.now()) });
    const all = trials.map((trial) => ({ trial, comparisons: judged.get(trial) ?? [] }));
    const report = toReport(all, { ids: [], findings: [] }, { ...task, forgeable: true }, tools.clock.now());
    return { ...report, findings: [{ code: 'measured-by-fork', facts: {} }, ...report.findings] };
}
async function toTrial(run, places, task, { tracker }) {
    const device = { name: run.device, description: '' };
    const wanted = { modelName: run.model.name, device: run.device, choice: task.baseline };
    const { baseline, findings } = await findBaseline(wanted, places, task.trigger, tracker);
    const reference = baseline === undefined ? null : { model: baseline.run.model, baseline };
    const against = reference?.model.sha256;
    const pairs = run.pairs.filter((pair) => pair.against === against);
    const model = { ...run.model, path: '', files: [] };
    const trial = startTrial({ model, device, reference, beside: undefined, paired: pairs.length > 0 });
    trial.jobs.push(...run.jobs);
    trial.pairs.push(...pairs);
    trial.environment = run.environment;
    trial.layers.candidate = run.layers;
    trial.findings.push(...findings);
    const count = pairs.length > 0 ? `${pairs.length} pairs` : `${run.jobs.length} jobs`;
    trial.steps.push(`Judged again from the ${count} that the pull request's own workflow measured.`);
    if (reference === null) {
        const facts = { model: run.model.name, device: run.device, branch: task.trigger.defaultBranch };
        trial.findings.push({ code: 'no-baseline', facts });
    }
    return trial;
}

;// CONCATENATED MODULE: ./build/app/layered-store.js
// Two stores read as one: what the first has wins; what is put goes into the first.
function layerStores(first, second) {
    const ofFirst = new Set();
    const storeOf = (artifact) => (ofFirst.has(artifact) ? first : second);
    const remember = (artifacts) => {
        for (const artifact of artifacts)
            ofFirst.add(artifact);
        return artifacts;
    };
    return {
        async list(name) {
            const found = remember(await first.list(name));
            return found.length > 0 ? found : second.list(name);
        },
        find: (id) => second.find(id),
        names: (prefix) => second.names(prefix),
        distrust: (artifact) => storeOf(artifact).distrust(artifact),
        fetch: (artifact, folder) => storeOf(artifact).fetch(artifact, folder),
        put: (name, root, files, options) => first.put(name, root, files, options),
    };
}

;// CONCATENATED MODULE: ./build/formats/staged-manifest.js
// The file `latency-gate/staged@1`: a model that a workflow without secrets hands over to one that has them.


const STAGED_SCHEMA = 'latency-gate/staged@1';
const StagedManifest = schemas/* object */.Ikc({
    schema: schemas/* literal */.euz(STAGED_SCHEMA),
    /** The commit the model was built from. */
    commit: schemas/* string */.YjP().nullable(),
    model: schemas/* object */.Ikc({
        name: schemas/* string */.YjP().min(1).max(500),
        sha256: schemas/* string */.YjP().regex(/^[0-9a-f]{64}$/),
        sizeBytes: schemas/* number */.aig().nonnegative(),
        format: schemas/* string */.YjP(),
    }),
    /** The main file first, relative to the folder `model`. */
    files: schemas/* array */.YOg(schemas/* string */.YjP().regex(/^(?![/\\])(?!.*(^|[/\\])\.\.([/\\]|$)).+$/, 'must be a path inside of the artifact'))
        .min(1)
        .max(1000),
});
function encodeStagedManifest(manifest) {
    return `${JSON.stringify({ schema: STAGED_SCHEMA, ...manifest }, null, 2)}\n`;
}
/** Throws an Error whose message says what is wrong with the text. */
function decodeStagedManifest(text) {
    const parsed = StagedManifest.safeParse(JSON.parse(text));
    if (!parsed.success)
        throw new Error(`it is no ${STAGED_SCHEMA}: ${describeIssues(parsed.error)}`);
    return parsed.data;
}

;// CONCATENATED MODULE: ./build/app/prepare.js
// From the inputs to models and devices that exist and can be used. Everything that can be refused is refused here,
// before anything is measured.

/** Everything that one gate measures. Throws a GateError before anything is uploaded where part of it is wrong. */
async function prepareAll(task, profiler, files) {
    const all = [];
    for (const source of task.models) {
        const models = await prepareModels(source.path, source.name, profiler, files);
        const devices = await prepareDevices(source.devices ?? task.devices, profiler);
        all.push(...models.map((model) => ({ model, devices })));
    }
    if (profiler.supply !== undefined && all.length > 1) {
        const found = all.map(({ model }) => model.name).join(', ');
        throw new GateError('invalid-input', `model: found ${all.length} models (${found}); allowed with the backend ${profiler.name}: one.`, 'The results do not say of which model they are; give each model a step of its own, with a comment-key.');
    }
    const names = all.map(({ model }) => model.name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice === undefined)
        return all;
    throw new GateError('invalid-input', `models: two models are named "${twice}".`, 'Give each a name of its own: runs are compared by it.');
}
/** Finds and checks the models that `pattern` names. */
async function prepareModels(pattern, modelName, profiler, files) {
    const paths = await files.glob(pattern);
    if (paths.length === 0 && profiler.refer !== undefined) {
        return [await profiler.refer(modelName ?? withoutEnding(pattern))];
    }
    if (paths.length === 0) {
        throw new GateError('model-missing', `model: "${pattern}" matches no file.`, 'Check the path (it starts at the workspace) and that the step which builds the model ran before this one.');
    }
    if (modelName !== undefined && paths.length > 1) {
        throw new GateError('invalid-input', `model-name: found "${modelName}" for ${paths.length} models; allowed with exactly one.`, 'Leave model-name out, or give one gate a model.');
    }
    const models = [];
    for (const path of paths)
        models.push(await profiler.inspect(path, modelName ?? nameFor(path, files)));
    return models;
}
/** The devices the user named, or the only one there is. */
async function prepareDevices(wanted, profiler) {
    const known = await profiler.devices();
    if (wanted.length === 0 && known.length === 1)
        return known;
    const names = known.map((device) => device.name);
    if (wanted.length === 0) {
        throw new GateError('invalid-input', `devices: none was given; ${profiler.name} has ${names.length}.`, adviseDevices(names));
    }
    return wanted.map((name) => {
        const device = known.find((candidate) => candidate.name === name);
        if (device?.unsupported !== undefined) {
            const advice = 'Choose other devices; nothing was submitted.';
            throw new GateError('unknown-device', `devices: "${name}" cannot be used: ${device.unsupported}.`, advice);
        }
        if (device !== undefined)
            return device;
        throw new GateError('unknown-device', `devices: "${name}" is not known to the backend ${profiler.name}.`, adviseDevices(nearest(name, names)));
    });
}
const MOST_SUGGESTED = 5;
function adviseDevices(names) {
    const shown = names
        .slice(0, MOST_SUGGESTED)
        .map((name) => `"${name}"`)
        .join(', ');
    return `Use ${shown}${names.length > MOST_SUGGESTED ? ', …' : ''}; "latency-gate devices" lists all.`;
}
/** Names that share the most letter pairs with the misspelt one come first (Dice's coefficient on bigrams). */
function nearest(name, names) {
    const wanted = bigrams(name);
    const likeness = (other) => {
        const pairs = bigrams(other);
        const shared = [...pairs].filter((pair) => wanted.has(pair)).length;
        return (2 * shared) / Math.max(1, wanted.size + pairs.size);
    };
    return [...names].sort((a, b) => likeness(b) - likeness(a));
}
function bigrams(text) {
    const lower = text.toLowerCase();
    return new Set(Array.from({ length: Math.max(0, lower.length - 1) }, (_, index) => lower.slice(index, index + 2)));
}
/** The path from the workspace without its ending. */
function nameFor(path, files) {
    return withoutEnding(files.fromWorkspace(path));
}
/** What a model is called where nothing else names it. */
function withoutEnding(path) {
    return path.replace(/\.[^./]+$/, '');
}

;// CONCATENATED MODULE: ./build/app/stage.js
// The half of a gate that needs no secret: checks the model and hands it over as an artifact. Foreign code may have
// built it, so the other half believes nothing of this.





/** One artifact a model; the rest is made from the gate's key and the model's name. */
const STAGED_PREFIX = 'latency-gate-staged-';
const MANIFEST_FILE = 'manifest.json';
const MODEL_FOLDER = 'model';
/** What tells the artifacts of several gates and models apart. */
function keyedSlug(key, model) {
    return toSlug([key, model].filter((part) => part !== '').join('\0'));
}
function refusePut(kind, name) {
    return kind === 'taken'
        ? new GateError('invalid-input', `Another job of this workflow run staged ${name} already.`, 'Give each job its own comment-key.')
        : new GateError('invalid-input', 'This server keeps no workflow artifacts, so nothing can be staged.', 'Push the commit to a branch of this repository to have it gated.');
}
/** The names of what was staged. Throws a GateError where a model is missing or not what the backend takes. */
async function stageModels(task, { inspector, store, files }) {
    const staged = [];
    for (const source of task.models) {
        for (const model of await prepareModels(source.path, source.name, inspector, files)) {
            const folder = await files.temporaryFolder(`staged-${toSlug(model.name)}`);
            const manifest = files.join(folder, MANIFEST_FILE);
            const { sha } = task.trigger.commit;
            await files.write(manifest, encodeStagedManifest({ commit: sha, model: identify(model), files: [...model.files] }));
            const copies = model.files.map((file) => files.join(folder, MODEL_FOLDER, file));
            const from = files.folderOf(model.path);
            for (const [index, file] of model.files.entries())
                await files.copy(files.join(from, file), copies[index] ?? '');
            const name = STAGED_PREFIX + keyedSlug(task.key, model.name);
            const put = await store.put(name, folder, [manifest, ...copies], {});
            if (put.kind !== 'stored')
                throw refusePut(put.kind, name);
            staged.push(model.name);
        }
    }
    return staged;
}

;// CONCATENATED MODULE: ./build/app/receive.js
// What a pull request's own workflow left: models to be measured here, or records to be judged here. Every byte of it
// may be forged, so it is checked against what GitHub itself says, and bounded before it is fetched.





/** The records that a gate keeps of a candidate. */
const CANDIDATE_PREFIX = 'latency-gate-candidate-';
const LARGEST_BYTES = 4e9;
const LARGEST_RECORD_BYTES = 50e6;
/** Where the default branch names no models; each one costs jobs on every device. */
const MOST_MODELS = 5;
const MOST_RECORDS = 100;
/** Fetches and checks; what does not hold is left out, and told. */
async function receive(origin, expected, tools) {
    const doubts = [];
    const models = [];
    const records = [];
    const most = expected.models.length > 0 ? MOST_RECORDS : MOST_MODELS;
    await each(origin, { prefix: STAGED_PREFIX, largest: LARGEST_BYTES, most }, tools, doubts, async (folder, artifact) => {
        const model = await readModel(folder, artifact, origin, expected, tools);
        if (model !== undefined)
            models.push(model);
    });
    const limits = { prefix: CANDIDATE_PREFIX, largest: LARGEST_RECORD_BYTES, most: MOST_RECORDS };
    // A pull request of this repository has reported its own measurements itself.
    if (origin.foreign && models.length === 0) {
        await each(origin, limits, tools, doubts, async (folder, artifact) => {
            records.push(...(await readRecords(folder, artifact, origin, expected, tools)));
        });
    }
    return { models, records, doubts: [...doubts, ...findMissing(models, expected)] };
}
async function each(origin, { prefix, largest, most }, { artifacts, files }, doubts, read) {
    let bytes = 0;
    for (const [index, artifact] of (await artifacts.ofRun(origin.runId, prefix)).entries()) {
        try {
            bytes += artifact.sizeBytes ?? 0;
            if (index >= most)
                throw new Error(`it is one of more than ${most}`);
            if (bytes > largest)
                throw new Error(`with it there are ${bytes} bytes; at most ${largest} are taken`);
            const folder = files.join(await files.temporaryFolder('received'), artifact.id);
            await artifacts.fetch(artifact, folder);
            await read(folder, artifact);
        }
        catch (error) {
            const why = error instanceof Error ? error.message : String(error);
            doubts.push({ code: 'staged-refused', facts: { artifact: artifact.name, why } });
        }
    }
}
/** The bytes must be what the manifest says, and the manifest about the commit that GitHub names. */
async function readModel(folder, artifact, origin, { key, models }, { files, inspector }) {
    const { commit, model: staged, files: names, } = decodeStagedManifest(await files.read(files.join(folder, MANIFEST_FILE)));
    // Another gate of the same workflow takes it.
    if (artifact.name !== STAGED_PREFIX + keyedSlug(key, staged.name))
        return undefined;
    if (commit !== origin.sha)
        throw new Error(`it is of the commit ${commit ?? '?'}, not of ${origin.sha}`);
    const source = models.find((known) => isNamedBy(known, staged.name));
    if (models.length > 0 && source === undefined)
        throw new Error(`the configuration names no model ${staged.name}`);
    const path = files.join(folder, MODEL_FOLDER, names[0] ?? '');
    const model = await inspector.inspect(path, staged.name);
    if (model.sha256 !== staged.sha256) {
        throw new Error(`its model has the sha256 ${model.sha256}, its manifest says ${staged.sha256}`);
    }
    return { path, name: staged.name, devices: source?.devices };
}
async function readRecords(folder, artifact, origin, { key }, { files }) {
    const runs = [];
    for (const path of await files.glob(files.join(folder, '*.json'))) {
        const { run } = decodeRecord(await files.read(path));
        if (artifact.name !== CANDIDATE_PREFIX + keyedSlug(key, run.model.name))
            continue;
        if (run.mode !== 'gate')
            throw new Error(`its record is of mode ${run.mode}`);
        if (run.commit.sha !== origin.sha)
            throw new Error(`its record is of the commit ${run.commit.sha ?? '?'}, not of ${origin.sha}`);
        runs.push(run);
    }
    return runs;
}
/** By its name, else by its path: a model is named by it, without its ending. */
function isNamedBy({ name, path }, model) {
    return name === undefined ? matches(withoutEnding(path), model) : name === model;
}
function findMissing(models, expected) {
    if (models.length === 0)
        return [];
    return expected.models
        .filter((source) => !models.some(({ name }) => name !== undefined && isNamedBy(source, name)))
        .map(({ name, path }) => ({ code: 'staged-missing', facts: { model: name ?? path } }));
}

;// CONCATENATED MODULE: ./build/app/release-tracker.js
// A tracker for releases: the run is kept where all runs are, and once more among the release's files, which do not
// expire. The last release's files are the first place to look for what a release is compared with.
/** `own` keeps all runs; `released` reads the last release's files and writes this one's. */
function createReleaseTracker(own, released) {
    const twins = new Map();
    return {
        name: own.name,
        async start(start) {
            const ref = await own.start(start);
            twins.set(ref.id, await released.start(start));
            return ref;
        },
        async finish(ref, result) {
            const kept = await own.finish(ref, result);
            const twin = twins.get(ref.id);
            if (twin === undefined || result.status !== 'finished')
                return kept;
            const { findings } = await released.finish(twin, result);
            return { ...kept, findings: [...kept.findings, ...findings] };
        },
        async history(query) {
            const [files, records] = [await released.history({ ...query, ancestry: null }), await own.history(query)];
            return { runs: [...files.runs, ...records.runs], findings: [...files.findings, ...records.findings] };
        },
        find: (id, device) => own.find(id, device),
        modelNames: () => own.modelNames(),
        ...(own.earlier === undefined ? {} : { earlier: own.earlier.bind(own) }),
        ...(own.beginJob === undefined ? {} : { beginJob: own.beginJob.bind(own) }),
        ...(own.endJob === undefined ? {} : { endJob: own.endJob.bind(own) }),
    };
}

;// CONCATENATED MODULE: ./build/app/journal.js
// Keeps jobs on the tracker while they are under way, and remembers what is open, so that the post step can close it.
/** What the post step reads to end runs that were left open. */
const OPEN_RUNS_STATE = 'open-runs';
class Journal {
    findings = [];
    #tracker;
    #state;
    #open = [];
    #jobs = new Set();
    constructor(tracker, state) {
        this.#tracker = tracker;
        this.#state = state;
    }
    opened(ref) {
        this.#open.push(ref);
        this.#save();
    }
    closed(ref) {
        const index = this.#open.findIndex(({ id }) => id === ref.id);
        if (index >= 0)
            this.#open.splice(index, 1);
        this.#save();
    }
    /** A tracker in trouble costs the record of the job, never the job. */
    async begin(parent, job) {
        if (parent === undefined)
            return undefined;
        try {
            const ref = await this.#tracker.beginJob?.(parent, job);
            if (ref !== undefined) {
                this.#jobs.add(ref.id);
                this.opened(ref);
            }
            return ref;
        }
        catch (error) {
            this.#note(job.model.name, error);
            return undefined;
        }
    }
    async end(ref, model, end) {
        if (ref === undefined)
            return;
        try {
            this.findings.push(...((await this.#tracker.endJob?.(ref, end)) ?? []));
            this.closed(ref);
        }
        catch (error) {
            this.#note(model, error);
        }
    }
    /** Hands everything that is open on to another process: the post step must leave it alone. */
    release() {
        this.#open.length = 0;
        this.#save();
    }
    /** Ends everything that is still open, jobs as killed, for they may be taken up; the post step tries what fails here. */
    async abandon(status) {
        for (const ref of [...this.#open].reverse()) {
            try {
                await this.#tracker.finish(ref, { status: this.#jobs.has(ref.id) ? 'killed' : status, runs: [] });
                this.closed(ref);
            }
            catch {
                // It stays in the saved state.
            }
        }
    }
    #note(model, error) {
        this.findings.push({
            code: 'not-recorded',
            facts: { model, why: error instanceof Error ? error.message : String(error) },
        });
    }
    #save() {
        this.#state.save(OPEN_RUNS_STATE, this.#open.length === 0 ? '' : JSON.stringify(this.#open));
    }
}

;// CONCATENATED MODULE: ./build/app/noise-plan.js
// How many jobs a record spends beyond its comparison, so that later gates know the level and the noise.


const AT_FIRST = 3;
const IN_WINDOW = 10;
/**
 * How many units `record` spends beyond the comparison: three on an empty history and for a release, one for the same bytes until the
 * window holds ten. New bytes were measured by the comparison already, except that pairs still need one of A/A.
 */
function noiseFor(trial, mode) {
    const baseline = trial.reference?.baseline ?? null;
    if (baseline === null || mode === 'release')
        return AT_FIRST;
    if (!isIdentical({ model: trial.model, reference: trial.reference }))
        return trial.paired ? 1 : 0;
    const known = Math.max(baseline.window.flatMap(nullPairsOf).length, baseline.window.flatMap(jobsOf).length);
    return known < IN_WINDOW ? 1 : 0;
}

;// CONCATENATED MODULE: ./build/app/preparer.js
// Prepares each model once, whatever the number of devices and looks.
class Preparer {
    #profiler;
    #prepared = new Map();
    constructor(profiler) {
        this.#profiler = profiler;
    }
    /** A model that an earlier process prepared. */
    takeOver(prepared) {
        this.#prepared.set(prepared.model.sha256, Promise.resolve(prepared));
    }
    /** The same promise for the same bytes; a refusal is remembered too. */
    prepare(model) {
        const prepared = this.#prepared.get(model.sha256) ?? this.#profiler.prepare(model);
        this.#prepared.set(model.sha256, prepared);
        return prepared;
    }
}

;// CONCATENATED MODULE: ./build/app/model-keeper.js
// Keeps a recorded model by its sha256, and gets it back to be measured beside a candidate.

const MODEL = 'latency-gate-model-';
const MS_A_DAY = 86_400_000;
/** Stores the model's files under its sha256, unless a trusted run's copy will live long enough. */
async function keepModel(model, { days, always }, tools) {
    const { store, files, clock } = tools;
    const name = MODEL + model.sha256;
    const [newest] = always ? [] : await store.list(name);
    const youngest = clock.now().getTime() - (days / 2) * MS_A_DAY;
    const young = newest !== undefined && Date.parse(newest.createdAt) > youngest;
    if (young && (await store.distrust(newest)) === undefined)
        return;
    const folder = files.folderOf(model.path);
    const paths = model.files.map((file) => files.join(folder, file));
    // `taken`: another job of this workflow run stored the same bytes.
    await store.put(name, folder, paths, { retentionDays: days });
}
/**
 * The model with that identity, fetched and verified by its hash; a finding says why it cannot be had. Whose artifact
 * it was does not matter: bytes that have the recorded sha256 are the recorded model.
 */
async function fetchModel(identity, tools) {
    const { store, files, profiler } = tools;
    const missing = (why) => ({ code: 'baseline-model-missing', facts: { model: identity.name, why } });
    const [artifact] = await store.list(MODEL + identity.sha256);
    if (artifact === undefined)
        return missing('it is not kept, or has expired');
    const folder = files.join(await files.temporaryFolder('baseline-models'), identity.sha256);
    try {
        await store.fetch(artifact, folder);
        return (await findModel(await files.glob(files.join(folder, '*')), identity, profiler)) ?? missing(NOT_THE_MODEL);
    }
    catch (error) {
        if (error instanceof GateError)
            return missing(error.message);
        return missing(error instanceof Error ? error.message : String(error));
    }
}
const NOT_THE_MODEL = 'what was kept is not the recorded model';
/** The main file is the one that makes up the recorded sha256 together with what it names; its ending says nothing. */
async function findModel(paths, identity, profiler) {
    for (const path of paths) {
        const model = await profiler.inspect(path, identity.name).catch((error) => {
            if (error instanceof GateError)
                return undefined;
            throw error;
        });
        if (model?.sha256 === identity.sha256)
            return model;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./build/app/references.js
// What each model is compared with on each device, and the baseline's model where it can be measured again.




/** Looks up baselines; each baseline's model is fetched once, whatever the number of devices. */
class References {
    #task;
    #places;
    #tools;
    #preparer;
    #fetched = new Map();
    constructor(task, places, tools, preparer) {
        this.#task = task;
        this.#places = places;
        this.#tools = tools;
        this.#preparer = preparer;
    }
    async find(model, device) {
        const { baselineModel } = this.#task;
        return baselineModel === undefined ? this.#findRecorded(model, device) : this.#takeGiven(baselineModel, model);
    }
    async #takeGiven(path, model) {
        const { profiler, files } = this.#tools;
        const [given, another] = await prepareModels(path, undefined, profiler, files);
        if (given === undefined || another !== undefined) {
            throw new GateError('invalid-input', `baseline-model: "${path}" names several files; allowed: exactly one.`, 'Give one model file.');
        }
        const reference = { model: { ...given, name: model.name }, baseline: null };
        return { reference, beside: this.#toBeside(given), findings: [] };
    }
    async #findRecorded(model, device) {
        const { trigger, baseline: choice } = this.#task;
        const wanted = { modelName: model.name, device: device.name, choice };
        const { baseline, findings } = await findBaseline(wanted, this.#places, trigger, this.#tools.tracker);
        if (baseline === undefined) {
            const facts = { model: model.name, device: device.name, branch: trigger.defaultBranch };
            return { reference: null, beside: undefined, findings: [...findings, ...missingBaseline(trigger, facts)] };
        }
        const { run } = baseline;
        const reference = { model: run.model, baseline };
        if (run.model.sha256 === model.sha256)
            return { reference, beside: undefined, findings };
        const beside = await this.#findBeside(run);
        if (beside === undefined)
            return { reference, beside, findings };
        if ('code' in beside)
            return { reference, beside: undefined, findings: [...findings, beside] };
        return { reference, beside, findings };
    }
    /** By the handle of the recorded run where the profiler keeps models, else by the model that was kept. */
    async #findBeside(run) {
        const { profiler } = this.#tools;
        if (profiler.supply !== undefined)
            return undefined;
        const recalled = run.handle === null ? undefined : profiler.recall?.(run.model, run.handle);
        const restore = async () => {
            const fetched = await this.#fetchOnce(run.model);
            return 'code' in fetched ? undefined : fetched;
        };
        if (recalled !== undefined)
            return { model: run.model, prepare: async () => recalled, restore };
        if (run.model.reference === true)
            return undefined;
        const fetched = await this.#fetchOnce(run.model);
        if ('code' in fetched)
            return fetched;
        if (!profiler.pairs)
            return this.#toBeside(fetched);
        // Pairs need the baseline's model from the first look on: whether it still runs here must be known now.
        return this.#preparer.prepare(fetched).then(() => this.#toBeside(fetched), (error) => toMissing(run.model, error));
    }
    #toBeside(model) {
        return { model, prepare: () => this.#preparer.prepare(model), restore: async () => model };
    }
    #fetchOnce(identity) {
        const known = this.#fetched.get(identity.sha256) ?? fetchModel(identity, this.#tools);
        this.#fetched.set(identity.sha256, known);
        return known;
    }
}
function missingBaseline({ mode, tag }, facts) {
    if (mode === 'record')
        return [];
    return mode === 'release'
        ? [{ code: 'first-release', facts: { ...facts, tag: tag ?? '' } }]
        : [{ code: 'no-baseline', facts }];
}
function toMissing({ name }, error) {
    if (!(error instanceof GateError) || error.code === 'not-permitted')
        throw error;
    return { code: 'baseline-model-missing', facts: { model: name, why: error.message } };
}

;// CONCATENATED MODULE: ./build/app/begin.js
// Everything before the first job: models and devices that can be used, what they are compared with, their runs on
// the tracker, and what earlier attempts left.








/** Uploads what will be measured and starts the tracker's runs. */
async function begin(task, tools, handed) {
    const { profiler, files, tracker, state } = tools;
    const preparer = new Preparer(profiler);
    const prepared = handed === undefined ? await prepareAll(task, profiler, files) : await takeOver(handed, preparer, tools);
    const trials = await startTrials(prepared, task, tools, preparer);
    for (const trial of trials.filter((candidate) => willMeasure(candidate, task)))
        await preparer.prepare(trial.model);
    const journal = new Journal(tracker, state);
    try {
        const models = prepared.map(({ model }) => model);
        const refs = await startRuns(models, task, tools, journal, trials);
        return { trials, refs, journal, preparer };
    }
    catch (error) {
        await journal.abandon(tools.signal.aborted ? 'killed' : 'failed');
        throw error;
    }
}
/** The models' files are elsewhere by now; their handles are all that is needed. */
async function takeOver(handed, preparer, { profiler }) {
    const prepared = [];
    for (const { model, handle, devices } of handed.models) {
        preparer.takeOver({ model, handle });
        prepared.push({ model: { ...model, path: '', files: [] }, devices: await prepareDevices(devices, profiler) });
    }
    return prepared;
}
async function startTrials(prepared, task, tools, preparer) {
    const places = await findPlaces(task.baseline, task.trigger, tools.commits);
    const references = new References(task, places, tools, preparer);
    const trials = [];
    for (const { model, devices } of prepared) {
        for (const device of devices) {
            const { findings, ...found } = await references.find(model, device);
            const paired = tools.profiler.pairs && found.beside !== undefined;
            const trial = startTrial({ model, device, ...found, paired });
            trial.findings.push(...findings);
            trials.push(trial);
            tools.log.info(describeReference(trial));
        }
    }
    return trials;
}
function describeReference({ model, device, reference, beside }) {
    const subject = `${model.name} on ${device.name}`;
    if (reference === null)
        return `${subject}: no baseline`;
    if (isIdentical({ model, reference }))
        return `${subject}: identical to the baseline, byte for byte`;
    const commit = reference.baseline?.run.commit.sha?.slice(0, 7);
    const how = beside === undefined ? 'its recorded jobs' : 'its model can be measured again';
    return `${subject}: baseline ${commit === undefined ? reference.model.sha256.slice(0, 12) : commit}; ${how}`;
}
function willMeasure(trial, task) {
    const identical = isIdentical({ model: trial.model, reference: trial.reference });
    return !identical || (task.trigger.mode !== 'gate' && noiseFor(trial, task.trigger.mode) > 0);
}
async function startRuns(models, task, { tracker, clock }, journal, trials) {
    const refs = new Map();
    const { mode, commit } = task.trigger;
    for (const model of models) {
        const own = trials.filter((trial) => trial.model === model);
        const devices = own.map((trial) => trial.device.name);
        const ref = await tracker.start({ mode, model, commit, devices, startedAt: clock.now().toISOString() });
        if (ref.settled !== true)
            journal.opened(ref);
        refs.set(model.name, ref);
        for (const trial of own)
            trial.parent = ref;
    }
    return refs;
}
/**
 * What an earlier attempt on the same commit left on the tracker, or an earlier job handed over, counts as evidence,
 * each job once: a second `collect` of the same tickets finds them counted.
 */
async function takeUpAll(begun, { trigger }, { tracker }, handed) {
    const own = new Set((handed?.jobs ?? []).map(({ ticket }) => ticket.id));
    for (const trial of begun.trials) {
        const earlier = trial.parent === undefined ? undefined : await takeUp(trial, trial.parent, tracker, own);
        const known = new Set([...(earlier?.counted ?? []), ...trial.adopted.map(({ adopted }) => adopted.ticket.id)]);
        const untold = earlier !== undefined && earlier.counted === undefined && countOf(trial) > 0;
        const more = (handed?.jobs ?? []).filter(({ model, ticket }) => model === trial.model.name && ticket.device === trial.device.name && !known.has(ticket.id));
        for (const { ticket } of untold || isCollected(trial, trigger) ? [] : more) {
            trial.adopted.push({ side: 'candidate', adopted: { ticket, ref: undefined } });
        }
    }
}
/** A record of this very commit and content is what the same tickets made, when they were collected before. */
function isCollected({ model, reference }, { mode, commit }) {
    const recorded = reference?.baseline?.run.commit.sha ?? null;
    return mode === 'record' && recorded !== null && recorded === commit.sha && isIdentical({ model, reference });
}
async function takeUp(trial, ref, tracker, own) {
    const earlier = await tracker.earlier?.(ref, trial.device.name, trial.reference?.model.sha256 ?? null);
    if (earlier === undefined)
        return undefined;
    trial.jobs.push(...earlier.jobs);
    trial.baselineJobs.push(...earlier.baselineJobs);
    trial.pairs.push(...(earlier.pairs ?? []));
    trial.environment = earlier.environment;
    trial.adopted.push(...earlier.tickets.map(({ ticket, side, ref: job }) => ({ side, adopted: { ticket, ref: job } })));
    // What an earlier job of this very workflow submitted is no earlier attempt.
    const left = earlier.tickets.filter(({ ticket }) => !own.has(ticket.id)).length;
    const jobs = earlier.jobs.length + left + (earlier.pairs ?? []).length;
    if (jobs > 0)
        trial.findings.push({ code: 'evidence-carried-over', facts: { device: trial.device.name, jobs: String(jobs) } });
    return earlier;
}

;// CONCATENATED MODULE: ./build/app/drift.js
// Many small steps pass every gate. So what is recorded is compared with the last release as well: a change that no
// single commit made is told, and fails nothing.





/** Compares every trial's model with the last release's, and files what rose as findings. */
async function findDrift(trials, source, policy, bench, tools) {
    const { tag } = source;
    const twins = [];
    // A device that failed already is not asked once more.
    for (const trial of trials.filter(({ failures }) => failures.length === 0)) {
        const twin = await toTwin(trial, source, bench, tools);
        if (twin !== undefined)
            twins.push({ trial, twin, before: twin.jobs.length });
    }
    const all = twins.map(({ twin }) => twin);
    await measureTrials(all, policy, bench);
    const judged = judge(all, policy);
    for (const { trial, twin, before } of twins) {
        takeBack(trial, twin, before);
        const [failure] = twin.failures;
        if (failure !== undefined)
            trial.findings.push(notChecked(trial, tag, failure));
        else
            trial.steps.push(`Compared with the release ${tag} as well, for drift.`);
        trial.findings.push(...(judged.get(twin) ?? []).flatMap((comparison) => toFinding(comparison, trial, tag)));
    }
}
/** Jobs of the same candidate on the same device are the record's, wherever they were asked for. */
function takeBack(trial, twin, before) {
    const more = twin.jobs.slice(before);
    if (more.length === 0)
        return;
    trial.jobs.push(...more);
    trial.environment ??= twin.environment;
    trial.handle ??= twin.handle;
}
function notChecked({ model, device }, tag, why) {
    return { code: 'drift-not-checked', facts: { model: model.name, device: device.name, tag, why } };
}
function toFinding({ metric, verdict, change, waived }, { model, device }, tag) {
    if (verdict !== 'regressed' || !metric.gates || waived !== null || change === null)
        return [];
    const facts = {
        model: model.name,
        device: device.name,
        metric: metric.label,
        tag,
        change: `+${(change * 100).toFixed(1)} %`,
    };
    return [{ code: 'drifted', facts }];
}
/** The same candidate beside another baseline. Jobs measured apart count for both; pairs are measured anew. */
async function toTwin(trial, { tag, tracker, store }, { profiler, preparer }, tools) {
    const { model, device } = trial;
    const { runs } = await tracker.history({ modelName: model.name, device: device.name, ancestry: null });
    const baseline = chooseBaseline(runs, null, 'release');
    if (baseline === undefined)
        return undefined;
    const reference = { model: baseline.run.model, baseline };
    if (isIdentical({ model, reference }))
        return undefined;
    const shared = { model, device, reference, beside: undefined };
    if (!profiler.pairs) {
        return {
            ...startTrial({ ...shared, paired: false }),
            jobs: [...trial.jobs],
            environment: trial.environment,
            parent: trial.parent,
        };
    }
    const fetched = await fetchModel(baseline.run.model, { ...tools, store });
    if ('code' in fetched) {
        const why = fetched.code === 'baseline-model-missing' ? fetched.facts.why : fetched.code;
        trial.findings.push(notChecked(trial, tag, why));
        return undefined;
    }
    const beside = { model: fetched, prepare: () => preparer.prepare(fetched), restore: async () => fetched };
    return startTrial({ ...shared, beside, paired: true });
}

;// CONCATENATED MODULE: ./build/app/run.js
// The main use-case: measure the models, compare them with their baselines, keep the runs, say what was found.
// `record` and `gate` differ in what they measure beyond the comparison and in what they keep.









/** Measures, compares and keeps. Throws a GateError for what the user can mend; nothing was measured by then. */
async function run_run(task, tools, handed) {
    const begun = await begin(task, tools, handed);
    const { trials, refs, journal, preparer } = begun;
    try {
        await takeUpAll(begun, task, tools, handed);
        const { queueTimeoutMs, runTimeoutMs } = task;
        const bench = { ...tools, queueTimeoutMs, runTimeoutMs, journal, preparer };
        const judged = await measure(trials, task, bench, tools);
        const kept = await keep(judged, refs, task, tools, journal);
        return toReport(judged, kept, task, tools.clock.now());
    }
    catch (error) {
        await journal.abandon(tools.signal.aborted ? 'killed' : 'failed');
        throw error;
    }
}
async function measure(trials, task, bench, tools) {
    const recording = task.trigger.mode !== 'gate';
    await adopt(trials, bench);
    const policy = {
        ...task,
        ...supplied(bench.profiler.supply, task),
        today: toDay(tools.clock.now()),
        confirmsImprovements: recording,
    };
    await measureTrials(recording ? trials.filter((trial) => trial.reference !== null) : trials, policy, bench);
    for (const trial of recording ? trials : []) {
        const { supply, pairs } = bench.profiler;
        const count = supply === undefined
            ? noiseFor(trial, task.trigger.mode) - (pairs ? 0 : countNew(trial, task.trigger.mode))
            : supply - trial.jobs.length - trial.failures.length;
        if (count > 0)
            await measureNoise(trial, count, bench);
    }
    if (tools.lastRelease !== null && task.trigger.mode === 'record') {
        await findDrift(trials, tools.lastRelease, { ...policy, confirmsImprovements: false }, bench, tools);
    }
    for (const trial of trials)
        await measureLayers(trial, recording, bench.preparer, tools);
    const judged = judge(trials, policy);
    return trials.map((trial) => ({ trial, comparisons: judged.get(trial) ?? [] }));
}
/** Where all jobs there are have been measured already, one look at all of them decides. */
function supplied(supply, { maxRepeats }) {
    if (supply === undefined)
        return {};
    return { repeats: supply, maxRepeats: supply >= FEWEST_TO_REGRESS ? supply : maxRepeats };
}
/** Jobs that an earlier attempt left and that no comparison has asked for. */
function countNew(trial, mode) {
    return trial.reference === null ||
        mode === 'release' ||
        isIdentical({ model: trial.model, reference: trial.reference })
        ? trial.jobs.length
        : 0;
}
/** Both sides' layers from this machine and this hour, where the jobs themselves do not tell them; a failure is a finding. */
async function measureLayers(trial, recording, preparer, { profiler, signal }) {
    const measured = trial.jobs.length + trial.pairs.length + trial.nullPairs.length > 0;
    if (profiler.layers === undefined || !measured || !(recording || trial.paired))
        return;
    try {
        trial.layers.candidate = await profiler.layers(await preparer.prepare(trial.model), trial.device);
        const beside = trial.paired ? await trial.beside?.prepare() : undefined;
        if (beside !== undefined)
            trial.layers.baseline = await profiler.layers(beside, trial.device);
    }
    catch (error) {
        if (signal.aborted)
            throw error;
        const why = error instanceof Error ? error.message : String(error);
        trial.findings.push({ code: 'layers-not-measured', facts: { device: trial.device.name, why } });
    }
}
async function keep(judged, refs, task, tools, journal) {
    const { mode } = task.trigger;
    const ids = [];
    const findings = [];
    for (const [name, ref] of refs) {
        const own = judged.filter(({ trial }) => trial.model.name === name);
        try {
            const runs = own.flatMap((item) => toRun(item, task.trigger, tools.clock.now()));
            const kept = await tools.tracker.finish(ref, { status: 'finished', runs });
            journal.closed(ref);
            ids.push(...kept.ids);
            findings.push(...kept.findings);
        }
        catch (error) {
            const why = error instanceof Error ? error.message : String(error);
            findings.push({ code: 'not-recorded', facts: { model: name, why } });
        }
    }
    const keepsModel = mode === 'record' || (mode === 'release' && tools.profiler.pairs);
    if (keepsModel)
        findings.push(...(await keepModels(judged, task, tools)));
    return { ids, findings: [...findings, ...journal.findings] };
}
async function keepModels(judged, task, tools) {
    const findings = [];
    for (const model of new Set(judged.map(({ trial }) => trial.model))) {
        // A reference has no files; those of a handed-over model were kept by the job that had them.
        if (model.files.length === 0)
            continue;
        try {
            await keepModel(model, { days: task.keepModelDays, always: task.trigger.mode === 'release' }, tools);
        }
        catch (error) {
            const why = error instanceof Error ? error.message : String(error);
            findings.push({ code: 'model-not-kept', facts: { model: model.name, why } });
        }
    }
    return findings;
}

;// CONCATENATED MODULE: ./build/app/release.js
// A release compared with the release before it, on all devices; and the commits in between at which a level shifted.




/** Measures and compares like a gate, keeps like a record, and fails nothing. */
async function release(task, tools, { previous, released }) {
    const chosen = previous === null ? { kind: 'none' } : { kind: 'commit', ref: previous.tag };
    const baseline = task.baseline.kind === 'auto' ? chosen : task.baseline;
    const tracker = createReleaseTracker(tools.tracker, released);
    const report = await run_run({ ...task, baseline }, { ...tools, tracker });
    const shifts = previous === null ? [] : await findLanded(report, previous.tag, task, tools);
    return { ...report, release: { tag: task.trigger.tag ?? '', previous: previous?.tag ?? null, shifts } };
}
/** One whose size is unknown marks a change of content, and is no number to print. */
function isShown({ metric, logRatio }) {
    return (0,domain_metric/* findMetric */.G)(metric)?.gates === true && logRatio !== 0;
}
/** Shifts that records of the default branch have stored since the last release, oldest first. */
async function findLanded(report, previous, { trigger }, { commits, tracker }) {
    const { sha } = trigger.commit;
    if (commits === null || sha === null)
        return [];
    const before = new Set(await commits.firstParents(previous, FARTHEST_COMMITS));
    const between = (await commits.firstParents(sha, FARTHEST_COMMITS)).filter((commit) => !before.has(commit));
    const landed = [];
    for (const { model, device } of report.subjects) {
        const { runs } = await tracker.history({ modelName: model.name, device, ancestry: between });
        for (const { run: record } of runs.toReversed()) {
            const { sha: commit } = record.commit;
            if (commit === null || !between.includes(commit) || record.mode !== 'record')
                continue;
            for (const { metric, logRatio } of record.shifts.filter(isShown)) {
                landed.push({ commit, at: record.createdAt, model: model.name, device, metric, change: Math.expm1(logRatio) });
            }
        }
    }
    return landed;
}

;// CONCATENATED MODULE: ./build/app/submit.js
// Submits the first jobs and ends: no runner waits while a device queue is long. A later job goes on with the tickets.







/** What was submitted, for the job that goes on with it. Throws a GateError where the profiler keeps no jobs. */
async function submitJobs(task, tools) {
    const { profiler } = tools;
    if (profiler.pairs || profiler.endsWithStep === true || profiler.supply !== undefined) {
        throw new GateError('invalid-input', `mode: found "submit" with the backend ${profiler.name}, whose jobs end with the step; allowed: a device cloud.`, 'Leave mode at auto.');
    }
    const begun = await begin(task, tools);
    await takeUpAll(begun, task, tools);
    const jobs = [];
    try {
        for (const trial of begun.trials) {
            const model = await begun.preparer.prepare(trial.model);
            for (let count = countWanted(trial, task); count > 0; count -= 1) {
                const ticket = await profiler.submit({ model, device: trial.device });
                await begun.journal.begin(trial.parent, { ticket, side: 'candidate', model: model.model });
                jobs.push({ model: trial.model.name, ticket });
            }
        }
    }
    catch (error) {
        await begun.journal.abandon('failed');
        throw error;
    }
    begun.journal.release();
    if (task.trigger.mode === 'record')
        await keepAll(begun.trials, task, tools);
    return { models: await describeModels(begun.trials, begun.preparer), jobs };
}
/** Later gates measure it again; whether it could be kept is told by those that miss it. */
async function keepAll(trials, { keepModelDays: days }, tools) {
    for (const model of new Set(trials.map((trial) => trial.model))) {
        await keepModel(model, { days, always: false }, tools).catch((error) => tools.log.warning(`${model.name} was not kept: ${error instanceof Error ? error.message : String(error)}`));
    }
}
/** The first look's jobs, less what an earlier attempt has measured or submitted already. */
function countWanted(trial, task) {
    const there = countOf(trial) + trial.adopted.length;
    if (isIdentical(trial))
        return task.trigger.mode === 'gate' ? 0 : Math.max(0, noiseFor(trial, task.trigger.mode) - there);
    const first = trial.reference === null ? 1 : (planFor(trial, task).looks[0] ?? 1);
    const wanted = task.trigger.mode === 'gate' ? first : Math.max(first, noiseFor(trial, task.trigger.mode));
    return Math.max(0, wanted - there);
}
async function describeModels(trials, preparer) {
    const models = [...new Set(trials.map((trial) => trial.model))];
    return Promise.all(models.map(async (model) => ({
        model: identify(model),
        handle: (await preparer.prepare(model)).handle,
        devices: trials.filter((trial) => trial.model === model).map(({ device }) => device.name),
    })));
}

;// CONCATENATED MODULE: ./build/formats/tickets.js
// The text `latency-gate/tickets@1`: what one job of a workflow submitted, as the output `tickets` hands it to another.


const TICKETS_SCHEMA = 'latency-gate/tickets@1';
const Tickets = schemas/* object */.Ikc({
    schema: schemas/* literal */.euz(TICKETS_SCHEMA),
    /** The commit they were submitted for. */
    commit: schemas/* string */.YjP().nullable(),
    /** Digest of the configuration file; empty where there was none. */
    settings: schemas/* string */.YjP().default(''),
    /** Why nothing could be submitted. */
    trouble: schemas/* string */.YjP().nullable().default(null),
    models: schemas/* array */.YOg(schemas/* object */.Ikc({
        model: schemas/* object */.Ikc({
            name: schemas/* string */.YjP().min(1),
            sha256: schemas/* string */.YjP().regex(/^[0-9a-f]{64}$/),
            sizeBytes: schemas/* number */.aig().nonnegative(),
            format: schemas/* string */.YjP(),
            reference: schemas/* literal */.euz(true).optional(),
        }),
        handle: schemas/* string */.YjP(),
        devices: schemas/* array */.YOg(schemas/* string */.YjP().min(1)).min(1),
    })),
    jobs: schemas/* array */.YOg(schemas/* object */.Ikc({
        model: schemas/* string */.YjP(),
        ticket: schemas/* object */.Ikc({
            profiler: schemas/* string */.YjP(),
            id: schemas/* string */.YjP(),
            device: schemas/* string */.YjP(),
            sha256: schemas/* string */.YjP(),
            handle: schemas/* string */.YjP(),
        }),
    })),
});
function encodeTickets(tickets) {
    return JSON.stringify({ schema: TICKETS_SCHEMA, ...tickets });
}
/** Throws an Error whose message says what is wrong with the text. */
function decodeTickets(text) {
    const parsed = Tickets.safeParse(JSON.parse(text));
    if (!parsed.success)
        throw new Error(`it is no ${TICKETS_SCHEMA}: ${describeIssues(parsed.error)}`);
    return parsed.data;
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(46466);
// EXTERNAL MODULE: external "node:stream/consumers"
var consumers_ = __webpack_require__(38321);
// EXTERNAL MODULE: ./node_modules/yauzl/index.js
var yauzl = __webpack_require__(20663);
;// CONCATENATED MODULE: ./build/adapters/files/unzip.js
// Opens an archive from outside without trusting it: no path escapes, no links, no bombs.






/** A model of more than this belongs somewhere else than in a workflow artifact. */
const MOST_BYTES = 8 * 2 ** 30;
const MOST_ENTRIES = 1000;
/** Deflate cannot do better than about 1,032 to 1; real models stay far below. */
const MOST_RATIO = 200;
const SMALL_ENTRY = 1 << 20;
/** Writes every file of the archive below `folder`; rejects with an Error that says what is wrong with it. */
async function extractZip(archive, folder) {
    const zip = await (0,yauzl/* openPromise */.sO)(archive, { lazyEntries: true, autoClose: false, strictFileNames: true });
    try {
        await extractEntries(zip, folder);
    }
    finally {
        zip.close();
    }
}
/** The entries with one of these base names, wherever they lie in the archive; the first of each name. */
async function readZipEntries(archive, names, largest) {
    const zip = await (0,yauzl/* fromBufferPromise */.SY)(archive, { lazyEntries: true, strictFileNames: true });
    const found = new Map();
    refuseCrowd(zip);
    for await (const entry of zip.eachEntry()) {
        const name = (0,external_node_path_.basename)(entry.fileName);
        if (!names.includes(name) || found.has(name))
            continue;
        refuseBomb(entry, entry.uncompressedSize > largest);
        found.set(name, await (0,consumers_.buffer)(await zip.openReadStreamPromise(entry)));
    }
    return found;
}
async function extractEntries(zip, folder) {
    refuseCrowd(zip);
    let total = 0;
    for await (const entry of zip.eachEntry()) {
        if (entry.fileName.endsWith('/'))
            continue;
        total += entry.uncompressedSize;
        refuseBomb(entry, total > MOST_BYTES);
        await extractEntry(zip, entry, (0,external_node_path_.join)(folder, entry.fileName));
    }
}
function refuseCrowd(zip) {
    if (zip.entryCount > MOST_ENTRIES)
        throw new Error(`the archive has ${zip.entryCount} entries`);
}
function refuseBomb(entry, tooLarge) {
    const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
    if (!tooLarge && (entry.uncompressedSize <= SMALL_ENTRY || ratio <= MOST_RATIO))
        return;
    throw new Error(`the archive's entry ${entry.fileName} unpacks to suspiciously much`);
}
async function extractEntry(zip, entry, target) {
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(target), { recursive: true });
    await (0,external_node_stream_promises_.pipeline)(await zip.openReadStreamPromise(entry), (0,external_node_fs_.createWriteStream)(target, { flags: 'wx' }));
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./build/adapters/files/digest.js
// One sha256 over all the files of a model.




/**
 * The digest of files named relative to `folder`. Of one file it is the file's own sha256; of several, the sha256 of
 * the lines `<sha256>  <path>\n` in the order of the paths, as `sha256sum * | sha256sum` would say.
 */
async function digestFiles(folder, files) {
    const parts = await Promise.all(files.map((file) => digestFile((0,external_node_path_.join)(folder, file))));
    const sizeBytes = parts.reduce((total, part) => total + part.sizeBytes, 0);
    const [first] = parts;
    if (parts.length === 1 && first !== undefined)
        return first;
    const lines = files.map((file, index) => ({ file, sha256: parts[index]?.sha256 ?? '' }));
    lines.sort((a, b) => (a.file < b.file ? -1 : 1));
    const text = lines.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join('');
    return { sha256: (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex'), sizeBytes };
}
async function digestFile(path) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    for await (const chunk of (0,external_node_fs_.createReadStream)(path, { highWaterMark: 1 << 20 }))
        hash.update(chunk);
    return { sha256: hash.digest('hex'), sizeBytes: (await (0,promises_.stat)(path)).size };
}

;// CONCATENATED MODULE: ./build/adapters/github/artifact.js
// One artifact as GitHub's API tells of it, and what its upload and download may meet.


function toArtifact(raw, headSha, runId) {
    return {
        id: String(raw.id),
        name: raw.name,
        createdAt: raw.created_at ?? '',
        headSha,
        origin: String(runId),
        sizeBytes: raw.size_in_bytes,
        digest: raw.digest ?? undefined,
    };
}
/** What was downloaded must be what GitHub says was uploaded. Older servers tell no digest. */
async function checkDigest(archive, { name, digest }) {
    const [algorithm, wanted] = digest?.split(':') ?? [];
    if (algorithm !== 'sha256' || wanted === undefined)
        return;
    const { sha256 } = await digestFiles((0,external_node_path_.dirname)(archive), [(0,external_node_path_.basename)(archive)]);
    if (sha256 !== wanted)
        throw new Error(`${name} was changed on its way: its sha256 is ${sha256}, GitHub says ${wanted}`);
}
/** The client words GitHub's 409 in its message only. */
function isConflict(error) {
    return error instanceof Error && /\b409\b|already exists/i.test(error.message);
}

;// CONCATENATED MODULE: ./build/adapters/github/artifact-store.js
// Workflow artifacts: written by the runner's own protocol, found across workflow runs by the REST API. What a pull
// request or a fork uploaded is never trusted.








/** Only runs that GitHub started on the default branch's own commits can be believed. */
const TRUSTED_EVENTS = ['push', 'schedule', 'workflow_dispatch'];
const BADLY_ENDED = new Set(['failure', 'cancelled', 'timed_out', 'startup_failure']);
const artifact_store_PAGE = 100;
/** Forks can flood a name; further back than this nothing is looked for. */
const artifact_store_MOST_PAGES = 3;
/** A large matrix leaves several artifacts a job. */
const MOST_PAGES_OF_RUN = 10;
class WorkflowArtifactStore {
    #options;
    #runs = new Map();
    #distrusted = new Map();
    constructor(options) {
        this.#options = options;
    }
    async list(name) {
        const { rest, owner, repo } = this.#options.github;
        const found = [];
        try {
            for (let page = 1; page <= artifact_store_MOST_PAGES; page += 1) {
                const { data } = await rest.actions.listArtifactsForRepo({ owner, repo, name, per_page: artifact_store_PAGE, page });
                const listed = data.artifacts.flatMap((raw) => this.#toListed(raw));
                found.push(...listed.map((item) => this.#remember(item)));
                if (found.length > 0 || data.artifacts.length < artifact_store_PAGE)
                    break;
            }
        }
        catch (error) {
            throw explain(error, 'the list of artifacts', 'actions: read');
        }
        return found;
    }
    async ofRun(runId, prefix) {
        const { rest, owner, repo } = this.#options.github;
        const found = new Map();
        try {
            for (let page = 1; page <= MOST_PAGES_OF_RUN; page += 1) {
                const { data } = await rest.actions.listWorkflowRunArtifacts({
                    owner,
                    repo,
                    run_id: runId,
                    per_page: artifact_store_PAGE,
                    page,
                });
                for (const raw of data.artifacts) {
                    if (raw.expired || !raw.name.startsWith(prefix))
                        continue;
                    const artifact = toArtifact(raw, raw.workflow_run?.head_sha ?? '', runId);
                    const known = found.get(raw.name);
                    if (known === undefined || Number(known.id) < raw.id)
                        found.set(raw.name, artifact);
                }
                if (data.artifacts.length < artifact_store_PAGE)
                    break;
            }
        }
        catch (error) {
            throw explain(error, "the list of a workflow run's artifacts", 'actions: read');
        }
        return [...found.values()];
    }
    async failedJobs(runId, attempt) {
        const { rest, owner, repo } = this.#options.github;
        try {
            const wanted = { owner, repo, run_id: runId, attempt_number: attempt, per_page: artifact_store_PAGE };
            const { data } = await rest.actions.listJobsForWorkflowRunAttempt(wanted);
            return data.jobs.filter(({ conclusion }) => BADLY_ENDED.has(conclusion ?? '')).map(({ name }) => name);
        }
        catch (error) {
            throw explain(error, "the list of a workflow run's jobs", 'actions: read');
        }
    }
    /** Made on the same commit, in this repository or by this very workflow run before its present attempt. */
    async earlier(name) {
        const { github, sha, runId, attempt } = this.#options;
        const { rest, owner, repo } = github;
        if (sha === null)
            return undefined;
        const { data } = await rest.actions.listArtifactsForRepo({ owner, repo, name, per_page: artifact_store_PAGE });
        for (const raw of data.artifacts) {
            const run = raw.workflow_run;
            if (raw.expired || run?.id === undefined || run.head_sha !== sha)
                continue;
            const own = run.id === runId;
            if (own ? attempt <= 1 : run.head_repository_id !== run.repository_id)
                continue;
            if (own && !(await this.#isFromEarlierAttempt(name)))
                continue;
            return this.#remember({ artifact: toArtifact(raw, run.head_sha, run.id), runId: run.id });
        }
        return undefined;
    }
    async find(id) {
        const { rest, owner, repo } = this.#options.github;
        try {
            const { data } = await rest.actions.getArtifact({ owner, repo, artifact_id: Number(id) });
            return this.#toListed(data).map((item) => this.#remember(item))[0];
        }
        catch {
            return undefined;
        }
    }
    /** Listing every artifact of a repository could take hundreds of calls. */
    async names() {
        return [];
    }
    async distrust(artifact) {
        const known = this.#distrusted.get(artifact.id) ?? this.#judge(artifact);
        this.#distrusted.set(artifact.id, known);
        return known;
    }
    async fetch(artifact, folder) {
        const { owner, repo, rest } = this.#options.github;
        const archive = `${folder}.zip`;
        await (0,promises_.mkdir)((0,external_node_path_.dirname)(archive), { recursive: true });
        try {
            // The answer is a redirect to blob storage; its signed address must not see GitHub's token, nor a log.
            const answer = await rest.actions.downloadArtifact({
                owner,
                repo,
                artifact_id: Number(artifact.id),
                archive_format: 'zip',
                request: { redirect: 'manual', parseSuccessResponseBody: false },
            });
            const location = answer.headers.location;
            if (location === undefined)
                throw new Error('GitHub gave no address');
            await this.#download(location, archive);
        }
        catch (error) {
            throw explain(error, `the download of ${artifact.name}`, 'actions: read');
        }
        await checkDigest(archive, artifact);
        await (0,promises_.mkdir)(folder, { recursive: true });
        await extractZip(archive, folder);
    }
    async put(name, root, files, options) {
        const { DefaultArtifactClient } = await __webpack_require__.e(/* import() */ 356).then(__webpack_require__.bind(__webpack_require__, 97356));
        const client = new DefaultArtifactClient();
        const settings = {
            ...(options.retentionDays === undefined ? {} : { retentionDays: options.retentionDays }),
            ...(options.unzipped === true ? { skipArchive: true } : {}),
        };
        const upload = () => this.#options.log.group(`Uploading ${name}`, () => client.uploadArtifact(name, [...files], root, settings));
        try {
            const { id } = await upload();
            return { kind: 'stored', id: String(id) };
        }
        catch (error) {
            if (error instanceof Error && error.name === 'GHESNotSupportedError')
                return { kind: 'unavailable' };
            if (!isConflict(error))
                throw error;
            if (!(await this.#isFromEarlierAttempt(name)))
                return { kind: 'taken' };
            await client.deleteArtifact(name);
            const { id } = await upload();
            return { kind: 'stored', id: String(id) };
        }
    }
    async #download(location, archive) {
        const answer = await this.#options.fetch(location);
        if (!answer.ok || answer.body === null)
            throw new Error(`blob storage answered ${answer.status}`);
        await (0,external_node_stream_promises_.pipeline)(external_node_stream_.Readable.fromWeb(answer.body), (0,external_node_fs_.createWriteStream)(archive));
    }
    async #judge(artifact) {
        const { rest, owner, repo } = this.#options.github;
        const runId = this.#runs.get(artifact.id);
        if (runId === undefined)
            return 'its workflow run is unknown';
        try {
            const { data } = await rest.actions.getWorkflowRun({ owner, repo, run_id: runId });
            if (!TRUSTED_EVENTS.includes(data.event))
                return `it was made on the event ${data.event}`;
            if (data.head_branch !== this.#options.defaultBranch)
                return `it was made on the branch ${data.head_branch}`;
            if (data.head_repository.id !== data.repository.id)
                return 'it was made in a fork';
            if (data.head_sha !== artifact.headSha)
                return "its commit is not its workflow run's";
            return undefined;
        }
        catch (error) {
            throw explain(error, 'the workflow run of an artifact', 'actions: read');
        }
    }
    /** Within one attempt a second artifact of the name is another job's; from an earlier attempt it is our own, older. */
    async #isFromEarlierAttempt(name) {
        const { runId, attempt, github } = this.#options;
        if (attempt <= 1)
            return false;
        const { rest, owner, repo } = github;
        const [own, run] = await Promise.all([
            rest.actions.listWorkflowRunArtifacts({ owner, repo, run_id: runId, name }),
            rest.actions.getWorkflowRun({ owner, repo, run_id: runId }),
        ]);
        const createdAt = own.data.artifacts[0]?.created_at;
        const startedAt = run.data.run_started_at;
        return typeof createdAt === 'string' && startedAt !== undefined && Date.parse(createdAt) < Date.parse(startedAt);
    }
    /** Leaves out what the listing itself shows to be a fork's, another branch's or expired. */
    #toListed(raw) {
        const run = raw.workflow_run;
        if (raw.expired || run?.id === undefined || run.head_sha === undefined)
            return [];
        if (run.head_repository_id !== run.repository_id || run.head_branch !== this.#options.defaultBranch)
            return [];
        return [{ artifact: toArtifact(raw, run.head_sha, run.id), runId: run.id }];
    }
    #remember({ artifact, runId }) {
        this.#runs.set(artifact.id, runId);
        return artifact;
    }
}

;// CONCATENATED MODULE: ./build/adapters/local/directory-store.js
// Artifacts as folders on this machine, for use outside Actions: <root>/<name>/<time of storing>/<files>.


class directory_store_DirectoryStore {
    #root;
    #clock;
    constructor(root, clock) {
        this.#root = root;
        this.#clock = clock;
    }
    async list(name) {
        const folders = await listFolders(join(this.#root, name));
        return folders
            .sort()
            .reverse()
            .map((folder) => directory_store_toArtifact(name, folder));
    }
    async find(id) {
        return (await this.list(dirname(id))).find((artifact) => artifact.id === id);
    }
    async names(prefix) {
        return (await listFolders(this.#root)).filter((name) => name.startsWith(prefix)).sort();
    }
    /** Whoever can write this folder can run this program: everything in it is the user's own. */
    async distrust() {
        return undefined;
    }
    async fetch(artifact, folder) {
        await cp(join(this.#root, artifact.id), folder, { recursive: true });
    }
    async put(name, root, files) {
        const id = join(name, await this.#freeStamp(name));
        const staging = join(this.#root, `.partial-${process.pid}`);
        await rm(staging, { recursive: true, force: true });
        for (const file of files) {
            const target = join(staging, relative(root, file));
            await mkdir(dirname(target), { recursive: true });
            // Links are resolved: what they point at may change.
            await cp(await realpath(file), target);
        }
        await mkdir(join(this.#root, name), { recursive: true });
        await rename(staging, join(this.#root, id));
        return { kind: 'stored', id };
    }
    /** Two runs within one millisecond still get two folders, in order. */
    async #freeStamp(name) {
        const taken = new Set(await listFolders(join(this.#root, name)));
        const base = this.#clock.now().toISOString().replaceAll(':', '-');
        for (let count = 0;; count += 1) {
            const stamp = count === 0 ? base : `${base}.${String(count).padStart(3, '0')}`;
            if (!taken.has(stamp))
                return stamp;
        }
    }
}
function directory_store_toArtifact(name, folder) {
    const [date = '', time = ''] = folder.split('T');
    const createdAt = `${date}T${time.slice(0, 12).replaceAll('-', ':')}Z`;
    return { id: join(name, folder), name, createdAt, headSha: null, origin: 'this machine' };
}
async function listFolders(path) {
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

;// CONCATENATED MODULE: ./build/formats/backend-options.js
// Checks the input `options` against one backend's own schema.


/** What the user wrote under `options`, checked; a GateError says which key is wrong and which are allowed. */
function parseBackendOptions(backend, schema, written) {
    const parsed = schema.safeParse(written);
    if (parsed.success)
        return parsed.data;
    const allowed = Object.keys(schema.shape).join(', ');
    throw new GateError('invalid-input', `options of the backend ${backend}: ${describeIssues(parsed.error)}.`, `Allowed keys: ${allowed}.`, parsed.error);
}

;// CONCATENATED MODULE: ./build/adapters/http/service-errors.js
// What a service's refusals mean, in plain words, where it has no better ones of its own.

/** A refusal with what a caller may act on. */
class ServiceError extends GateError {
    status;
    /** The service's own code, such as `invalid_run_lineage`; empty where it gave none. */
    serviceCode;
    constructor(status, serviceCode, code, message, advice) {
        super(code, message, advice);
        this.status = status;
        this.serviceCode = serviceCode;
    }
}
/** The answer of a call whose connection broke before there was one: whether it was carried out is unknown. */
class Unanswered extends GateError {
    constructor(service, doing, cause) {
        super('service-unavailable', `${service} did not answer ${doing} (${reasonOf(cause)}).`, 'Run the job again later.', cause);
    }
}
/** What an HTTP status means with most services. */
function meaningOf(status) {
    if (status === 401) {
        const advice = 'Check api-key: it is missing, malformed, revoked or expired.';
        return { code: 'not-permitted', words: 'the key is not accepted', advice };
    }
    if (status === 403) {
        const advice = 'Use a key that may write to the project.';
        return { code: 'not-permitted', words: 'the key has no right to it', advice };
    }
    if (status === 404) {
        const advice = 'Check project and api-base-url, and that the key belongs to them.';
        return { code: 'invalid-input', words: 'it does not exist or is not yours', advice };
    }
    if (status === 408 || status === 429 || status >= 500) {
        const words = status === 429 ? 'its rate limit is spent' : 'the service is in trouble';
        return { code: 'service-unavailable', words, advice: 'Run the job again later.' };
    }
    const advice = "Check the inputs; the service's words are in the message.";
    return { code: 'invalid-input', words: 'it did not understand the request', advice };
}
/** The error for a refused call; `said` are the service's own words, in which links are not shown: they may be signed. */
function toServiceError(service, doing, status, serviceCode, said, meaning = meaningOf(status)) {
    const words = said.replaceAll(/https?:\/\/\S+/g, '(link)').slice(0, 500);
    const details = [status, serviceCode, words].filter((part) => part !== '').join(', ');
    return new ServiceError(status, serviceCode, meaning.code, `${service} refused ${doing}: ${meaning.words} (${details}).`, meaning.advice);
}
/** What a body says of a refusal: `message`, `detail` or `error` of a JSON object, else the text itself. */
function saidIn(body) {
    try {
        const { message, detail, error } = JSON.parse(body);
        const said = message ?? detail ?? error;
        if (said === undefined || said === null)
            return body;
        if (typeof said === 'string')
            return said;
        const inner = typeof said === 'object' && 'message' in said ? said.message : undefined;
        return typeof inner === 'string' ? inner : JSON.stringify(said);
    }
    catch {
        return body;
    }
}
/** The system's own code (ECONNRESET, …) where there is one; the address never. */
function reasonOf(error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    if (typeof cause === 'object' && cause !== null && 'code' in cause)
        return String(cause.code);
    return cause instanceof Error ? cause.name : 'no connection';
}

;// CONCATENATED MODULE: ./build/adapters/http/service.js
// One call to a JSON service: headers, redirects, time-outs, tries, errors. What authorises goes to the service's own
// origin only. Knows no service; each brings its name, its headers and what its refusals mean.


const MOST_REDIRECTS = 3;
const TRIES = 3;
const WAIT_MS = 500;
class ServiceClient {
    #options;
    constructor(options) {
        this.#options = options;
    }
    /** Rejects with a ServiceError for a refusal, with Unanswered where nothing came back. */
    async call(call) {
        for (let attempt = 1;; attempt += 1) {
            try {
                return await this.#callOnce(call);
            }
            catch (error) {
                if (call.repeatable !== true || attempt >= TRIES || !isPassing(error))
                    throw error;
                await this.#options.clock.sleep(WAIT_MS * 2 ** (attempt - 1));
            }
        }
    }
    /** Whether an address is the service's own, so that it may see the key. A relative one is. */
    isOwn(url) {
        return this.resolve(url).origin === this.#base().origin;
    }
    resolve(url) {
        return new URL(url, this.#base());
    }
    /** What authorises a call to the service's own origin. */
    headers() {
        return this.#options.headers();
    }
    async #callOnce(call) {
        const { name, refuse } = this.#options;
        const answer = await this.#send(call, this.resolve(call.path), MOST_REDIRECTS);
        const text = await answer.text().catch((error) => {
            throw new Unanswered(name, call.doing, error);
        });
        if (!answer.ok)
            throw refuse(answer.status, text, call.doing);
        const parsed = call.answer.safeParse(text === '' || call.ignoresBody === true ? undefined : this.#read(text, call.doing));
        if (parsed.success)
            return parsed.data;
        const message = `${name} answered ${call.doing} in an unknown form.`;
        throw new GateError('service-unavailable', message, REPORT, parsed.error);
    }
    #read(text, doing) {
        const { name, unwrap } = this.#options;
        let json;
        try {
            json = JSON.parse(text);
        }
        catch (error) {
            const message = `${name} answered ${doing} with broken JSON.`;
            throw new GateError('service-unavailable', message, 'Run the job again later.', error);
        }
        try {
            return unwrap === undefined ? json : unwrap(json);
        }
        catch (error) {
            const why = error instanceof Error ? error.message : String(error);
            throw new GateError('service-unavailable', `${name} answered ${doing} ${why}.`, REPORT, error);
        }
    }
    #base() {
        const { baseUrl } = this.#options;
        return new URL(baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
    }
    async #send(call, url, redirectsLeft) {
        const { name, refuse } = this.#options;
        const answer = await this.#fetchOnce(call, url);
        const location = answer.headers.get('location');
        if (answer.status < 300 || answer.status >= 400 || location === null)
            return answer;
        const next = new URL(location, url);
        if (next.origin !== this.#base().origin) {
            const advice = `Set api-base-url to ${next.origin} if that is the one you mean.`;
            const message = `${name} redirects to ${next.origin}; the key is not sent there.`;
            throw new ServiceError(answer.status, '', 'invalid-input', message, advice);
        }
        const keepsMethod = call.method === 'GET' || answer.status === 307 || answer.status === 308;
        if (!keepsMethod || redirectsLeft === 0)
            throw refuse(answer.status, '', call.doing);
        return this.#send(call, next, redirectsLeft - 1);
    }
    async #fetchOnce({ method, body, form, headers: own, doing }, url) {
        const type = form === undefined ? { 'Content-Type': 'application/json' } : {};
        const headers = { ...(await this.#options.headers()), Accept: 'application/json', ...type, ...own };
        const sent = form ?? (body === undefined ? undefined : JSON.stringify(body));
        try {
            const content = sent === undefined ? {} : { body: sent };
            return await this.#options.fetch(url, { method, headers, redirect: 'manual', ...content });
        }
        catch (error) {
            throw new Unanswered(this.#options.name, doing, error);
        }
    }
}
const REPORT = 'The service may have changed; please report it.';
/** Throws a GateError unless it is an address by http or https. */
function checkBaseUrl(url, example) {
    if (URL.canParse(url) && /^https?:\/\//.test(url))
        return url;
    throw new GateError('invalid-input', `api-base-url: found "${url}"; allowed: an address such as ${example}.`, 'Correct the input "api-base-url".');
}
/** A key that cannot be a header's value would be refused by the system, with the key in its message. */
function checkKey(key, example) {
    if (/^[\x21-\x7e]+$/.test(key))
        return key;
    throw new GateError('invalid-input', `api-key: found a key with spaces or line breaks; allowed: one like ${example}.`, 'Copy the key again, without anything around it.');
}

;// CONCATENATED MODULE: ./build/adapters/embedl/schema.js
// What the hub sends, the fields used and no more. Tolerant: unknown fields and statuses pass, lists come in two shapes.

/** Ids may be numbers or strings; they are only ever handed back. */
const Id = schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()]).transform(String);
/** A list as an array or as `{items}`. */
function listOf(item) {
    return schemas/* union */.KCZ([schemas/* array */.YOg(item), schemas/* object */.Ikc({ items: schemas/* array */.YOg(item) }).transform(({ items }) => items)]);
}
const Project = schemas/* object */.Ikc({ id: Id, name: schemas/* string */.YjP() });
const RunSummary = schemas/* object */.Ikc({
    id: Id,
    name: schemas/* string */.YjP()
        .nullish()
        .transform((name) => name ?? ''),
    status: schemas/* string */.YjP()
        .nullish()
        .transform((status) => status ?? ''),
    parentRunId: Id.nullish().transform((id) => id ?? null),
    createdAt: schemas/* string */.YjP()
        .nullish()
        .transform((date) => date ?? ''),
});
const RunPage = schemas/* object */.Ikc({
    items: schemas/* array */.YOg(RunSummary),
    pagination: schemas/* object */.Ikc({ hasMore: schemas/* boolean */.zMY().nullish(), nextOffset: schemas/* number */.aig().nullish() })
        .nullish()
        .transform((page) => (page?.hasMore === true ? (page.nextOffset ?? null) : null)),
});
const NamedValue = schemas/* object */.Ikc({ name: schemas/* string */.YjP(), value: schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()]), step: schemas/* number */.aig().nullish() });
const NamedValues = listOf(NamedValue)
    .nullish()
    .transform((values) => values ?? []);
/** A run with everything that was logged on it. */
const RunDetail = RunSummary.extend({ metrics: NamedValues, params: NamedValues, tags: NamedValues });
const Artifact = schemas/* object */.Ikc({ id: Id });
const UploadTarget = schemas/* object */.Ikc({
    url: schemas/* string */.YjP(),
    uploadMode: schemas/* string */.YjP(),
    maxSize: schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()]).nullish(),
});
const CloudDevice = schemas/* object */.Ikc({
    name: schemas/* string */.YjP(),
    os: schemas/* string */.YjP()
        .nullish()
        .transform((os) => os ?? ''),
    vendor: schemas/* string */.YjP()
        .nullish()
        .transform((vendor) => vendor ?? ''),
    platform: schemas/* string */.YjP()
        .nullish()
        .transform((platform) => platform ?? ''),
});
const CloudDevices = listOf(CloudDevice);
const UploadSlot = schemas/* object */.Ikc({ id: Id, url: schemas/* string */.YjP() });
const CloudJob = schemas/* object */.Ikc({
    id: Id,
    status: schemas/* string */.YjP()
        .nullish()
        .transform((status) => status ?? ''),
});
const JobArtifacts = schemas/* object */.Ikc({ url: schemas/* string */.YjP() });
/** Some failures have no JSON body at all. */
const Failure = schemas/* object */.Ikc({
    message: schemas/* string */.YjP().nullish(),
    errors: schemas/* array */.YOg(schemas/* looseObject */._H3({
        title: schemas/* string */.YjP().nullish(),
        code: schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()]).nullish(),
        detail: schemas/* string */.YjP().nullish(),
        source: schemas/* unknown */.L5J().optional(),
    }))
        .nullish(),
});

;// CONCATENATED MODULE: ./build/adapters/embedl/api.js
// Every call of the hub that is used: verbs, paths, bodies. No decision is made here.


const Nothing = schemas/* unknown */.L5J();
const api_text = encodeURIComponent;
/** The hub's API, one method a call. */
class HubApi {
    #hub;
    constructor(hub) {
        this.#hub = hub;
    }
    findProject(name) {
        return this.#hub.call({
            method: 'GET',
            path: `api/projects?name=${api_text(name)}`,
            answer: Project,
            doing: `the project "${name}"`,
        });
    }
    createProject(name) {
        return this.#hub.call({
            method: 'POST',
            path: 'api/projects',
            body: { name },
            answer: Project,
            doing: `a new project "${name}"`,
        });
    }
    createRun(project, run) {
        return this.#hub.call({ method: 'POST', path: runsOf(project), body: run, answer: RunSummary, doing: 'a new run' });
    }
    listRuns(project, limit, offset) {
        return this.#hub.call({
            method: 'GET',
            path: `${runsOf(project)}?limit=${limit}&offset=${offset}`,
            answer: RunPage,
            doing: 'the list of runs',
        });
    }
    readRun(project, id) {
        return this.#hub.call({
            method: 'GET',
            path: `${runsOf(project)}/${api_text(id)}?include=all`,
            answer: RunDetail,
            doing: 'a run',
        });
    }
    patchRun(project, id, patch) {
        return this.#hub.call({
            method: 'PATCH',
            path: `${runsOf(project)}/${api_text(id)}`,
            body: patch,
            answer: Nothing,
            doing: 'the update of a run',
        });
    }
    tagRun(project, id, name, value) {
        return this.#hub.call({
            method: 'POST',
            path: `${runsOf(project)}/${api_text(id)}/tags`,
            body: { name, value },
            repeatable: true,
            answer: Nothing,
            doing: `the tag ${name}`,
        });
    }
    createArtifact(runId, fileName, fileSize) {
        return this.#hub.call({
            method: 'POST',
            path: 'api/artifacts',
            body: { runId, fileName, fileSize },
            answer: Artifact,
            doing: `the artifact ${fileName}`,
        });
    }
    requestUpload(artifact) {
        return this.#hub.call({
            method: 'POST',
            path: `api/artifacts/${api_text(artifact)}/upload-url`,
            repeatable: true,
            answer: UploadTarget,
            doing: 'an upload address',
        });
    }
    patchArtifact(artifact, status) {
        return this.#hub.call({
            method: 'PATCH',
            path: `api/artifacts/${api_text(artifact)}`,
            body: { status },
            answer: Nothing,
            doing: 'the state of an artifact',
        });
    }
    listDevices() {
        return this.#hub.call({
            method: 'GET',
            path: 'api/device-cloud/devices',
            answer: CloudDevices,
            doing: 'the list of devices',
        });
    }
    createUpload() {
        return this.#hub.call({
            method: 'POST',
            path: 'api/device-cloud/uploads',
            repeatable: true,
            answer: UploadSlot,
            doing: 'an upload slot for the model',
        });
    }
    createJob(modelUploadId, deviceName) {
        return this.#hub.call({
            method: 'POST',
            path: 'api/device-cloud/jobs',
            body: { modelUploadId, deviceName },
            answer: CloudJob,
            doing: `the job on ${deviceName}`,
        });
    }
    readJob(id) {
        return this.#hub.call({
            method: 'GET',
            path: `api/device-cloud/jobs/${api_text(id)}`,
            answer: CloudJob,
            doing: 'the state of a job',
        });
    }
    readJobArtifacts(id) {
        return this.#hub.call({
            method: 'GET',
            path: `api/device-cloud/jobs/${api_text(id)}/artifacts`,
            answer: JobArtifacts,
            doing: 'the result of a job',
        });
    }
}
function runsOf(project) {
    return `api/projects/${api_text(project)}/runs`;
}

;// CONCATENATED MODULE: ./build/adapters/embedl/errors.js
// What the hub's refusals mean, in plain words. Its HTTP statuses are not reliable: the code in the body decides.


const MEANINGS = {
    job_quota_exceeded: {
        code: 'quota-exhausted',
        words: 'the quota of device-cloud jobs is used up',
        advice: 'Wait for the quota to renew, or have it raised; then run the job again.',
    },
    storage_quota_exceeded: {
        code: 'quota-exhausted',
        words: 'the storage quota is used up',
        advice: 'Delete old artifacts on the hub, or have the quota raised.',
    },
    file_too_large: {
        code: 'model-unsupported',
        words: 'the file is larger than the hub takes',
        advice: 'Use a smaller (for example quantised) model.',
    },
};
/** The error for a refused call. `doing` says what was tried: "the job on Pixel 8". */
function toHubError(status, body, doing) {
    const failure = parseFailure(body);
    const hubCode = failure.errors?.map(({ code }) => String(code ?? '')).find((code) => code !== '') ?? '';
    const meaning = MEANINGS[hubCode] ?? (status === 401 ? REFUSED_KEY : meaningOf(status));
    return toServiceError('Embedl Hub', doing, status, hubCode, describeFailure(failure), meaning);
}
const REFUSED_KEY = {
    ...meaningOf(401),
    advice: 'Check api-key (or EMBEDL_HUB_API_KEY): it is missing, malformed, revoked or expired.',
};
/** Every detail a person needs. */
function describeFailure({ message, errors }) {
    const details = (errors ?? []).map(({ title, detail }) => [title, detail].filter(Boolean).join(': '));
    return [message ?? '', ...details].filter((part) => part !== '').join('; ');
}
function parseFailure(body) {
    try {
        const parsed = Failure.safeParse(JSON.parse(body));
        return parsed.success ? parsed.data : {};
    }
    catch {
        return {};
    }
}

;// CONCATENATED MODULE: ./build/adapters/embedl/client.js
// The hub as a JSON service: its envelope, its key, its words for refusals.



const Envelope = schemas/* object */.Ikc({ data: schemas/* unknown */.L5J() });
function createHubClient({ apiKey, ...options }) {
    return new ServiceClient({
        ...options,
        name: 'Embedl Hub',
        headers: async () => ({ Authorization: `Bearer ${apiKey}` }),
        refuse: toHubError,
        unwrap(json) {
            const envelope = Envelope.safeParse(json);
            if (envelope.success && envelope.data.data !== undefined)
                return envelope.data.data;
            throw new Error('without data');
        },
    });
}

;// CONCATENATED MODULE: ./build/adapters/embedl/options.js
// The options of the backend embedl, as a user writes them in the input `options`.

const EmbedlOptionsSchema = schemas/* strictObject */.rej({
    'poll-interval': schemas/* number */.aig().min(0.01).max(300).default(5).describe('seconds between two looks at a job'),
    concurrency: schemas/* int */.Whr().min(1).max(100).default(10).describe('jobs under way at once'),
});

;// CONCATENATED MODULE: ./build/adapters/embedl/devices.js
// The cloud's devices as the gate names them: one a name, since a job is sent by the name alone.
const IOS = 'iOS devices are not supported yet: what their test package holds is not known';
/** One device a name; the systems it comes with stand in the description. */
function toDevices(listed) {
    const names = [...new Set(listed.map(({ name }) => name))];
    return names.map((name) => {
        const same = listed.filter((device) => device.name === name);
        const systems = [...new Set(same.map(({ os }) => os).filter((os) => os !== ''))];
        const supported = same.some(({ platform }) => platform !== 'IOS');
        return {
            name,
            description: [same[0]?.vendor ?? '', systems.join(' or ')].filter((part) => part !== '').join(', '),
            systems,
            ...(supported ? {} : { unsupported: IOS }),
        };
    });
}
/** What is known of where a job ran. The system is unknown where the name comes with several. */
function toEnvironment(device) {
    const systems = device.systems ?? [];
    return {
        device: device.name,
        os: systems.length === 1 ? (systems[0] ?? 'unknown') : 'unknown',
        runtime: 'TensorFlow Lite',
        compute_unit: 'CPU',
    };
}

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
;// CONCATENATED MODULE: ./build/adapters/embedl/model-archive.js
// The archive in which the device cloud takes a model: a ZIP with one stored entry, written while it is sent, with its
// complete local header (no data descriptor), for readers on the other side may be strict.


const ENTRY = Buffer.from('model.tflite');
const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const VERSION = 10;
/** 1 January 1980, the oldest date that ZIP knows: the same model gives the same archive. */
const DATE = 0x21;
const OVERHEAD = 30 + 46 + 22 + 2 * ENTRY.length;
/** Beyond this ZIP needs its 64-bit form, which strict readers refuse. */
const LARGEST_MODEL_BYTES = 0xfffffffe - OVERHEAD;
/** The archive's exact length, for the Content-Length header. */
function archiveLength(source) {
    return source.sizeBytes + OVERHEAD;
}
/** The archive as a stream; memory does not grow with the model. */
function openArchive(source) {
    return external_node_stream_.Readable.from(writeArchive(source), { objectMode: false });
}
async function* writeArchive(source) {
    const local = localHeader(source);
    yield local;
    for await (const chunk of (0,external_node_fs_.createReadStream)(source.path, { highWaterMark: 1 << 18 }))
        yield chunk;
    const central = centralHeader(source);
    yield central;
    yield endOfDirectory(central.length, local.length + source.sizeBytes);
}
function localHeader(source) {
    const header = Buffer.alloc(30);
    header.writeUInt32LE(LOCAL_HEADER, 0);
    header.writeUInt16LE(VERSION, 4);
    writeCommon(header, 6, source);
    return Buffer.concat([header, ENTRY]);
}
function centralHeader(source) {
    const header = Buffer.alloc(46);
    header.writeUInt32LE(CENTRAL_HEADER, 0);
    header.writeUInt16LE(VERSION, 4);
    header.writeUInt16LE(VERSION, 6);
    writeCommon(header, 8, source);
    return Buffer.concat([header, ENTRY]);
}
/** Flags, method (0: stored), time, date, CRC-32, both sizes, name length: alike in both headers. */
function writeCommon(header, offset, { crc32, sizeBytes }) {
    header.writeUInt16LE(DATE, offset + 6);
    header.writeUInt32LE(crc32, offset + 8);
    header.writeUInt32LE(sizeBytes, offset + 12);
    header.writeUInt32LE(sizeBytes, offset + 16);
    header.writeUInt16LE(ENTRY.length, offset + 20);
}
function endOfDirectory(directoryBytes, directoryOffset) {
    const end = Buffer.alloc(22);
    end.writeUInt32LE(END_OF_DIRECTORY, 0);
    end.writeUInt16LE(1, 8);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(directoryBytes, 12);
    end.writeUInt32LE(directoryOffset, 16);
    return end;
}

;// CONCATENATED MODULE: ./build/adapters/embedl/inspect.js
// From a path to a TensorFlow Lite model: recognised by its identifier, read once for sha256 and CRC-32.







const IDENTIFIER = 'TFL3';
const IDENTIFIER_OFFSET = 4;
/** Refuses, with a GateError, whatever the device cloud would: it takes TensorFlow Lite models only. */
async function inspectTflite(path, name) {
    const found = await (0,promises_.stat)(path).catch(() => undefined);
    if (found === undefined || found.isDirectory()) {
        const what = found === undefined ? 'does not exist' : 'is a folder';
        throw new GateError('model-missing', `model: ${path} ${what}.`, 'Give the path of the built .tflite file, or a glob.');
    }
    if (found.size === 0) {
        throw new GateError('model-unreadable', `model: ${path} is empty (0 bytes).`, 'Check the step that builds it.');
    }
    if ((await readIdentifier(path)) !== IDENTIFIER) {
        const advice = 'Convert the model to TensorFlow Lite; the device cloud executes .tflite only.';
        throw new GateError('model-unsupported', `model: ${path} is not a TensorFlow Lite model (no ${IDENTIFIER} identifier).`, advice);
    }
    if (found.size > LARGEST_MODEL_BYTES) {
        throw new GateError('model-unsupported', `model: ${path} has ${found.size} bytes; at most 4 GB can be uploaded.`, 'Use a smaller model.');
    }
    return {
        name,
        format: 'tflite',
        path: (0,external_node_path_.resolve)(path),
        files: [(0,external_node_path_.basename)(path)],
        sizeBytes: found.size,
        ...(await digest(path)),
    };
}
async function readIdentifier(path) {
    const file = await (0,promises_.open)(path);
    try {
        const { buffer } = await file.read(Buffer.alloc(IDENTIFIER.length), 0, IDENTIFIER.length, IDENTIFIER_OFFSET);
        return buffer.toString('latin1');
    }
    finally {
        await file.close();
    }
}
async function digest(path) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    let sum = 0;
    for await (const chunk of (0,external_node_fs_.createReadStream)(path, { highWaterMark: 1 << 20 })) {
        hash.update(chunk);
        sum = (0,external_node_zlib_.crc32)(chunk, sum);
    }
    return { sha256: hash.digest('hex'), crc32: sum };
}

;// CONCATENATED MODULE: ./build/adapters/profiles/benchmark-log.js
// Reads the log of TensorFlow Lite's benchmark_model in the dialects of its versions.
const NUMBER = '([-+]?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)';
/** Lines may begin with `INFO: ` or a logcat prefix; the first `count=` line is the warm-up, the last the measurement. */
function parseBenchmarkLog(text) {
    const lines = text.split(/\r?\n/);
    const measured = lines.filter((line) => /\bcount=\d/.test(line)).at(-1) ?? '';
    const timings = lines.filter((line) => line.includes('Inference timings in us')).at(-1) ?? '';
    const memory = lines.filter((line) => line.includes('Memory footprint delta')).at(-1) ?? '';
    const us = (line, name) => scale(find(line, `\\b${name}=`), 0.001);
    const overall = find(memory, '\\boverall=');
    return dropMissing({
        count: find(measured, '\\bcount='),
        minMs: us(measured, 'min'),
        maxMs: us(measured, 'max'),
        meanMs: us(measured, 'avg') ?? scale(find(timings, 'Inference \\(avg\\): '), 0.001),
        standardDeviationMs: us(measured, 'std'),
        medianMs: us(measured, 'median'),
        p95Ms: us(measured, 'p95'),
        initMs: scale(find(timings, '\\bInit: '), 0.001),
        firstInferenceMs: scale(find(timings, 'First inference: '), 0.001) ?? us(measured, 'first'),
        overallMemoryMb: overall === 0 ? undefined : overall,
    });
}
function find(line, before) {
    const match = new RegExp(`${before}${NUMBER}`).exec(line);
    const value = Number(match?.[1]);
    return Number.isFinite(value) && value >= 0 ? value : undefined;
}
function scale(value, factor) {
    return value === undefined ? undefined : value * factor;
}
function dropMissing(values) {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

// EXTERNAL MODULE: ./node_modules/pbf/index.js
var node_modules_pbf = __webpack_require__(70493);
;// CONCATENATED MODULE: ./build/adapters/profiles/op-profile.js
// Decodes tflite-op-profile.pb: BenchmarkProfilingData of TensorFlow's profiling_info.proto (proto2).

/** The official client counts every operator as the CPU's; so do we, to stay comparable. */
const COMPUTE_UNIT = 'CPU';
/** A real model has thousands of operators at most; more is an attack on memory. */
const MOST_OPERATIONS = 100_000;
/** All operators of the run-time profile's subgraphs, in order. Throws an Error that says what is wrong. */
function decodeOpProfile(bytes) {
    const operations = [];
    const pbf = new node_modules_pbf/* PbfReader */.y(bytes);
    pbf.readFields((tag, into, reader) => {
        if (tag === 3)
            readInside(reader, readProfile, into);
    }, operations);
    if (pbf.pos !== bytes.length)
        throw new Error('the operator profile is truncated');
    if (operations.length === 0)
        throw new Error('the operator profile holds no operator');
    return operations.map(({ name, type, averageUs }) => ({
        name,
        operator: type,
        unit: COMPUTE_UNIT,
        timeMs: averageUs / 1000,
    }));
}
/** ModelProfilingData: subgraphs only; delegates profile the same operators a second time. */
function readProfile(tag, operations, reader) {
    if (tag === 1)
        readInside(reader, readSubgraph, operations);
}
function readSubgraph(tag, operations, reader) {
    if (tag !== 3)
        return;
    if (operations.length >= MOST_OPERATIONS)
        throw new Error('the operator profile holds too many operators');
    const operation = { name: '', type: '', averageUs: 0 };
    readInside(reader, readOperation, operation);
    operations.push(operation);
}
function readOperation(tag, operation, reader) {
    if (tag === 1)
        operation.type = reader.readString();
    else if (tag === 2)
        readInside(reader, readStatistics, operation);
    else if (tag === 5)
        operation.name = reader.readString();
}
/** OpProfilingStat: only `avg`. */
function readStatistics(tag, operation, reader) {
    if (tag === 3)
        operation.averageUs = reader.readVarint(true);
}
function readInside(reader, read, into) {
    const start = reader.pos;
    if (reader.readVarint() + reader.pos > reader.length)
        throw new Error('the operator profile is truncated');
    reader.pos = start;
    reader.readMessage(read, into);
}

;// CONCATENATED MODULE: ./build/adapters/embedl/result.js
// From the archive a phone left behind to a job. What is missing, empty or unreadable is a failed job with a reason,
// never a zero.



const LOG_FILE = 'tflite-logs.txt';
const PROFILE_FILE = 'tflite-op-profile.pb';
const LARGEST_FILE = 64 << 20;
/** Throws an Error whose message says which file is missing or unreadable. */
async function readResult(archive) {
    if (archive.length === 0)
        throw new Error('the result is empty: the job failed on the device');
    const files = await readZipEntries(archive, [LOG_FILE, PROFILE_FILE], LARGEST_FILE);
    const profile = files.get(PROFILE_FILE);
    const text = files.get(LOG_FILE);
    if (profile === undefined || profile.length === 0)
        throw new Error(`the result holds no ${PROFILE_FILE}: the job failed on the device`);
    if (text === undefined || text.length === 0)
        throw new Error(`the result holds no ${LOG_FILE}: the job failed on the device`);
    const layers = decodeOpProfile(profile);
    const log = parseBenchmarkLog(text.toString('utf8'));
    const latency = layers.reduce((sum, layer) => sum + layer.timeMs, 0);
    if (!(latency > 0))
        throw new Error('the operator profile holds no time');
    return { job: toJob(latency, layers, log), layers, log, files };
}
/** The gated latency is the official client's: the sum of the operators' averages. */
function toJob(latency, layers, log) {
    const measured = {
        latency,
        layers_cpu: layers.length,
        layers_gpu: 0,
        layers_npu: 0,
        peak_memory: log.overallMemoryMb,
        latency_mean: log.meanMs,
        latency_median: log.medianMs,
        latency_p95: log.p95Ms,
        first_inference: log.firstInferenceMs,
        load_time: log.initMs,
    };
    const values = Object.fromEntries(Object.entries(measured).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    return { values, iterations: toIterations(log) };
}
function toIterations({ count, minMs, maxMs, meanMs, standardDeviationMs }) {
    if (count === undefined || minMs === undefined || maxMs === undefined || meanMs === undefined)
        return undefined;
    return { count, minMs, maxMs, spread: (standardDeviationMs ?? 0) / meanMs, drift: 1 };
}

;// CONCATENATED MODULE: ./build/adapters/embedl/transfer.js
// Bytes to and from signed addresses: without the key, without the address in any message, bounded in size.

/** Rejects with a GateError that names what was sent, never where to. */
async function send({ what, ...upload }, network) {
    const status = await network.upload(upload).catch((error) => {
        throw new GateError('service-unavailable', `Sending ${what} to storage broke off.`, 'Run the job again later.', error);
    });
    if (status >= 200 && status < 300)
        return;
    if (status === 413) {
        throw new GateError('model-unsupported', `Storage refused ${what}: it is too large.`, 'Use a smaller model.');
    }
    throw new GateError('service-unavailable', `Storage refused ${what} (HTTP ${status}).`, 'Run the job again later.');
}
/** The bytes behind a signed address; rejects where there are more than `most`. */
async function transfer_receive(url, most, what, network) {
    const broken = (why, cause) => new GateError('service-unavailable', `Fetching ${what} from storage failed: ${why}.`, 'Run the job again later.', cause);
    const answer = await network.fetch(url).catch((error) => {
        throw broken('the connection broke', error);
    });
    if (!answer.ok || answer.body === null)
        throw broken(`HTTP ${answer.status}`);
    const chunks = [];
    let size = 0;
    try {
        for await (const chunk of answer.body) {
            size += chunk.byteLength;
            if (size > most)
                break;
            chunks.push(Buffer.from(chunk));
        }
    }
    catch (error) {
        throw broken('the connection broke', error);
    }
    if (size > most)
        throw broken(`it is larger than ${most} bytes`);
    return Buffer.concat(chunks);
}

;// CONCATENATED MODULE: ./build/adapters/embedl/profiler.js
// The hub's device cloud as a profiler: real phones, one job at a time each, no pairs.







const WAITING = new Set(['PENDING', 'PENDING_CONCURRENCY', 'PENDING_DEVICE', 'SCHEDULING']);
const COMPLETED = 'COMPLETED';
const LARGEST_RESULT = 256 << 20;
/** A device queue is long: looks become rarer up to this many times the interval. */
const SLOWEST_POLL = 6;
const POLL_GROWTH = 1.1;
class EmbedlProfiler {
    name = 'embedl';
    pairs = false;
    mostAtOnce;
    #setup;
    #inspected = new Map();
    /** Uploads that replaced a refused one, by device and the refused handle. */
    #replaced = new Map();
    #lastSeen = new Map();
    #devices;
    constructor(setup) {
        this.#setup = setup;
        this.mostAtOnce = setup.options.concurrency;
    }
    pollDelayMs(polls) {
        const { options, random } = this.#setup;
        const growth = Math.min(SLOWEST_POLL, POLL_GROWTH ** polls);
        return options['poll-interval'] * 1000 * growth * (0.75 + random() / 2);
    }
    async inspect(path, name) {
        const model = await inspectTflite(path, name);
        this.#inspected.set(model.sha256, model);
        return model;
    }
    devices() {
        this.#devices ??= this.#setup.api.listDevices().then(toDevices);
        return this.#devices;
    }
    async prepare(model) {
        return { model, handle: await this.#upload(model) };
    }
    recall(model, handle) {
        return { model, handle };
    }
    /** A job whose POST went unanswered is never repeated: it may have been started and cannot be looked up. */
    async submit(request) {
        const { device, model } = request;
        const handle = this.#replaced.get(`${device.name} ${model.handle}`) ?? model.handle;
        const created = await this.#createJob(handle, request).catch((error) => {
            if (!(error instanceof Unanswered))
                throw error;
            const advice = 'It may run all the same, so it is not repeated and counts as spent.';
            throw new GateError('submission-unanswered', `The hub did not answer the submission to ${device.name}.`, advice, error);
        });
        return { profiler: this.name, ...created, device: device.name, sha256: model.model.sha256 };
    }
    /** Trouble of the hub while polling is not the job's: the last state stands, and the time-outs decide. */
    async poll(ticket) {
        const state = await this.#read(ticket).catch((error) => {
            if (error instanceof ServiceError && error.status === 404)
                return { state: 'failed', reason: error.message };
            if (!(error instanceof GateError) || error.code !== 'service-unavailable')
                throw error;
            return this.#lastSeen.get(ticket.id) ?? { state: 'waiting', detail: 'the hub does not answer' };
        });
        this.#lastSeen.set(ticket.id, state);
        return state;
    }
    async #read(ticket) {
        const { status } = await this.#setup.api.readJob(ticket.id);
        const detail = status.toLowerCase().replaceAll('_', ' ');
        if (WAITING.has(status))
            return { state: 'waiting', detail };
        if (status !== COMPLETED)
            return { state: 'running', detail };
        return this.#collect(ticket);
    }
    async #collect(ticket) {
        try {
            const { url } = await this.#setup.api.readJobArtifacts(ticket.id);
            const archive = await transfer_receive(new URL(url), LARGEST_RESULT, 'the result', this.#setup.network);
            const { job, layers, files } = await readResult(archive);
            const device = (await this.devices()).find(({ name }) => name === ticket.device);
            const known = device ?? { name: ticket.device, description: '' };
            return {
                state: 'done',
                measurement: {
                    kind: 'job',
                    job,
                    layers,
                    files,
                    environment: toEnvironment(known),
                    findings: findingsOf(known),
                },
            };
        }
        catch (error) {
            if (error instanceof GateError && error.code === 'not-permitted')
                throw error;
            // The result is there, only the way to it is not: the next poll asks again, until run-timeout.
            if (isPassing(error))
                return { state: 'running', detail: 'its result cannot be fetched yet' };
            return { state: 'failed', reason: error instanceof Error ? error.message : String(error) };
        }
    }
    /** A refusal right after the upload may pass; one that stays may mean that an upload serves one device only. */
    async #createJob(handle, request) {
        const { api, clock } = this.#setup;
        const { device } = request;
        try {
            return { id: (await api.createJob(handle, device.name)).id, handle };
        }
        catch (error) {
            if (!isRefusedUpload(error))
                throw error;
        }
        await clock.sleep(this.pollDelayMs(0));
        try {
            return { id: (await api.createJob(handle, device.name)).id, handle };
        }
        catch (error) {
            const model = isRefusedUpload(error) ? await request.restore?.() : undefined;
            if (model === undefined)
                throw error;
            const again = await this.#upload(model);
            this.#replaced.set(`${device.name} ${request.model.handle}`, again);
            return { id: (await api.createJob(again, device.name)).id, handle: again };
        }
    }
    async #upload(model) {
        const { api, network } = this.#setup;
        const source = this.#inspected.get(model.sha256) ?? (await inspectTflite(model.path, model.name));
        const slot = await api.createUpload();
        await send({
            url: new URL(slot.url),
            headers: { 'content-type': 'application/zip' },
            sizeBytes: archiveLength(source),
            open: () => openArchive(source),
            what: `the model ${model.name}`,
        }, network);
        return slot.id;
    }
}
/** A refusal of the request itself: not of the key, not for lack of quota, not a hub in trouble. */
function isRefusedUpload(error) {
    if (!(error instanceof ServiceError) || error.code === 'quota-exhausted')
        return false;
    return error.status >= 400 && error.status < 500 && ![401, 403, 408, 429].includes(error.status);
}
function findingsOf(device) {
    const systems = device.systems ?? [];
    if (systems.length < 2)
        return [];
    return [{ code: 'os-ambiguous', facts: { device: device.name, systems: systems.join(', ') } }];
}

;// CONCATENATED MODULE: ./build/domain/run-name.js
// Deterministic names of runs: services that cannot be asked by tag or commit find a run by its name and confirm it
// by its tags or its record.
/** Between the parts of a name. */
const SEPARATOR = ' · ';
/** Everything of a run's name before its commit. */
function namePrefix({ mode, repository, model, key }) {
    return `${['latency-gate', mode, repository ?? 'no repository', model, key].filter((part) => part !== '').join(SEPARATOR)}${SEPARATOR}`;
}
/** The name of a model's run at a commit. */
function runName(parts, commit) {
    return namePrefix(parts) + (commit.sha ?? 'no commit');
}
/** The name of one job's run, below that of its model. */
function jobName(parent, device, number) {
    return `${jobPrefix(parent, device)}${number}`;
}
/** Everything of a job's name before its number. */
function jobPrefix(parent, device) {
    return `${parent}${SEPARATOR}${device}${SEPARATOR}`;
}

;// CONCATENATED MODULE: ./build/adapters/embedl/artifacts.js
// Files of a run on the hub, in both of its upload modes.


/** Registers, uploads and confirms; after any failure the artifact is marked FAILED and the error rethrown. */
async function storeRunArtifact(artifact) {
    const { api, runId, file, bytes } = artifact;
    const { id } = await api.createArtifact(runId, file, bytes.length);
    try {
        await upload(id, artifact);
        await api.patchArtifact(id, 'UPLOADED');
    }
    catch (error) {
        await api.patchArtifact(id, 'FAILED').catch(() => undefined);
        throw error;
    }
}
/** A signed address gets no key; the hub's own does, and only if it is the hub's own. */
async function upload(id, { hub, api, network, file, bytes }) {
    const target = await api.requestUpload(id);
    const own = target.uploadMode === 'API';
    if (own && !hub.isOwn(target.url))
        throw new Error('the hub asked for the key at another address');
    const type = { 'content-type': 'application/octet-stream' };
    const headers = own
        ? { ...type, ...(await hub.headers()) }
        : { ...type, 'x-goog-content-length-range': `0,${bytes.length}` };
    const url = hub.resolve(target.url);
    await send({ url, headers, sizeBytes: bytes.length, open: () => external_node_stream_.Readable.from([Buffer.from(bytes)]), what: file }, network);
}

;// CONCATENATED MODULE: ./build/adapters/embedl/run-list.js
// The project's runs, read once: pages of 500, newest first, bounded.
const run_list_PAGE = 500;
/** Ten thousand runs back is farther than any baseline should be. */
const run_list_MOST_PAGES = 20;
/** Follows the pages until there are no more, or too many. A server may give smaller pages than it was asked for. */
async function listAllRuns(api, project) {
    const runs = [];
    let offset = 0;
    for (let page = 0; page < run_list_MOST_PAGES * run_list_PAGE && runs.length < run_list_MOST_PAGES * run_list_PAGE; page += 1) {
        const { items, pagination: next } = await api.listRuns(project, run_list_PAGE, offset);
        runs.push(...items);
        if (next === null || next <= offset || items.length === 0)
            break;
        offset = next;
    }
    // A run that was created meanwhile pushes the last one of a page onto the next.
    return [...new Map(runs.map((run) => [run.id, run])).values()];
}

;// CONCATENATED MODULE: ./build/adapters/embedl/translate.js
// Between the hub's runs and ours. Pure. What the official client logs comes first and exactly as it does, so that
// both stay comparable; what is ours bears our own names.
/** The official client's metric by ours; both in ms and MB. */
const OFFICIAL = {
    latency: '$latency',
    peak_memory: '$peak_memory_usage',
    layers_cpu: '$num_layers_cpu',
    layers_gpu: '$num_layers_gpu',
    layers_npu: '$num_layers_npu',
};
const OURS = 'latency_gate.';
function toRunTags({ mode, model, commit, workflowRun, attempt }) {
    return dropEmpty({
        mode,
        model: model.name,
        sha256: model.sha256,
        size_bytes: String(model.sizeBytes),
        format: model.format,
        repository: commit.repository ?? '',
        branch: commit.branch ?? '',
        commit: commit.sha ?? '',
        pull_request: commit.pullRequest === null ? '' : String(commit.pullRequest),
        workflow_run: workflowRun,
        attempt,
    });
}
/** Tags of one job's run. */
function toJobTags(facts) {
    return dropEmpty(facts);
}
function dropEmpty(tags) {
    return Object.fromEntries(Object.entries(tags).flatMap(([name, value]) => (value === '' ? [] : [[OURS + name, value]])));
}
/** What is logged on a job's run, in one batch; of a pair the candidate's side. */
function toPatch(measurement) {
    const { layers = [], environment } = measurement;
    const job = measurement.kind === 'job' ? measurement.job : measurement.pair.candidate;
    const metrics = Object.entries(job.values).map(([name, value]) => ({ name: OFFICIAL[name] ?? OURS + name, value }));
    const described = Object.entries(job.iterations ?? {}).map(([name, value]) => ({
        name: `${OURS}iterations.${name}`,
        value,
    }));
    return {
        metrics: [...metrics, ...described, ...layers.flatMap(toLayerMetrics)],
        params: [
            { name: '$device', value: environment['device'] ?? '' },
            { name: '$runtime', value: environment['runtime'] ?? '' },
            ...layers.flatMap(toLayerParams),
            ...Object.entries(environment).map(([name, value]) => ({ name: `${OURS}environment.${name}`, value })),
        ],
    };
}
function toLayerMetrics(layer, step) {
    return [
        { name: '$latency_per_layer', value: Math.round(layer.timeMs * 1000), step },
        { name: '$cycles_per_layer', value: 0, step },
    ];
}
function toLayerParams(layer, index) {
    return [
        { name: `$layer_name_${index}`, value: layer.name },
        { name: `$layer_type_${index}`, value: layer.operator },
        { name: `$layer_compute_unit_${index}`, value: layer.unit },
    ];
}
/** A job's values as they were logged; undefined where its latency is missing: a job without one is none. */
function fromJobRun(run) {
    const ours = new Map(Object.entries(OFFICIAL).map(([name, official]) => [official, name]));
    const values = {};
    for (const { name, value } of run.metrics) {
        const metric = ours.get(name) ?? (name.startsWith(OURS) ? name.slice(OURS.length) : undefined);
        const number = Number(value);
        if (metric !== undefined && !metric.includes('.') && Number.isFinite(number))
            values[metric] = number;
    }
    return (values['latency'] ?? 0) > 0 ? { values: values } : undefined;
}
function fromEnvironmentParams(run) {
    const prefix = `${OURS}environment.`;
    const own = run.params.filter(({ name }) => name.startsWith(prefix));
    return Object.fromEntries(own.map(({ name, value }) => [name.slice(prefix.length), String(value)]));
}
function fromLayers(run) {
    const params = new Map(run.params.map(({ name, value }) => [name, String(value)]));
    const times = run.metrics.filter(({ name }) => name === '$latency_per_layer');
    return times.map(({ value, step }, index) => {
        const at = step ?? index;
        return {
            name: params.get(`$layer_name_${at}`) ?? String(at),
            operator: params.get(`$layer_type_${at}`) ?? '?',
            unit: params.get(`$layer_compute_unit_${at}`) ?? 'CPU',
            timeMs: Number(value) / 1000,
        };
    });
}
/** One of our own tags; empty where the run does not bear it. */
function tagOf(run, name) {
    return String(run.tags.find((tag) => tag.name === OURS + name)?.value ?? '');
}
/** A model's run with the jobs below it on one device. Undefined where the tags do not confirm that it is ours. */
function translate_toRun(parent, device, jobs) {
    const mode = tagOf(parent, 'mode');
    const sha256 = tagOf(parent, 'sha256');
    if ((mode !== 'record' && mode !== 'gate' && mode !== 'release') || sha256 === '')
        return undefined;
    const own = jobs.filter((job) => tagOf(job, 'side') === 'candidate' && tagOf(job, 'sha256') === sha256);
    const [first] = own;
    const pullRequest = tagOf(parent, 'pull_request');
    return {
        mode,
        model: {
            name: tagOf(parent, 'model'),
            sha256,
            sizeBytes: Number(tagOf(parent, 'size_bytes')),
            format: tagOf(parent, 'format'),
        },
        device,
        commit: {
            sha: tagOf(parent, 'commit') || null,
            branch: tagOf(parent, 'branch') || null,
            repository: tagOf(parent, 'repository') || null,
            pullRequest: pullRequest === '' ? null : Number(pullRequest),
        },
        createdAt: parent.createdAt,
        environment: first === undefined ? {} : fromEnvironmentParams(first),
        jobs: own.flatMap((job) => fromJobRun(job) ?? []),
        pairs: [],
        layers: first === undefined ? [] : fromLayers(first),
        shifts: parseShifts(tagOf(parent, `shifts`), device),
        handle: first === undefined ? null : tagOf(first, 'upload') || null,
    };
}
/** Confirmed changes by device, as one tag of the model's run. */
function encodeShifts(runs) {
    const byDevice = runs.filter((run) => run.shifts.length > 0).map((run) => [run.device, run.shifts]);
    return byDevice.length === 0 ? '' : JSON.stringify(Object.fromEntries(byDevice));
}
function parseShifts(text, device) {
    if (text === '')
        return [];
    try {
        const parsed = JSON.parse(text);
        return (parsed[device] ?? []).map(({ metric, logRatio }) => ({
            metric: String(metric),
            logRatio: Number(logRatio),
        }));
    }
    catch {
        return [];
    }
}
/** The tag that carries the shifts. */
const SHIFTS_TAG = `${OURS}shifts`;

;// CONCATENATED MODULE: ./build/adapters/embedl/run-finder.js
// Finds runs in the project's list by their names and reads them once: records for a baseline, earlier attempts.





/** A killed run's job goes on in the cloud, which has no way to cancel it: its result is there for the taking. */
const UNFINISHED = ['RUNNING', 'SCHEDULED', 'KILLED'];
/** Records read at most, however many of them hold nothing. */
const MOST_READ = 30;
class RunFinder {
    #api;
    #project;
    #details = new Map();
    #runs;
    constructor(api, project) {
        this.#api = api;
        this.#project = project;
    }
    /** All runs of the project as they were when first asked for, newest first. */
    list() {
        this.#runs ??= this.#project().then((project) => listAllRuns(this.#api, project));
        return this.#runs;
    }
    /** The nearest records that hold jobs of the device; those in which every job failed tell nothing. */
    async history(parts, query) {
        const runs = [];
        for (const parent of (await this.#parentsFor(parts, query)).slice(0, MOST_READ)) {
            if (runs.length >= WINDOW)
                break;
            runs.push(...(await this.#track(parent, query.device)));
        }
        return runs;
    }
    /** The run of that name whose bytes are these, if an earlier attempt made one. */
    async findSame(name, sha256) {
        for (const run of (await this.list()).filter((candidate) => candidate.name === name)) {
            if (tagOf(await this.#read(run.id), 'sha256') === sha256)
                return run;
        }
        return undefined;
    }
    async find(id, device) {
        const summary = (await this.list()).find((run) => run.id === id);
        return summary === undefined ? undefined : (await this.#track(summary, device))[0];
    }
    /** Finished jobs of the very same bytes and environment count; unfinished ones with a ticket can be taken up. */
    async earlier(parent, device, candidate, baseline) {
        const below = await this.#jobsBelow(parent, device, ['FINISHED', ...UNFINISHED]);
        const sideOf = (job) => tagOf(job, 'side') === 'baseline' ? 'baseline' : 'candidate';
        const own = below.filter((job) => tagOf(job, 'sha256') === (sideOf(job) === 'baseline' ? baseline : candidate));
        const finished = own.filter((job) => job.status === 'FINISHED');
        const newest = finished.at(-1);
        const environment = newest === undefined ? null : fromEnvironmentParams(newest);
        const alike = finished.filter((job) => findDifference(fromEnvironmentParams(job), environment ?? {}) === undefined || job === newest);
        const jobs = (side) => alike.filter((job) => sideOf(job) === side).flatMap((job) => fromJobRun(job) ?? []);
        const open = own.filter((job) => job.status !== 'FINISHED' && tagOf(job, 'ticket') !== '');
        return {
            environment,
            jobs: jobs('candidate'),
            baselineJobs: jobs('baseline'),
            counted: finished.map((job) => tagOf(job, 'ticket')).filter((ticket) => ticket !== ''),
            tickets: open.map((job) => ({
                ticket: {
                    profiler: 'embedl',
                    id: tagOf(job, 'ticket'),
                    device,
                    sha256: tagOf(job, 'sha256'),
                    handle: tagOf(job, 'upload'),
                },
                side: sideOf(job),
                ref: { tracker: 'embedl', id: job.id },
            })),
        };
    }
    /** Runs of that mode and model on the query's ancestry, the nearest first; without ancestry the newest first. */
    async #parentsFor(parts, { ancestry }) {
        const runs = (await this.list()).filter((run) => run.status === 'FINISHED');
        if (ancestry !== null) {
            const wanted = new Map(ancestry.map((sha, index) => [runName(parts, { sha }), index]));
            const placed = runs
                .flatMap((run) => ({ run, place: wanted.get(run.name) ?? -1 }))
                .filter(({ place }) => place >= 0);
            return placed.sort((a, b) => a.place - b.place).map(({ run }) => run);
        }
        const prefix = namePrefix(parts);
        return runs.filter((run) => run.name.startsWith(prefix) && !run.name.slice(prefix.length).includes(SEPARATOR));
    }
    async #track(parent, device) {
        const detail = await this.#read(parent.id);
        const run = translate_toRun(detail, device, await this.#jobsBelow(parent, device, ['FINISHED']));
        return run === undefined || run.jobs.length === 0 ? [] : [{ id: parent.id, run }];
    }
    /** The jobs of a run on a device, the oldest first. By name, and by the parent where the hub keeps one. */
    async #jobsBelow(parent, device, statuses) {
        const prefix = jobPrefix(parent.name, device);
        const named = (await this.list()).filter((run) => run.name.startsWith(prefix) && statuses.includes(run.status));
        const below = named.filter(({ parentRunId }) => parentRunId === null || parentRunId === parent.id);
        return Promise.all(below.toReversed().map((run) => this.#read(run.id)));
    }
    #read(id) {
        const reading = this.#details.get(id) ?? this.#project().then((project) => this.#api.readRun(project, id));
        this.#details.set(id, reading);
        return reading;
    }
}

;// CONCATENATED MODULE: ./build/adapters/embedl/tracker.js
// The hub as a tracker: one run a model and commit, below it one run a job.





const NOTHING = { environment: null, jobs: [], baselineJobs: [], tickets: [] };
const STATUS = { finished: 'FINISHED', failed: 'FAILED', killed: 'KILLED' };
class EmbedlTracker {
    name = 'embedl';
    #setup;
    #names = new Map();
    #started = new Map();
    #numbers = new Map();
    #finder;
    #project;
    #flat = false;
    constructor(setup) {
        this.#setup = setup;
        this.#finder = new RunFinder(setup.api, () => this.#projectId());
    }
    /** Takes up the run of an earlier attempt on the same commit and bytes, so that its evidence is not lost. */
    async start(start) {
        const { key, repository, workflowRun, attempt } = this.#setup;
        const name = runName({ mode: start.mode, repository, model: start.model.name, key }, start.commit);
        const known = start.commit.sha === null ? undefined : await this.#finder.findSame(name, start.model.sha256);
        const id = known?.id ?? (await this.#create({ type: 'PROFILE', name, startedAt: start.startedAt }));
        this.#names.set(id, name);
        this.#started.set(id, start);
        const settled = known?.status === 'FINISHED' ? { settled: true } : {};
        const tags = toRunTags({ mode: start.mode, model: start.model, commit: start.commit, workflowRun, attempt });
        if (known === undefined)
            await this.#tag(id, tags);
        return { tracker: this.name, id, ...settled };
    }
    async finish(ref, result) {
        const { api, clock } = this.#setup;
        const shifts = encodeShifts(result.runs);
        if (shifts !== '')
            await api.tagRun(await this.#projectId(), ref.id, SHIFTS_TAG, shifts);
        await api.patchRun(await this.#projectId(), ref.id, {
            status: STATUS[result.status],
            endedAt: clock.now().toISOString(),
        });
        return { ids: result.status === 'finished' ? [ref.id] : [], findings: [] };
    }
    async beginJob(parent, job) {
        const parentName = this.#names.get(parent.id) ?? parent.id;
        const { device } = job.ticket;
        const name = jobName(parentName, device, await this.#nextNumber(parentName, device));
        const startedAt = this.#setup.clock.now().toISOString();
        const id = await this.#create({ type: 'PROFILE', name, parentRunId: parent.id, startedAt });
        const { sha256 } = job.model;
        await this.#tag(id, toJobTags({ ticket: job.ticket.id, side: job.side, sha256, device, upload: job.ticket.handle }));
        return { tracker: this.name, id };
    }
    async endJob(ref, end) {
        const { api, clock } = this.#setup;
        const endedAt = clock.now().toISOString();
        const project = await this.#projectId();
        if ('failure' in end) {
            await api.patchRun(project, ref.id, { status: end.left === true ? 'KILLED' : 'FAILED', endedAt });
            return [];
        }
        const findings = [];
        for (const [file, bytes] of end.measurement.files ?? [])
            findings.push(...(await this.#store(ref, file, bytes)));
        await api.patchRun(project, ref.id, { ...toPatch(end.measurement), status: 'FINISHED', endedAt });
        return findings;
    }
    async history(query) {
        const { key, repository } = this.#setup;
        const parts = { mode: 'record', repository, model: query.modelName, key };
        return { runs: await this.#finder.history(parts, query), findings: [] };
    }
    find(id, device) {
        return this.#finder.find(id, device);
    }
    /** The list of runs is there already, but names of other models need not be told inside CI. */
    async modelNames() {
        return [];
    }
    async earlier(ref, device, baselineSha256) {
        const start = this.#started.get(ref.id);
        // Without a commit all runs bear one name, and what another execution left is no earlier attempt of this one.
        if (start === undefined || start.commit.sha === null)
            return NOTHING;
        const parent = { id: ref.id, name: this.#names.get(ref.id) ?? '' };
        return this.#finder.earlier(parent, device, start.model.sha256, baselineSha256);
    }
    async #nextNumber(parentName, device) {
        const prefix = jobPrefix(parentName, device);
        const before = (await this.#finder.list()).filter((run) => run.name.startsWith(prefix)).length;
        const number = (this.#numbers.get(prefix) ?? before) + 1;
        this.#numbers.set(prefix, number);
        return number;
    }
    /** A POST that went unanswered may have been carried out: the run is looked for by its name before a second try. */
    async #create(run) {
        const { api } = this.#setup;
        const project = await this.#projectId();
        const wanted = this.#flat ? { ...run, parentRunId: undefined } : run;
        try {
            return (await api.createRun(project, wanted)).id;
        }
        catch (error) {
            if (error instanceof ServiceError &&
                error.serviceCode === 'invalid_run_lineage' &&
                wanted.parentRunId !== undefined) {
                this.#flat = true;
                return this.#create(run);
            }
            if (!(error instanceof Unanswered) && !isInTrouble(error))
                throw error;
            const before = new Set((await this.#finder.list()).map(({ id }) => id));
            const { items } = await api.listRuns(project, 100, 0);
            const made = items.find(({ id, name }) => name === run.name && !before.has(id));
            return made?.id ?? (await api.createRun(project, wanted)).id;
        }
    }
    /** A run that cannot be told by its tags is worth nothing: it is ended, not left running. */
    async #tag(id, tags) {
        const { api, clock } = this.#setup;
        const project = await this.#projectId();
        try {
            for (const [name, value] of Object.entries(tags))
                await api.tagRun(project, id, name, value);
        }
        catch (error) {
            await api.patchRun(project, id, { status: 'FAILED', endedAt: clock.now().toISOString() }).catch(() => undefined);
            throw error;
        }
    }
    async #store(ref, file, bytes) {
        try {
            await storeRunArtifact({ ...this.#setup, runId: ref.id, file, bytes });
            return [];
        }
        catch (error) {
            return [
                { code: 'file-not-stored', facts: { file, why: error instanceof Error ? error.message : String(error) } },
            ];
        }
    }
    #projectId() {
        this.#project ??= this.#findProject();
        return this.#project;
    }
    async #findProject() {
        const { api, project } = this.#setup;
        try {
            return (await api.findProject(project)).id;
        }
        catch (error) {
            if (!(error instanceof ServiceError) || error.status !== 404)
                throw error;
            return (await api.createProject(project)).id;
        }
    }
}
function isInTrouble(error) {
    return error instanceof ServiceError && error.status >= 500;
}

;// CONCATENATED MODULE: ./build/adapters/embedl/index.js
// The backend "embedl": Embedl Hub keeps the runs, its cloud of phones measures.









const DEFAULT_BASE_URL = 'https://hub.embedl.com';
/** Throws a GateError that names the option which is wrong. */
function createEmbedlProfiler(connection, written) {
    const options = parseBackendOptions('embedl', EmbedlOptionsSchema, written);
    return new EmbedlProfiler({ ...connection, api: new HubApi(connect(connection)), options, random: Math.random });
}
function createEmbedlTracker(connection, setup) {
    const hub = connect(connection);
    return new EmbedlTracker({ ...connection, ...setup, hub, api: new HubApi(hub) });
}
function connect({ apiKey, baseUrl, network, clock }) {
    return createHubClient({
        baseUrl: checkBaseUrl(baseUrl === '' ? DEFAULT_BASE_URL : baseUrl, DEFAULT_BASE_URL),
        apiKey: checkKey(apiKey, 'eh_…'),
        clock,
        fetch: network.fetch,
    });
}

// EXTERNAL MODULE: ./node_modules/undici/index.js
var undici = __webpack_require__(46752);
;// CONCATENATED MODULE: ./build/adapters/experiments/schema.js
// What the Experiments API sends, the fields used and no more. Its lists and ids come in shapes that nobody documents.

/** Ids may be numbers or strings; they are only ever handed back. */
const schema_Id = schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()]).transform(String);
const Experiment = schemas/* looseObject */._H3({ id: schema_Id.optional(), experiment_id: schema_Id.optional(), name: schemas/* string */.YjP().default('') })
    .transform(({ id, experiment_id, name }) => ({ id: id ?? experiment_id ?? '', name }))
    .refine(({ id }) => id !== '', 'has no id');
/** `{k: v}`, or `[{key, value}]`. */
const Fields = schemas/* union */.KCZ([
    schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig(), schemas/* boolean */.zMY(), schemas/* null */.chJ()])).transform(Object.entries),
    schemas/* array */.YOg(schemas/* looseObject */._H3({ key: schemas/* string */.YjP(), value: schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig(), schemas/* boolean */.zMY(), schemas/* null */.chJ()]) }))
        .transform((items) => items.map(({ key, value }) => [key, value])),
])
    .nullish()
    .transform((entries) => Object.fromEntries((entries ?? []).map(([key, value]) => [key, String(value ?? '')])));
const Text = schemas/* string */.YjP()
    .nullish()
    .transform((text) => text ?? '');
/** ISO 8601 or milliseconds; 0 where nothing usable is told. */
const Time = schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()])
    .nullish()
    .transform((time) => (typeof time === 'number' ? time : Date.parse(time ?? '') || 0));
const TrackedRunAnswer = schemas/* looseObject */._H3({
    run_id: schema_Id.optional(),
    id: schema_Id.optional(),
    name: Text,
    status: Text,
    params: Fields,
    created_at: Time,
    start_time: Time,
})
    .transform(({ run_id, id, name, status, params, created_at, start_time }) => ({
    id: run_id ?? id ?? '',
    name,
    status: status.toLowerCase(),
    params,
    startedAt: start_time || created_at,
}))
    .refine(({ id }) => id !== '', 'has no id');
/** An array, or an object that holds it under one of the usual names. */
function schema_listOf(item) {
    const items = schemas/* array */.YOg(item);
    const [experiments, runs, results, data] = [items, items, items, items];
    return schemas/* union */.KCZ([
        items,
        schemas/* object */.Ikc({ items }).transform((answer) => answer.items),
        schemas/* object */.Ikc({ runs }).transform((answer) => answer.runs),
        schemas/* object */.Ikc({ experiments }).transform((answer) => answer.experiments),
        schemas/* object */.Ikc({ results }).transform((answer) => answer.results),
        schemas/* object */.Ikc({ data }).transform((answer) => answer.data),
    ]);
}
const ExperimentList = schema_listOf(Experiment);
const RunList = schema_listOf(TrackedRunAnswer);
/** Which run the service itself calls the best, by metric. */
const schema_Comparison = schemas/* looseObject */._H3({
    comparison: schemas/* looseObject */._H3({
        metric_comparison: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* looseObject */._H3({ best_run_id: schema_Id.nullish() })),
    }),
});

;// CONCATENATED MODULE: ./build/adapters/experiments/api.js
// Every call of the Experiments API that is used: verbs, paths, bodies. No decision is made here.



const api_Nothing = schemas/* unknown */.L5J();
const experiments_api_text = encodeURIComponent;
/** The API, one method a call. */
class ExperimentsApi {
    #service;
    constructor(service) {
        this.#service = service;
    }
    findExperiments(name) {
        return this.#service.call({
            method: 'GET',
            path: `experiments?search=${experiments_api_text(name)}&limit=1000&offset=0`,
            answer: ExperimentList,
            doing: `the experiment "${name}"`,
        });
    }
    createExperiment(name) {
        return this.#service.call({
            method: 'POST',
            path: 'experiments',
            body: { name, tags: { created_by: 'latency-gate' } },
            answer: Experiment,
            doing: `a new experiment "${name}"`,
        });
    }
    createRun(experiment, name, tags) {
        return this.#service.call({
            method: 'POST',
            path: 'experiments/runs',
            body: { experiment_id: experiment, name, tags },
            answer: TrackedRunAnswer,
            doing: 'a new run',
        });
    }
    listRuns(experiment, limit, offset) {
        return this.#service.call({
            method: 'GET',
            path: `experiments/runs?experiment_id=${experiments_api_text(experiment)}&limit=${limit}&offset=${offset}`,
            answer: RunList,
            doing: 'the list of runs',
        });
    }
    readRun(id) {
        return this.#service.call({
            method: 'GET',
            path: `experiments/runs/${experiments_api_text(id)}`,
            answer: TrackedRunAnswer,
            doing: 'a run',
        });
    }
    logBatch(id, batch) {
        return this.#service.call({
            method: 'POST',
            path: `experiments/runs/${experiments_api_text(id)}/log-batch`,
            body: batch,
            answer: api_Nothing,
            ignoresBody: true,
            repeatable: true,
            doing: "a run's numbers",
        });
    }
    /** Multipart; the file is read while it is sent. */
    logArtifact(id, name, file) {
        const form = new undici.FormData();
        form.set('file', file, name);
        return this.#service.call({
            method: 'POST',
            path: `experiments/runs/${experiments_api_text(id)}/log-artifact?artifact_path=${experiments_api_text('latency-gate')}`,
            form,
            answer: api_Nothing,
            ignoresBody: true,
            doing: `the file ${name}`,
        });
    }
    endRun(id, status) {
        return this.#service.call({
            method: 'POST',
            path: `experiments/runs/${experiments_api_text(id)}/end`,
            body: { status },
            answer: api_Nothing,
            ignoresBody: true,
            repeatable: true,
            doing: "a run's end",
        });
    }
    compareRuns(ids, metrics) {
        return this.#service.call({
            method: 'POST',
            path: 'experiments/runs/compare',
            body: { run_ids: ids, metrics },
            answer: schema_Comparison,
            repeatable: true,
            doing: 'its own comparison',
        });
    }
}

;// CONCATENATED MODULE: ./build/formats/carried-record.js
// A run record inside the text fields of a service that knows nothing of it: in pieces, for such fields have limits
// that nobody has published.

/** MLflow's oldest servers take 500 characters in a parameter. */
const LONGEST_PIECE = 450;
const PREFIX = 'latency_gate.record.';
/** The record as named pieces; without layers, which would be most of it. */
function toPieces(run) {
    const text = JSON.stringify(JSON.parse(encodeRecord({ ...run, layers: [] }, [])));
    const letters = [...text];
    const count = Math.ceil(letters.length / LONGEST_PIECE);
    return Object.fromEntries(Array.from({ length: count }, (_, index) => [
        `${PREFIX}${String(index).padStart(3, '0')}`,
        letters.slice(index * LONGEST_PIECE, (index + 1) * LONGEST_PIECE).join(''),
    ]));
}
/** The run that the pieces hold; undefined where they hold none. Throws an Error that says what is wrong with them. */
function fromPieces(fields) {
    const names = Object.keys(fields).filter((name) => name.startsWith(PREFIX));
    if (names.length === 0)
        return undefined;
    const text = names
        .sort()
        .map((name) => fields[name] ?? '')
        .join('');
    return decodeRecord(text).run;
}
/** Of several attempts' runs the one that carries the most evidence, the newest of equals: each carries the earlier ones' on. */
function fullest(runs) {
    const size = ({ jobs, pairs }) => jobs.length + pairs.length;
    return [...runs].sort((a, b) => size(b) - size(a) || Date.parse(b.createdAt) - Date.parse(a.createdAt))[0];
}

;// CONCATENATED MODULE: ./build/adapters/experiments/run-finder.js
// Finds runs in the experiment by their names, and reads the records in them.



const run_finder_PAGE = 200;
const run_finder_MOST_PAGES = 50;
const run_finder_MOST_READ = 30;
class run_finder_RunFinder {
    #api;
    #project;
    #experiment;
    #runs;
    constructor(api, project) {
        this.#api = api;
        this.#project = project;
    }
    /** The experiment's id; it is created where there is none of that name. */
    experiment() {
        this.#experiment ??= this.#findOrCreate();
        return this.#experiment;
    }
    /** Records of that name, the nearest on the ancestry first; without one the newest first. */
    async history(parts, query) {
        const { ancestry } = query;
        const findings = [];
        const runs = [];
        const named = await this.#named(parts, ancestry);
        // A server that tells no times may list the oldest first.
        const ordered = ancestry !== null || named.some(({ startedAt }) => startedAt > 0);
        const late = ordered ? [] : named.slice(run_finder_MOST_READ).slice(-run_finder_MOST_READ);
        for (const { id } of [...named.slice(0, run_finder_MOST_READ), ...late]) {
            if (runs.length >= WINDOW && ordered)
                break;
            const read = await this.read(id);
            if ('finding' in read)
                findings.push(read.finding);
            else if (run_finder_fits(read.run, query))
                runs.push({ id, run: read.run });
        }
        return { runs: ancestry === null ? runs.sort(newestFirst) : runs, findings };
    }
    /** The runs of that very name and status. */
    async called(name, status) {
        return (await this.#list()).filter((run) => run.name === name && run.status === status);
    }
    /** The records of the finished runs of that name. */
    async recordsOf(name) {
        const runs = [];
        for (const { id } of (await this.called(name, 'finished')).slice(0, run_finder_MOST_READ)) {
            const read = await this.read(id);
            if ('run' in read && read.run !== undefined)
                runs.push(read.run);
        }
        return runs;
    }
    async read(id) {
        const { params } = await this.#api.readRun(id);
        try {
            return { run: fromPieces(params) };
        }
        catch (error) {
            const why = error instanceof Error ? error.message : String(error);
            return { finding: { code: 'baseline-unreadable', facts: { artifact: `run ${id}`, why } } };
        }
    }
    async #named(parts, ancestry) {
        const finished = (await this.#list()).filter((run) => run.status === 'finished');
        if (ancestry === null) {
            const prefix = namePrefix(parts);
            return finished.filter(({ name }) => name.startsWith(prefix) && !name.slice(prefix.length).includes(SEPARATOR));
        }
        const places = new Map(ancestry.map((sha, index) => [runName(parts, { sha }), index]));
        const place = ({ name }) => places.get(name) ?? -1;
        return finished.filter((run) => place(run) >= 0).sort((a, b) => place(a) - place(b));
    }
    /** All runs of the experiment, newest first as far as ids or the server's order tell. */
    #list() {
        this.#runs ??= this.#listAll();
        return this.#runs;
    }
    async #listAll() {
        const experiment = await this.experiment();
        const all = new Map();
        for (let page = 0; page < run_finder_MOST_PAGES; page += 1) {
            const before = all.size;
            const runs = await this.#api.listRuns(experiment, run_finder_PAGE, before);
            for (const run of runs)
                all.set(run.id, run);
            // A server that ignores the offset gives the same page again.
            if (runs.length === 0 || all.size === before)
                break;
        }
        // In the server's own order where it tells no times.
        return [...all.values()].sort((a, b) => b.startedAt - a.startedAt);
    }
    /** The search finds parts of names, too. */
    async #findOrCreate() {
        const found = (await this.#api.findExperiments(this.#project)).find(({ name }) => name === this.#project);
        return (found ?? (await this.#api.createExperiment(this.#project))).id;
    }
}
function run_finder_fits(run, { modelName, device, ancestry }) {
    if (run?.model.name !== modelName || run.device !== device)
        return false;
    return ancestry === null || ancestry.includes(run.commit.sha ?? '');
}

;// CONCATENATED MODULE: ./build/adapters/experiments/translate.js
// Between runs of the Experiments API and ours. Pure. The record travels in parameters, which can be read back;
// metrics and tags say the same for people.




const translate_PREFIX = 'latency_gate.';
/** What a run bears from its start on. */
function toTags({ mode, model, sha256, device, commit }) {
    const tags = {
        mode,
        model,
        sha256,
        device,
        commit: commit.sha ?? '',
        branch: commit.branch ?? '',
        repository: commit.repository ?? '',
        pull_request: commit.pullRequest === null ? '' : String(commit.pullRequest),
    };
    return Object.fromEntries(Object.entries(tags).flatMap(([name, value]) => (value === '' ? [] : [[translate_PREFIX + name, value]])));
}
/** What is logged when a run ends: each job as a step of its metrics, the environment, the record. */
function toBatch(run) {
    const jobs = jobsOf(run);
    const steps = jobs.flatMap((job, step) => Object.entries(job.values).map(([key, value]) => ({ key, value, step })));
    const levels = domain_metric/* METRICS */.C.flatMap(({ name }) => {
        const level = (0,statistics/* levelOf */.In)(jobs.flatMap((job) => job.values[name] ?? []));
        return level === null ? [] : [{ key: name, value: level, step: jobs.length }];
    });
    const params = {
        ...Object.fromEntries(Object.entries(run.environment).map(([name, value]) => [`environment.${name}`, value])),
        ...toPieces(run),
    };
    return {
        // A reader that keeps only the last step of a metric then keeps the level.
        metrics: [...steps, ...levels],
        params: Object.entries(params).map(([key, value]) => ({ key, value })),
        tags: [{ key: `${translate_PREFIX}jobs`, value: String(jobs.length) }],
    };
}

;// CONCATENATED MODULE: ./build/adapters/experiments/tracker.js
// The Experiments API as a tracker: one run a commit and device, with the record in its parameters.










/** Servers of this kind take a hundred parameters and a thousand metrics in a batch. */
const MOST_PARAMS = 90;
const MOST_METRICS = 500;
const tracker_NOTHING = { environment: null, jobs: [], baselineJobs: [], tickets: [] };
class ExperimentsTracker {
    name = 'experiments';
    #setup;
    #started = new Map();
    /** The run that history gave last, by model and device: what the service's own comparison is asked about. */
    #compared = new Map();
    #finder;
    constructor(setup) {
        this.#setup = setup;
        this.#finder = new run_finder_RunFinder(setup.api, setup.project);
    }
    /** Its id holds the runs of all devices, so that another process can end them. */
    async start(start) {
        const experiment = await this.#finder.experiment();
        const ids = {};
        const { mode, model, commit } = start;
        for (const device of start.devices) {
            const name = runName(this.#partsFor(mode, model.name, device), commit);
            const tags = toTags({ mode, model: model.name, sha256: model.sha256, device, commit });
            // What a job that submitted left open is gone on with.
            const [open] = await this.#finder.called(name, 'running');
            ids[device] = open?.id ?? (await this.#setup.api.createRun(experiment, name, tags)).id;
        }
        const id = JSON.stringify(ids);
        this.#started.set(id, start);
        return { tracker: this.name, id };
    }
    async finish(ref, { status, runs }) {
        const ids = [];
        const findings = [];
        for (const [device, id] of Object.entries(parseRef(ref))) {
            const run = runs.find((candidate) => candidate.device === device);
            if (status === 'finished' && run !== undefined) {
                findings.push(...(await this.#keep(id, run)));
                ids.push(id);
            }
            const kept = status === 'finished' && run === undefined ? 'failed' : status;
            await this.#setup.api.endRun(id, kept);
        }
        return { ids, findings };
    }
    async history(query) {
        const found = await this.#finder.history(this.#partsFor('record', query.modelName, query.device), query);
        const [nearest] = found.runs;
        if (nearest !== undefined)
            this.#compared.set(`${query.modelName}\0${query.device}`, nearest.id);
        return found;
    }
    async find(id, device) {
        try {
            const read = await this.#finder.read(id);
            return 'finding' in read || read.run?.device !== device ? undefined : { id, run: read.run };
        }
        catch (error) {
            if (error instanceof ServiceError && [400, 404, 422].includes(error.status))
                return undefined;
            throw error;
        }
    }
    async modelNames() {
        return [];
    }
    /** What earlier gates of the same bytes on this commit finished with. */
    async earlier(ref, device, baselineSha256) {
        const start = this.#started.get(ref.id);
        if (start === undefined || start.mode !== 'gate' || start.commit.sha === null)
            return tracker_NOTHING;
        const name = runName(this.#partsFor('gate', start.model.name, device), start.commit);
        const runs = await this.#finder.recordsOf(name);
        const run = fullest(runs.filter(({ model }) => model.sha256 === start.model.sha256));
        if (run === undefined)
            return tracker_NOTHING;
        const pairs = run.pairs.filter(({ against }) => against === baselineSha256);
        return { ...tracker_NOTHING, environment: run.environment, jobs: run.jobs, pairs };
    }
    async #keep(id, run) {
        const { api, temporaryFolder } = this.#setup;
        const { metrics, params, tags } = toBatch(run);
        const batches = Math.max(Math.ceil(params.length / MOST_PARAMS), Math.ceil(metrics.length / MOST_METRICS));
        for (let index = 0; index < batches; index += 1) {
            await api.logBatch(id, {
                metrics: metrics.slice(index * MOST_METRICS, (index + 1) * MOST_METRICS),
                params: params.slice(index * MOST_PARAMS, (index + 1) * MOST_PARAMS),
                tags: index === 0 ? tags : [],
            });
        }
        const name = `run-${toSlug(run.device)}.json`;
        try {
            await (0,promises_.mkdir)(temporaryFolder, { recursive: true });
            const path = (0,external_node_path_.join)(temporaryFolder, name);
            await (0,promises_.writeFile)(path, encodeRecord(run, []));
            await api.logArtifact(id, name, await (0,external_node_fs_.openAsBlob)(path));
        }
        catch (error) {
            // The parameters hold all that a comparison needs.
            return [{ code: 'file-not-stored', facts: { file: name, why: whyOf(error) } }];
        }
        return this.#crossCheck(id, run);
    }
    /** The service calls the smallest value the best; its answer is shown beside ours, and decides nothing. */
    async #crossCheck(id, run) {
        const baseline = this.#compared.get(`${run.model.name}\0${run.device}`);
        if (run.mode !== 'gate' || baseline === undefined || run.jobs.length + run.pairs.length === 0)
            return [];
        const answer = await this.#setup.api.compareRuns([baseline, id], ['latency']).catch(() => undefined);
        const best = answer?.comparison.metric_comparison['latency']?.best_run_id;
        if (best === undefined || best === null)
            return [];
        const side = best === id ? 'candidate' : 'baseline';
        return [
            {
                code: 'service-compared',
                facts: { service: 'the Experiments API', device: run.device, metric: 'latency', side },
            },
        ];
    }
    #partsFor(mode, model, device) {
        const { key, repository } = this.#setup;
        return { mode, repository, model: `${model}${SEPARATOR}${device}`, key };
    }
}
function parseRef({ id }) {
    return JSON.parse(id);
}
function whyOf(error) {
    return error instanceof Error ? error.message : String(error);
}

;// CONCATENATED MODULE: ./build/adapters/experiments/index.js
// The backend "experiments": an MLflow-style Experiments API keeps the runs; it executes nothing.







const NAME = 'The Experiments API';
const EXAMPLE = 'https://ml.example.com/api/v1';
/** `options` of the backend experiments. Strict: a misspelt key is an error. */
const ExperimentsOptionsSchema = schemas/* strictObject */.rej({
    tenant: schemas/* string */.YjP().min(1).optional().describe('sent as X-Tenant-ID with every call'),
});
/** Throws a GateError that names the input which is wrong. */
function createExperimentsTracker(connection, setup) {
    const { apiKey, baseUrl, fetch, clock } = connection;
    const { tenant } = parseBackendOptions('experiments', ExperimentsOptionsSchema, connection.options);
    if (baseUrl === '') {
        throw new GateError('invalid-input', 'api-base-url: nothing was given, but the backend experiments has no public address.', `Set the input "api-base-url" (or tracker-api-base-url) to the service's, such as ${EXAMPLE}.`);
    }
    const authorization = apiKey === '' ? {} : { Authorization: `Bearer ${checkKey(apiKey, 'a token')}` };
    const headers = { ...authorization, ...(tenant === undefined ? {} : { 'X-Tenant-ID': tenant }) };
    const service = new ServiceClient({
        name: NAME,
        baseUrl: withApiPath(checkBaseUrl(baseUrl, EXAMPLE)),
        headers: async () => headers,
        fetch,
        clock,
        refuse: (status, body, doing) => experiments_refuse(status, body, doing, tenant),
    });
    return new ExperimentsTracker({ ...setup, api: new ExperimentsApi(service) });
}
/** People give the host, or the whole path. */
function withApiPath(baseUrl) {
    const url = baseUrl.replace(/\/+$/, '');
    return /\/api\/v\d+$/.test(url) ? url : `${url}/api/v1`;
}
function experiments_refuse(status, body, doing, tenant) {
    const usual = meaningOf(status);
    const given = tenant === undefined ? 'none was given' : `it was "${tenant}"`;
    const meaning = status === 403
        ? {
            ...usual,
            words: `the tenant is denied (${given})`,
            advice: 'Set the option "tenant" to one that the token may use.',
        }
        : usual;
    return toServiceError(NAME, doing, status, '', saidIn(body), meaning);
}

;// CONCATENATED MODULE: ./build/adapters/hubify/schema.js
// What Hubify sends, the fields used and no more. Bare or in an envelope, ids under several names.

const hubify_schema_Id = schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()]).transform(String);
const schema_Text = schemas/* string */.YjP()
    .nullish()
    .transform((text) => text ?? '');
/** Text, or an object where a server has parsed it. */
const TextOrObject = schemas/* unknown */.L5J()
    .optional()
    .transform((value) => (typeof value === 'string' ? value : value == null ? '' : JSON.stringify(value)));
const schema_Experiment = schemas/* looseObject */._H3({
    id: hubify_schema_Id.nullish(),
    _id: hubify_schema_Id.nullish(),
    experimentId: schema_Text,
    title: schema_Text,
    status: schema_Text,
    computeMode: schema_Text,
    config: TextOrObject,
    result: TextOrObject,
    createdAt: schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()])
        .nullish()
        .transform((time) => (typeof time === 'number' ? time : Date.parse(time ?? '') || 0)),
})
    .transform(({ id, _id, ...rest }) => ({
    ...rest,
    id: id ?? _id ?? rest.experimentId,
    status: rest.status.toLowerCase(),
}))
    .refine(({ id }) => id !== '', 'has no id');
/** What cannot be read is another program's experiment, and no reason to lose the others. */
const Items = schemas/* array */.YOg(schemas/* unknown */.L5J()).transform((items) => items.flatMap((item) => schema_Experiment.safeParse(item).data ?? []));
const Cursor = schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()])
    .nullish()
    .transform((cursor) => (cursor == null || cursor === '' ? null : String(cursor)));
const Meta = schemas/* looseObject */._H3({ next_cursor: Cursor, has_more: schemas/* boolean */.zMY().nullish() }).nullish();
/** A list under one of the usual names, with its cursor beside it or in `meta`. */
const Holder = schemas/* looseObject */._H3({ experiments: Items.optional(), items: Items.optional(), next_cursor: Cursor, meta: Meta })
    .refine(({ experiments, items }) => (experiments ?? items) !== undefined, 'holds no list')
    .transform(({ experiments, items, next_cursor, meta }) => toPage(experiments ?? items ?? [], next_cursor, meta));
/** `{data, meta}`, a named list, or a bare one. */
const ExperimentPage = schemas/* union */.KCZ([
    Items.transform((items) => toPage(items, null, undefined)),
    schemas/* looseObject */._H3({ data: schemas/* union */.KCZ([Items, Holder]), next_cursor: Cursor, meta: Meta })
        .transform(({ data, next_cursor, meta }) => Array.isArray(data)
        ? toPage(data, next_cursor, meta)
        : { ...data, cursor: data.cursor ?? toPage([], next_cursor, meta).cursor }),
    Holder,
]);
function toPage(items, beside, meta) {
    return { items, cursor: meta?.has_more === false ? null : (meta?.next_cursor ?? beside) };
}
/** Bare, in `data`, or one deeper. */
const Named = schemas/* looseObject */._H3({ experiment: schema_Experiment }).transform(({ experiment }) => experiment);
const OneExperiment = schemas/* union */.KCZ([
    schemas/* looseObject */._H3({ data: schemas/* union */.KCZ([schema_Experiment, Named]) }).transform(({ data }) => data),
    Named,
    schema_Experiment,
]);

;// CONCATENATED MODULE: ./build/adapters/hubify/api.js
// Every call of Hubify that is used: verbs, paths, bodies. Routes below one experiment are announced, not all live.



const api_PAGE = 50;
const api_MOST_PAGES = 20;
/** What a route that is announced but not live answers. */
const NOT_LIVE = [404, 405, 501];
/** The API, one method a call. */
class HubifyApi {
    #service;
    /** Whether a method's route below one experiment is live, as its first call showed. */
    #live = new Map();
    constructor(service) {
        this.#service = service;
    }
    create(experiment) {
        return this.#service.call({
            method: 'POST',
            path: 'experiments',
            body: experiment,
            answer: OneExperiment,
            doing: `the experiment "${experiment.title}"`,
        });
    }
    /** All experiments of a lab, as the service orders them; `enough` ends the paging early. */
    async list(labId, enough) {
        const all = new Map();
        let cursor = null;
        for (let page = 0; page < api_MOST_PAGES; page += 1) {
            const after = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
            const answer = await this.#service.call({
                method: 'GET',
                path: `experiments?labId=${encodeURIComponent(labId)}&limit=${api_PAGE}${after}`,
                answer: ExperimentPage,
                doing: 'the list of experiments',
            });
            for (const item of answer.items)
                all.set(item.id, item);
            if (answer.cursor === null || answer.cursor === cursor || enough([...all.values()]))
                break;
            cursor = answer.cursor;
        }
        return [...all.values()];
    }
    /** One experiment by its own route; undefined where that is not live, which is remembered. */
    read(id) {
        return this.#ifLive('GET', () => this.#service.call({
            method: 'GET',
            path: `experiments/${encodeURIComponent(id)}`,
            answer: OneExperiment,
            doing: 'an experiment',
        }));
    }
    /** Sets status and result; false where that route is not live. */
    async patch(id, change) {
        const answer = await this.#ifLive('PATCH', () => this.#service.call({
            method: 'PATCH',
            path: `experiments/${encodeURIComponent(id)}`,
            body: change,
            answer: schemas/* unknown */.L5J().transform(() => true),
            ignoresBody: true,
            doing: "an experiment's result",
        }));
        return answer === true;
    }
    /** The first call of a method finds out; those beside it wait for its answer. */
    async #ifLive(method, call) {
        const known = this.#live.get(method);
        if (known !== undefined)
            return (await known) ? call().catch(undefinedIfMissing) : undefined;
        const first = call();
        const live = first.then(() => true, (error) => !isNotLive(error));
        this.#live.set(method, live);
        return (await live) ? first : undefined;
    }
}
/** One that a live route does not know (yet) may stand in the list. */
function undefinedIfMissing(error) {
    if (!isNotLive(error))
        throw error;
}
function isNotLive(error) {
    return error instanceof ServiceError && NOT_LIVE.includes(error.status);
}

;// CONCATENATED MODULE: ./build/adapters/hubify/options.js
// The options of the backend hubify, as a user writes them in the input `options`.

/** `options` of the backend hubify. Strict: a misspelt key is an error. */
const HubifyOptionsSchema = schemas/* strictObject */.rej({
    'lab-id': schemas/* string */.YjP().min(1).describe('the lab; needed'),
    'project-id': schemas/* string */.YjP().min(1).optional(),
    template: schemas/* string */.YjP().min(1).optional().describe('what an experiment executes'),
    config: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J())
        .default({})
        .describe('handed to the experiment, beside what names the commit'),
    priority: schemas/* enum */.k5n(['critical', 'high', 'normal', 'low']).optional(),
    'estimated-seconds': schemas/* int */.Whr().positive().optional(),
    'poll-interval': schemas/* number */.aig().positive().max(600).default(10).describe('seconds between two looks at the list'),
});

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/errors.js
var errors = __webpack_require__(961);
;// CONCATENATED MODULE: ./build/formats/canonical.js
// One text for one value, whatever the order in which its keys were written.
/** The value as JSON with every object's keys in order, so that equal values digest equally. */
function canonicalJson(value) {
    return JSON.stringify(inOrder(value));
}
function inOrder(value) {
    if (Array.isArray(value))
        return value.map(inOrder);
    if (typeof value !== 'object' || value === null)
        return value;
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}

;// CONCATENATED MODULE: ./build/adapters/hubify/translate.js
// Between experiments and jobs. Pure: numbers out of a result's text, a model out of a template and its configuration.




/** What can execute an experiment; the service has no route that lists it. */
const COMPUTE_MODES = ['CPU', 'A100', 'H100', 'H200'];
/** Factors into the units of our metrics. */
const translate_UNITS = {
    ms: { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000 },
    MB: { B: 1e-6, KB: 1e-3, kB: 1e-3, MB: 1, GB: 1000, KiB: 1024e-6, MiB: 1.048576, GiB: 1073.741824 },
    B: { B: 1, KB: 1000, kB: 1000, MB: 1e6, GB: 1e9 },
};
/** A log may be long; the numbers stand at its end. */
const LONGEST_RESULT = 20_000;
/** The job that a result's text tells. Throws an Error that says what is missing. */
function translate_toJob(result) {
    const numbers = lastObject(result.slice(-LONGEST_RESULT));
    if (numbers === undefined)
        throw new Error('its result holds no JSON object with numbers');
    const all = Object.entries(numbers).flatMap(([name, told]) => {
        const metric = (0,domain_metric/* findMetric */.G)(name);
        const values = metric === undefined ? [] : toValues(told, metric.unit);
        return values.length === 0 ? [] : [{ name, values }];
    });
    const latency = all.find(({ name }) => name === 'latency');
    if (latency === undefined)
        throw new Error('its result tells no latency: {"latency": {"unit": "ms", "values": […]}}');
    const values = Object.fromEntries(all.map(({ name, values }) => [name, (0,statistics/* median */.JZ)(values)]));
    return { values, iterations: translate_describe(latency.values) };
}
/** Executions inside one experiment share a pod and an hour: they describe the job, and are no jobs of their own. */
function translate_describe(times) {
    if (times.length < 2)
        return undefined;
    const [minMs, maxMs] = [Math.min(...times), Math.max(...times)];
    return { count: times.length, minMs, maxMs, spread: (0,statistics/* standardDeviation */.Fx)(times) / (0,statistics/* median */.JZ)(times), drift: 1 };
}
/** `{unit, values}`, `{unit, value}`, a list, or a number in our own unit; what cannot be converted is left out. */
function toValues(told, unit) {
    const object = typeof told === 'object' && told !== null && !Array.isArray(told) ? told : undefined;
    const raw = object === undefined ? told : (object['values'] ?? object['value']);
    const written = typeof object?.['unit'] === 'string' ? object['unit'] : unit;
    const factor = written === unit ? 1 : translate_UNITS[unit]?.[written];
    if (factor === undefined)
        return [];
    return [raw]
        .flat()
        .flatMap((value) => (typeof value === 'number' && Number.isFinite(value) && value >= 0 ? [value * factor] : []));
}
/** The last JSON object in a text that may hold anything before and after it. */
function lastObject(text) {
    let found;
    for (let at = text.indexOf('{'); at >= 0;) {
        const end = endOfObject(text, at);
        const parsed = end === undefined ? undefined : parseObject(text.slice(at, end));
        if (parsed !== undefined)
            found = parsed;
        at = text.indexOf('{', parsed === undefined || end === undefined ? at + 1 : end);
    }
    return found;
}
/** Where the braces that open at `start` close; those inside of strings do not count. */
function endOfObject(text, start) {
    const masked = text.slice(start).replaceAll(/"(?:\\.|[^"\\])*"/g, (string) => ' '.repeat(string.length));
    let depth = 0;
    for (const { 0: brace, index } of masked.matchAll(/[{}]/g)) {
        depth += brace === '{' ? 1 : -1;
        if (depth === 0)
            return start + index + 1;
    }
    return undefined;
}
function parseObject(text) {
    try {
        const value = JSON.parse(text);
        return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
    }
    catch {
        return undefined;
    }
}
/** What stands for the bytes of a model that nobody can upload. */
function digestReference(template, config) {
    return (0,external_node_crypto_.createHash)('sha256')
        .update(canonicalJson([template ?? '', config]))
        .digest('hex');
}

;// CONCATENATED MODULE: ./build/adapters/hubify/profiler.js
// Hubify as a profiler: an experiment is a job, a compute mode is a device. Polled through the list, for that is live.







const Reference = schemas/* strictObject */.rej({
    template: schemas/* string */.YjP().min(1).optional(),
    config: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()).optional(),
});
/** About 60 calls a minute are free; all jobs share one look at the list. */
const MOST_AT_ONCE = 8;
class HubifyProfiler {
    name = 'hubify';
    pairs = false;
    mostAtOnce = MOST_AT_ONCE;
    #setup;
    #references = new Map();
    /** Experiments made here: the list may lag behind them. */
    #made = new Set();
    #ended = new Set();
    #lastSeen = new Map();
    #listed;
    constructor(setup) {
        this.#setup = setup;
    }
    pollDelayMs() {
        return this.#setup.options['poll-interval'] * 1000;
    }
    /** Nothing can be uploaded: a file is no model but says, as JSON, what is executed: `{template, config}`. */
    async inspect(path, name) {
        return this.#toModel(name, await readReference(path), path);
    }
    /** Without a file the options alone say it. */
    async refer(name) {
        return this.#toModel(name, {}, '');
    }
    async devices() {
        return COMPUTE_MODES.map((name) => ({ name, description: 'a compute mode of the lab' }));
    }
    /** The handle is what the experiment is made of, so that a later run can repeat it. */
    async prepare(model) {
        const reference = this.#references.get(model.sha256) ?? this.#complete({});
        return { model, handle: JSON.stringify({ ...reference, commit: this.#setup.commit.sha }) };
    }
    recall(model, handle) {
        return { model, handle };
    }
    #toModel(name, written, path) {
        const reference = this.#complete(written);
        const sha256 = digestReference(reference.template, reference.config);
        this.#references.set(sha256, reference);
        return { name, sha256, sizeBytes: 0, format: 'template', reference: true, path, files: [] };
    }
    #complete({ template, config }) {
        const { options } = this.#setup;
        return { template: template ?? options.template, config: { ...options.config, ...config } };
    }
    /** An unanswered POST may have been carried out: the experiment is looked for by our own identifier. */
    async submit({ model, device }) {
        const { api, options } = this.#setup;
        const experimentId = `LG-${(0,external_node_crypto_.randomUUID)()}`;
        const { template, config, commit } = parseHandle(model.handle);
        const facts = {
            commit,
            repository: this.#setup.commit.repository,
            model: model.model.name,
            sha256: model.model.sha256,
        };
        const experiment = {
            labId: options['lab-id'],
            title: `latency-gate · ${model.model.name} · ${device.name} · ${commit?.slice(0, 7) ?? 'no commit'}`,
            projectId: options['project-id'],
            experimentId,
            computeMode: device.name,
            config: JSON.stringify({ ...config, latency_gate: facts }),
            template,
            priority: options.priority,
            estimatedSeconds: options['estimated-seconds'],
        };
        const id = await api.create(experiment).then((created) => created.id, (error) => this.#lookFor(experimentId, error));
        this.#made.add(id);
        this.#listed = undefined;
        return { profiler: this.name, id, device: device.name, sha256: model.model.sha256, handle: model.handle };
    }
    /** Trouble of the service while polling is not the job's: the last state stands, and the time-outs decide. */
    async poll(ticket) {
        const state = await this.#look(ticket);
        if (state !== undefined)
            this.#lastSeen.set(ticket.id, state);
        if (state?.state === 'done' || state?.state === 'failed')
            this.#ended.add(ticket.id);
        return state ?? this.#lastSeen.get(ticket.id) ?? { state: 'waiting', detail: 'the service does not answer' };
    }
    async #look(ticket) {
        const { api } = this.#setup;
        try {
            const experiment = (await api.read(ticket.id)) ?? (await this.#find(ticket.id));
            if (experiment !== undefined)
                return toState(experiment, ticket);
            return this.#made.has(ticket.id)
                ? { state: 'waiting', detail: 'not in the list yet' }
                : { state: 'failed', reason: 'there is no such experiment in the lab' };
        }
        catch (error) {
            if (!(error instanceof GateError) || error.code !== 'service-unavailable')
                throw error;
            return undefined;
        }
    }
    async #find(id) {
        const { clock, api, options } = this.#setup;
        const now = clock.now().getTime();
        if (this.#listed === undefined || now - this.#listed.at >= this.pollDelayMs() * 0.9) {
            const open = [...this.#made].filter((made) => !this.#ended.has(made));
            const all = (found) => open.length > 0 && open.every((wanted) => found.some((one) => one.id === wanted));
            const experiments = api.list(options['lab-id'], all);
            this.#listed = { at: now, experiments };
            experiments.catch(() => {
                this.#listed = undefined;
            });
        }
        return (await this.#listed.experiments).find((experiment) => experiment.id === id || experiment.experimentId === id);
    }
    async #lookFor(experimentId, error) {
        // A refusal made nothing; whatever else came back may stand for an experiment that was made.
        const refused = error instanceof ServiceError && error.status >= 400 && error.status < 500;
        if (refused || !(error instanceof GateError))
            throw error;
        const own = (experiment) => experiment.experimentId === experimentId;
        const found = await this.#setup.api
            .list(this.#setup.options['lab-id'], (all) => all.some(own))
            .then((all) => all.find(own))
            .catch(() => undefined);
        if (found !== undefined)
            return found.id;
        const advice = 'It may run all the same, so it is not repeated.';
        throw new GateError('submission-unanswered', 'Hubify did not answer the new experiment.', advice, error);
    }
}
function toState({ status, result, computeMode }, ticket) {
    switch (status) {
        case 'pass':
            return toMeasurement(result, computeMode === '' ? ticket.device : computeMode);
        case 'fail':
            return { state: 'failed', reason: `the experiment failed${result === '' ? '' : `: ${result.slice(0, 200)}`}` };
        case 'blocked':
            return { state: 'waiting', detail: 'blocked, it waits for a person on Hubify' };
        case 'running':
            return { state: 'running', detail: 'running' };
        default:
            return { state: 'waiting', detail: status === '' ? 'queued' : status };
    }
}
function toMeasurement(result, device) {
    try {
        const job = translate_toJob(result);
        return { state: 'done', measurement: { kind: 'job', job, environment: { device }, findings: [] } };
    }
    catch (error) {
        return { state: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
}
async function readReference(path) {
    const advice = 'Give a JSON file {"template": "…", "config": {…}}, or a name that is no file and the options template and config.';
    try {
        return Reference.parse(JSON.parse(await (0,promises_.readFile)(path, 'utf8')));
    }
    catch (error) {
        const why = error instanceof errors/* ZodError */.G ? describeIssues(error) : error instanceof Error ? error.message : String(error);
        throw new GateError('model-unreadable', `model: ${path} says no template and configuration: ${why}.`, advice, error);
    }
}
function parseHandle(handle) {
    return JSON.parse(handle);
}

;// CONCATENATED MODULE: ./build/adapters/hubify/tracker.js
// Hubify as a tracker: an experiment that carries the record in its configuration, found by its title.







const hubify_tracker_NOTHING = { environment: null, jobs: [], baselineJobs: [], tickets: [] };
class HubifyTracker {
    name = 'hubify';
    #setup;
    #started = new Map();
    #listed;
    constructor(setup) {
        this.#setup = setup;
    }
    /** Calls are few and dear: the experiment is made when there is something to keep. */
    async start(start) {
        const id = `${start.mode}:${start.model.name}`;
        this.#started.set(id, start);
        return { tracker: this.name, id };
    }
    async finish(_ref, { status, runs }) {
        const ids = [];
        const findings = [];
        for (const run of status === 'finished' ? runs : []) {
            const { id, told } = await this.#keep(run);
            ids.push(id);
            if (!told)
                findings.push({ code: 'status-not-told', facts: { service: 'Hubify', device: run.device } });
        }
        return { ids, findings };
    }
    async history(query) {
        const parts = this.#partsFor('record', query.modelName, query.device);
        const findings = [];
        const runs = [];
        for (const experiment of this.#place(await this.#list(), parts, query)) {
            if (runs.length >= WINDOW)
                break;
            const read = readRecord(experiment);
            if ('finding' in read)
                findings.push(read.finding);
            else if (read.run?.model.name === query.modelName && read.run.device === query.device)
                runs.push({ id: experiment.id, run: read.run });
        }
        return { runs: runs.sort(query.ancestry === null ? newestFirst : () => 0), findings };
    }
    async find(id, device) {
        const experiment = (await this.#list()).find((candidate) => candidate.id === id);
        const read = experiment === undefined ? { run: undefined } : readRecord(experiment);
        return 'finding' in read || read.run?.device !== device ? undefined : { id, run: read.run };
    }
    async modelNames() {
        return [];
    }
    async earlier(ref, device, baselineSha256) {
        const start = this.#started.get(ref.id);
        if (start === undefined || start.mode !== 'gate' || start.commit.sha === null)
            return hubify_tracker_NOTHING;
        const name = runName(this.#partsFor('gate', start.model.name, device), start.commit);
        const runs = (await this.#list())
            .filter(({ title }) => title === name)
            .map(readRecord)
            .flatMap((read) => ('run' in read && read.run?.model.sha256 === start.model.sha256 ? [read.run] : []));
        const run = fullest(runs);
        if (run === undefined)
            return hubify_tracker_NOTHING;
        const pairs = run.pairs.filter(({ against }) => against === baselineSha256);
        return { ...hubify_tracker_NOTHING, environment: run.environment, jobs: run.jobs, pairs };
    }
    async #keep(run) {
        const { api, options, attempt } = this.#setup;
        const title = runName(this.#partsFor(run.mode, run.model.name, run.device), run.commit);
        const created = await api.create({
            labId: options['lab-id'],
            projectId: options['project-id'],
            title,
            experimentId: `LG-${toSlug(`${title} ${attempt} ${run.createdAt}`)}`,
            computeMode: COMPUTE_MODES.find((mode) => mode === run.device) ?? 'CPU',
            config: JSON.stringify({ latency_gate: toPieces(run) }),
        });
        const latency = (0,statistics/* levelOf */.In)(jobsOf(run).flatMap((job) => job.values['latency'] ?? []));
        const result = JSON.stringify({ latency: { unit: 'ms', values: latency === null ? [] : [latency] } });
        return { id: created.id, told: await api.patch(created.id, { status: 'pass', result }) };
    }
    #list() {
        this.#listed ??= this.#setup.api.list(this.#setup.options['lab-id'], () => false);
        return this.#listed;
    }
    /** Records of that name, the nearest on the ancestry first; without one the newest first. */
    #place(all, parts, { ancestry }) {
        const prefix = namePrefix(parts);
        const own = all.filter(({ title }) => title.startsWith(prefix) && !title.slice(prefix.length).includes(SEPARATOR));
        const newest = [...own].sort((a, b) => b.createdAt - a.createdAt);
        if (ancestry === null)
            return newest;
        const place = ({ title }) => ancestry.indexOf(title.slice(prefix.length));
        return newest.filter((one) => place(one) >= 0).sort((a, b) => place(a) - place(b));
    }
    #partsFor(mode, model, device) {
        const { key, repository } = this.#setup;
        return { mode, repository, model: `${model}${SEPARATOR}${device}`, key };
    }
}
function readRecord(experiment) {
    try {
        const config = JSON.parse(experiment.config === '' ? '{}' : experiment.config);
        return { run: fromPieces(config.latency_gate ?? {}) };
    }
    catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return { finding: { code: 'baseline-unreadable', facts: { artifact: `the experiment ${experiment.id}`, why } } };
    }
}

;// CONCATENATED MODULE: ./build/adapters/hubify/index.js
// The backend "hubify": experiments on the pods of a lab, as jobs and as records.







const hubify_NAME = 'Hubify';
const hubify_DEFAULT_BASE_URL = 'https://www.hubify.com/api/v1';

/** Throws a GateError that names the option which is wrong. */
function createHubifyProfiler(connection, setup) {
    const options = parseBackendOptions('hubify', HubifyOptionsSchema, connection.options);
    return new HubifyProfiler({ ...setup, clock: connection.clock, options, api: hubify_connect(connection) });
}
/** Throws a GateError that names the option which is wrong. */
function createHubifyTracker(connection, setup) {
    const options = parseBackendOptions('hubify', HubifyOptionsSchema, connection.options);
    return new HubifyTracker({ ...setup, options, api: hubify_connect(connection) });
}
function hubify_connect({ apiKey, baseUrl, fetch, clock }) {
    const key = checkKey(apiKey, 'hfy_key_…');
    const service = new ServiceClient({
        name: hubify_NAME,
        baseUrl: checkBaseUrl(baseUrl === '' ? hubify_DEFAULT_BASE_URL : baseUrl, hubify_DEFAULT_BASE_URL),
        headers: async () => ({ Authorization: `Bearer ${key}` }),
        fetch,
        clock,
        refuse: (status, body, doing) => toServiceError(hubify_NAME, doing, status, codeIn(body), saidIn(body)),
    });
    return new HubifyApi(service);
}
/** `{error: {code}}`, where it is so. */
function codeIn(body) {
    try {
        const { error } = JSON.parse(body);
        return typeof error?.code === 'string' ? error.code : '';
    }
    catch {
        return '';
    }
}

;// CONCATENATED MODULE: ./build/adapters/local/options.js
// The options of the local backend, as a user writes them in the input `options`.

const MOST_THREADS = 256;
/** `options` of the backend local. Strict: a misspelt key is an error. */
const LocalOptionsSchema = schemas/* strictObject */.rej({
    'input-shapes': schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* array */.YOg(schemas/* int */.Whr().min(1))).default({}),
    threads: schemas/* int */.Whr().min(1).max(MOST_THREADS).default(1),
    'warmup-time': schemas/* number */.aig().min(0).max(600).default(0.2).describe('seconds'),
    'min-time': schemas/* number */.aig().min(0).max(600).default(1).describe('seconds of inference a job and side'),
    'min-iterations': schemas/* int */.Whr().min(1).max(100_000).default(30),
});
const WARMUP_ITERATIONS = 3;
/** From what the user wrote to what the profiler uses; seconds become milliseconds. */
function toLocalOptions(written) {
    return {
        inputShapes: written['input-shapes'],
        threads: written.threads,
        duration: {
            warmupCount: WARMUP_ITERATIONS,
            warmupMs: written['warmup-time'] * 1000,
            minIterations: written['min-iterations'],
            minTimeMs: written['min-time'] * 1000,
        },
    };
}

;// CONCATENATED MODULE: ./build/adapters/profiles/onnx-profile.js
// Per-layer times from ONNX Runtime's own profile, a list of events in the Chrome trace format.


/** Only the fields used; everything else in the profile is passed over. */
const Profile = schemas/* array */.YOg(schemas/* object */.Ikc({
    cat: schemas/* string */.YjP().optional(),
    name: schemas/* string */.YjP().optional(),
    dur: schemas/* number */.aig().optional(),
    args: schemas/* object */.Ikc({ op_name: schemas/* string */.YjP().optional(), provider: schemas/* string */.YjP().optional() }).optional(),
}));
const RUN = 'model_run';
const KERNEL = '_kernel_time';
/** Median time of every node that was executed, in the order of execution. */
function fromOnnxProfile(json) {
    const times = new Map();
    for (const event of Profile.parse(JSON.parse(json))) {
        if (event.cat !== 'Node' || event.name?.endsWith(KERNEL) !== true)
            continue;
        const name = event.name.slice(0, -KERNEL.length);
        const layer = times.get(name) ?? {
            operator: event.args?.op_name ?? '?',
            unit: toUnit(event.args?.provider),
            times: [],
        };
        layer.times.push((event.dur ?? 0) / 1000);
        times.set(name, layer);
    }
    return [...times].map(([name, layer]) => ({
        name,
        operator: layer.operator,
        unit: layer.unit,
        timeMs: (0,statistics/* median */.JZ)(layer.times),
    }));
}
/** The runs of the session, in milliseconds: `latency` is their median, the first one told apart. Undefined of none. */
function runsOfOnnxProfile(json) {
    const events = Profile.parse(JSON.parse(json)).filter(({ cat, name }) => cat === 'Session' && name === RUN);
    const times = events.map(({ dur }) => (dur ?? 0) / 1000);
    const [first] = times;
    if (first === undefined)
        return undefined;
    // The first run warms caches up; it counts only where there is no other.
    const warm = times.length > 1 ? times.slice(1) : times;
    return { latency: (0,statistics/* median */.JZ)(warm), latency_p95: (0,statistics/* quantile */.YV)(warm, 0.95), first_inference: first };
}
function toUnit(provider) {
    return (provider ?? 'CPU').replace('ExecutionProvider', '');
}

;// CONCATENATED MODULE: ./build/adapters/local/environment.js
// What this machine is, as far as two jobs must agree on it to be compared.


/** Every field that must be equal between jobs measured apart; `kernel` only informs. */
function describeEnvironment(facts) {
    const shapes = Object.entries(facts.inputShapes).map(([name, dims]) => `${name}=${dims.join('x')}`);
    return {
        cpu: cpuModel(),
        cores: String((0,external_node_os_.cpus)().length),
        os: `${osName()} ${(0,external_node_os_.arch)()}`,
        kernel: (0,external_node_os_.release)(),
        runtime: 'ONNX Runtime',
        runtime_version: facts.runtimeVersion,
        compute_unit: 'CPU',
        threads: String(facts.threads),
        ...(shapes.length === 0 ? {} : { input_shapes: shapes.sort().join(' ') }),
        ...(facts.image === '' ? {} : { runner_image: facts.image }),
    };
}
function cpuModel() {
    return (0,external_node_os_.cpus)()[0]?.model.trim().replaceAll(/\s+/g, ' ') || 'unknown processor';
}
function osName() {
    if ((0,external_node_os_.platform)() !== 'linux')
        return `${(0,external_node_os_.platform)()} ${(0,external_node_os_.release)()}`;
    try {
        return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec((0,external_node_fs_.readFileSync)('/etc/os-release', 'utf8'))?.[1] ?? 'linux';
    }
    catch {
        return 'linux';
    }
}

;// CONCATENATED MODULE: ./build/adapters/local/onnx.js
// Reads just enough of an ONNX file to know that it is one and which other files belong to it. Nothing is executed.

/** Field numbers of onnx.proto that lead to nodes, tensors and their external data. */
const onnx_MODEL = { irVersion: 1, graph: 7, operatorSet: 8, functions: 25 };
const GRAPH = { node: 1, initializer: 5, sparseInitializer: 15 };
const NODE_ATTRIBUTE = 5;
const FUNCTION_NODE = 7;
const ATTRIBUTE = { tensor: 5, graph: 6, tensors: 10, graphs: 11, sparseTensor: 22, sparseTensors: 23 };
const SPARSE_TENSOR = { values: 1, indices: 2 };
const TENSOR_EXTERNAL_DATA = 13;
/** Parses a ModelProto; throws an Error whose message says what is wrong with the bytes. */
function outlineOnnx(bytes) {
    const reading = { irVersion: 0, nodes: 0, graphs: 0, operatorSets: 0, external: new Set() };
    const pbf = new node_modules_pbf/* PbfReader */.y(bytes);
    pbf.readFields(onnx_readModel, reading);
    if (pbf.pos !== bytes.length)
        throw new Error('it ends in the middle of a field: the file is truncated');
    if (reading.irVersion < 1 || reading.graphs === 0)
        throw new Error('it has no ONNX version or no graph');
    if (reading.nodes === 0)
        throw new Error('its graph has no nodes');
    if (reading.operatorSets === 0)
        throw new Error('it names no operator set: is it truncated?');
    const { irVersion, nodes, external } = reading;
    return { irVersion, nodes, externalFiles: [...external] };
}
function onnx_readModel(tag, reading, pbf) {
    if (tag === onnx_MODEL.irVersion)
        reading.irVersion = pbf.readVarint();
    else if (tag === onnx_MODEL.graph) {
        reading.graphs += 1;
        onnx_readInside(pbf, readGraph, reading);
    }
    else if (tag === onnx_MODEL.operatorSet)
        reading.operatorSets += 1;
    else if (tag === onnx_MODEL.functions)
        onnx_readInside(pbf, readFunction, reading);
}
function readGraph(tag, reading, pbf) {
    if (tag === GRAPH.node) {
        reading.nodes += 1;
        onnx_readInside(pbf, readNode, reading);
    }
    else if (tag === GRAPH.initializer)
        onnx_readInside(pbf, readTensor, reading);
    else if (tag === GRAPH.sparseInitializer)
        onnx_readInside(pbf, readSparseTensor, reading);
}
function readFunction(tag, reading, pbf) {
    if (tag === FUNCTION_NODE)
        onnx_readInside(pbf, readNode, reading);
}
function readNode(tag, reading, pbf) {
    if (tag === NODE_ATTRIBUTE)
        onnx_readInside(pbf, readAttribute, reading);
}
function readAttribute(tag, reading, pbf) {
    if (tag === ATTRIBUTE.graph || tag === ATTRIBUTE.graphs)
        onnx_readInside(pbf, readGraph, reading);
    else if (tag === ATTRIBUTE.tensor || tag === ATTRIBUTE.tensors)
        onnx_readInside(pbf, readTensor, reading);
    else if (tag === ATTRIBUTE.sparseTensor || tag === ATTRIBUTE.sparseTensors)
        onnx_readInside(pbf, readSparseTensor, reading);
}
function readSparseTensor(tag, reading, pbf) {
    if (tag === SPARSE_TENSOR.values || tag === SPARSE_TENSOR.indices)
        onnx_readInside(pbf, readTensor, reading);
}
function readTensor(tag, reading, pbf) {
    if (tag !== TENSOR_EXTERNAL_DATA)
        return;
    const entry = { key: '', value: '' };
    pbf.readMessage((field, into, inner) => {
        if (field === 1)
            into.key = inner.readString();
        if (field === 2)
            into.value = inner.readString();
    }, entry);
    if (entry.key === 'location')
        reading.external.add(entry.value);
}
/** Reads a nested message; one that claims more bytes than there are is a truncated file. */
function onnx_readInside(pbf, read, reading) {
    const start = pbf.pos;
    const end = pbf.readVarint() + pbf.pos;
    if (end > pbf.length)
        throw new Error('it ends in the middle of a field: the file is truncated');
    pbf.pos = start;
    pbf.readMessage(read, reading);
}

;// CONCATENATED MODULE: ./build/adapters/local/inspect.js
// From a path to a model: is it there, is it ONNX, which files belong to it. Every refusal names the file.





/** Reads and checks an `.onnx` model with its external data; nothing is executed. */
async function inspectOnnx(path, name) {
    const bytes = await inspect_readModel(path);
    const folder = await (0,promises_.realpath)((0,external_node_path_.dirname)(path));
    const external = outline(path, bytes);
    for (const location of external)
        await checkExternal(path, folder, location);
    const files = [(0,external_node_path_.basename)(path), ...external];
    const digest = await digestFiles(folder, files);
    return { name, format: 'onnx', path: (0,external_node_path_.join)(folder, (0,external_node_path_.basename)(path)), files, ...digest };
}
async function inspect_readModel(path) {
    const found = await (0,promises_.stat)(path).catch(() => undefined);
    if (found === undefined) {
        throw new GateError('model-missing', `model: ${path} does not exist.`, 'Give the path of the built model file.');
    }
    if (found.isDirectory()) {
        throw new GateError('model-missing', `model: ${path} is a folder.`, `Give a file, or a glob such as ${path}/*.onnx.`);
    }
    if (found.size === 0) {
        throw new GateError('model-unreadable', `model: ${path} is empty (0 bytes).`, 'Check the step that builds it.');
    }
    return (0,promises_.readFile)(path).catch((error) => {
        throw new GateError('model-unreadable', `model: ${path} cannot be read (${String(error)}).`, 'Check its permissions.', error);
    });
}
function outline(path, bytes) {
    const other = recogniseOther(bytes);
    const advice = 'The backend local executes .onnx models; export the model to ONNX, or choose another backend.';
    if (other !== undefined) {
        throw new GateError('model-unreadable', `model: ${path} is not ONNX: it looks like ${other}.`, advice);
    }
    try {
        return outlineOnnx(bytes).externalFiles;
    }
    catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new GateError('model-unreadable', `model: ${path} is not a readable ONNX model: ${why}.`, advice, error);
    }
}
const SIGNATURES = [
    [4, 'TFL3', 'a TensorFlow Lite model'],
    [0, 'PK\u0003\u0004', 'a ZIP archive (a PyTorch or Keras checkpoint?)'],
    [0, '\u0089HDF', 'an HDF5 file (a Keras model?)'],
    [0, '\u0080\u0002', 'a Python pickle'],
    [0, 'version https://git-lfs', 'a Git LFS pointer: check out with lfs: true'],
    [0, '{', 'JSON'],
    [0, '<', 'HTML or XML'],
];
function recogniseOther(bytes) {
    const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
    return SIGNATURES.find(([offset, text]) => head.startsWith(text, offset))?.[2];
}
async function checkExternal(path, folder, location) {
    const advice = "External data must lie in the model's own folder, or below it, so that it is kept with the model.";
    const target = (0,external_node_path_.join)(folder, location);
    if ((0,external_node_path_.isAbsolute)(location) || isOutside(folder, target)) {
        throw new GateError('model-unreadable', `model: ${path} keeps data outside its folder, in "${location}".`, advice);
    }
    const real = await (0,promises_.realpath)(target).catch(() => undefined);
    if (real === undefined) {
        throw new GateError('model-unreadable', `model: ${path} keeps data in "${location}", which does not exist.`, advice);
    }
    if (!(await (0,promises_.stat)(real)).isFile()) {
        throw new GateError('model-unreadable', `model: ${path} keeps data in "${location}", which is no file.`, advice);
    }
    if (isOutside(folder, real)) {
        throw new GateError('model-unreadable', `model: "${location}" of ${path} is a link out of its folder.`, advice);
    }
}
function isOutside(folder, target) {
    const path = (0,external_node_path_.relative)(folder, target);
    return path === '..' || path.startsWith(`..${external_node_path_.sep}`) || (0,external_node_path_.isAbsolute)(path);
}

;// CONCATENATED MODULE: ./build/domain/job.js
// What one execution of a model on one device leaves behind. The job is the unit of evidence.
/** The log-ratio of two values, or null where it is not computable. */
function toLogRatio(baseline, candidate) {
    if (baseline === undefined || candidate === undefined)
        return null;
    return baseline > 0 && candidate > 0 ? Math.log(candidate / baseline) : null;
}

;// CONCATENATED MODULE: ./build/adapters/local/pair.js
// Measures two models interleaved: two processes held open, timed in alternating short blocks A B B A, so that
// whatever else the machine does falls on both sides alike. One pair is one unit of evidence.


/** Shorter blocks are drowned by the switch between processes, longer ones let the machine's load drift. */
const BLOCK_MS = 25;
const FEWEST_ROUNDS = 6;
/** Measures A B B A rounds until the duration is reached; both processes stay open. */
async function measurePair(baseline, candidate, duration) {
    for (const side of [baseline, candidate])
        await side.process.warm(duration.warmupCount, duration.warmupMs);
    const rounds = [];
    while (!isEnough(rounds, duration))
        rounds.push(await measureRound(baseline.process, candidate.process));
    const before = pair_toJob(baseline.loaded, rounds.flatMap((round) => round.baseline.flat()));
    const after = pair_toJob(candidate.loaded, rounds.flatMap((round) => round.candidate.flat()));
    return { baseline: before, candidate: after, logRatios: toLogRatios(before, after, rounds) };
}
/** Measures one model by itself, in one block. */
async function measureJob(side, duration) {
    await side.process.warm(duration.warmupCount, duration.warmupMs);
    return pair_toJob(side.loaded, await side.process.block(duration.minIterations, duration.minTimeMs));
}
async function measureRound(baseline, candidate) {
    const a1 = await baseline.block(1, BLOCK_MS);
    const b1 = await candidate.block(1, BLOCK_MS);
    const b2 = await candidate.block(1, BLOCK_MS);
    const a2 = await baseline.block(1, BLOCK_MS);
    return { baseline: [a1, a2], candidate: [b1, b2] };
}
function isEnough(rounds, duration) {
    if (rounds.length < FEWEST_ROUNDS)
        return false;
    const sides = [rounds.flatMap((round) => round.baseline.flat()), rounds.flatMap((round) => round.candidate.flat())];
    return sides.every((times) => times.length >= duration.minIterations && sum(times) >= duration.minTimeMs);
}
/** Latency by the median of the rounds' log-ratios, each of block medians; the rest from the two jobs' values. */
function toLogRatios(before, after, rounds) {
    const names = new Set([...Object.keys(before.values), ...Object.keys(after.values)]);
    const plain = [...names].map((name) => [name, toLogRatio(before.values[name], after.values[name])]);
    return { ...Object.fromEntries(plain), latency: (0,statistics/* median */.JZ)(rounds.map(pair_logRatioOf)) };
}
function pair_logRatioOf(round) {
    const level = (blocks) => (0,statistics/* mean */.i2)(blocks.map((times) => Math.log((0,statistics/* median */.JZ)(times))));
    return level(round.candidate) - level(round.baseline);
}
/** One job's values from the times of its inferences, in milliseconds. */
function pair_toJob(loaded, timesMs) {
    const values = {
        latency: (0,statistics/* median */.JZ)(timesMs),
        latency_median: (0,statistics/* median */.JZ)(timesMs),
        latency_mean: (0,statistics/* mean */.i2)(timesMs),
        latency_p95: (0,statistics/* quantile */.YV)(timesMs, 0.95),
        first_inference: loaded.firstInferenceMs,
        load_time: loaded.loadMs,
        ...(loaded.peakMemoryBytes === null ? {} : { peak_memory: loaded.peakMemoryBytes / 1e6 }),
    };
    return { values, iterations: pair_describe(timesMs) };
}
function pair_describe(timesMs) {
    const third = Math.max(1, Math.floor(timesMs.length / 3));
    return {
        count: timesMs.length,
        minMs: (0,statistics/* quantile */.YV)(timesMs, 0),
        maxMs: (0,statistics/* quantile */.YV)(timesMs, 1),
        spread: (0,statistics/* standardDeviation */.Fx)(timesMs) / (0,statistics/* mean */.i2)(timesMs),
        drift: (0,statistics/* median */.JZ)(timesMs.slice(-third)) / (0,statistics/* median */.JZ)(timesMs.slice(0, third)),
    };
}
function sum(values) {
    return values.reduce((total, value) => total + value, 0);
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
;// CONCATENATED MODULE: ./build/adapters/local/process.js
// One process that executes one model, as an object: load, warm, block, profile, stop.


/** A model held open in a process of its own. Every method rejects with a GateError once the process has died. */
class ModelProcess {
    #child;
    #waiting;
    #timeoutMs;
    #death;
    constructor(options) {
        this.#timeoutMs = options.timeoutMs;
        this.#child = (0,external_node_child_process_.fork)(options.workerPath, [], {
            env: options.env,
            // V8's helper threads come and go with megabytes that would pass for the model's.
            execArgv: ['--single-threaded', '--expose-gc'],
            serialization: 'advanced',
            stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        });
        this.#child.on('message', (reply) => this.#settle(({ resolve }) => resolve(reply)));
        this.#child.on('error', (error) => this.#die(error.message));
        this.#child.on('exit', (code, signal) => this.#die(signal === null ? `exit code ${code}` : `signal ${signal}`));
    }
    async load(request) {
        return this.#ask(request, 'loaded');
    }
    async warm(minCount, minMs) {
        await this.#ask({ kind: 'warm', minCount, minMs }, 'warmed');
    }
    /** Times of single inferences, milliseconds. */
    async block(minCount, minMs) {
        return (await this.#ask({ kind: 'block', minCount, minMs }, 'block')).timesMs;
    }
    /** Where ONNX Runtime wrote its own profile of `count` inferences. */
    async profile(count) {
        return (await this.#ask({ kind: 'profile', count }, 'profiled')).profilePath;
    }
    stop(why = 'it was stopped') {
        this.#die(why);
        this.#child.removeAllListeners();
        this.#child.on('error', () => undefined);
        this.#child.kill('SIGKILL');
    }
    async #ask(command, expected) {
        const late = setTimeout(() => this.stop(`one step took longer than run-timeout, ${this.#timeoutMs / 1000} s`), this.#timeoutMs);
        const reply = await new Promise((resolve, reject) => {
            if (this.#death !== undefined)
                return reject(this.#death);
            this.#waiting = { resolve, reject };
            this.#child.send(command, (error) => error !== null && this.#die(error.message));
        }).finally(() => clearTimeout(late));
        if (reply.kind === 'refused')
            throw toError(reply);
        if (!isKind(reply, expected))
            throw new Error(`the job's process answered ${reply.kind} to ${command.kind}`);
        return reply;
    }
    #die(how) {
        this.#death ??= new GateError('measurement-failed', `The process that executes the model ended early (${how}).`, 'If the system killed it for lack of memory, use a larger runner or a smaller model.');
        const death = this.#death;
        this.#settle(({ reject }) => reject(death));
    }
    #settle(how) {
        const waiting = this.#waiting;
        this.#waiting = undefined;
        if (waiting !== undefined)
            how(waiting);
    }
}
function isKind(reply, kind) {
    return reply.kind === kind;
}
function toError(reply) {
    if (reply.code === 'input') {
        return new GateError('invalid-input', `options: ${reply.message}.`, 'Correct input-shapes in the input "options".');
    }
    if (reply.code === 'runtime') {
        return new GateError('runtime-missing', `ONNX Runtime cannot be loaded: ${reply.message}.`, RUNTIME_ADVICE);
    }
    const advice = 'Check that the model runs in ONNX Runtime on a CPU; the backend local executes nothing else.';
    return new GateError('model-unsupported', `ONNX Runtime cannot execute the model: ${reply.message}`, advice);
}
const RUNTIME_ADVICE = 'Install onnxruntime-node in the workspace for this platform, or let install-runtime: auto install it.';

;// CONCATENATED MODULE: ./build/adapters/local/profiler.js
// This machine as a profiler: one job at a time, each in fresh processes, pairs interleaved.








const LOCAL_DEVICE = 'local';
/** Inferences behind the per-layer times. */
const PROFILED_RUNS = 20;
const POLL_MS = 100;
class LocalProfiler {
    name = 'local';
    pairs = true;
    /** Jobs queue here, since two at once would disturb each other. */
    mostAtOnce = Number.POSITIVE_INFINITY;
    #setup;
    #states = new Map();
    /** Bugs met while measuring, handed on by the next poll. */
    #bugs = new Map();
    #open = new Set();
    #queue = Promise.resolve();
    constructor(setup) {
        this.#setup = setup;
        setup.signal.addEventListener('abort', () => this.#close([...this.#open].map((process) => ({ process }))), {
            once: true,
        });
    }
    pollDelayMs() {
        return POLL_MS;
    }
    inspect(path, name) {
        return inspectOnnx(path, name);
    }
    async devices() {
        return [{ name: LOCAL_DEVICE, description: cpuModel() }];
    }
    /** Loads and runs the model once, so that one that cannot run here is refused before anything is measured. */
    async prepare(model) {
        this.#close([await this.#start(model.path)]);
        return { model, handle: model.path };
    }
    async submit(request) {
        const ticket = {
            profiler: this.name,
            id: String(this.#states.size + 1),
            device: request.device.name,
            sha256: request.model.model.sha256,
            handle: '',
        };
        this.#states.set(ticket.id, { state: 'waiting', detail: 'for the job before it' });
        this.#queue = this.#queue
            .then(() => this.#execute(ticket, request))
            .catch((error) => void this.#bugs.set(ticket.id, error));
        return ticket;
    }
    async poll(ticket) {
        if (this.#bugs.has(ticket.id))
            throw this.#bugs.get(ticket.id);
        return this.#states.get(ticket.id) ?? { state: 'failed', reason: 'no such job in this process' };
    }
    async cancel(ticket) {
        if (this.#states.get(ticket.id)?.state === 'done')
            return;
        this.#states.set(ticket.id, { state: 'failed', reason: 'cancelled' });
        this.#close([...this.#open].map((process) => ({ process })));
    }
    async layers(model) {
        await (0,promises_.mkdir)(this.#setup.temporaryFolder, { recursive: true });
        const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(this.#setup.temporaryFolder, 'profile-'));
        const side = await this.#start(model.handle, (0,external_node_path_.join)(folder, 'ort'));
        try {
            return fromOnnxProfile(await (0,promises_.readFile)(await side.process.profile(PROFILED_RUNS), 'utf8'));
        }
        finally {
            this.#close([side]);
            await (0,promises_.rm)(folder, { recursive: true, force: true });
        }
    }
    async #execute(ticket, request) {
        if (this.#states.get(ticket.id)?.state === 'failed')
            return;
        this.#states.set(ticket.id, { state: 'running', detail: 'measuring' });
        const state = await this.#measure(request).catch(toFailure);
        if (this.#states.get(ticket.id)?.state === 'running')
            this.#states.set(ticket.id, state);
    }
    async #measure(request) {
        const sides = [];
        try {
            if (request.beside !== undefined)
                sides.push(await this.#start(request.beside.handle));
            sides.push(await this.#start(request.model.handle));
            return { state: 'done', measurement: await this.#time(sides) };
        }
        finally {
            this.#close(sides);
        }
    }
    async #time(sides) {
        const [first, second] = sides;
        if (first === undefined)
            throw new Error('a job without a model');
        const duration = this.#setup.options.duration;
        const common = { environment: this.#environment(first), findings: profiler_findingsOf(first) };
        if (second === undefined)
            return { kind: 'job', job: await measureJob(first, duration), ...common };
        return { kind: 'pair', pair: await measurePair(first, second, duration), ...common };
    }
    async #start(modelPath, profilePrefix) {
        const { workerPath, childEnv, options, runTimeoutMs } = this.#setup;
        const runtimePath = await this.#setup.runtimePath();
        const process = new ModelProcess({ workerPath, env: childEnv, timeoutMs: runTimeoutMs });
        this.#open.add(process);
        try {
            const { threads, inputShapes } = options;
            const loaded = await process.load({ kind: 'load', runtimePath, modelPath, threads, inputShapes, profilePrefix });
            return { process, loaded };
        }
        catch (error) {
            this.#close([{ process }]);
            throw error;
        }
    }
    #close(sides) {
        for (const { process } of sides) {
            process.stop();
            this.#open.delete(process);
        }
    }
    #environment(side) {
        const { options, runnerImage } = this.#setup;
        const { runtimeVersion } = side.loaded;
        return describeEnvironment({ ...options, runtimeVersion, image: runnerImage });
    }
}
function profiler_findingsOf(side) {
    if (side.loaded.peakMemoryBytes !== null)
        return [];
    return [{ code: 'memory-not-measured', facts: { device: LOCAL_DEVICE, why: side.loaded.memoryReason } }];
}
function toFailure(error) {
    if (error instanceof GateError)
        return { state: 'failed', reason: error.message };
    throw error;
}

;// CONCATENATED MODULE: ./build/adapters/local/tracker.js
// Run records as artifacts: one artifact a model, one file a device, each carrying its rolled history.




/** Artifacts that turn out to be untrusted or unreadable are passed over, but not without end. */
const MOST_TRIED = 3;
const RECORD = 'latency-gate-record-';
const CANDIDATE = 'latency-gate-candidate-';
class LocalTracker {
    name = 'local';
    #options;
    #started = new Map();
    /** Runs of one artifact, read once for all devices. */
    #opened = new Map();
    #earlier = new Map();
    #listed = new Map();
    constructor(options) {
        this.#options = options;
    }
    async start(start) {
        const id = `${start.mode}:${start.model.name}`;
        this.#started.set(id, start);
        return { tracker: this.name, id };
    }
    /** Stores what was measured. A run that failed or was killed leaves nothing: there is nothing to learn from it. */
    async finish(ref, result) {
        const start = this.#started.get(ref.id);
        if (start === undefined || result.status !== 'finished' || result.runs.length === 0)
            return { ids: [], findings: [] };
        const folder = await this.#temporary('keep-');
        const files = [];
        for (const run of result.runs) {
            const file = (0,external_node_path_.join)(folder, fileNameFor(run.device));
            await (0,promises_.writeFile)(file, encodeRecord(run, await this.#historyBehind(run)));
            files.push(file);
        }
        const name = (start.mode === this.#keeps ? RECORD : CANDIDATE) + this.#slug(start.model.name);
        const put = await this.#options.store.put(name, folder, files, {});
        if (put.kind === 'stored')
            return { ids: [put.id], findings: [] };
        if (put.kind === 'unavailable')
            return { ids: [], findings: [{ code: 'no-artifacts', facts: {} }] };
        return { ids: [], findings: [{ code: 'key-shared', facts: { artifact: name } }] };
    }
    async history(query) {
        const name = RECORD + this.#slug(query.modelName);
        const artifacts = placeOnAncestry(await this.#list(name), query.ancestry);
        const findings = [];
        for (const artifact of artifacts.slice(0, MOST_TRIED)) {
            const opened = await this.#openTrusted(artifact);
            if ('finding' in opened)
                findings.push(opened.finding);
            else {
                const runs = opened.runs.filter(({ run }) => run.device === query.device && run.model.name === query.modelName);
                if (runs.length > 0)
                    return { runs, findings };
            }
        }
        return { runs: [], findings };
    }
    /**
     * What an earlier gate of the same bytes on this commit measured: its pairs, and its jobs unless they ran on another
     * machine, of which nothing is known here.
     */
    async earlier(ref, device, baselineSha256) {
        const nothing = { environment: null, jobs: [], baselineJobs: [], tickets: [] };
        const start = this.#started.get(ref.id);
        if (start?.mode !== 'gate')
            return nothing;
        const runs = await this.#readEarlier(CANDIDATE + this.#slug(start.model.name));
        const run = runs.find((one) => one.device === device && one.model.sha256 === start.model.sha256);
        if (run === undefined)
            return nothing;
        const pairs = run.pairs.filter(({ against }) => against === baselineSha256);
        const jobs = this.#options.jobsCarry === true ? run.jobs : [];
        return pairs.length + jobs.length === 0 ? nothing : { ...nothing, environment: run.environment, jobs, pairs };
    }
    async find(id, device) {
        const artifact = await this.#options.store.find(id);
        const opened = artifact === undefined ? undefined : await this.#openTrusted(artifact);
        return opened === undefined || 'finding' in opened
            ? undefined
            : opened.runs.find(({ run }) => run.device === device);
    }
    async modelNames() {
        const names = [];
        for (const artifactName of await this.#options.store.names(RECORD)) {
            const [newest] = await this.#list(artifactName);
            const opened = newest === undefined ? undefined : await this.#openTrusted(newest);
            if (opened !== undefined && 'runs' in opened)
                names.push(...opened.runs.slice(0, 1).map(({ run }) => run.model.name));
        }
        return names;
    }
    /** What cannot be read or listed is no evidence; the gate then measures afresh. */
    async #readEarlier(name) {
        const reading = this.#earlier.get(name) ?? this.#openEarlier(name).catch(() => []);
        this.#earlier.set(name, reading);
        return reading;
    }
    async #openEarlier(name) {
        const artifact = await this.#options.store.earlier?.(name);
        return artifact === undefined ? [] : (await this.#open(artifact)).map(({ run }) => run);
    }
    async #openTrusted(artifact) {
        const why = await this.#options.store.distrust(artifact);
        if (why !== undefined) {
            return { finding: { code: 'baseline-untrusted', facts: { artifact: artifact.name, run: artifact.origin, why } } };
        }
        const opening = this.#opened.get(artifact.id) ?? this.#open(artifact);
        this.#opened.set(artifact.id, opening);
        try {
            return { runs: await opening };
        }
        catch (error) {
            const reason = error instanceof Error ? error.message : String(error);
            return { finding: { code: 'baseline-unreadable', facts: { artifact: artifact.name, why: reason } } };
        }
    }
    /** All runs in an artifact; one whose own commit is not the workflow run's was not written by that run. */
    async #open(artifact) {
        const folder = await this.#temporary('open-');
        await this.#options.store.fetch(artifact, folder);
        const runs = [];
        for (const file of (await (0,promises_.readdir)(folder)).filter((name) => name.endsWith('.json')).sort()) {
            const { run, history } = decodeRecord(await (0,promises_.readFile)((0,external_node_path_.join)(folder, file), 'utf8'));
            if (artifact.headSha !== null && run.commit.sha !== artifact.headSha) {
                throw new Error(`it says commit ${run.commit.sha}, but its workflow run was on ${artifact.headSha}`);
            }
            runs.push({ id: artifact.id, run }, ...history.map((older) => ({ id: artifact.id, run: older })));
        }
        return runs;
    }
    /** What a new record carries on: the runs that came with the baseline it was compared with. */
    async #historyBehind(run) {
        if (run.mode !== this.#keeps)
            return [];
        const openings = await Promise.allSettled(this.#opened.values());
        const opened = openings.flatMap((opening) => (opening.status === 'fulfilled' ? opening.value : []));
        return opened
            .map((tracked) => tracked.run)
            .filter((older) => older.device === run.device && older.model.name === run.model.name && older.mode === this.#keeps)
            .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
    }
    get #keeps() {
        return this.#options.keeps ?? 'record';
    }
    #list(name) {
        const listing = this.#listed.get(name) ?? this.#options.store.list(name);
        this.#listed.set(name, listing);
        return listing;
    }
    #slug(modelName) {
        return toSlug([this.#options.key, modelName].filter((part) => part !== '').join('\0'));
    }
    async #temporary(prefix) {
        await (0,promises_.mkdir)(this.#options.temporaryFolder, { recursive: true });
        return (0,promises_.mkdtemp)((0,external_node_path_.join)(this.#options.temporaryFolder, prefix));
    }
}
/** The artifacts whose commit is on the ancestry, nearest first; those of unknown commit keep their order. */
function placeOnAncestry(artifacts, ancestry) {
    if (ancestry === null)
        return artifacts;
    const place = ({ headSha }) => (headSha === null ? 0 : ancestry.indexOf(headSha));
    return artifacts.filter((artifact) => place(artifact) >= 0).sort((a, b) => place(a) - place(b));
}
function fileNameFor(device) {
    return `run-${toSlug(device)}.json`;
}

;// CONCATENATED MODULE: ./build/adapters/local/index.js
// The backend "local": this machine measures, artifacts keep the runs. Needs no account and no server.





/** Throws a GateError that names the option which is wrong. */
function createLocalProfiler(setup) {
    const options = toLocalOptions(parseBackendOptions('local', LocalOptionsSchema, setup.options));
    return new LocalProfiler({ ...setup, options });
}
function createLocalTracker(setup) {
    return new LocalTracker(setup);
}

// EXTERNAL MODULE: external "node:module"
var external_node_module_ = __webpack_require__(98995);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
;// CONCATENATED MODULE: ./build/adapters/local/runtime-pin.js
// The one version of ONNX Runtime that is installed where none is found, with the registry's integrity hashes.
const RUNTIME_PACKAGES = [
    {
        name: 'onnxruntime-node',
        version: '1.30.0',
        integrity: 'sha512-twhs1C2C/BFkz1yc5OY0KIU2GUq6DURO7hD4bx5Q2Qy3nAMJwRXW8xU3NVczE29VA9lolLOYepoD8fjTGOfIqw==',
        files: (platform, arch) => ['package/package.json', 'package/dist', `package/bin/napi-v6/${platform}/${arch}`],
    },
    {
        name: 'onnxruntime-common',
        version: '1.30.0',
        integrity: 'sha512-7fdVWjAID1dVhH/G8qK3APARunV4VkBFoCQAP7qp4Wkab0mrorvmc+sqiT+mKXOzDqdjN5j+/Z9nb4gzNPWcyA==',
        files: () => ['package/package.json', 'package/dist'],
    },
];

;// CONCATENATED MODULE: ./build/adapters/local/runtime.js
// Finds ONNX Runtime for Node: in the workspace, beside this program, in the tool cache, or installs it there at one
// pinned version. It is never bundled, and never loaded in this process.









const MAIN = 'onnxruntime-node';
/** The folder of an `onnxruntime-node` that can be required. */
async function findRuntime(options) {
    const found = options.searchFrom.map(resolveFrom).find((folder) => folder !== undefined);
    if (found !== undefined)
        return found;
    const packages = options.packages ?? RUNTIME_PACKAGES;
    const version = packages.find((item) => item.name === MAIN)?.version ?? '';
    const root = (0,external_node_path_.join)(options.cacheFolder, 'latency-gate', MAIN, version, `${(0,external_node_os_.platform)()}-${(0,external_node_os_.arch)()}`);
    const cached = (0,external_node_path_.join)(root, 'node_modules', MAIN);
    if (await exists((0,external_node_path_.join)(cached, 'package.json')))
        return cached;
    if (options.install === 'never') {
        throw new GateError('runtime-missing', `ONNX Runtime is neither in the workspace nor in ${root}, and install-runtime is never.`, `Run "npm install onnxruntime-node@${version}" in an earlier step, or set install-runtime: auto.`);
    }
    await installAll(packages, root, options);
    return cached;
}
function resolveFrom(folder) {
    try {
        return (0,external_node_path_.dirname)((0,external_node_module_.createRequire)((0,external_node_path_.join)(folder, 'package.json')).resolve(`${MAIN}/package.json`));
    }
    catch {
        return undefined;
    }
}
/** Installs into a folder beside the final one and renames at the end, so that a half install is never found. */
async function installAll(packages, root, options) {
    const staging = `${root}.${process.pid}`;
    await (0,promises_.rm)(staging, { recursive: true, force: true });
    for (const item of packages)
        await installOne(item, (0,external_node_path_.join)(staging, 'node_modules', item.name), options);
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(root), { recursive: true });
    await (0,promises_.rename)(staging, root).catch(async (error) => {
        await (0,promises_.rm)(staging, { recursive: true, force: true });
        if (!(await exists((0,external_node_path_.join)(root, 'node_modules', MAIN))))
            throw error;
    });
}
async function installOne(item, folder, options) {
    const label = `${item.name}@${item.version}`;
    const url = `${options.registryUrl.replace(/\/+$/, '')}/${item.name}/-/${item.name}-${item.version}.tgz`;
    options.log.info(`Installing ${label} (ONNX Runtime, CPU) into the tool cache`);
    const bytes = await download(url, label, options.fetch);
    verify(bytes, item, label);
    options.log.info(`Installed ${label}: ${(bytes.length / 1e6).toFixed(1)} MB downloaded, integrity verified`);
    await (0,promises_.mkdir)(folder, { recursive: true });
    const archive = (0,external_node_path_.join)(folder, 'package.tgz');
    await (0,promises_.writeFile)(archive, bytes);
    const wanted = item.files((0,external_node_os_.platform)(), (0,external_node_os_.arch)());
    await (0,external_node_util_.promisify)(external_node_child_process_.execFile)('tar', ['-xzf', 'package.tgz', '--strip-components=1', ...wanted], { cwd: folder });
    await (0,promises_.rm)(archive);
}
async function download(url, label, fetch) {
    const advice = 'Check that the runner reaches the npm registry, or install onnxruntime-node in an earlier step.';
    const answer = await fetch(url).catch((error) => {
        throw new GateError('runtime-missing', `Could not download ${label}: ${String(error)}.`, advice, error);
    });
    if (!answer.ok)
        throw new GateError('runtime-missing', `Could not download ${label}: HTTP ${answer.status}.`, advice);
    return Buffer.from(await answer.arrayBuffer());
}
function verify(bytes, item, label) {
    const found = `sha512-${(0,external_node_crypto_.createHash)('sha512').update(bytes).digest('base64')}`;
    if (found === item.integrity)
        return;
    throw new GateError('runtime-missing', `The download of ${label} is not the pinned one (found ${found.slice(0, 20)}…, expected ${item.integrity.slice(0, 20)}…).`, 'Nothing was installed. Check the registry or proxy that the runner uses.');
}
async function exists(path) {
    return (0,promises_.access)(path).then(() => true, () => false);
}

;// CONCATENATED MODULE: ./build/adapters/results/options.js
// The options of the backend results, as a user writes them in the input `options`.

/** `options` of the backend results. Strict: a misspelt key is an error. */
const ResultsOptionsSchema = schemas/* strictObject */.rej({
    benchmark: schemas/* string */.YjP().min(1).optional().describe('which benchmark of a file that holds several'),
    environment: schemas/* record */.g1P(schemas/* string */.YjP().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'names of letters, digits, _ . -'), schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig(), schemas/* boolean */.zMY()]))
        .default({})
        .describe('facts that must be equal before two jobs are compared'),
});

;// CONCATENATED MODULE: ./build/adapters/profiles/choose.js
// Several benchmarks in one file: which of them is meant.
/** The only name there is, or the wanted one. Throws an Error that lists the others. */
function choose(names, wanted) {
    const distinct = [...new Set(names)];
    const [first, second] = distinct;
    if (first !== undefined && (second === undefined || first === wanted) && (wanted ?? first) === first)
        return first;
    if (wanted !== undefined && distinct.includes(wanted))
        return wanted;
    const listed = distinct.slice(0, 5).join(', ');
    throw new Error(wanted === undefined
        ? `it holds ${distinct.length} benchmarks (${listed}); choose one with the option "benchmark"`
        : `it holds no benchmark named "${wanted}", but ${listed}`);
}

;// CONCATENATED MODULE: ./build/adapters/profiles/google-benchmark.js
// Google Benchmark's JSON (--benchmark_format=json): repetitions and aggregates of one or more benchmarks.



const GoogleBenchmark = schemas/* object */.Ikc({
    benchmarks: schemas/* array */.YOg(schemas/* object */.Ikc({
        name: schemas/* string */.YjP(),
        run_name: schemas/* string */.YjP().optional(),
        run_type: schemas/* string */.YjP().optional(),
        aggregate_name: schemas/* string */.YjP().optional(),
        real_time: schemas/* number */.aig().optional(),
        time_unit: schemas/* enum */.k5n(['ns', 'us', 'ms', 's']).default('ns'),
        error_occurred: schemas/* boolean */.zMY().optional(),
        error_message: schemas/* string */.YjP().optional(),
    }))
        .min(1),
});
const TO_MS = { ns: 1e-6, us: 1e-3, ms: 1, s: 1e3 };
/** The median of the repetitions, or the tool's own median or mean where it printed only aggregates. */
function fromGoogleBenchmark({ benchmarks }, wanted) {
    const name = choose(benchmarks.map((one) => one.run_name ?? one.name), wanted);
    const own = benchmarks.filter((one) => (one.run_name ?? one.name) === name);
    const failed = own.find((one) => one.error_occurred === true);
    if (failed !== undefined)
        throw new Error(`${name} failed: ${failed.error_message ?? 'no reason given'}`);
    const times = (keep) => own.filter(keep).flatMap((one) => (one.real_time === undefined ? [] : [one.real_time * TO_MS[one.time_unit]]));
    const single = times((one) => one.run_type !== 'aggregate');
    const [latency] = single.length > 0 ? [(0,statistics/* median */.JZ)(single)] : [...times(is('median')), ...times(is('mean'))];
    if (latency === undefined)
        throw new Error(`${name} has neither repetitions nor a median`);
    return single.length < 2 ? { latency } : { latency, latency_p95: (0,statistics/* quantile */.YV)(single, 0.95) };
}
function is(aggregate) {
    return (one) => one.aggregate_name === aggregate;
}

;// CONCATENATED MODULE: ./build/adapters/profiles/hyperfine.js
// hyperfine's JSON (--export-json): each command with the wall-clock times of its runs, in seconds.



const Hyperfine = schemas/* object */.Ikc({
    results: schemas/* array */.YOg(schemas/* object */.Ikc({
        command: schemas/* string */.YjP(),
        mean: schemas/* number */.aig(),
        stddev: schemas/* number */.aig().nullish(),
        median: schemas/* number */.aig().nullish(),
        min: schemas/* number */.aig().nullish(),
        max: schemas/* number */.aig().nullish(),
        times: schemas/* array */.YOg(schemas/* number */.aig()).nullish(),
        exit_codes: schemas/* array */.YOg(schemas/* number */.aig().nullable()).nullish(),
    }))
        .min(1),
});
const MS = 1000;
/** The median of one command's runs. A run that failed makes the whole job a failed one. */
function fromHyperfine({ results }, wanted) {
    const command = choose(results.map((one) => one.command), wanted);
    const own = results.find((one) => one.command === command);
    if (own === undefined)
        throw new Error(`it holds no command "${command}"`);
    if (own.exit_codes?.some((code) => code !== 0) === true)
        throw new Error(`"${command}" failed in one of its runs`);
    const times = own.times ?? [];
    const typical = times.length > 0 ? (0,statistics/* median */.JZ)(times) : (own.median ?? own.mean);
    const values = { latency: typical * MS, latency_mean: own.mean * MS };
    if (times.length < 2)
        return { values };
    const [minMs, maxMs] = [Math.min(...times) * MS, Math.max(...times) * MS];
    return {
        values: { ...values, latency_p95: (0,statistics/* quantile */.YV)(times, 0.95) * MS },
        iterations: {
            count: times.length,
            minMs,
            maxMs,
            spread: own.mean > 0 ? (own.stddev ?? 0) / own.mean : 0,
            drift: 1,
        },
    };
}

;// CONCATENATED MODULE: ./build/adapters/profiles/own-job.js
// The documented JSON of our own, `latency-gate/job@1`: for tools that no other reader knows.



const JOB_SCHEMA = 'latency-gate/job@1';
/** One job as any tool may write it. Metrics in their own units: ms, MB, B. */
const OwnJob = schemas/* strictObject */.rej({
    schema: schemas/* literal */.euz(JOB_SCHEMA),
    metrics: schemas/* partialRecord */.jgl(schemas/* enum */.k5n(domain_metric/* METRICS */.C.map(({ name }) => name)), schemas/* number */.aig().nonnegative())
        .refine((metrics) => Object.keys(metrics).length > 0, 'needs one metric at least')
        .describe('Values by metric name, in the unit of the metric: latency in ms, peak_memory in MB.'),
    environment: EnvironmentFields.default({}).describe('Facts that must be equal before two jobs are compared.'),
    layers: schemas/* array */.YOg(schemas/* strictObject */.rej({ name: schemas/* string */.YjP(), operator: schemas/* string */.YjP(), unit: schemas/* string */.YjP(), timeMs: schemas/* number */.aig().nonnegative() }))
        .default([]),
});

;// CONCATENATED MODULE: ./build/adapters/results/read.js
// From one file that another tool wrote to one job, whichever of the known tools it was.







const KNOWN_FORMATS = 'TensorFlow Lite benchmark_model logs and op profiles (.pb), ONNX Runtime profiles, Google Benchmark JSON, ' +
    `hyperfine JSON, ${JOB_SCHEMA}`;
/** Throws an Error whose message says what is wrong with the file. */
function readResultFile(name, bytes, benchmark) {
    const result = readAny(name, bytes, benchmark);
    const { latency } = result.job.values;
    if (latency !== undefined && !(latency > 0))
        throw new Error('its latency is 0');
    return result;
}
function readAny(name, bytes, benchmark) {
    if (bytes.length === 0)
        throw new Error('it is empty');
    if (name.endsWith('.pb'))
        return fromOpProfile(bytes);
    const text = bytes.toString('utf8');
    const json = read_parseJson(text);
    return json === undefined ? fromLog(text) : fromJson(json, text, benchmark);
}
function fromJson(json, text, benchmark) {
    if (Array.isArray(json))
        return fromProfile(text);
    if (has(json, 'benchmarks')) {
        const values = fromGoogleBenchmark(check(GoogleBenchmark, json), benchmark);
        return toResult('Google Benchmark', { values });
    }
    if (has(json, 'results'))
        return toResult('hyperfine', fromHyperfine(check(Hyperfine, json), benchmark));
    if (has(json, 'schema')) {
        const { metrics, layers, environment } = check(OwnJob, json);
        return { tool: JOB_SCHEMA, job: { values: metrics }, layers, environment };
    }
    throw new Error(`it is JSON of no known kind; known are: ${KNOWN_FORMATS}`);
}
/** One profile covers one session: the median of its runs, and what each layer took in them. */
function fromProfile(text) {
    const runs = runsOfOnnxProfile(text);
    if (runs === undefined)
        throw new Error('the ONNX Runtime profile holds no run of a model');
    const layers = fromOnnxProfile(text);
    return { ...toResult('ONNX Runtime', { values: { ...runs, ...countLayers(layers) } }), layers };
}
function fromOpProfile(bytes) {
    const layers = decodeOpProfile(bytes);
    const latency = layers.reduce((sum, { timeMs }) => sum + timeMs, 0);
    if (!(latency > 0))
        throw new Error('the operator profile holds no time');
    return { ...toResult('benchmark_model', { values: { latency, ...countLayers(layers) } }), layers };
}
function countLayers(layers) {
    const on = (unit) => layers.filter((layer) => layer.unit.toUpperCase().startsWith(unit)).length;
    return layers.length === 0 ? {} : { layers_cpu: on('CPU'), layers_gpu: on('GPU'), layers_npu: on('NPU') };
}
function fromLog(text) {
    const log = parseBenchmarkLog(text);
    const latency = log.medianMs ?? log.meanMs;
    if (latency === undefined || latency === 0) {
        throw new Error(`it is neither JSON nor a log with timings; known are: ${KNOWN_FORMATS}`);
    }
    return toResult('benchmark_model', { values: { latency, ...valuesOfLog(log) } });
}
function valuesOfLog(log) {
    const told = {
        latency_mean: log.meanMs,
        latency_median: log.medianMs,
        latency_p95: log.p95Ms,
        first_inference: log.firstInferenceMs,
        load_time: log.initMs,
        peak_memory: log.overallMemoryMb,
    };
    return Object.fromEntries(Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
function toResult(tool, job) {
    return { tool, job, layers: [], environment: {} };
}
function read_parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch (error) {
        if (!/^\s*[[{]/.test(text))
            return undefined;
        throw new Error(`it is broken JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
}
function has(json, key) {
    return typeof json === 'object' && json !== null && key in json;
}
function check(schema, json) {
    const parsed = schema.safeParse(json);
    if (!parsed.success)
        throw new Error(describeIssues(parsed.error));
    return parsed.data;
}

;// CONCATENATED MODULE: ./build/adapters/results/profiler.js
// A profiler that measures nothing: each file an earlier step left is one job.






class ResultsProfiler {
    name = 'results';
    pairs = false;
    mostAtOnce = 1;
    supply;
    #options;
    #next = 0;
    constructor(options) {
        this.#options = options;
        this.supply = options.paths.length;
    }
    pollDelayMs() {
        return 0;
    }
    /** The measurements are made already: equal bytes must not keep them from being looked at. */
    async inspect(path, name) {
        const { sizeBytes, sha256 } = await digestFiles((0,external_node_path_.dirname)(path), [(0,external_node_path_.basename)(path)]).catch((error) => {
            throw new GateError('model-missing', `model: ${path} cannot be read.`, 'Give the path of one file.', error);
        });
        const format = (0,external_node_path_.extname)(path).slice(1) || 'unknown';
        return { name, sha256: await this.#digest(sha256), sizeBytes, format, path, files: [] };
    }
    async refer(name) {
        const sha256 = await this.#digest('');
        return { name, sha256, sizeBytes: 0, format: 'results', reference: true, path: '', files: [] };
    }
    /** Of what was measured: it identifies this measurement, and never equals another's. */
    async #digest(model) {
        await this.#readAll();
        const hash = (0,external_node_crypto_.createHash)('sha256').update(model);
        for (const path of this.#options.paths)
            hash.update(await (0,promises_.readFile)(path));
        return hash.digest('hex');
    }
    async devices() {
        return [{ name: this.#options.device, description: 'as an earlier step measured' }];
    }
    async prepare(model) {
        return { model, handle: '' };
    }
    async submit({ model, device }) {
        const path = this.#options.paths[this.#next];
        if (path === undefined) {
            const { length } = this.#options.paths;
            throw new GateError('measurement-failed', `the input results gave ${length} ${length === 1 ? 'job' : 'jobs'}, which is not enough to be sure`, 'Measure more often, one file a job.');
        }
        this.#next += 1;
        return { profiler: this.name, id: path, device: device.name, sha256: model.model.sha256, handle: '' };
    }
    async poll(ticket) {
        if (!this.#options.paths.includes(ticket.id))
            return { state: 'failed', reason: 'it is none of the results given' };
        const { tool, job, layers, environment } = await this.#read(ticket.id);
        const given = Object.entries(this.#options.options.environment).map(([name, value]) => [name, String(value)]);
        return {
            state: 'done',
            measurement: {
                kind: 'job',
                job,
                environment: { device: ticket.device, tool, ...environment, ...Object.fromEntries(given) },
                findings: [],
                ...(layers.length > 0 ? { layers } : {}),
            },
        };
    }
    /** A file that cannot be read is an error before anything is compared, not a job that failed. */
    async #readAll() {
        for (const path of this.#options.paths)
            await this.#read(path);
    }
    async #read(path) {
        try {
            return readResultFile(path, await (0,promises_.readFile)(path), this.#options.options.benchmark);
        }
        catch (error) {
            const why = error instanceof Error ? error.message : String(error);
            throw new GateError('record-unreadable', `results: ${path}: ${why}.`, `Give files of: ${KNOWN_FORMATS}.`, error);
        }
    }
}

;// CONCATENATED MODULE: ./build/adapters/results/index.js
// The backend "results": measurements that an earlier step made. The runs are kept by another tracker.





/** Throws a GateError that names the input which is wrong. */
function createResultsProfiler({ options, paths, devices }) {
    const [device, another] = devices;
    if (device === undefined || another !== undefined) {
        throw new GateError('invalid-input', `devices: found ${devices.length}; allowed with the backend results: exactly one.`, 'Name the device on which the files were measured; give each device a step of its own, with a comment-key.');
    }
    return new ResultsProfiler({ options: parseBackendOptions('results', ResultsOptionsSchema, options), paths, device });
}

;// CONCATENATED MODULE: ./build/adapters/vertesia/schema.js
// What Vertesia sends, the fields used and no more. The documentation and the vendor's client differ; both pass.

const vertesia_schema_Id = schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()]).transform(String);
/** An id, or an object with one. */
const schema_Reference = schemas/* union */.KCZ([vertesia_schema_Id, schemas/* looseObject */._H3({ id: vertesia_schema_Id.optional(), _id: vertesia_schema_Id.optional(), name: schemas/* string */.YjP().optional() })])
    .nullish()
    .transform((value) => (typeof value === 'object' ? (value?.id ?? value?._id ?? value?.name ?? '') : (value ?? '')));
const schema_Amount = schemas/* number */.aig().nonnegative().nullish();
/** `completion` in the documentation, `result` in the client. */
const TokenUse = schemas/* looseObject */._H3({ prompt: schema_Amount, result: schema_Amount, completion: schema_Amount, total: schema_Amount })
    .nullish()
    .transform((use) => {
    const output = use?.completion ?? use?.result ?? undefined;
    const input = use?.prompt ?? undefined;
    const sum = input === undefined || output === undefined ? undefined : input + output;
    return { input, output, total: use?.total ?? sum };
});
const vertesia_schema_Text = schemas/* string */.YjP()
    .nullish()
    .transform((text) => text ?? '');
const Flag = schemas/* boolean */.zMY().nullish();
/** One execution of an interaction. */
const Execution = schemas/* looseObject */._H3({
    id: vertesia_schema_Id.optional(),
    _id: vertesia_schema_Id.optional(),
    status: vertesia_schema_Text,
    modelId: vertesia_schema_Text,
    environment: schema_Reference,
    tags: schemas/* array */.YOg(schemas/* string */.YjP())
        .nullish()
        .transform((tags) => tags ?? []),
    execution_time: schema_Amount,
    token_use: TokenUse,
    error: schemas/* looseObject */._H3({ code: schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()]).nullish(), message: vertesia_schema_Text }).nullish(),
    created_at: vertesia_schema_Text,
    updated_at: vertesia_schema_Text,
    cache_hit: Flag,
    cached: Flag,
    from_cache: Flag,
})
    .transform(({ id, _id, error, cache_hit, cached, from_cache, ...rest }) => ({
    ...rest,
    id: id ?? _id ?? '',
    failure: error === null || error === undefined ? '' : [error.code ?? '', error.message].filter(Boolean).join(': '),
    fromCache: cache_hit === true || cached === true || from_cache === true,
}))
    .refine(({ id }) => id !== '', 'has no id');
/** An array, or an object that holds it. */
const Executions = schemas/* union */.KCZ([
    schemas/* array */.YOg(Execution),
    schemas/* looseObject */._H3({ runs: schemas/* array */.YOg(Execution) }).transform(({ runs }) => runs),
    schemas/* looseObject */._H3({ items: schemas/* array */.YOg(Execution) }).transform(({ items }) => items),
    schemas/* looseObject */._H3({ results: schemas/* array */.YOg(Execution) }).transform(({ results }) => results),
]);
const IssuedToken = schemas/* object */.Ikc({ token: schemas/* string */.YjP().min(1) });
/** The model: a JSON file in the repository. */
const InteractionFile = schemas/* strictObject */.rej({
    interaction: schemas/* string */.YjP().min(1).describe('Its id on the server.'),
    version: schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()]).optional().describe('A version or tag of it; the newest where absent.'),
    data: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()).describe('The fixed input.'),
    config: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()).optional().describe('Further configuration of a run, such as temperature.'),
});

;// CONCATENATED MODULE: ./build/adapters/vertesia/api.js
// Every call of Vertesia that is used: verbs, paths, bodies. No decision is made here.

/** The API, one method a call. */
class VertesiaApi {
    #service;
    constructor(service) {
        this.#service = service;
    }
    execute(execution, version) {
        return this.#service.call({
            method: 'POST',
            path: 'runs',
            body: execution,
            ...(version === undefined ? {} : { headers: { 'x-interaction-tag': version } }),
            answer: Execution,
            doing: `an execution of ${execution.interaction}`,
        });
    }
    read(id) {
        return this.#service.call({
            method: 'GET',
            path: `runs/${encodeURIComponent(id)}`,
            answer: Execution,
            doing: 'an execution',
        });
    }
    /** Executions that bear all of the tags. */
    search(tags, limit, offset) {
        return this.#service.call({
            method: 'POST',
            path: 'runs/search',
            body: { limit, offset, query: { tags } },
            answer: Executions,
            repeatable: true,
            doing: 'the search for earlier executions',
        });
    }
    /** Where an execution's chunks come from; the token is in the query, so it must not be shown. */
    async streamAddress(id) {
        const { Authorization = '' } = await this.#service.headers();
        const url = this.#service.resolve(`runs/${encodeURIComponent(id)}/stream`);
        url.searchParams.set('access_token', Authorization.replace(/^Bearer /, ''));
        return url;
    }
}

;// CONCATENATED MODULE: ./build/adapters/vertesia/options.js
// The options of the backend vertesia, as a user writes them in the input `options`.

/** `options` of the backend vertesia. Strict: a misspelt key is an error. */
const VertesiaOptionsSchema = schemas/* strictObject */.rej({
    executions: schemas/* int */.Whr().min(1).max(1000).default(5).describe('executions a job, after the warm-up'),
    warmup: schemas/* int */.Whr()
        .min(1)
        .max(100)
        .default(1)
        .describe('executions before them, not counted; they settle the unit of time'),
    streaming: schemas/* boolean */.zMY().default(false).describe('measure the time to the first chunk as well'),
    'poll-interval': schemas/* number */.aig().positive().max(60).default(0.5).describe('seconds between two looks at an execution'),
});

;// CONCATENATED MODULE: ./build/adapters/vertesia/stream.js
// The time to the first chunk of a streamed execution, by server-sent events.
/** How long after the call the first `chunk` event came, milliseconds; undefined where none came before `close`. */
async function timeFirstChunk(address, startedAt, fetch, now) {
    try {
        const answer = await fetch(address, { headers: { Accept: 'text/event-stream' }, redirect: 'error' });
        if (!answer.ok || answer.body === null)
            return undefined;
        const decoder = new TextDecoder();
        let text = '';
        for await (const piece of answer.body) {
            text += decoder.decode(piece, { stream: true });
            if (/^event:\s*chunk\b/m.test(text))
                return now() - startedAt;
            if (/^event:\s*close\b/m.test(text))
                return undefined;
        }
        return undefined;
    }
    catch {
        // Streaming is not allowed for every interaction; the execution itself is measured all the same.
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/adapters/vertesia/translate.js
// Between executions and jobs. Pure: units are settled, tags are written and read, samples become a job's values.

const vertesia_translate_PREFIX = 'latency-gate:';
function translate_toTags(tags) {
    return Object.entries(tags).flatMap(([name, value]) => (value === '' ? [] : [`${vertesia_translate_PREFIX}${name}=${value}`]));
}
function translate_tagOf(tags, name) {
    const start = `${vertesia_translate_PREFIX}${name}=`;
    return tags.find((tag) => tag.startsWith(start))?.slice(start.length) ?? '';
}
/** A clock is not exact, and waiting for the answer costs something. */
const TOLERANCE = 1.1;
/**
 * In which unit `execution_time` is told: the documentation says seconds, the client milliseconds. The larger reading
 * that still fits inside the wall clock wins, for an execution is most of its call; `wall` where neither does.
 */
function settleUnit(samples) {
    const known = samples.flatMap(({ execution, wallMs }) => typeof execution.execution_time === 'number' && execution.execution_time > 0
        ? [{ told: execution.execution_time, wallMs: wallMs ?? wallOf(execution) }]
        : []);
    const measured = known.flatMap(({ told, wallMs }) => (wallMs === null ? [] : [{ told, wallMs }]));
    if (measured.length === 0)
        return 'wall';
    const fits = (factor) => (0,statistics/* median */.JZ)(measured.map(({ told, wallMs }) => (told * factor) / wallMs)) <= TOLERANCE;
    if (fits(1000))
        return 's';
    return fits(1) ? 'ms' : 'wall';
}
/** From the server's own two dates, where no clock of ours was there. */
function wallOf({ created_at, updated_at }) {
    const wall = Date.parse(updated_at) - Date.parse(created_at);
    return Number.isFinite(wall) && wall > 0 ? wall : null;
}
function latencyOf({ execution, wallMs }, unit) {
    const told = execution.execution_time;
    if (unit !== 'wall' && typeof told === 'number' && told > 0)
        return unit === 's' ? told * 1000 : told;
    return wallMs ?? wallOf(execution);
}
/** Executions of a job that failed; more than this share and the job says nothing. */
const MOST_FAILED = 0.5;
function isMostlyFailed(samples) {
    const failed = samples.filter(({ execution }) => execution.status !== 'completed').length;
    return failed / samples.length > MOST_FAILED;
}
/** The job that its executions make; undefined where none of them has a time. Failures are counted, not timed. */
function vertesia_translate_toJob(samples, unit) {
    const good = samples.filter(({ execution }) => execution.status === 'completed');
    const times = good.flatMap((sample) => latencyOf(sample, unit) ?? []);
    if (times.length === 0)
        return undefined;
    const latency = (0,statistics/* median */.JZ)(times);
    const values = translate_dropMissing({
        latency,
        latency_p95: times.length > 1 ? (0,statistics/* quantile */.YV)(times, 0.95) : undefined,
        first_chunk: middle(good.map(({ firstChunkMs }) => firstChunkMs)),
        tokens_in: middle(good.map(({ execution }) => execution.token_use.input)),
        tokens_out: middle(good.map(({ execution }) => execution.token_use.output)),
        tokens_total: middle(good.map(({ execution }) => execution.token_use.total)),
        failures: samples.length - good.length,
    });
    const [first, last] = [times.slice(0, Math.ceil(times.length / 3)), times.slice(-Math.ceil(times.length / 3))];
    const spread = (0,statistics/* standardDeviation */.Fx)(times) / latency;
    return {
        values,
        iterations: {
            count: times.length,
            minMs: Math.min(...times),
            maxMs: Math.max(...times),
            spread,
            drift: (0,statistics/* median */.JZ)(last) / (0,statistics/* median */.JZ)(first),
        },
    };
}
/** Fewer executions than this may be alike by chance. */
const FEWEST_ALIKE = 4;
const ALIKE = 0.002;
/** A cache measures nothing: a run says so, or times and tokens are implausibly alike. */
function findCache(samples, job, device) {
    const told = samples.some(({ execution }) => execution.fromCache);
    const { count = 0, spread = 1 } = job.iterations ?? {};
    if (!told && !(count >= FEWEST_ALIKE && spread < ALIKE))
        return [];
    const why = told
        ? 'an execution says that it came from the cache'
        : `${count} executions took the same time to within 0.2 %`;
    return [{ code: 'cache-suspected', facts: { device, why } }];
}
function describeUnit(unit) {
    if (unit === 'wall')
        return "the clock around each call, for the service's own times fit in no unit";
    return `the service's execution_time in ${unit === 's' ? 'seconds' : 'milliseconds'}, which fits the clock around the calls`;
}
/** The commit that tags tell. */
function toCommit(tags) {
    const or = (text) => (text === '' ? null : text);
    return {
        sha: or(translate_tagOf(tags, 'commit')),
        branch: or(translate_tagOf(tags, 'branch')),
        repository: or(translate_tagOf(tags, 'repository')),
        pullRequest: null,
    };
}
function middle(values) {
    const known = values.filter((value) => value !== undefined);
    return known.length === 0 ? undefined : (0,statistics/* median */.JZ)(known);
}
function translate_dropMissing(values) {
    return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

;// CONCATENATED MODULE: ./build/adapters/vertesia/profiler.js
// Vertesia as a profiler of prompts: a job is a number of executions of one interaction, one after another.








const ENDED = ['completed', 'failed'];
/** Longer handles are not kept with a record: the data may be large. */
const LONGEST_HANDLE = 20_000;
class VertesiaProfiler {
    name = 'vertesia';
    pairs = false;
    mostAtOnce = 8;
    endsWithStep = true;
    #setup;
    #jobs = new Map();
    /** Whatever their length; handles of long ones are not kept with a record. */
    #interactions = new Map();
    /** The end of each device's queue: its executions never overlap, others' do not disturb them. */
    #queues = new Map();
    constructor(setup) {
        this.#setup = setup;
    }
    pollDelayMs() {
        return 200;
    }
    /** A JSON file; equal bytes prove nothing, for a provider changes under the same prompt. */
    async inspect(path, name) {
        const interaction = await readInteraction(path);
        const sha256 = (0,external_node_crypto_.createHash)('sha256').update(canonicalJson(interaction)).digest('hex');
        this.#interactions.set(sha256, interaction);
        return { name, sha256, sizeBytes: 0, format: 'interaction', reference: true, path, files: [] };
    }
    async devices() {
        return this.#setup.devices.map((name) => {
            if (!/^[^/]+\/.+$/.test(name))
                throw refuseDevice(name);
            return { name, description: 'an environment and its model' };
        });
    }
    async prepare(model) {
        const handle = canonicalJson(await readInteraction(model.path));
        return { model, handle: handle.length > LONGEST_HANDLE ? '' : handle };
    }
    recall(model, handle) {
        return { model, handle };
    }
    async submit({ model, device, side = 'candidate' }) {
        const { sha256 } = model.model;
        const interaction = this.#interactions.get(sha256) ?? InteractionFile.safeParse(profiler_parseJson(model.handle)).data;
        if (interaction === undefined) {
            const advice = 'Shorten the data, or leave the baseline to its recorded executions.';
            throw new GateError('model-unreadable', `${model.model.name} is too long to have been kept.`, advice);
        }
        const id = (0,external_node_crypto_.randomUUID)();
        const job = { state: { state: 'waiting', detail: 'other executions go first' } };
        this.#jobs.set(id, job);
        const before = this.#queues.get(device.name) ?? Promise.resolve();
        const { name } = device;
        this.#queues.set(name, before.then(() => this.#run({ id, interaction, model: model.model, device: name, side }, job)));
        return { profiler: this.name, id, device: name, sha256, handle: model.handle };
    }
    async poll(ticket) {
        const job = this.#jobs.get(ticket.id);
        if (job?.refusal !== undefined)
            throw job.refusal;
        return job?.state ?? { state: 'failed', reason: 'the process that executed it has ended' };
    }
    /** The executions under way end by themselves; no further ones are started. */
    async cancel(ticket) {
        this.#jobs.delete(ticket.id);
    }
    /** Never rejects: whatever happens becomes the job's state. */
    async #run({ id, interaction, model, device, side }, job) {
        const { options, tags } = this.#setup;
        const own = { ...tags, model: model.name, sha256: model.sha256, device, side: side === 'baseline' ? side : '' };
        const repeat = async (count, wanted, tell) => {
            const samples = [];
            for (let index = 0; index < count && this.#jobs.has(id); index += 1) {
                job.state = tell(index);
                samples.push(await this.#execute(interaction, device, wanted));
            }
            return samples;
        };
        try {
            const warm = await repeat(options.warmup, translate_toTags(own), () => ({ state: 'running', detail: 'warming up' }));
            const unit = settleUnit(warm);
            const counted = translate_toTags({ ...own, job: id, of: String(options.executions), unit });
            const samples = await repeat(options.executions, counted, (done) => ({
                state: 'running',
                detail: `${done} of ${options.executions} executions`,
            }));
            job.state = profiler_toState(samples, unit, device);
        }
        catch (error) {
            job.state = { state: 'failed', reason: error instanceof Error ? error.message : String(error) };
            if (error instanceof GateError && error.code === 'not-permitted')
                job.refusal = error;
        }
    }
    async #execute(interaction, device, tags) {
        const { api, clock, fetch, options, runTimeoutMs } = this.#setup;
        const [environment = '', ...model] = device.split('/');
        const config = { ...interaction.config, environment, model: model.join('/') };
        const version = interaction.version === undefined ? undefined : String(interaction.version);
        const { interaction: id, data } = interaction;
        const startedAt = clock.now().getTime();
        const now = () => clock.now().getTime();
        let execution = await api.execute({ interaction: id, data, config, tags, stream: options.streaming }, version);
        const chunk = options.streaming && !ENDED.includes(execution.status)
            ? timeFirstChunk(await api.streamAddress(execution.id), startedAt, fetch, now)
            : undefined;
        while (!ENDED.includes(execution.status)) {
            if (now() - startedAt > runTimeoutMs)
                throw new Error(`an execution took longer than run-timeout, ${runTimeoutMs / 1000} s`);
            await clock.sleep(options['poll-interval'] * 1000);
            execution = await api.read(execution.id);
        }
        return { execution, wallMs: now() - startedAt, firstChunkMs: await chunk };
    }
}
function profiler_toState(samples, unit, device) {
    const failed = samples.map(({ execution }) => execution).filter(({ status }) => status !== 'completed');
    const job = vertesia_translate_toJob(samples, unit);
    if (job === undefined || isMostlyFailed(samples)) {
        return { state: 'failed', reason: `${failed.length} of ${samples.length} executions failed${tellWhy(failed)}` };
    }
    const [environment = '', ...model] = device.split('/');
    const facts = { device: model.join('/'), environment, clock: unit === 'wall' ? 'around the call' : "the service's" };
    const told = { code: 'time-unit', facts: { device, taken: describeUnit(unit) } };
    return {
        state: 'done',
        measurement: { kind: 'job', job, environment: facts, findings: [told, ...findCache(samples, job, device)] },
    };
}
function tellWhy(failed) {
    const words = failed.map(({ failure }) => failure).find((failure) => failure !== '');
    return words === undefined ? '' : `: ${words.slice(0, 200)}`;
}
async function readInteraction(path) {
    const advice = 'Give a JSON file: {"interaction": "<id>", "version": "…", "data": {…}}.';
    const text = await (0,promises_.readFile)(path, 'utf8').catch((error) => {
        throw new GateError('model-missing', `model: ${path} cannot be read.`, advice, error);
    });
    const parsed = InteractionFile.safeParse(profiler_parseJson(text));
    if (parsed.success)
        return parsed.data;
    throw new GateError('model-unreadable', `model: ${path} is no interaction: ${describeIssues(parsed.error)}.`, advice, parsed.error);
}
function profiler_parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function refuseDevice(name) {
    return new GateError('unknown-device', `devices: found "${name}"; allowed with the backend vertesia: environment/model, such as openai-prod/gpt-4o.`, 'Give the environment’s id or name, a slash, and the model.');
}

;// CONCATENATED MODULE: ./build/adapters/vertesia/token.js
// From an API key to the token that calls carry: keys are exchanged at the token service, and tokens are renewed.



/** A token is renewed so long before it ends. */
const BEFORE_END_MS = 60_000;
/** Of a token that does not say when it ends. */
const UNKNOWN_LIFE_MS = 5 * 60_000;
const DOING = 'the exchange of the key for a token';
/** Gives the token for a call; any value that is no key (`sk-…`, `pk-…`) is the token itself. */
function createTokenSource({ apiKey, baseUrl, fetch, clock, mask }) {
    if (!/^[sp]k-/.test(apiKey))
        return async () => apiKey;
    let issued;
    const issue = async () => {
        const token = await exchange(apiKey, tokenAddress(baseUrl), fetch);
        mask(token);
        return { token, endsAt: endOf(token) ?? clock.now().getTime() + UNKNOWN_LIFE_MS };
    };
    return async () => {
        issued ??= issue();
        // One that failed is no token for the next call either.
        let current = await issued.catch((error) => {
            issued = undefined;
            throw error;
        });
        if (clock.now().getTime() >= current.endsAt - BEFORE_END_MS) {
            issued = issue();
            current = await issued;
        }
        return current.token;
    };
}
/** `https://sts.<rest of the api host>/token/issue`; a host without a first label keeps its own. */
function tokenAddress(baseUrl) {
    const url = new URL(baseUrl);
    if (/^api[.-]/.test(url.hostname))
        url.hostname = url.hostname.replace(/^api(?=[.-])/, 'sts');
    return new URL('/token/issue', url.origin);
}
async function exchange(apiKey, address, fetch) {
    const headers = { Authorization: `Bearer ${apiKey}`, Accept: 'application/json', 'Content-Type': 'application/json' };
    const answer = await fetch(address, { method: 'POST', headers, body: '{}', redirect: 'error' }).catch((error) => {
        throw new Unanswered('Vertesia', DOING, error);
    });
    const text = await answer.text();
    if (!answer.ok)
        throw toServiceError('Vertesia', DOING, answer.status, '', text);
    try {
        return IssuedToken.parse(JSON.parse(text)).token;
    }
    catch (error) {
        throw new GateError('service-unavailable', `Vertesia answered ${DOING} in an unknown form.`, 'Run the job again later.', error);
    }
}
/** The token's own `exp`, in milliseconds. */
function endOf(token) {
    try {
        const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
        const exp = typeof payload === 'object' && payload !== null && 'exp' in payload ? Number(payload.exp) : Number.NaN;
        return Number.isFinite(exp) ? exp * 1000 : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/adapters/vertesia/tracker.js
// Vertesia as a tracker: the executions are the record. They were tagged when they were made, and are found by tags.



const tracker_PAGE = 200;
const tracker_MOST_PAGES = 60;
const vertesia_tracker_NOTHING = { environment: null, jobs: [], baselineJobs: [], tickets: [] };
class VertesiaTracker {
    name = 'vertesia';
    #setup;
    #started = new Map();
    constructor(setup) {
        this.#setup = setup;
    }
    async start(start) {
        const id = `${start.mode}:${start.model.name}:${start.commit.sha ?? ''}`;
        this.#started.set(id, start);
        return { tracker: this.name, id };
    }
    /** The profiler's executions are there already; there is nowhere to keep anything else. */
    async finish(ref, { status, runs }) {
        return { ids: status === 'finished' && runs.length > 0 ? [ref.id] : [], findings: [] };
    }
    async history({ modelName, device, ancestry }) {
        const runs = await this.#find({ mode: 'record', model: modelName, device });
        const placed = ancestry === null ? runs : runs.filter(({ run }) => ancestry.includes(run.commit.sha ?? ''));
        return { runs: placed.slice(0, ancestry === null ? WINDOW : placed.length), findings: [] };
    }
    async find(id, device) {
        const [mode = '', model = '', commit = ''] = id.split(':');
        if (commit === '' || !isMode(mode))
            return undefined;
        return (await this.#find({ mode, model, device, commit }))[0];
    }
    async modelNames() {
        return [];
    }
    async earlier(ref, device) {
        const start = this.#started.get(ref.id);
        if (start === undefined || start.commit.sha === null)
            return vertesia_tracker_NOTHING;
        const { mode, model, commit } = start;
        const runs = await this.#find({ mode, model: model.name, device, commit: commit.sha ?? '', sha256: model.sha256 });
        const [first] = runs;
        return first === undefined ? vertesia_tracker_NOTHING : { ...vertesia_tracker_NOTHING, environment: first.run.environment, jobs: first.run.jobs };
    }
    /** Newest first: one run a commit and content, each with its jobs. */
    async #find(tags) {
        const { repository, key } = this.#setup;
        const executions = await this.#searchAll(translate_toTags({ ...tags, repository, key }));
        const groups = Map.groupBy(executions.filter((execution) => translate_tagOf(execution.tags, 'job') !== ''), (execution) => `${translate_tagOf(execution.tags, 'commit')} ${translate_tagOf(execution.tags, 'sha256')}`);
        const runs = [...groups.values()]
            .flatMap(toRuns)
            .sort((a, b) => Date.parse(b.run.createdAt) - Date.parse(a.run.createdAt));
        return runs.map((tracked, index) => ({
            ...tracked,
            run: { ...tracked.run, shifts: shiftsBetween(tracked.run, runs[index + 1]?.run) },
        }));
    }
    async #searchAll(tags) {
        const { repository, key } = this.#setup;
        const seen = new Map();
        for (let page = 0; page < tracker_MOST_PAGES; page += 1) {
            const before = seen.size;
            for (const execution of await this.#setup.api.search(tags, tracker_PAGE, before))
                seen.set(execution.id, execution);
            // Servers give smaller pages than they were asked for.
            if (seen.size === before)
                break;
        }
        // One that knows no tags in its query answers more than was asked for; and no key is a key of its own.
        return [...seen.values()].filter(({ tags: own }) => tags.every((tag) => own.includes(tag)) &&
            translate_tagOf(own, 'key') === key &&
            translate_tagOf(own, 'repository') === repository &&
            translate_tagOf(own, 'side') !== 'baseline');
    }
}
/** The executions of one commit and content, as a run; jobs that were cut short or failed are none. */
function toRuns(found) {
    const executions = [...found].sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at));
    const [first] = executions;
    if (first === undefined)
        return [];
    const mode = translate_tagOf(first.tags, 'mode');
    const groups = Map.groupBy(executions, (execution) => translate_tagOf(execution.tags, 'job'));
    const jobs = [...groups.values()].flatMap(toTrackedJob);
    if (jobs.length === 0 || !isMode(mode))
        return [];
    const device = translate_tagOf(first.tags, 'device');
    const [environment = '', ...model] = device.split('/');
    const name = translate_tagOf(first.tags, 'model');
    const commit = toCommit(first.tags);
    const run = {
        mode,
        model: { name, sha256: translate_tagOf(first.tags, 'sha256'), sizeBytes: 0, format: 'interaction', reference: true },
        device,
        commit,
        createdAt: new Date(Math.max(...executions.map(({ created_at }) => Date.parse(created_at) || 0))).toISOString(),
        environment: { device: model.join('/'), environment, clock: "the service's" },
        jobs,
        pairs: [],
        layers: [],
        shifts: [],
        handle: null,
    };
    return [{ id: `${mode}:${name}:${commit.sha ?? ''}`, run }];
}
/**
 * Shifts cannot be stored. Another content is another prompt, so its level counts as landed with it: older runs then
 * tell only the noise.
 */
function shiftsBetween(run, before) {
    if (before === undefined || before.model.sha256 === run.model.sha256)
        return [];
    return domain_metric/* METRICS */.C.filter(({ kind }) => kind === 'sampled').map(({ name }) => ({ metric: name, logRatio: 0 }));
}
/** In the unit that the profiler settled; where that was its own clock, the server's dates tell nothing comparable. */
function toTrackedJob(executions) {
    const [first] = executions;
    const wanted = Number(translate_tagOf(first?.tags ?? [], 'of'));
    const unit = translate_tagOf(first?.tags ?? [], 'unit');
    if (executions.length < wanted || (unit !== 's' && unit !== 'ms'))
        return [];
    const samples = executions.map((execution) => ({ execution, wallMs: null }));
    const job = vertesia_translate_toJob(samples, unit);
    return job === undefined || isMostlyFailed(samples) ? [] : [job];
}
function isMode(mode) {
    return mode === 'record' || mode === 'gate' || mode === 'release';
}

;// CONCATENATED MODULE: ./build/adapters/vertesia/index.js
// The backend "vertesia": prompts as models. It executes them, and its executions are the record.








const vertesia_NAME = 'Vertesia';
const vertesia_DEFAULT_BASE_URL = 'https://api.vertesia.io';

/** Throws a GateError that names the option which is wrong. */
function createVertesiaProfiler(connection, setup) {
    const options = parseBackendOptions('vertesia', VertesiaOptionsSchema, setup.options);
    return new VertesiaProfiler({ ...connection, ...setup, options, api: vertesia_connect(connection) });
}
function createVertesiaTracker(connection, setup) {
    return new VertesiaTracker({ ...setup, api: vertesia_connect(connection) });
}
function vertesia_connect({ apiKey, baseUrl, fetch, clock, mask }) {
    const base = checkBaseUrl(baseUrl === '' ? vertesia_DEFAULT_BASE_URL : baseUrl, vertesia_DEFAULT_BASE_URL);
    const token = createTokenSource({ apiKey: checkKey(apiKey, 'sk-…'), baseUrl: base, fetch, clock, mask });
    const service = new ServiceClient({
        name: vertesia_NAME,
        baseUrl: /\/api\/v\d+\/?$/.test(base) ? base : `${base.replace(/\/+$/, '')}/api/v1`,
        headers: async () => ({ Authorization: `Bearer ${await token()}` }),
        fetch,
        clock,
        refuse: (status, body, doing) => toServiceError(vertesia_NAME, doing, status, '', saidIn(body)),
    });
    return new VertesiaApi(service);
}

;// CONCATENATED MODULE: ./build/wire-embedl.js
// Wires the backend "embedl": its key may come from the environment, as the official client's does.





/** Whether a backend of the configuration needs a key and none was given. */
function isKeyMissing({ profiler, tracker, access }, environment) {
    const missing = (backend, side) => KEYS[backend] === 'needed' && keyOf(backend, side, environment) === '';
    return missing(profiler, access.profiler) || missing(tracker, access.tracker);
}
/** The key of one side; throws a GateError where there is none. */
function needKey(backend, access, { environment }) {
    const key = keyOf(backend, access, environment);
    if (key !== '')
        return key;
    const variable = backend === 'embedl' ? ', or the variable EMBEDL_HUB_API_KEY' : '';
    const advice = `Set the input "api-key" from a secret${variable}.`;
    throw new GateError('invalid-input', `api-key: nothing was given, but the backend ${backend} needs one.`, advice);
}
/** Throws a GateError where there is no key. */
function connectEmbedl(access, reach) {
    const baseUrl = access.baseUrl || reach.environment.embedl.baseUrl;
    return { apiKey: needKey('embedl', access, reach), baseUrl, network: reach.network, clock: machine_systemClock };
}
function wireEmbedlTracker(config, repository, reach) {
    const { github } = reach.environment;
    return createEmbedlTracker(connectEmbedl(config.access.tracker, reach), {
        project: projectOf(config, repository, reach.environment),
        repository,
        key: config.reporting.key,
        workflowRun: github.runId === 0 ? '' : String(github.runId),
        attempt: github.runId === 0 ? '' : String(github.runAttempt),
    });
}
/** The repository's name, unless the input says otherwise; on a desk without one, the folder's. */
function projectOf({ project }, repository, { workspace }) {
    return project ?? repository?.split('/')[1] ?? (0,external_node_path_.basename)(workspace);
}
function keyOf(backend, { apiKey }, { embedl }) {
    return apiKey ?? (backend === 'embedl' ? embedl.apiKey : '');
}

;// CONCATENATED MODULE: ./build/adapters/http/retry.js
// Repeats what is safe to repeat, waiting as the server asks or with exponential back-off and full jitter.
/** Methods whose repetition changes nothing on the servers this program talks to. */
const REPEATABLE = new Set(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']);
/** Sends until an answer is final. Connection errors and 408, 429, 5xx are repeated; a POST only when it was refused. */
async function sendWithRetry(method, send, options) {
    for (let attempt = 1;; attempt += 1) {
        const last = attempt >= options.attempts;
        const outcome = await attemptOnce(send);
        if ('error' in outcome) {
            if (last || !REPEATABLE.has(method))
                throw outcome.error;
            await options.clock.sleep(backoff(attempt, options));
            continue;
        }
        if (last || !isWorthRepeating(method, outcome.answer))
            return outcome.answer;
        // A server that asks for no wait at all, or for one in the past, is not asked at once again.
        const wait = Math.max(askedWait(outcome.answer, options.clock.now()) ?? 0, backoff(attempt, options));
        if (wait > options.longestWaitMs)
            return outcome.answer;
        await options.clock.sleep(wait);
    }
}
async function attemptOnce(send) {
    return send().then((answer) => ({ answer }), (error) => ({ error }));
}
function isWorthRepeating(method, answer) {
    if (answer.status === 429 || isRateLimited(answer))
        return true;
    return REPEATABLE.has(method) && (answer.status === 408 || answer.status >= 500);
}
/** GitHub answers 403 both for missing rights and for a spent rate limit; only the latter passes. */
function isRateLimited(answer) {
    if (answer.status !== 403)
        return false;
    return answer.headers.get('retry-after') !== null || answer.headers.get('x-ratelimit-remaining') === '0';
}
/** `Retry-After` in seconds or as a date, else the reset of a spent `x-ratelimit`; undefined where nothing is asked. */
function askedWait(answer, now) {
    const after = answer.headers.get('retry-after');
    if (after !== null) {
        const seconds = Number(after);
        const wait = Number.isNaN(seconds) ? Date.parse(after) - now.getTime() : seconds * 1000;
        return Number.isNaN(wait) ? undefined : Math.max(0, wait);
    }
    const reset = Number(answer.headers.get('x-ratelimit-reset') ?? Number.NaN);
    if (answer.headers.get('x-ratelimit-remaining') !== '0' || Number.isNaN(reset))
        return undefined;
    return Math.max(0, toMoment(reset, now) - now.getTime());
}
/** Seconds since 1970, milliseconds since 1970, or seconds from now: each is in use. */
function toMoment(reset, now) {
    if (reset > 1e11)
        return reset;
    return reset > 1e9 ? reset * 1000 : now.getTime() + reset * 1000;
}
function backoff(attempt, options) {
    return options.random() * options.baseDelayMs * 2 ** (attempt - 1);
}

;// CONCATENATED MODULE: ./build/adapters/http/fetch.js
// The one way out to the network: proxies, a time-out for every call, retries. Knows no service.


function createNetwork(options) {
    const dispatcher = createDispatcher(options);
    return {
        fetch: (url, init = {}) => sendWithRetry((init.method ?? 'GET').toUpperCase(), () => (0,undici.fetch)(url, { ...init, dispatcher }), options),
        async upload({ url, headers, sizeBytes, open }) {
            const answer = await sendWithRetry('PUT', async () => {
                const all = { ...headers, 'content-length': String(sizeBytes) };
                const sent = await (0,undici.request)(url, { method: 'PUT', headers: all, body: open(), dispatcher });
                await sent.body.dump();
                return { status: sent.statusCode, headers: new Headers(flatten(sent.headers)) };
            }, options);
            return answer.status;
        },
    };
}
/** Proxies are used where the environment names them; undici calls its agent for that experimental, aloud. */
function createDispatcher({ proxy, timeoutMs }) {
    const timeouts = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
    if (proxy.http === undefined && proxy.https === undefined)
        return new undici.Agent(timeouts);
    return new undici.EnvHttpProxyAgent({
        ...timeouts,
        ...(proxy.http === undefined ? {} : { httpProxy: proxy.http }),
        ...(proxy.https === undefined ? {} : { httpsProxy: proxy.https }),
        ...(proxy.no === undefined ? {} : { noProxy: proxy.no }),
    });
}
function flatten(headers) {
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));
}

;// CONCATENATED MODULE: ./build/wire-network.js
// Wires the way out to the network and GitHub's API; apart from the rest, so that the post step stays small.




const TIMEOUT_MS = 30_000;
/** One way out for everything: proxies, time-outs, retries. */
function wireNetwork(environment, timeoutMs = TIMEOUT_MS) {
    return createNetwork({
        clock: machine_systemClock,
        random: Math.random,
        attempts: 4,
        baseDelayMs: 500,
        longestWaitMs: 60_000,
        timeoutMs,
        proxy: environment.proxy,
    });
}
/** GitHub's API with the job's token. */
function wireGitHub(token, environment, fetch) {
    if (token === undefined) {
        const advice = "Leave the input out (it is the job's own token by default), or give a token.";
        throw new GateError('invalid-input', 'github-token: nothing was given.', advice);
    }
    const { apiUrl, repository } = environment.github;
    return createGitHub({ token, apiUrl, repository, fetch });
}

;// CONCATENATED MODULE: ./build/wire-backends.js
// One line a backend: which profiler executes models, which tracker keeps runs, and which options are whose.












/** Where models are executed. */
async function wireProfiler(config, occasion, surroundings) {
    const { profiler: name, access } = config;
    const options = optionsOf(name, config.tracker, config.options);
    switch (name) {
        case 'local':
            return wireLocalProfiler(config, options, surroundings);
        case 'embedl':
            return createEmbedlProfiler(connectEmbedl(access.profiler, surroundings), options);
        case 'results':
            return createResultsProfiler({ ...config, options, paths: await findResults(config.results, surroundings) });
        case 'vertesia': {
            const { devices, runTimeoutMs } = config;
            const tags = tagsOf(config, occasion, surroundings);
            // An execution may be answered only when it has ended.
            const { fetch } = wireNetwork(surroundings.environment, Math.max(runTimeoutMs, 30_000));
            const connection = { ...wire_backends_connect(name, access.profiler, surroundings), fetch };
            return createVertesiaProfiler(connection, { options, devices, tags, runTimeoutMs });
        }
        case 'hubify':
            return createHubifyProfiler({ ...wire_backends_connect(name, access.profiler, surroundings), options }, occasion);
    }
}
/** Where runs are kept. */
function wireTracker(config, repository, store, surroundings) {
    const { tracker: name, access } = config;
    const { key } = config.reporting;
    const options = optionsOf(name, config.profiler, config.options);
    const { temporaryFolder, github } = surroundings.environment;
    switch (name) {
        case 'local':
            if (store === null)
                throw new Error('the local tracker needs a store');
            // Files are read again in a re-run, and this machine may be another one then.
            return createLocalTracker({
                store,
                key,
                temporaryFolder,
                jobsCarry: !['local', 'results'].includes(config.profiler),
            });
        case 'embedl':
            return wireEmbedlTracker(config, repository, surroundings);
        case 'experiments': {
            const project = projectOf(config, repository, surroundings.environment);
            const { baseUrl, apiKey = '' } = access.tracker;
            const connection = { baseUrl, apiKey, fetch: surroundings.network.fetch, clock: machine_systemClock, options };
            return createExperimentsTracker(connection, { project, repository, key, temporaryFolder });
        }
        case 'vertesia':
            return createVertesiaTracker(wire_backends_connect(name, access.tracker, surroundings), { repository: repository ?? '', key });
        case 'hubify': {
            const connection = { ...wire_backends_connect(name, access.tracker, surroundings), options };
            return createHubifyTracker(connection, { repository, key, attempt: `${github.runId}.${github.runAttempt}` });
        }
    }
}
/** What checks a model file without a key and without executing anything. */
function wireInspector(config, surroundings) {
    if (config.profiler === 'embedl')
        return { inspect: inspectTflite };
    return wireLocalProfiler(config, optionsOf('local', config.tracker, config.options), surroundings);
}
const OPTIONS = {
    local: LocalOptionsSchema,
    embedl: EmbedlOptionsSchema,
    results: ResultsOptionsSchema,
    experiments: ExperimentsOptionsSchema,
    vertesia: VertesiaOptionsSchema,
    hubify: HubifyOptionsSchema,
};
/** Profiler and tracker share the input `options`; what only the other side knows is not this side's. */
function optionsOf(own, other, written) {
    const others = ([key]) => key in OPTIONS[other].shape && !(key in OPTIONS[own].shape);
    return Object.fromEntries(Object.entries(written).filter((entry) => !others(entry)));
}
function wire_backends_connect(backend, access, { environment, network, mask }) {
    const apiKey = needKey(backend, access, { environment });
    return { apiKey, baseUrl: access.baseUrl, fetch: network.fetch, clock: machine_systemClock, mask };
}
function tagsOf({ reporting }, { mode, commit }, { environment }) {
    const { runId, runAttempt } = environment.github;
    return {
        mode,
        repository: commit.repository ?? '',
        key: reporting.key,
        commit: commit.sha ?? '',
        branch: commit.branch ?? '',
        attempt: runId === 0 ? '' : `${runId}.${runAttempt}`,
    };
}
/** Its runtime is looked for when the first model is tried. */
function wireLocalProfiler(config, options, surroundings) {
    const { environment, network, log, signal } = surroundings;
    const { workspace, programFolder, toolCache, npmRegistry, temporaryFolder } = environment;
    let runtime;
    const find = () => findRuntime({
        searchFrom: [workspace, programFolder],
        cacheFolder: toolCache,
        install: config.installRuntime,
        registryUrl: npmRegistry,
        fetch: network.fetch,
        log,
    });
    return createLocalProfiler({
        options,
        workerPath: (0,external_node_path_.join)(programFolder, 'worker', 'index.js'),
        childEnv: environment.childEnv,
        runtimePath: () => (runtime ??= find()),
        runnerImage: environment.runnerImage,
        temporaryFolder,
        runTimeoutMs: config.runTimeoutMs,
        signal,
    });
}
/** Throws a GateError for a pattern that matches nothing. */
async function findResults(patterns, { environment }) {
    const files = createFiles(environment.temporaryFolder, environment.workspace);
    const found = [];
    for (const pattern of patterns) {
        const paths = await files.glob(pattern);
        if (paths.length === 0) {
            const advice = 'Check the path (it starts at the workspace) and that the step which measures ran before this one.';
            throw new GateError('invalid-input', `results: "${pattern}" matches no file.`, advice);
        }
        found.push(...paths);
    }
    return [...new Set(found)];
}

;// CONCATENATED MODULE: ./build/wire.js
// The only place that knows both the use-cases and the adapters: builds one from the other. Decides nothing.





/** Inside Actions only workflow artifacts are read: a pull request could commit a forged folder. */
function wireArtifactStore(trigger, github, { network, log }) {
    const { id: runId, attempt } = trigger.workflowRun ?? { id: 0, attempt: 1 };
    const { defaultBranch, commit } = trigger;
    const { sha } = commit;
    return new WorkflowArtifactStore({ github, fetch: network.fetch, defaultBranch, sha, runId, attempt, log });
}
/** Outside Actions records and models lie in a folder of the workspace. */
function wireFolderStore(environment) {
    return new DirectoryStore(join(environment.workspace, '.latency-gate'), systemClock);
}
async function wireTools(config, trigger, parts, surroundings) {
    const { environment, log, signal, step } = surroundings;
    return {
        profiler: await wireProfiler(config, trigger, surroundings),
        tracker: wireTracker(config, trigger.commit.repository, parts.store, surroundings),
        ...parts,
        files: createFiles(environment.temporaryFolder, environment.workspace),
        clock: machine_systemClock,
        log,
        state: step,
        signal,
    };
}
function toTask(config, trigger) {
    return { ...config, ...config.reporting, trigger };
}

// EXTERNAL MODULE: ./node_modules/yazl/index.js
var yazl = __webpack_require__(93044);
;// CONCATENATED MODULE: ./build/adapters/files/zip.js
// Writes an archive of files.



/** The same files give the same archive, whenever it is written. */
async function writeZip(archive, files) {
    const zip = new yazl/* ZipFile */.u();
    for (const { path, name } of files)
        zip.addFile(path, name.replaceAll('\\', '/'), { mtime: new Date(0), mode: 0o100644 });
    const output = (0,external_node_fs_.createWriteStream)(archive);
    zip.outputStream.pipe(output);
    zip.outputStream.on('error', (error) => output.destroy(error));
    zip.on('error', (error) => output.destroy(error));
    zip.end();
    await (0,external_node_stream_promises_.finished)(output);
}

;// CONCATENATED MODULE: ./build/adapters/github/release-store.js
// Files of releases as a store of records and models: what the last release left is found, and what this one leaves is
// kept as long as the release, while workflow artifacts expire. Each bundle is one ZIP.




/** Only those who may write to the repository can attach files to a release, so what is found is trusted. */
class ReleaseStore {
    #options;
    constructor(options) {
        this.#options = options;
    }
    async list(name) {
        const { from } = this.#options;
        return from === null
            ? []
            : from.assets.filter((asset) => asset.name === `${name}.zip`).map((asset) => release_store_toArtifact(asset, from));
    }
    async find(id) {
        const { from } = this.#options;
        return from?.assets.filter((asset) => String(asset.id) === id).map((asset) => release_store_toArtifact(asset, from))[0];
    }
    async names(prefix) {
        return (this.#options.from?.assets ?? [])
            .map(({ name }) => name.replace(/\.zip$/, ''))
            .filter((name) => name.startsWith(prefix));
    }
    async distrust() {
        return undefined;
    }
    async fetch(artifact, folder) {
        const { releases, from } = this.#options;
        const asset = from?.assets.find(({ id }) => String(id) === artifact.id);
        if (asset === undefined)
            throw new Error(`${artifact.name} is no file of ${artifact.origin}`);
        const archive = `${folder}.zip`;
        await (0,promises_.mkdir)((0,external_node_path_.dirname)(archive), { recursive: true });
        await releases.download(asset, archive);
        await (0,promises_.mkdir)(folder, { recursive: true });
        await extractZip(archive, folder);
    }
    async put(name, root, files) {
        const { releases, into, temporaryFolder } = this.#options;
        // The tag has no release yet; the sink tells so.
        if (into === null)
            return { kind: 'stored', id: '' };
        await (0,promises_.mkdir)(temporaryFolder, { recursive: true });
        const archive = (0,external_node_path_.join)(temporaryFolder, `${name}.zip`);
        await writeZip(archive, files.map((path) => ({ path, name: (0,external_node_path_.relative)(root, path) })));
        await releases.attach(into, `${name}.zip`, archive);
        return { kind: 'stored', id: `${into.tag}/${name}` };
    }
}
function release_store_toArtifact(asset, release) {
    return {
        id: String(asset.id),
        name: asset.name.replace(/\.zip$/, ''),
        createdAt: release.publishedAt ?? '',
        headSha: null,
        origin: `the release ${release.tag}`,
    };
}

;// CONCATENATED MODULE: ./build/adapters/github/releases.js
// Releases of the repository, their text and the files attached to them.





const releases_PAGE = 100;
const WRITE = 'contents: write';
class GitHubReleases {
    #github;
    #fetch;
    /** Where each release takes its files; by its id. */
    #uploads = new Map();
    constructor(github, fetch) {
        this.#github = github;
        this.#fetch = fetch;
    }
    async setBody(id, body) {
        const { rest, owner, repo } = this.#github;
        try {
            await rest.repos.updateRelease({ owner, repo, release_id: id, body });
        }
        catch (error) {
            throw explain(error, 'the text of the release', WRITE);
        }
    }
    /** A name is unique within a release, so the old file goes first. */
    async attach(release, name, path) {
        const { rest, owner, repo } = this.#github;
        const old = release.assets.find((asset) => asset.name === name);
        try {
            if (old !== undefined)
                await rest.repos.deleteReleaseAsset({ owner, repo, asset_id: old.id }).catch(ignoreMissing);
            // The client types the body as text and sends bytes as they are.
            const data = (await (0,promises_.readFile)(path));
            const baseUrl = this.#uploads.get(release.id);
            const headers = { 'content-type': 'application/octet-stream' };
            await rest.repos.uploadReleaseAsset({
                owner,
                repo,
                release_id: release.id,
                name,
                data,
                headers,
                ...(baseUrl === undefined ? {} : { baseUrl }),
            });
        }
        catch (error) {
            throw explain(error, `${name} as a file of the release`, WRITE);
        }
    }
    async download(asset, path) {
        const { rest, owner, repo } = this.#github;
        try {
            const answer = await rest.repos.getReleaseAsset({
                owner,
                repo,
                asset_id: asset.id,
                headers: { accept: 'application/octet-stream' },
                request: { redirect: 'manual', parseSuccessResponseBody: false },
            });
            const { location } = answer.headers;
            // Blob storage must not see GitHub's token; some servers answer with the file itself, which stays a stream
            // because nothing parses it.
            const body = location === undefined ? answer.data : (await this.#fetch(location)).body;
            if (body === null)
                throw new Error('GitHub gave no content');
            await (0,external_node_stream_promises_.pipeline)(external_node_stream_.Readable.fromWeb(body), (0,external_node_fs_.createWriteStream)(path));
        }
        catch (error) {
            throw explain(error, `the file ${asset.name} of a release`, 'contents: read');
        }
    }
    async list() {
        const { rest, owner, repo } = this.#github;
        try {
            const { data } = await rest.repos.listReleases({ owner, repo, per_page: releases_PAGE });
            for (const raw of data)
                this.#uploads.set(raw.id, raw.upload_url.split('/repos/')[0] ?? '');
            return data.map(toRelease);
        }
        catch (error) {
            throw explain(error, 'the list of releases', 'contents: read');
        }
    }
}
function toRelease(raw) {
    return {
        id: raw.id,
        tag: raw.tag_name,
        body: raw.body ?? '',
        url: raw.html_url,
        draft: raw.draft,
        prerelease: raw.prerelease,
        publishedAt: raw.published_at,
        assets: raw.assets.map(({ id, name, size }) => ({ id, name, sizeBytes: size })),
    };
}
function ignoreMissing(error) {
    if (statusOf(error) !== 404)
        throw error;
}

// EXTERNAL MODULE: ./build/rendering/numbers.js
var rendering_numbers = __webpack_require__(14373);
// EXTERNAL MODULE: ./build/rendering/words.js
var words = __webpack_require__(59126);
;// CONCATENATED MODULE: ./build/rendering/badge.js
// A badge in the format of shields.io's endpoint: the worst that a report says, or the level where it says nothing bad.




const COLORS = { regressed: 'red', inconclusive: 'lightgrey', improved: 'brightgreen', unchanged: 'green' };
/** JSON as https://shields.io/badges/endpoint-badge reads it. */
function renderBadge(report) {
    const counted = (0,domain_report/* allComparisons */.m)(report)
        .map(({ comparison }) => comparison)
        .filter((comparison) => (0,domain_comparison/* counts */.tQ)(comparison) && comparison.metric.kind === 'sampled');
    const verdict = words/* VERDICT_ORDER */.jT.find((candidate) => counted.some((one) => one.verdict === candidate));
    const shown = counted.find((one) => one.verdict === verdict);
    return `${JSON.stringify({
        schemaVersion: 1,
        label: shown?.metric.label ?? 'latency',
        message: shown === undefined ? 'not measured' : toMessage(shown),
        color: verdict === undefined || shown?.candidate === null ? 'lightgrey' : COLORS[verdict],
    })}\n`;
}
function toMessage(comparison) {
    const { metric, noise, candidate, verdict } = comparison;
    const level = candidate === null ? 'unknown' : (0,rendering_numbers/* formatValue */.Fl)(candidate, metric, noise);
    const moved = verdict === 'regressed' || verdict === 'improved';
    return moved ? `${level} (${(0,rendering_numbers/* formatChange */.eD)((0,rendering_numbers/* changeInOwnDirection */.pN)(comparison), noise)})` : level;
}

;// CONCATENATED MODULE: ./build/rendering/csv.js
// Every comparison as a line of CSV (RFC 4180), for spreadsheets.

const COLUMNS = [
    'commit',
    'model',
    'device',
    'metric',
    'unit',
    'gates',
    'verdict',
    'reason',
    'baseline',
    'candidate',
    'change',
    'interval_low',
    'interval_high',
    'noise',
    'jobs_baseline',
    'jobs_candidate',
    'smallest_detectable',
    'waived_until',
];
/** Changes are fractions with + for worse; numbers are in the metric's unit; what is unknown is empty. */
function renderCsv(report) {
    const rows = (0,domain_report/* allComparisons */.m)(report).map(({ subject, comparison }) => {
        const { metric, interval, jobs } = comparison;
        return [
            report.commit.sha,
            subject.model.name,
            subject.device,
            metric.name,
            metric.unit,
            metric.gates,
            comparison.verdict,
            comparison.reason,
            comparison.baseline,
            comparison.candidate,
            comparison.change,
            interval?.[0],
            interval?.[1],
            comparison.noise,
            jobs.baseline,
            jobs.candidate,
            comparison.smallestDetectable,
            comparison.waived?.until,
        ].map(toCell);
    });
    return [COLUMNS, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}
/** A cell that a spreadsheet would take for a formula is made text. */
function toCell(value) {
    const plain = value === null || value === undefined ? '' : String(value);
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// EXTERNAL MODULE: ./node_modules/markdown-table/index.js
var markdown_table = __webpack_require__(735);
// EXTERNAL MODULE: ./build/rendering/escape.js
var rendering_escape = __webpack_require__(78172);
;// CONCATENATED MODULE: ./build/rendering/release-notes.js
// What a release's page says of its performance: short, between markers, so that the author's own text stays as it is.





/** GitHub takes 125,000 characters. */
const LONGEST_BODY = 125_000;
const MOST_ROWS = 200;
/** The block itself, without its markers. */
function renderReleaseNotes(report) {
    const rows = (0,words/* mostUrgentFirst */.Nn)(report);
    const previous = report.release?.previous ?? null;
    const header = [
        '',
        'Model',
        'Device',
        'Metric',
        ...(previous === null ? [] : [(0,rendering_escape/* escapeName */.L$)(previous)]),
        'This release',
        ...(previous === null ? [] : ['Change']),
    ];
    const cells = rows
        .slice(0, MOST_ROWS)
        .map(({ subject, comparison }) => [
        comparison.reason === 'no-baseline' ? '' : (0,words/* iconOf */.ZG)(comparison),
        (0,rendering_escape/* escapeCode */.tn)(subject.model.name),
        (0,rendering_escape/* escapeName */.L$)(subject.device),
        comparison.metric.label,
        ...(previous === null ? [] : [(0,rendering_numbers/* formatLevel */.eI)(comparison, 'baseline')]),
        (0,rendering_numbers/* formatLevel */.eI)(comparison, 'candidate'),
        ...(previous === null ? [] : [renderChange(comparison)]),
    ]);
    const align = header.map((_, index) => (index < 4 ? 'l' : 'r'));
    const rest = rows.length - cells.length;
    return [
        `### ${(0,words/* outcomeIcon */.sE)(report)} ${(0,rendering_escape/* escapeText */.X1)((0,words/* headline */.Pl)(report))}`,
        ...(cells.length > 0 ? [(0,markdown_table/* markdownTable */.Q)([header, ...cells], { align })] : []),
        ...(rest > 0 ? [`${rest} more in the attached report.`] : []),
        ...renderShifts(report),
        'The attached `report.html` has every number, chart and layer.',
    ].join('\n\n');
}
function renderChange(comparison) {
    return comparison.verdict === 'unchanged' ? '~' : (0,rendering_numbers/* formatChange */.eD)((0,rendering_numbers/* changeInOwnDirection */.pN)(comparison), comparison.noise);
}
/** The commits at which a level shifted since the last release. */
function renderShifts({ release }) {
    if (release === null || release.shifts.length === 0)
        return [];
    const lines = release.shifts.map(({ commit, model, device, metric, change }) => {
        const label = (0,domain_metric/* findMetric */.G)(metric)?.label ?? metric;
        return `- ${commit.slice(0, 7)}: ${(0,rendering_escape/* escapeText */.X1)(label)} of ${(0,rendering_escape/* escapeCode */.tn)(model)} on ${(0,rendering_escape/* escapeName */.L$)(device)} ${(0,rendering_numbers/* formatChange */.eD)(change, null)}`;
    });
    return [`Where it changed since ${(0,rendering_escape/* escapeName */.L$)(release.previous ?? '')}:\n\n${lines.join('\n')}`];
}
/** The release's text with the block in it: in place of the one of the same key, else at the end. */
function upsertNotes(body, notes, key) {
    const name = JSON.stringify(key).replaceAll('--', '-\\u002d');
    const [begin, end] = [`<!-- latency-gate release ${name} -->`, `<!-- latency-gate release end ${name} -->`];
    const block = `${begin}\n${notes}\n${end}`;
    const from = body.indexOf(begin);
    const to = body.indexOf(end, from);
    const whole = from >= 0 && to >= 0
        ? body.slice(0, from) + block + body.slice(to + end.length)
        : `${body.trimEnd()}${body.trim() === '' ? '' : '\n\n'}${block}\n`;
    if (whole.length <= LONGEST_BODY)
        return whole;
    const short = `${begin}\nThe performance report did not fit here; see the attached report.html.\n${end}`;
    return whole.replace(block, short);
}

;// CONCATENATED MODULE: ./build/app/sinks/release.js
// The release's own page: a marked block in its text, and the report's files attached, which do not expire.




/** Comes after the report's files: it attaches them. */
function createReleaseSink(options) {
    return { name: 'release', publish: (report, outputs) => publishRelease(report, outputs, options) };
}
async function publishRelease(report, outputs, { releases, release, tag, files, folder }) {
    if (release === undefined)
        return { findings: [{ code: 'no-release', facts: { tag } }], outputs: {} };
    const suffix = report.key === '' ? '' : `-${toSlug(report.key)}`;
    const csv = files.join(folder, 'report.csv');
    const badge = files.join(folder, 'badge.json');
    await files.write(csv, renderCsv(report));
    await files.write(badge, renderBadge(report));
    const attached = [
        [`report${suffix}.html`, outputs['report-html']],
        [`report${suffix}.json`, outputs['report-json']],
        [`report${suffix}.csv`, csv],
        [`latency-gate-badge${suffix}.json`, badge],
    ];
    for (const [name, path] of attached)
        if (path !== undefined)
            await releases.attach(release, name, path);
    await writeNotes(release.id, renderReleaseNotes(report), report.key, releases);
    return { findings: [], outputs: {} };
}
const MOST_TRIES = 5;
/** Other jobs, and the author, write the same text: it is read just before it is written, and looked at afterwards. */
async function writeNotes(id, notes, key, releases) {
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
        const body = (await releases.list()).find((release) => release.id === id)?.body;
        if (body === undefined)
            return;
        const wanted = upsertNotes(body, notes, key);
        if (wanted === body)
            return;
        await releases.setBody(id, wanted);
    }
}

;// CONCATENATED MODULE: ./build/domain/release.js
// Which release a release is compared with.
/**
 * The newest release that was published before `tag`'s own, or the newest of all where that has none. Pre-releases
 * count only before another pre-release.
 */
function previousRelease(releases, tag) {
    const own = releases.find((release) => release.tag === tag);
    const until = timeOf(own) ?? Number.POSITIVE_INFINITY;
    return releases
        .filter((release) => release !== own && !release.draft && (own?.prerelease === true || !release.prerelease))
        .filter((release) => (timeOf(release) ?? Number.NEGATIVE_INFINITY) < until)
        .sort((a, b) => (timeOf(b) ?? 0) - (timeOf(a) ?? 0))[0];
}
function timeOf(release) {
    return release?.publishedAt == null ? undefined : Date.parse(release.publishedAt);
}

;// CONCATENATED MODULE: ./build/wire-release.js
// Wires what releases are made of: the release before, its files as a store, and this release's own.







function wireReleases(github, { network }) {
    return new GitHubReleases(github, network.fetch);
}
/** What a release is compared with, and where its own record and model go. */
async function wireReleaseParts(releases, { tag }, reporting, surroundings) {
    const all = await releases.list();
    const previous = previousRelease(all, tag) ?? null;
    const into = all.find((release) => release.tag === tag) ?? null;
    const { tracker, store } = openFiles(releases, previous, into, reporting, surroundings);
    return { previous: previous === null ? null : { tag: previous.tag, url: previous.url }, released: tracker, store };
}
/** The last release, for drift; null where there is none or the token may not ask. */
async function wireLastRelease(releases, reporting, surroundings) {
    const last = previousRelease(await releases.list().catch(() => []), null);
    if (last === undefined)
        return null;
    return { tag: last.tag, ...openFiles(releases, last, null, reporting, surroundings) };
}
/** Finds the release of the tag only when the report is written: it may have been made meanwhile. */
function wireReleaseSink(releases, tag, { environment }) {
    const files = createFiles(environment.temporaryFolder, environment.workspace);
    const folder = (0,external_node_path_.join)(environment.temporaryFolder, 'report');
    return {
        name: 'release',
        async publish(report, outputs) {
            const release = (await releases.list()).find((candidate) => candidate.tag === tag);
            return createReleaseSink({ releases, release, tag, files, folder }).publish(report, outputs);
        },
    };
}
function openFiles(releases, from, into, { key }, { environment }) {
    const temporaryFolder = (0,external_node_path_.join)(environment.temporaryFolder, 'release');
    const store = new ReleaseStore({ releases, from, into, temporaryFolder });
    return { store, tracker: createLocalTracker({ store, key, temporaryFolder, keeps: 'release' }) };
}

;// CONCATENATED MODULE: ./build/perform.js
// What one step of a workflow does, by mode and event: from the settings to a report. Wires and calls; decides nothing
// about models.




















function toEmpty(setting) {
    return (outcome, message, advice) => emptyReport(outcome, { code: 'not-permitted', message, advice }, { setting, now: () => machine_systemClock.now() });
}
/** `gate`, `record`, `release`, and `collect`, which goes on with what another job submitted. */
async function performGate(given, mode, empty) {
    const { trigger, surroundings } = given;
    const { environment } = surroundings;
    const config = await readConfig(given, mode === 'collect' || trigger.origin !== null ? 'handed over' : 'needed');
    if (trigger.foreign && isKeyMissing(config, environment))
        return performWithoutKey(config, given, empty);
    if (trigger.origin !== null)
        return performForOrigin(config, trigger.origin, given, empty);
    if (trigger.mode === 'release')
        return performRelease(config, given);
    const tools = await toTools(config, given);
    if (mode !== 'collect')
        return run_run(toTask(config, trigger), tools);
    const { trouble, ...handed } = await readTickets(given);
    if (trouble !== null)
        return empty('inconclusive', trouble, 'Nothing was submitted; run the workflow again later.');
    return run_run(toTask(config, trigger), tools, handed);
}
/** What the last job of a workflow does; it needs no model and no backend. */
async function performReport({ trigger, reporting, store, surroundings }) {
    const { workflowRun } = trigger;
    const { temporaryFolder: folder, workspace } = surroundings.environment;
    if (workflowRun === null)
        throw new Error('a report outside of a workflow run');
    const files = createFiles(folder, workspace);
    const { failOn, key } = reporting;
    return collectReports({ trigger, workflowRun, failOn, key }, { artifacts: store, files, folder, clock: machine_systemClock });
}
/** `stage` and `submit`: no report, only what a later job or workflow goes on with. */
async function performHandOver(given, mode) {
    const config = await readConfig(given, 'needed');
    if (mode === 'stage') {
        if (!isStageable(config))
            throw refuseStage(config.profiler);
        return stageFor(config, given);
    }
    const { step, log, environment } = given.surroundings;
    if (given.trigger.foreign && isKeyMissing(config, environment)) {
        log.info('Pull requests from forks and by Dependabot have no secrets: nothing was submitted.');
        return;
    }
    const { trouble, ...handed } = await perform_submit(config, given);
    const settings = (await given.file()).digest;
    step.setOutput('tickets', encodeTickets({ commit: given.trigger.commit.sha, settings, trouble, ...handed }));
    if (trouble !== null)
        log.warning(trouble);
    log.info(`Submitted ${handed.jobs.length} jobs. A job in mode collect goes on with the output "tickets".`);
}
/** Trouble that may pass is for the job that collects to report: a red one here would keep it from running. */
async function perform_submit(config, given) {
    try {
        return { ...(await submitJobs(toTask(config, given.trigger), await toTools(config, given))), trouble: null };
    }
    catch (error) {
        if (!isPassing(error))
            throw error;
        return { models: [], jobs: [], trouble: error.message };
    }
}
async function readConfig({ file, surroundings }, models) {
    const { environment } = surroundings;
    const config = parseConfig(environment.inputs, await file(), models);
    for (const { apiKey } of Object.values(config.access))
        mask(apiKey ?? environment.embedl.apiKey);
    return config;
}
async function performRelease(config, given) {
    const { trigger, github, reporting, surroundings } = given;
    const parts = await wireReleaseParts(wireReleases(github, surroundings), trigger, reporting, surroundings);
    const tools = await toTools(config, given);
    return release(toTask(config, trigger), { ...tools, store: layerStores(parts.store, tools.store) }, parts);
}
async function toTools(config, { trigger, store, github, reporting, surroundings }) {
    const drifts = trigger.mode === 'record';
    const lastRelease = drifts
        ? await wireLastRelease(wireReleases(github, surroundings), reporting, surroundings)
        : null;
    return wireTools(config, trigger, { store, commits: new GitHubCommits(github), lastRelease }, surroundings);
}
async function readTickets({ trigger, surroundings, file }) {
    const text = readInput('tickets', surroundings.environment.inputs);
    const advice = 'Pass the output "tickets" of the job in mode submit: needs.<job>.outputs.tickets.';
    const refuse = (what, how = advice, cause) => new GateError('invalid-input', `tickets: ${what}.`, how, cause);
    if (text === undefined)
        throw refuse('nothing was given, but mode is collect');
    let tickets;
    try {
        tickets = decodeTickets(text);
    }
    catch (error) {
        throw refuse(error instanceof Error ? error.message : String(error), advice, error);
    }
    const { sha } = trigger.commit;
    if (tickets.commit !== sha) {
        throw refuse(`found tickets of the commit ${tickets.commit ?? '?'}; this job is about ${sha ?? '?'}`);
    }
    if (tickets.settings !== (await file()).digest) {
        const how = 'Check the repository out in this job as well, at the same commit: limits and waivers stand in that file.';
        throw refuse('the configuration file is not the one with which the jobs were submitted', how);
    }
    return tickets;
}
/** Backends whose models are files that can be handed over. */
function isStageable({ profiler }) {
    return profiler === 'local' || profiler === 'embedl';
}
function refuseStage(profiler) {
    const message = `mode: found "stage" with the backend ${profiler}, whose models are not files; allowed: local, embedl.`;
    return new GateError('invalid-input', message, 'Let a maintainer push the commit to a branch of this repository.');
}
async function stageFor(config, { trigger, store, surroundings }) {
    const { environment, log } = surroundings;
    const files = createFiles(environment.temporaryFolder, environment.workspace);
    const tools = { inspector: wireInspector(config, surroundings), store, files };
    const names = await stageModels(toTask(config, trigger), tools);
    log.info(`Staged ${names.join(', ')}. A workflow on workflow_run goes on with it.`);
}
async function performWithoutKey(config, given, empty) {
    if (config.onMissingKey === 'stage' && isStageable(config)) {
        await stageFor(config, given);
        const waits = 'The model was handed to the workflow on workflow_run, which has the secrets and reports here.';
        return empty('skipped', 'This workflow has no secrets, so nothing was measured in it.', waits);
    }
    return empty('skipped', 'Pull requests from forks and by Dependabot have no secrets, so the backend cannot be reached.', 'Nothing was measured. A maintainer can push the commit to a branch of this repository to have it gated.');
}
/** `workflow_run`: what the triggering run left. A foreign model is never executed beside this machine's secrets. */
async function performForOrigin(config, origin, given, empty) {
    const received = await receiveFor(config, origin, given);
    if (received.models.length > 0 && config.profiler === 'local') {
        const message = 'The triggering run staged a model, and the backend local would execute it beside the secrets of this workflow.';
        const advice = 'Use a device cloud here, or let the pull request’s own workflow measure.';
        return addDoubts(empty('inconclusive', message, advice), received, config.reporting.failOn);
    }
    const task = toTask(config, given.trigger);
    if (received.models.length > 0) {
        const report = await run_run({ ...task, models: received.models }, await toTools(config, given));
        return addDoubts(report, received, task.failOn);
    }
    if (received.records.length > 0) {
        return addDoubts(await judgeRecords(received.records, task, await toTools(config, given)), received, task.failOn);
    }
    const message = `The triggering run ${origin.runId} left nothing that could be used.`;
    const advice = 'Let it gate or stage a model, and keep the same comment-key here.';
    return addDoubts(empty('inconclusive', message, advice), received, config.reporting.failOn);
}
function receiveFor(config, origin, { reporting, store, surroundings }) {
    const { environment } = surroundings;
    const files = createFiles(environment.temporaryFolder, environment.workspace);
    const expected = { key: reporting.key, models: config.models };
    return receive(origin, expected, { artifacts: store, files, inspector: wireInspector(config, surroundings) });
}
/** A pull request of this repository that handed nothing over has its own gate: a second check would only confuse. */
async function isSettledElsewhere({ trigger, store }) {
    const { origin } = trigger;
    if (origin === null || origin.foreign)
        return false;
    return (await store.ofRun(origin.runId, STAGED_PREFIX)).length === 0;
}

;// CONCATENATED MODULE: ./build/settings.js
// Reads the config file, for the action and the command line alike.





/** The file's settings; none where it is absent and nobody named it. */
async function readConfigFile(inputs, { workspace }) {
    const path = readInput('config', inputs);
    const text = await (0,promises_.readFile)((0,external_node_path_.resolve)(workspace, path), 'utf8').catch(() => undefined);
    if (text !== undefined)
        return parseConfigFile(text, path);
    if (inputs['config'] === undefined)
        return NO_FILE;
    throw new GateError('invalid-input', `config: ${path} cannot be read.`, 'Give a path from the workspace, or leave it out.');
}

;// CONCATENATED MODULE: ./build/adapters/github/checks.js
// A check run on a commit; a commit status where the token is not a GitHub App's and cannot write checks.


/** GitHub takes fifty annotations a request. */
const MOST_ANNOTATIONS = 50;
const LONGEST_STATUS = 140;
class GitHubChecks {
    #github;
    #now;
    constructor(github, now) {
        this.#github = github;
        this.#now = now;
    }
    async start(sha, name, detailsUrl) {
        const { rest, owner, repo } = this.#github;
        const details = detailsUrl === null ? {} : { details_url: detailsUrl };
        try {
            const started_at = this.#now().toISOString();
            const { data } = await rest.checks.create({
                owner,
                repo,
                name,
                head_sha: sha,
                status: 'in_progress',
                started_at,
                ...details,
            });
            return { kind: 'check', id: data.id, name, sha, url: data.html_url ?? '' };
        }
        catch (error) {
            if (statusOf(error) !== 403 && statusOf(error) !== 404)
                throw explain(error, 'a check', 'checks: write');
            return this.#startStatus(sha, name, detailsUrl, error);
        }
    }
    async conclude(handle, result) {
        try {
            return handle.kind === 'status'
                ? await this.#concludeStatus(handle, result)
                : await this.#concludeCheck(handle, result);
        }
        catch (error) {
            throw explain(error, 'the conclusion of its check', handle.kind === 'status' ? 'statuses: write' : 'checks: write');
        }
    }
    /** Where PATCH is refused (another app's token began it), a completed run of the same name takes its place. */
    async #concludeCheck(handle, result) {
        const { rest, owner, repo } = this.#github;
        const completed = {
            status: 'completed',
            conclusion: result.conclusion,
            completed_at: this.#now().toISOString(),
            output: toOutput(result),
        };
        try {
            const { data } = await rest.checks.update({ owner, repo, check_run_id: handle.id, ...completed });
            return { ...handle, url: data.html_url ?? handle.url };
        }
        catch (error) {
            if (statusOf(error) !== 403 && statusOf(error) !== 404)
                throw error;
            const { data } = await rest.checks.create({ owner, repo, name: handle.name, head_sha: handle.sha, ...completed });
            return { ...handle, id: data.id, url: data.html_url ?? handle.url };
        }
    }
    async #startStatus(sha, name, detailsUrl, cause) {
        const { rest, owner, repo } = this.#github;
        const target = detailsUrl === null ? {} : { target_url: detailsUrl };
        try {
            await rest.repos.createCommitStatus({ owner, repo, sha, context: name, state: 'pending', ...target });
            return { kind: 'status', id: 0, name, sha, url: detailsUrl ?? '' };
        }
        catch (error) {
            throw new GateError('not-permitted', `GitHub refused both a check (${statusOf(cause)}) and a commit status (${statusOf(error) ?? 'no answer'}).`, 'Add "checks: write" to the job\'s permissions ("statuses: write" for a personal token).', error);
        }
    }
    async #concludeStatus(handle, result) {
        const { rest, owner, repo } = this.#github;
        const description = [...result.text.title].slice(0, LONGEST_STATUS).join('');
        const target = handle.url === '' ? {} : { target_url: handle.url };
        await rest.repos.createCommitStatus({
            owner,
            repo,
            sha: handle.sha,
            context: handle.name,
            state: result.status,
            description,
            ...target,
        });
        return handle;
    }
}
function toOutput({ text }) {
    return {
        title: text.title,
        summary: text.summary,
        text: text.text,
        annotations: text.annotations.slice(0, MOST_ANNOTATIONS).map((annotation) => ({
            path: annotation.path,
            start_line: 1,
            end_line: 1,
            annotation_level: annotation.level,
            title: annotation.title,
            message: annotation.message,
        })),
    };
}

// EXTERNAL MODULE: ./build/rendering/details.js
var details = __webpack_require__(93461);
;// CONCATENATED MODULE: ./build/rendering/trend.js
// The course of a metric over the recorded runs, as a chart that GitHub draws and as a line of text.






const FEWEST_POINTS = 3;
/** More drawn charts than this make a comment slow to open; the others are lines of text. */
const MOST_DRAWN = 3;
const BARS = [...'▁▂▃▄▅▆▇█'];
/** The last recorded runs of each gating metric that was sampled, what needs a person first. */
function renderTrends(report) {
    const shown = report.subjects
        .flatMap((subject) => subject.traces.map((trace) => ({ subject, trace, metric: (0,domain_metric/* findMetric */.G)(trace.metric) })))
        .filter(({ trace, metric }) => metric?.gates === true && trace.trend.length >= FEWEST_POINTS)
        .sort((a, b) => trend_rankOf(a.subject, a.trace) - trend_rankOf(b.subject, b.trace));
    if (shown.length === 0)
        return [];
    const parts = shown.map(({ subject, trace, metric }, index) => {
        if (metric === undefined)
            return '';
        const line = renderLine(subject, trace, metric);
        return index < MOST_DRAWN ? `${line}\n\n${renderChart(trace, metric)}` : line;
    });
    return [(0,details/* fold */.AU)('Trend of the recorded runs', parts.join('\n\n'))];
}
function trend_rankOf(subject, trace) {
    const comparison = subject.comparisons.find(({ metric }) => metric.name === trace.metric);
    return comparison === undefined ? words/* VERDICT_ORDER */.jT.length : words/* VERDICT_ORDER */.jT.indexOf(comparison.verdict);
}
/** `latency on Pixel 8: ▁▂▁▂ → █ 14.0 ms` */
function renderLine(subject, trace, metric) {
    const levels = trace.trend.map(({ level }) => level);
    const candidate = (0,statistics/* levelOf */.In)(trace.candidate);
    const bars = toBars(candidate === null ? levels : [...levels, candidate]);
    const noise = subject.comparisons.find((comparison) => comparison.metric.name === metric.name)?.noise ?? null;
    const past = bars.slice(0, levels.length).join('');
    const now = candidate === null ? '' : ` → ${bars.at(-1)} ${(0,rendering_numbers/* formatValue */.Fl)(candidate, metric, noise)}`;
    return `${metric.label} of ${(0,rendering_escape/* escapeCode */.tn)(subject.model.name)} on **${(0,rendering_escape/* escapeName */.L$)(subject.device)}**: ${past}${now}`;
}
/** One bar a value, the smallest lowest; equal values in the middle. */
function toBars(values) {
    const low = Math.min(...values);
    const spread = Math.max(...values) - low;
    const top = BARS.length - 1;
    const middle = Math.floor(top / 2);
    return values.map((value) => BARS[spread > 0 ? Math.round(((value - low) / spread) * top) : middle] ?? '');
}
/** The level strong, the edges of the noise band faint; in colours that both of GitHub's schemes show. */
const CHART_STYLE = '%%{init: {"xyChart": {"width": 800, "height": 260}, "themeVariables": {"xyChart": {"plotColorPalette": "#2f81f7, #8b949e, #8b949e"}}}}%%';
/** Runs are numbered from the oldest; then the baseline and the candidate. Lines two and three are the noise band. */
function renderChart({ trend, band, candidate }, metric) {
    const last = (0,statistics/* levelOf */.In)(candidate);
    // Commits would run into one another; they stand in the report.
    const labels = [
        ...trend.slice(1).map((_, index) => String(index + 1)),
        'baseline',
        ...(last === null ? [] : ['candidate']),
    ];
    const levels = [...trend.map(({ level }) => level), ...(last === null ? [] : [last])];
    const all = [...levels, ...(band ?? [])];
    const margin = (Math.max(...all) - Math.min(...all)) * 0.1 || Math.max(...all) * 0.05;
    const line = (values) => `  line [${values.map(shorten).join(', ')}]`;
    const flat = (value) => line(labels.map(() => value));
    return [
        '```mermaid',
        CHART_STYLE,
        'xychart-beta',
        `  x-axis [${labels.map((label) => `"${label}"`).join(', ')}]`,
        `  y-axis "${metric.label}, ${metric.unit}" ${shorten(Math.min(...all) - margin)} --> ${shorten(Math.max(...all) + margin)}`,
        line(levels),
        ...(band ?? []).map(flat),
        '```',
    ].join('\n');
}
function shorten(value) {
    return String(Number(value.toPrecision(5)));
}

;// CONCATENATED MODULE: ./build/rendering/body.js
// The report in Markdown, as the comment, the job summary and report.md show it.








/** More rows than this are folded, except those that need a person. */
const MOST_OPEN_ROWS = 20;
/**
 * The report, most important first; nothing in it depends on the time or place of rendering. Where it would be longer
 * than `longest` characters whole parts are left out from the bottom, and it says so.
 */
function renderBody(report, longest = Number.POSITIVE_INFINITY) {
    const parts = renderParts(report);
    const whole = `${parts.join('\n\n')}\n`;
    if (whole.length <= longest)
        return whole;
    let text = '';
    for (const part of parts) {
        if (text.length + part.length + SHORTENED.length + 4 > longest)
            break;
        text += `${part}\n\n`;
    }
    return `${text}${SHORTENED}\n`;
}
const SHORTENED = '_Shortened to what GitHub accepts; the report files of this run hold everything._';
function renderParts(report) {
    return [
        `### ${(0,words/* outcomeIcon */.sE)(report)} ${(0,rendering_escape/* escapeText */.X1)((0,words/* headline */.Pl)(report))}`,
        ...renderError(report),
        ...report.subjects
            .map((subject) => renderSubjectLine(subject, report))
            .filter((line, index, all) => all.indexOf(line) === index),
        ...renderTable(report),
        ...(0,details/* renderWaivers */.IK)(report),
        ...renderShifts(report),
        ...renderFindings(report),
        ...renderPageLink(report),
        ...(0,details/* renderLayers */.r2)(report),
        ...renderTrends(report),
        ...(0,details/* renderShownOnly */.kn)(report),
        ...(0,details/* renderDecision */.X4)(report),
        ...(0,details/* renderEnvironment */.Cp)(report),
    ];
}
function renderPageLink({ pageUrl }) {
    return pageUrl === null ? [] : [`[Full report](${pageUrl})`];
}
function renderError(report) {
    return report.error === null
        ? []
        : [`${(0,rendering_escape/* escapeText */.X1)(report.error.message)}\n\n**What to do:** ${(0,rendering_escape/* escapeText */.X1)(report.error.advice)}`];
}
function renderSubjectLine(subject, report) {
    const candidate = report.commit.sha === null ? '' : ` · candidate ${report.commit.sha.slice(0, 7)}`;
    return `${(0,rendering_escape/* escapeCode */.tn)(subject.model.name)}${candidate} · ${(0,words/* describeBaseline */.FT)(subject.baseline, report)}`;
}
function renderTable(report) {
    const rows = (0,words/* mostUrgentFirst */.Nn)(report);
    if (rows.length === 0)
        return [];
    const urgent = rows.filter(({ comparison }) => comparison.verdict === 'regressed');
    const open = rows.slice(0, Math.max(MOST_OPEN_ROWS, urgent.length));
    const folded = rows.slice(open.length);
    const rest = folded.length === 0
        ? []
        : [`<details><summary>${folded.length} more</summary>\n\n${toTable(folded, report)}\n\n</details>`];
    return [toTable(open, report), ...rest];
}
function toTable(rows, report) {
    const severalModels = new Set(report.subjects.map((subject) => subject.model.name)).size > 1;
    const candidate = report.commit.pullRequest === null ? 'Candidate' : 'This PR';
    const header = [
        '',
        ...(severalModels ? ['Model'] : []),
        'Device',
        'Metric',
        'Baseline',
        candidate,
        'Change',
        'Evidence',
    ];
    const cells = rows.map(({ subject, comparison }) => [
        (0,words/* iconOf */.ZG)(comparison),
        ...(severalModels ? [(0,rendering_escape/* escapeCode */.tn)(subject.model.name)] : []),
        (0,rendering_escape/* escapeName */.L$)(subject.device),
        comparison.metric.label,
        (0,rendering_numbers/* formatLevel */.eI)(comparison, 'baseline'),
        (0,rendering_numbers/* formatLevel */.eI)(comparison, 'candidate'),
        body_renderChange(comparison),
        (0,rendering_escape/* escapeText */.X1)((0,words/* describeEvidence */.RQ)(comparison)),
    ]);
    const numbers = ['r', 'r', 'r', 'l'];
    const align = [...Array.from({ length: header.length - numbers.length }, () => 'l'), ...numbers];
    return (0,markdown_table/* markdownTable */.Q)([header, ...cells], { align, stringLength: displayWidth });
}
function body_renderChange(comparison) {
    const { verdict, noise, interval } = comparison;
    if (verdict === 'unchanged')
        return '~';
    const change = (0,rendering_numbers/* formatChange */.eD)((0,rendering_numbers/* changeInOwnDirection */.pN)(comparison), noise);
    if (change === '?')
        return change;
    const range = comparison.metric.direction === 'lower' && interval !== null ? ` (${(0,rendering_numbers/* formatInterval */.vy)(interval, noise)})` : '';
    return `${verdict === 'regressed' ? `**${change}**` : change}${range}`;
}
function renderFindings(report) {
    const lines = report.findings.map((finding) => {
        const icon = (0,domain_finding/* severityOf */.xJ)(finding) === 'warning' ? '⚠️' : 'ℹ️';
        return `- ${icon} ${(0,rendering_escape/* escapeText */.X1)((0,domain_finding/* describeFinding */.jb)(finding))} <sub>\`${finding.code}\`</sub>`;
    });
    const unique = lines.filter((line, index) => lines.indexOf(line) === index);
    return unique.length === 0 ? [] : [unique.join('\n')];
}
/** Icons take two columns, so that the table's source is aligned for those who read it as text. */
function displayWidth(text) {
    return [...text].length + (/\p{Extended_Pictographic}/u.test(text) ? 1 : 0);
}

;// CONCATENATED MODULE: ./build/rendering/check.js
// The check run's text and annotations, inside GitHub's limits.






/** GitHub takes 65,535 characters; bytes count, and icons take several. */
const LONGEST_SUMMARY = 60_000;
const LONGEST_TITLE = 250;
function renderCheck(report) {
    const title = (0,words/* headline */.Pl)(report).replace(/^Latency Gate(?: \([^)]*\))?: /, '');
    return {
        title: [...title].slice(0, LONGEST_TITLE).join(''),
        summary: renderBody(report, LONGEST_SUMMARY),
        text: '',
        annotations: renderAnnotations(report),
    };
}
/** Annotations are plain text, but names may hold what reorders or hides it. */
function plain(text) {
    return text.replaceAll(rendering_escape/* INVISIBLE */.kH, ' ');
}
/** One for every regression; `warning` where it does not fail the job. */
function renderAnnotations(report) {
    const level = report.effects.exitCode === 0 ? 'warning' : 'failure';
    return (0,domain_report/* allComparisons */.m)(report)
        .filter(({ comparison }) => (0,domain_comparison/* isRegression */.kj)(comparison))
        .map(({ subject, comparison }) => {
        const { metric, change, noise } = comparison;
        const from = (0,rendering_numbers/* formatLevel */.eI)(comparison, 'baseline');
        const to = (0,rendering_numbers/* formatLevel */.eI)(comparison, 'candidate');
        const worse = (0,rendering_numbers/* formatChange */.eD)(change, noise);
        return {
            path: plain(subject.model.name),
            level,
            title: plain(`${subject.model.name}: ${metric.label} regressed on ${subject.device}`),
            message: `${metric.label} ${from} → ${to} (${worse}; ${(0,words/* describeEvidence */.RQ)(comparison)}).`,
        };
    });
}

;// CONCATENATED MODULE: ./build/app/sinks/check.js
// The check on the commit: opened before anything is measured, concluded on every way out.


/** What the post step reads to conclude a check that was left open. */
const CHECK_STATE = 'check';
class CheckSink {
    name = 'check';
    #options;
    #handle;
    #refused;
    constructor(options) {
        this.#options = options;
    }
    /** Opens the check. A refusal is kept as a finding for the report. */
    async open() {
        const { checks, sha, name, detailsUrl, state } = this.#options;
        try {
            this.#handle = await checks.start(sha, name, detailsUrl);
            state.save(CHECK_STATE, JSON.stringify(this.#handle));
        }
        catch (error) {
            this.#refused = { code: 'sink-failed', facts: { sink: this.name, why: describe(error) } };
        }
    }
    async publish(report) {
        if (this.#handle === undefined)
            return { findings: this.#refused === undefined ? [] : [this.#refused], outputs: {} };
        const { conclusion, status } = report.effects;
        const text = renderCheck(report);
        const concluded = await this.#options.checks.conclude(this.#handle, { conclusion, status, text });
        this.#options.state.save(CHECK_STATE, '');
        return { findings: [], outputs: { 'check-url': concluded.url } };
    }
}

;// CONCATENATED MODULE: ./build/rendering/comment.js
// The one comment a workflow keeps on a pull request: a marker, and one section for each gate that reports into it.

/** GitHub rejects bodies over 65,536 characters. */
const LONGEST_COMMENT = 65_536;
const RESERVED_FOR_MARKERS = 2_000;
/** Finds the comment again; `workflow` is the workflow file's path. */
function commentMarker(workflow) {
    return `<!-- latency-gate comment ${JSON.stringify(workflow).replaceAll('--', '-\\u002d')} -->`;
}
function renderSection(report, runId, attempt) {
    return { key: report.key, runId, attempt, text: renderBody(report, LONGEST_COMMENT - RESERVED_FOR_MARKERS) };
}
/**
 * The sections that belong into the comment, in the order of their keys: of the newest workflow run among them, each in
 * its newest attempt. What an older run wrote was about an older commit.
 */
function newestSections(sections) {
    const newestRun = Math.max(...sections.map(({ runId }) => runId));
    const byKey = new Map();
    for (const section of sections.filter(({ runId }) => runId === newestRun)) {
        const known = byKey.get(section.key);
        if (known === undefined || known.attempt <= section.attempt)
            byKey.set(section.key, section);
    }
    return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
/** The comment's body; sections that are too long together are shortened alike, and at the very end left out. */
function renderComment(marker, sections) {
    const whole = [marker, ...sections.map(encodeSection)].join('\n');
    if (whole.length <= LONGEST_COMMENT)
        return whole;
    const each = Math.floor((LONGEST_COMMENT - marker.length) / sections.length) - LONGEST_HEAD;
    const short = sections.map((section) => encodeSection({ ...section, text: comment_shorten(section.text, Math.max(0, each)) }));
    let body = marker;
    let shown = 0;
    for (const text of short) {
        if (body.length + text.length + LONGEST_NOTE > LONGEST_COMMENT)
            break;
        body += `\n${text}`;
        shown += 1;
    }
    const rest = sections.length - shown;
    return rest === 0 ? body : `${body}\n\n_${rest} more sections do not fit here; see the checks and the workflow run._`;
}
/** What stands around a section's text, with a long key. */
const LONGEST_HEAD = 400;
const LONGEST_NOTE = 200;
/** The sections of a comment written by `renderComment`. */
function parseSections(body) {
    const pattern = /<!-- latency-gate section (\{.*?\}) -->\n([\s\S]*?)\n<!-- latency-gate end -->/g;
    return [...body.matchAll(pattern)].flatMap(([, head = '{}', text = '']) => {
        const parsed = parseHead(head);
        return parsed === undefined ? [] : [{ ...parsed, text }];
    });
}
function encodeSection({ key, runId, attempt, text }) {
    const head = JSON.stringify({ key, runId, attempt }).replaceAll('--', '-\\u002d');
    return `<!-- latency-gate section ${head} -->\n${withoutMarkers(text).trimEnd()}\n<!-- latency-gate end -->`;
}
/** What a section says must not be taken for the comment's own structure. */
function withoutMarkers(text) {
    return text.replaceAll(/<!--(?=\s*latency-gate)/gi, '<!-- not');
}
/** Whole parts from the top as far as they fit, and the headline in any case; a folded part stays whole. */
function comment_shorten(text, longest) {
    if (text.length <= longest)
        return text;
    const [headline = '', ...parts] = topLevelParts(text);
    let kept = headline.split('\n')[0]?.slice(0, Math.max(longest, SHORTEST)) ?? '';
    for (const part of parts) {
        if (kept.length + part.length + comment_SHORTENED.length + 4 > longest)
            break;
        kept += `\n\n${part}`;
    }
    return `${kept}\n\n${comment_SHORTENED}`;
}
const SHORTEST = 120;
const comment_SHORTENED = '_Shortened; the report has everything._';
/** Parts between blank lines, none of which ends inside of what is folded. */
function topLevelParts(text) {
    const parts = [];
    let open = 0;
    for (const piece of text.split('\n\n')) {
        if (open > 0)
            parts.push(`${parts.pop()}\n\n${piece}`);
        else
            parts.push(piece);
        open += (piece.match(/<details>/g)?.length ?? 0) - (piece.match(/<\/details>/g)?.length ?? 0);
    }
    return parts;
}
/** Somebody may have edited the comment by hand. */
function parseHead(head) {
    try {
        const value = JSON.parse(head);
        const isHead = typeof value === 'object' && value !== null && 'key' in value && 'runId' in value && 'attempt' in value;
        return isHead ? value : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/app/sinks/comment.js
// The sticky comment on the pull request: one for each workflow file, into which all jobs of a workflow run report.
//
// Jobs of a matrix write at the same moment, and reading, changing and writing one comment loses updates. So every job
// has uploaded its section as an artifact before it comes here; it writes, lists and reads again, until the comment
// holds all sections that are listed. The last job to do so sees them all.


/** Each time another job's write was lost it is written again; after so many times something else is wrong. */
const comment_MOST_TRIES = 30;
const LONGEST_PAUSE_MS = 1000;
/** One comment per pull request and workflow file, updated in place. */
function createCommentSink(options) {
    return { name: 'comment', publish: (report) => publishComment(report, options) };
}
async function publishComment(report, options) {
    const { pullRequests, pullRequest, workflowRun, clock } = options;
    const marker = commentMarker(workflowRun.workflow);
    const section = renderSection(report, workflowRun.id, workflowRun.attempt);
    let own = await pullRequests.listOwn(pullRequest, marker);
    if (own.length === 0 && options.when === 'on-change' && !isWorthAComment(report))
        return nothing();
    if (standing(own).some((other) => isNewer(other, section)))
        return nothing(own[0]?.url);
    let wanted = [section];
    for (let tries = 1;; tries += 1) {
        const body = renderComment(marker, newestSections([...standing(own), ...wanted]));
        const [oldest] = own;
        const written = oldest === undefined ? await pullRequests.create(pullRequest, body) : await pullRequests.update(oldest.id, body);
        wanted = [...(await options.uploaded()), section];
        own = await pullRequests.listOwn(pullRequest, marker);
        // A list that does not show what was just written yet must not lead to a second comment.
        if (own.length === 0)
            return nothing(written.url);
        if (holdsAll(own[0], wanted) || tries >= comment_MOST_TRIES) {
            await removeOthers(own, pullRequests);
            return nothing(own[0]?.url);
        }
        await clock.sleep((LONGEST_PAUSE_MS * tries) / comment_MOST_TRIES);
    }
}
function nothing(url) {
    return { findings: [], outputs: url === undefined ? {} : { 'comment-url': url } };
}
/** What the comment holds now; where two were made at once, both count. */
function standing(own) {
    return own.flatMap(({ body }) => parseSections(body));
}
/** Two first comments may have been written at once; the oldest stays. */
async function removeOthers(own, pullRequests) {
    for (const comment of own.slice(1))
        await pullRequests.remove(comment.id);
}
/** Whether the comment shows each wanted section, or one that has replaced it. */
function holdsAll(comment, wanted) {
    const held = comment === undefined ? [] : parseSections(comment.body);
    return newestSections([...held, ...wanted]).every(({ key, runId, attempt }) => held.some((other) => other.key === key && other.runId === runId && other.attempt === attempt));
}
/** A later workflow run is about a later commit, whatever the key. */
function isNewer(a, b) {
    return a.runId > b.runId || (a.runId === b.runId && a.key === b.key && a.attempt > b.attempt);
}
function isWorthAComment(report) {
    if (report.outcome !== 'pass')
        return true;
    return (0,domain_report/* allComparisons */.m)(report).some(({ comparison }) => comparison.metric.gates && comparison.verdict !== 'unchanged');
}

;// CONCATENATED MODULE: ./build/app/sinks/files.js
// The report as files: report.json for machines, report.md and one HTML page for people, and all as artifacts.






/** Writes and uploads the page first, so that what follows can link it. */
function createFileSinks(options) {
    const { store } = options;
    return [
        { name: 'report page', publish: (report) => writePage(report, options) },
        ...(store === null
            ? []
            : [{ name: 'report page artifact', publish: (report) => uploadPage(report, store, options) }]),
        { name: 'report files', publish: (report) => writeFiles(report, options) },
        ...(store === null
            ? []
            : [{ name: 'report artifact', publish: (report) => uploadFiles(report, store, options) }]),
    ];
}
function pathsOf({ files, folder, prefix }, { key }) {
    const slug = toSlug(key);
    const place = (name) => files.join(folder, name);
    const page = prefix === '' ? 'report.html' : `${prefix.replace(/report-$/, '')}${slug}.html`;
    return { page: place(page), json: place('report.json'), markdown: place('report.md'), section: place(SECTION_FILE) };
}
/** The charts' library is loaded only now: it is large, and a gate should start quickly. */
async function writePage(report, options) {
    const { renderPage } = await Promise.all(/* import() */[__webpack_require__.e(566), __webpack_require__.e(54)]).then(__webpack_require__.bind(__webpack_require__, 48054));
    const { page } = pathsOf(options, report);
    await options.files.write(page, renderPage(report));
    return { findings: [], outputs: { 'report-html': page } };
}
async function uploadPage(report, store, options) {
    const { page } = pathsOf(options, report);
    const put = await store.put(nameOf(page), options.folder, [page], { unzipped: true });
    const url = options.workflowRun?.url;
    if (put.kind !== 'stored' || url === undefined)
        return { findings: [], outputs: {} };
    return { findings: [], outputs: {}, pageUrl: `${url}/artifacts/${put.id}` };
}
async function writeFiles(report, options) {
    const { files, workflowRun } = options;
    const { json, markdown, section } = pathsOf(options, report);
    await files.write(json, encodeReport(report));
    await files.write(markdown, renderBody(report));
    if (workflowRun !== null) {
        await files.write(section, encodeSectionFile(renderSection(report, workflowRun.id, workflowRun.attempt)));
    }
    return { findings: [], outputs: { 'report-json': json, 'report-markdown': markdown } };
}
async function uploadFiles(report, store, options) {
    const { folder, prefix, workflowRun } = options;
    const { json, markdown, section } = pathsOf(options, report);
    const name = reportArtifact(prefix, report.key);
    const put = await store.put(name, folder, workflowRun === null ? [json, markdown] : [json, markdown, section], {});
    return { findings: describePut(put, name), outputs: {} };
}
function nameOf(path) {
    return path.slice(path.lastIndexOf('/') + 1);
}

;// CONCATENATED MODULE: ./build/app/sinks/step.js
// What the workflow run itself shows: the job summary, annotations, the step's outputs.




/** A step's summary over 1 MiB is lost; characters may take four bytes. */
const step_LONGEST_SUMMARY = 250_000;
const step_NOTHING = { findings: [], outputs: {} };
function createSummarySink(step) {
    return {
        name: 'job summary',
        async publish(report) {
            await step.appendSummary(renderBody(report, step_LONGEST_SUMMARY));
            return step_NOTHING;
        },
    };
}
function createAnnotationSink(step) {
    return {
        name: 'annotations',
        async publish(report) {
            for (const annotation of renderAnnotations(report))
                step.annotate(annotation);
            return step_NOTHING;
        },
    };
}
/** Comes last: it hands on what the sinks before it put out. */
function createOutputSink(step) {
    return {
        name: 'outputs',
        async publish(report, outputs) {
            for (const [name, value] of Object.entries({ ...toOutputs(report), ...outputs }))
                step.setOutput(name, value);
            return step_NOTHING;
        },
    };
}
function toOutputs(report) {
    const baseline = report.subjects.find((subject) => subject.baseline !== null)?.baseline;
    return {
        outcome: report.outcome,
        regressions: String((0,domain_report/* allComparisons */.m)(report).filter(({ comparison }) => (0,domain_comparison/* isRegression */.kj)(comparison)).length),
        improvements: String(count(report, 'improved')),
        'run-ids': report.runIds.join(','),
        'baseline-sha': baseline?.commit.sha ?? '',
        'baseline-distance': baseline?.distance === null || baseline === undefined ? '' : String(baseline?.distance),
    };
}
function count(report, verdict) {
    return (0,domain_report/* allComparisons */.m)(report).filter(({ comparison }) => comparison.metric.gates && comparison.verdict === verdict)
        .length;
}

;// CONCATENATED MODULE: ./build/wire-sinks.js
// Where the action's report goes: check, comment, files, summary, annotations, outputs.










function wireCheck(trigger, reporting, github, { step }) {
    const { sha } = trigger.commit;
    if (reporting.check === 'never' || sha === null || trigger.workflowRun === null)
        return null;
    const name = reporting.key === '' ? reporting.checkName : `${reporting.checkName} (${reporting.key})`;
    const checks = new GitHubChecks(github, () => machine_systemClock.now());
    return new CheckSink({ checks, sha, name, detailsUrl: trigger.workflowRun.url, state: step });
}
/** Every place the report goes to inside Actions, in the order in which they are written. */
function wireSinks(trigger, reporting, parts, surroundings) {
    const { environment, step } = surroundings;
    const files = createFiles(environment.temporaryFolder, environment.workspace);
    const folder = (0,external_node_path_.join)(environment.temporaryFolder, 'report');
    return [
        ...createFileSinks({
            files,
            folder,
            store: reporting.artifact ? parts.store : null,
            prefix: parts.collects ? SUMMARY_PREFIX : REPORT_PREFIX,
            workflowRun: trigger.workflowRun,
        }),
        ...(trigger.tag === null || parts.collects
            ? []
            : [wireReleaseSink(wireReleases(parts.github, surroundings), trigger.tag, surroundings)]),
        ...wireComment(trigger, reporting, parts, surroundings),
        ...(parts.check === null ? [] : [parts.check]),
        createAnnotationSink(step),
        ...(reporting.summary ? [createSummarySink(step)] : []),
        createOutputSink(step),
    ];
}
function wireComment(trigger, reporting, { github, store, collects }, { environment }) {
    const { workflowRun, commit } = trigger;
    const { pullRequest } = commit;
    if (pullRequest === null || workflowRun === null || reporting.comment === 'never')
        return [];
    const files = createFiles(environment.temporaryFolder, environment.workspace);
    const { key } = reporting;
    const folder = environment.temporaryFolder;
    const uploaded = collects
        ? async () => []
        : createSectionReader({ artifacts: store, runId: workflowRun.id, key, files, folder });
    const pullRequests = new GitHubPullRequests(github);
    const when = reporting.comment;
    return [createCommentSink({ pullRequests, pullRequest, workflowRun, when, uploaded, clock: machine_systemClock })];
}

;// CONCATENATED MODULE: ./build/action.js
// The action inside a workflow: from the runner's environment to an exit code. Reads, wires and conducts.

















/** Runs the action; resolves to the exit code and never rejects. */
async function runAction() {
    const environment = readEnvironment();
    const surroundings = {
        environment,
        network: wireNetwork(environment),
        log: new ActionsLogger(),
        step: new ActionsOutput(),
        signal: abortOnSignals(),
        mask: mask,
    };
    try {
        const ending = await conductAction(environment, surroundings);
        if (ending === undefined)
            return 0;
        surroundings.log.info((0,words/* headline */.Pl)(ending.report));
        show(ending);
        return ending.exitCode;
    }
    catch (error) {
        // Before there is a trigger there is no commit to report on: the log and the exit code are all there is.
        fail(error instanceof GateError ? `${error.message}\n${error.advice}` : error);
        return 2;
    }
}
async function conductAction(environment, surroundings) {
    const { inputs } = environment;
    const token = readInput('github-token', inputs);
    mask(token ?? '');
    for (const name of findUnknown(inputs))
        surroundings.log.warning(`"${name}" is no input of this action and was ignored.`);
    const { github: facts, event } = environment;
    const mode = readInput('mode', inputs);
    const read = readTrigger({ ...facts, ...event }, isRunMode(mode) ? mode : 'auto');
    if (read.tag !== null && DETACHED.includes(mode))
        throw refuseDetached(mode);
    const github = wireGitHub(token, environment, surroundings.network.fetch);
    const located = await action_locate(read, github);
    const trigger = 'trigger' in located ? located.trigger : read;
    const store = wireArtifactStore(trigger, github, surroundings);
    const { reporting, file } = await readSettings(environment);
    const given = { trigger, github, store, reporting, file, surroundings };
    if (mode === 'stage' || mode === 'submit') {
        await performHandOver(given, mode);
        return undefined;
    }
    if (await isSettledElsewhere(given)) {
        surroundings.log.info('The pull request is of this repository and handed nothing over: its own workflow reports.');
        return undefined;
    }
    const collects = mode === 'report';
    const check = wireCheck(trigger, reporting, github, surroundings);
    const sinks = wireSinks(trigger, reporting, { github, store, check, collects }, surroundings);
    const conductor = toConductor(trigger, reporting, { check, sinks }, surroundings);
    const empty = toEmpty(conductor.setting);
    const perform = async () => {
        if ('refusal' in located)
            return empty(located.outcome, located.refusal, 'Nothing was measured or judged.');
        return collects ? performReport(given) : performGate(given, mode, empty);
    };
    return conduct(perform, conductor);
}
const DETACHED = ['submit', 'collect'];
/** What a release is compared with, and where it is kept, is decided in one step. */
function refuseDetached(mode) {
    const message = `mode: found "${mode}" on a release; allowed: on pull requests and branches.`;
    return new GateError('invalid-input', message, 'Leave mode at auto for releases.');
}
/** Modes that an event can lead to as well; the others are parts of a workflow, whose commit the event names. */
function isRunMode(mode) {
    return mode === 'gate' || mode === 'record' || mode === 'release';
}
/** Payloads of `workflow_run` do not name a fork's pull request. */
async function action_locate(trigger, github) {
    return trigger.origin === null
        ? { trigger }
        : findPullRequest(trigger, trigger.origin, new GitHubPullRequests(github));
}
/** The reporting part of the settings; where the rest of them is broken, its defaults, so that the error is shown. */
async function readSettings(environment) {
    const settings = readConfigFile(environment.inputs, environment);
    const file = () => settings;
    const known = await settings.catch(() => undefined);
    return { reporting: readReporting(environment.inputs, known, 'lenient'), file };
}
function toConductor(trigger, reporting, parts, { log, signal }) {
    const { mode, commit, workflowRun } = trigger;
    const { failOn, key } = reporting;
    return {
        setting: { mode, failOn, commit, runUrl: workflowRun?.url ?? null, key },
        ...parts,
        urgentSinks: parts.check === null ? [] : [parts.check],
        now: () => machine_systemClock.now(),
        log,
        signal,
    };
}
function show({ report: { error, effects }, bug }) {
    if (bug !== undefined)
        external_node_process_.stderr.write(`${bug.stack ?? bug.message}\n`);
    if (error !== null && effects.exitCode !== 0)
        fail(`${error.message}\n${error.advice}`);
    else if (effects.exitCode !== 0)
        fail('The gate did not pass; see the report above.');
}


/***/ }),

/***/ 22960:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HV: () => (/* binding */ UNKNOWN),
/* harmony export */   Ni: () => (/* binding */ inconclusive),
/* harmony export */   kj: () => (/* binding */ isRegression),
/* harmony export */   tQ: () => (/* binding */ counts)
/* harmony export */ });
// Baseline × candidate for one metric on one device: the verdict, and everything that shows how sure it is.
/** A metric that neither side could measure says nothing and does not count; one that only one side lost does. */
function counts({ metric, reason, baseline, candidate }) {
    return metric.gates && !(reason === 'not-measured' && baseline === null && candidate === null);
}
/** Whether a comparison fails the gate: it regressed, it counts, and no waiver covers it. */
function isRegression(comparison) {
    return comparison.verdict === 'regressed' && comparison.waived === null && counts(comparison);
}
/** The comparison of a metric about which nothing can be said. */
function inconclusive(metric, reason, explanation, levels = {}) {
    return {
        ...UNKNOWN,
        metric,
        verdict: 'inconclusive',
        reason,
        explanation,
        ...levels,
    };
}
/** A comparison's numbers when there are none. */
const UNKNOWN = {
    baseline: null,
    candidate: null,
    change: null,
    interval: null,
    noise: null,
    jobs: { baseline: 0, candidate: 0 },
    paired: false,
    smallestDetectable: null,
    wants: 0,
    budget: null,
    overBudget: false,
    moved: false,
    waived: null,
};


/***/ }),

/***/ 9304:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f2: () => (/* binding */ FINDING_CODES),
/* harmony export */   jb: () => (/* binding */ describeFinding),
/* harmony export */   xJ: () => (/* binding */ severityOf)
/* harmony export */ });
/* unused harmony export FINDINGS_PAGE */
// Things a person should know that are no failure of the program, and all the words for them in one table.
const WORDS = {
    'no-baseline': {
        severity: 'notice',
        text: ({ model, device, branch }) => `No baseline yet for ${model} on ${device}: the next run in mode record (normally a push to ${branch}) makes one.`,
    },
    'baseline-by-date': {
        severity: 'notice',
        text: ({ model, commit }) => `No ancestor of this commit has a record of ${model}; the newest record (${commit}) serves as the baseline.`,
    },
    'baseline-of-other-name': {
        severity: 'notice',
        text: ({ model, other }) => `No record is named ${model}; compared with the only recorded model, ${other}. Set model-name to choose.`,
    },
    'baseline-untrusted': {
        severity: 'warning',
        text: ({ artifact, run, why }) => `Ignored ${artifact} of workflow run ${run}: ${why}.`,
    },
    'baseline-unreadable': {
        severity: 'warning',
        text: ({ artifact, why }) => `Could not read ${artifact}: ${why}.`,
    },
    'baseline-model-missing': {
        severity: 'notice',
        text: ({ model, why }) => `The baseline's ${model} could not be measured beside the candidate (${why}); recorded jobs serve instead.`,
    },
    'environment-differs': {
        severity: 'warning',
        text: ({ device, field, baseline, candidate }) => `On ${device} the environment differs from the baseline's: ${field} was ${baseline}, is ${candidate}. ` +
            'Jobs measured apart are not compared across that.',
    },
    'job-failed': {
        severity: 'warning',
        text: ({ device, model, why }) => `A job of ${model} on ${device} failed: ${why}.`,
    },
    'memory-not-measured': {
        severity: 'notice',
        text: ({ device, why }) => `Peak memory is not measured on ${device}: ${why}.`,
    },
    'layers-not-measured': {
        severity: 'notice',
        text: ({ device, why }) => `Per-layer times are missing on ${device}: ${why}.`,
    },
    'not-recorded': {
        severity: 'warning',
        text: ({ model, why }) => `The run of ${model} was not stored: ${why}.`,
    },
    'model-not-kept': {
        severity: 'warning',
        text: ({ model, why }) => `${model} was not kept (${why}): later gates cannot measure it again beside a candidate.`,
    },
    'sink-failed': {
        severity: 'warning',
        text: ({ sink, why }) => `The ${sink} could not be written: ${why}`,
    },
    'key-shared': {
        severity: 'warning',
        text: ({ artifact }) => `Another job of this workflow run already uploaded ${artifact}: give each job its own comment-key.`,
    },
    'os-ambiguous': {
        severity: 'warning',
        text: ({ device, systems }) => `${device} exists with several systems (${systems}); which one a job met is unknown, so only jobs measured now are compared.`,
    },
    'file-not-stored': {
        severity: 'warning',
        text: ({ file, why }) => `${file} was not stored on the run: ${why}.`,
    },
    'report-unreadable': {
        severity: 'warning',
        text: ({ artifact, why }) => `The report in ${artifact} could not be read (${why}); what it says is missing here.`,
    },
    'service-compared': {
        severity: 'notice',
        text: ({ service, device, metric, side }) => `As a cross-check, ${service} itself calls the ${side} the better in ${metric} on ${device}; it compares single values and always takes the smaller one.`,
    },
    'cache-suspected': {
        severity: 'warning',
        text: ({ device, why }) => `On ${device} a cache seems to have answered: ${why}. A cache measures nothing.`,
    },
    'time-unit': {
        severity: 'notice',
        text: ({ device, taken }) => `Latency on ${device} is ${taken}.`,
    },
    'status-not-told': {
        severity: 'notice',
        text: ({ service, device }) => `The record of ${device} is kept, but ${service} does not take its status yet: it may be shown there as queued.`,
    },
    'job-unreported': {
        severity: 'warning',
        text: ({ jobs, reports }) => `Jobs of this workflow run ended badly (${jobs}), and only ${reports} of the reports say so: something may be missing here.`,
    },
    'staged-missing': {
        severity: 'warning',
        text: ({ model }) => `The configuration names ${model}, but the pull request's workflow left nothing of it.`,
    },
    'built-by-fork': {
        severity: 'notice',
        text: ({ model }) => `${model} was built by the pull request's own workflow and measured here as it is; nothing ties its bytes to the commit.`,
    },
    'no-artifacts': {
        severity: 'warning',
        text: () => 'This server has no workflow artifacts: nothing was recorded in them, and the report files stay on the runner. Use baseline-model, or a tracker that is a service.',
    },
    'first-release': {
        severity: 'notice',
        text: ({ model, device, tag }) => `No earlier release has a record of ${model} on ${device}: later ones are compared with ${tag}.`,
    },
    'no-release': {
        severity: 'notice',
        text: ({ tag }) => `There is no release of the tag ${tag} yet, so the report stands in this run only.`,
    },
    drifted: {
        severity: 'warning',
        text: ({ model, device, metric, change, tag }) => `Since the release ${tag}, ${metric} of ${model} on ${device} got worse by ${change.replace('+', '')}, confirmed; no single change need have failed.`,
    },
    'drift-not-checked': {
        severity: 'notice',
        text: ({ model, device, tag, why }) => `Whether ${model} on ${device} drifted since the release ${tag} could not be told: ${why}.`,
    },
    'staged-refused': {
        severity: 'warning',
        text: ({ artifact, why }) => `What the pull request's workflow left in ${artifact} was refused: ${why}.`,
    },
    'measured-by-fork': {
        severity: 'notice',
        text: () => "Measured by the fork's workflow: it could have made the numbers up, so a pass is shown as neutral and never as green.",
    },
    'waiver-expired': {
        severity: 'warning',
        text: ({ model, device, metric, until }) => `The waiver for ${metric} of ${model} on ${device} ended on ${until}; the regression gates again.`,
    },
    'evidence-carried-over': {
        severity: 'notice',
        text: ({ device, jobs }) => `${jobs} measured by an earlier attempt on this commit count on ${device}: a re-run adds evidence, it does not start afresh.`,
    },
    'first-record': {
        severity: 'notice',
        text: ({ model, jobs }) => `First record of ${model}: it rests on ${jobs}, so that pull requests can be judged.`,
    },
};
/** Where findings are explained, one heading each. */
const FINDINGS_PAGE = 'docs/findings.md';
const FINDING_CODES = Object.keys(WORDS);
/** A finding in one sentence. */
function describeFinding(finding) {
    return wordsFor(finding).text(finding.facts);
}
/** Whether a finding asks something of a person. */
function severityOf(finding) {
    return WORDS[finding.code].severity;
}
function wordsFor(finding) {
    return WORDS[finding.code];
}


/***/ }),

/***/ 24641:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ METRICS),
/* harmony export */   G: () => (/* binding */ findMetric)
/* harmony export */ });
// The one table of metrics: their units, which way is better, and whether they decide anything by default.
const TABLE = {
    latency: ['latency', 'ms', 'lower', 'sampled', true],
    peak_memory: ['peak memory', 'MB', 'lower', 'sampled', true],
    model_size: ['model size', 'B', 'lower', 'exact', true],
    layers_cpu: ['layers on CPU', '', 'lower', 'exact', true],
    layers_gpu: ['layers on GPU', '', 'higher', 'exact', true],
    layers_npu: ['layers on NPU', '', 'higher', 'exact', true],
    latency_mean: ['latency, mean', 'ms', 'lower', 'sampled', false],
    latency_median: ['latency, median', 'ms', 'lower', 'sampled', false],
    latency_p95: ['latency, p95', 'ms', 'lower', 'sampled', false],
    first_inference: ['first inference', 'ms', 'lower', 'sampled', false],
    load_time: ['load time', 'ms', 'lower', 'sampled', false],
    first_chunk: ['time to first chunk', 'ms', 'lower', 'sampled', false],
    tokens_in: ['input tokens', 'tokens', 'lower', 'sampled', true],
    tokens_out: ['output tokens', 'tokens', 'lower', 'sampled', true],
    tokens_total: ['tokens in all', 'tokens', 'lower', 'sampled', false],
    failures: ['failed executions', '', 'lower', 'exact', false],
};
/** Every metric, in the order in which reports list them. */
const METRICS = Object.entries(TABLE).map(([name, row]) => toMetric(name, row));
const BY_NAME = new Map(METRICS.map((metric) => [metric.name, metric]));
/** The metric of that name, or undefined where the table has none. */
function findMetric(name) {
    return BY_NAME.get(name);
}
function toMetric(name, [label, unit, direction, kind, gates]) {
    return { name, label, unit, direction, kind, gates };
}


/***/ }),

/***/ 22663:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ allComparisons)
/* harmony export */ });
// Everything that one execution of the program found out; each sink shows this and nothing else.
/** Every comparison of the report with the subject it belongs to. */
function allComparisons(report) {
    return report.subjects.flatMap((subject) => subject.comparisons.map((comparison) => ({ subject, comparison })));
}


/***/ }),

/***/ 16518:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cc: () => (/* binding */ medianDifference),
/* harmony export */   Fx: () => (/* binding */ standardDeviation),
/* harmony export */   In: () => (/* binding */ levelOf),
/* harmony export */   JZ: () => (/* binding */ median),
/* harmony export */   QO: () => (/* binding */ medianDifferenceError),
/* harmony export */   RV: () => (/* binding */ medianError),
/* harmony export */   YV: () => (/* binding */ quantile),
/* harmony export */   i2: () => (/* binding */ mean)
/* harmony export */ });
// Order statistics and robust estimates on plain arrays of numbers. Nothing here knows about models or jobs.
/** The q-quantile (0 to 1) with linear interpolation (type 7 of Hyndman & Fan 1996); NaN of nothing. */
function quantile(values, q) {
    return quantileOfSorted([...values].sort((a, b) => a - b), q);
}
/** The middle value, or the mean of the two middle ones; NaN of nothing. */
function median(values) {
    return quantile(values, 0.5);
}
/** The arithmetic mean; NaN of nothing. */
function mean(values) {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
}
/** The level a reader sees: the median of the jobs, null of none. */
function levelOf(values) {
    return values.length === 0 ? null : median(values);
}
/** Standard deviation with n − 1 in the denominator; 0 of one value. */
function standardDeviation(values) {
    if (values.length < 2)
        return 0;
    const centre = mean(values);
    return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}
/**
 * Variance of the median of n standard normal values, n from 1 to 12, by numerical integration of the order statistics'
 * densities (David & Nagaraja 2003, Order Statistics, 3rd ed., section 2.1).
 */
const MEDIAN_VARIANCES = [1, 0.5, 0.4487, 0.2982, 0.2868, 0.2147, 0.2104, 0.1682, 0.1661, 0.1383, 0.1372, 0.1175];
/**
 * Standard error of the median of n values whose standard deviation is 1, if they are about normal. The median takes
 * up to a quarter more values than the mean for the same precision, and in return one stray job of three moves it
 * hardly at all. Beyond the table by its limit, √(π / 2n).
 */
function medianError(n) {
    return Math.sqrt(MEDIAN_VARIANCES[n - 1] ?? Math.PI / (2 * n));
}
/**
 * How far `after` stands from `before`: the median of all differences (Hodges & Lehmann 1963, Annals of Mathematical
 * Statistics 34). Nearly as precise as the difference of means on normal data, and no stray moves it far; NaN of nothing.
 */
function medianDifference(before, after) {
    return median(after.flatMap((value) => before.map((other) => value - other)));
}
/** Its efficiency beside the mean on normal data (Lehmann 1963). */
const EFFICIENCY = 3 / Math.PI;
/** Standard error of `medianDifference` for m and n values whose standard deviation is 1. */
function medianDifferenceError(m, n) {
    return Math.sqrt((1 / m + 1 / n) / EFFICIENCY);
}
function quantileOfSorted(sorted, q) {
    const position = (sorted.length - 1) * q;
    const below = sorted[Math.floor(position)];
    const above = sorted[Math.ceil(position)];
    if (below === undefined || above === undefined)
        return Number.NaN;
    return below + (above - below) * (position - Math.floor(position));
}


/***/ }),

/***/ 93461:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AU: () => (/* binding */ fold),
/* harmony export */   Cp: () => (/* binding */ renderEnvironment),
/* harmony export */   IK: () => (/* binding */ renderWaivers),
/* harmony export */   X4: () => (/* binding */ renderDecision),
/* harmony export */   aG: () => (/* binding */ notableLayers),
/* harmony export */   kn: () => (/* binding */ renderShownOnly),
/* harmony export */   r2: () => (/* binding */ renderLayers)
/* harmony export */ });
/* harmony import */ var markdown_table__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(735);
/* harmony import */ var _domain_comparison_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(22960);
/* harmony import */ var _domain_report_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(22663);
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(78172);
/* harmony import */ var _numbers_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(14373);
// The folded parts of the report: further metrics, layers, how it was decided, the environment.





const MOST_LAYERS = 10;
/** A layer whose share of the whole changed by less than this says nothing. */
const LEAST_SHARE = 0.005;
/** The layers worth showing: the largest differences, none of them negligible. */
function notableLayers(layers, most) {
    const total = layers.reduce((sum, layer) => sum + (layer.baselineMs ?? 0), 0);
    return layers.filter((layer) => Math.abs(layer.differenceMs) >= LEAST_SHARE * total).slice(0, most);
}
/** Metrics that are measured but decide nothing. */
function renderShownOnly(report) {
    const rows = (0,_domain_report_js__WEBPACK_IMPORTED_MODULE_2__/* .allComparisons */ .m)(report)
        .filter(({ comparison }) => !comparison.metric.gates)
        .filter(({ comparison }) => comparison.baseline !== null || comparison.candidate !== null)
        .map(({ subject, comparison }) => [
        `${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeCode */ .tn)(subject.model.name)} on ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeName */ .L$)(subject.device)}`,
        comparison.metric.label,
        (0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__/* .formatLevel */ .eI)(comparison, 'baseline'),
        (0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__/* .formatLevel */ .eI)(comparison, 'candidate'),
        (0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__/* .formatChange */ .eD)(comparison.change, comparison.noise),
    ]);
    if (rows.length === 0)
        return [];
    const table = (0,markdown_table__WEBPACK_IMPORTED_MODULE_4__/* .markdownTable */ .Q)([['Model and device', 'Metric', 'Baseline', 'Candidate', 'Change'], ...rows], {
        align: ['l', 'l', 'r', 'r', 'r'],
    });
    return [fold('Further metrics (shown, never gated)', table)];
}
/** Regressions that the configuration accepts for a while, and why. */
function renderWaivers(report) {
    const lines = (0,_domain_report_js__WEBPACK_IMPORTED_MODULE_2__/* .allComparisons */ .m)(report).flatMap(({ subject, comparison: { metric, change, noise, waived } }) => {
        if (waived === null)
            return [];
        const what = `${metric.label} of ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeCode */ .tn)(subject.model.name)} on ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeName */ .L$)(subject.device)}`;
        const terms = `${(0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__/* .formatChange */ .eD)(change, noise)}, accepted up to ${(0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__/* .describeLimits */ .Wm)([waived.ceiling])} until ${waived.until}`;
        return [`- 🟡 Waived: ${what} (${terms}). ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeText */ .X1)(waived.reason)}`];
    });
    return lines.length === 0 ? [] : [lines.join('\n')];
}
/** The layers whose time changed most, with operator and compute unit. */
function renderLayers(report) {
    const parts = report.subjects.flatMap((subject) => {
        const notable = notableLayers(subject.layers, MOST_LAYERS);
        if (notable.length === 0)
            return [];
        const title = `**${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeName */ .L$)(subject.device)}** · ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeCode */ .tn)(subject.model.name)}`;
        return [`${title}\n\n${layerTable(notable)}${moreLayers(subject.layers.length - notable.length)}`];
    });
    return parts.length === 0 ? [] : [fold('Most changed layers', parts.join('\n\n'))];
}
function layerTable(layers) {
    const rows = layers.map((layer) => [
        (0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeCode */ .tn)(layer.name),
        (0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeName */ .L$)(layer.operator),
        (0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeName */ .L$)(layer.unit),
        (0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__/* .formatMs */ ._V)(layer.baselineMs),
        (0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__/* .formatMs */ ._V)(layer.candidateMs),
        (0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__/* .formatMsDifference */ .T5)(layer.differenceMs),
    ]);
    const header = ['Layer', 'Operator', 'Unit', 'Baseline', 'Candidate', 'Difference'];
    return (0,markdown_table__WEBPACK_IMPORTED_MODULE_4__/* .markdownTable */ .Q)([header, ...rows], { align: ['l', 'l', 'l', 'r', 'r', 'r'] });
}
function moreLayers(count) {
    return count > 0 ? `\n\n${count} more in report.json.` : '';
}
/** What was measured and why it stopped, every comparison's numbers, and the limits. */
function renderDecision(report) {
    if (report.subjects.length === 0)
        return [];
    const steps = report.subjects.flatMap((subject) => subject.steps.map((step) => `- ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeCode */ .tn)(subject.model.name)} on ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeName */ .L$)(subject.device)}: ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeText */ .X1)(step)}`));
    const limits = `Limits: max-regression ${(0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__/* .describeLimits */ .Wm)(report.policy.maxRegression)}; min-change ${(0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__/* .describeLimits */ .Wm)(report.policy.minChange)}.`;
    return [
        fold('How this was decided', [...(steps.length > 0 ? [steps.join('\n')] : []), limits, ...numbersTable(report)].join('\n\n')),
    ];
}
function numbersTable(report) {
    const rows = (0,_domain_report_js__WEBPACK_IMPORTED_MODULE_2__/* .allComparisons */ .m)(report)
        .filter(({ comparison }) => (0,_domain_comparison_js__WEBPACK_IMPORTED_MODULE_0__/* .counts */ .tQ)(comparison))
        .map(({ subject, comparison }) => [
        `${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeCode */ .tn)(subject.model.name)} on ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeName */ .L$)(subject.device)}`,
        comparison.metric.label,
        comparison.verdict,
        (0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__/* .formatChange */ .eD)(comparison.change, comparison.noise),
        (0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__/* .formatInterval */ .vy)(comparison.interval, comparison.noise),
        comparison.noise === null ? '' : `${(comparison.noise * 100).toFixed(1)} %`,
        comparison.smallestDetectable === null ? '' : (0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__/* .formatChange */ .eD)(comparison.smallestDetectable, null),
        `${comparison.jobs.baseline} / ${comparison.jobs.candidate}`,
        (0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeText */ .X1)(comparison.explanation),
    ]);
    if (rows.length === 0)
        return [];
    const header = [
        'Model and device',
        'Metric',
        'Verdict',
        'Change',
        'Interval',
        'Noise',
        'Smallest detectable',
        'Jobs',
        'Why',
    ];
    const note = 'Changes are signed so that + is worse. Noise is the spread of one job (or pair) of the same model.';
    return [(0,markdown_table__WEBPACK_IMPORTED_MODULE_4__/* .markdownTable */ .Q)([header, ...rows], { align: ['l', 'l', 'l', 'r', 'r', 'r', 'r', 'r', 'l'] }), note];
}
/** Where the candidate was measured, once for each environment. */
function renderEnvironment(report) {
    const lines = report.subjects
        .filter((subject) => Object.keys(subject.environment).length > 0)
        .map((subject) => {
        const fields = Object.entries(subject.environment).map(([field, value]) => `${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeName */ .L$)(field.replaceAll('_', ' '))} ${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeCode */ .tn)(value)}`);
        return `- **${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .escapeName */ .L$)(subject.device)}**: ${fields.join(' · ')}`;
    });
    const unique = lines.filter((line, index) => lines.indexOf(line) === index);
    return unique.length === 0 ? [] : [fold('Environment', unique.join('\n'))];
}
/** Content that is opened by a click. */
function fold(title, content) {
    return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}


/***/ }),

/***/ 78172:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L$: () => (/* binding */ escapeName),
/* harmony export */   X1: () => (/* binding */ escapeText),
/* harmony export */   kH: () => (/* binding */ INVISIBLE),
/* harmony export */   tn: () => (/* binding */ escapeCode)
/* harmony export */ });
// Makes text from outside harmless in Markdown: names of models, devices and layers, and messages of services.
/** Characters that reorder or hide text (bidi controls, zero-width and other format characters), and control codes. */
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;
const LONGEST_NAME = 120;
/** Nothing here means anything to Markdown or GitHub, and links need a scheme or "www.". */
const PLAIN = /^(?!.*www\.)(?:[A-Za-z0-9 .,()+/-]|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))+$/;
const PLAIN_CODE = /^[A-Za-z0-9 .,()+/:=_-]+$/;
/** A name as running text: as it is where harmless, else as a code element, in which GitHub links nothing. */
function escapeName(name) {
    const visible = tidy(name);
    return PLAIN.test(visible) ? visible : toCodeElement(visible);
}
/** A name in code style; also safe in a table's cell. */
function escapeCode(name) {
    const visible = tidy(name);
    return PLAIN_CODE.test(visible) ? `\`${visible}\`` : toCodeElement(visible);
}
/** A sentence from outside: every character that Markdown or HTML could act on becomes an entity. */
function escapeText(text) {
    // A mention or an issue number is recognised across entities, but not across an empty comment.
    return encode(text.replaceAll(INVISIBLE, ' ').trim()).replaceAll(/&#(64|35);/g, '&#$1;<!-- -->');
}
function tidy(name) {
    const visible = name.replaceAll(INVISIBLE, ' ').trim();
    const characters = [...visible];
    return characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME - 1).join('')}…` : visible;
}
function toCodeElement(text) {
    return `<code>${encode(text)}</code>`;
}
/** A colon and a full stop are harmless unless they make a link, an underscore inside a word as well. */
const ACTIVE = /[^A-Za-z0-9 .,;()+/%="'…–!?:_-]|:(?=\/)|(?<=www)\.|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/giu;
function encode(text) {
    return text.replaceAll(ACTIVE, (character) => {
        const code = character.codePointAt(0) ?? 0x20;
        return code > 0x7f ? character : `&#${code};`;
    });
}


/***/ }),

/***/ 14373:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fl: () => (/* binding */ formatValue),
/* harmony export */   T5: () => (/* binding */ formatMsDifference),
/* harmony export */   Wm: () => (/* binding */ describeLimits),
/* harmony export */   _V: () => (/* binding */ formatMs),
/* harmony export */   eD: () => (/* binding */ formatChange),
/* harmony export */   eI: () => (/* binding */ formatLevel),
/* harmony export */   nV: () => (/* binding */ formatAge),
/* harmony export */   pN: () => (/* binding */ changeInOwnDirection),
/* harmony export */   vy: () => (/* binding */ formatInterval)
/* harmony export */ });
// Numbers and units as people read them: with as many digits as the noise allows, and never more.
/** Units from large to small, each with the least value (in the metric's unit) that is shown in it. */
const SCALES = {
    ms: [
        [1000, 1000, 's'],
        [0.1, 1, 'ms'],
        [0, 0.001, 'µs'],
    ],
    B: [
        [1e9, 1e9, 'GB'],
        [1e6, 1e6, 'MB'],
        [1e3, 1e3, 'kB'],
        [0, 1, 'B'],
    ],
    MB: [
        [1000, 1000, 'GB'],
        [1, 1, 'MB'],
        [0, 0.001, 'kB'],
    ],
};
/**
 * A level such as `12.3 ms`; `?` where there is none. `noise` is the spread as a fraction, null for exact values;
 * `unitOf` the level whose unit is used.
 */
function formatValue(value, metric, noise, unitOf = value ?? 0) {
    if (value === null || !Number.isFinite(value))
        return '?';
    // Counts and single bytes have no fractions.
    if (noise === null && (metric.unit === '' || (metric.unit === 'B' && value < 1000)))
        return `${Math.round(value)} ${metric.unit}`.trim();
    return formatScaled(value, metric.unit, digitsFor(noise), unitOf);
}
/** One side's level of a comparison; both sides are shown in one unit, that of the smaller. */
function formatLevel(comparison, side) {
    const { baseline, candidate, metric, noise } = comparison;
    const value = comparison[side];
    const known = [baseline, candidate].flatMap((level) => (level !== null && level > 0 ? [level] : []));
    return formatValue(value, metric, noise, known.length > 0 ? Math.min(...known) : undefined);
}
/** A change such as `+13.9 %` in the metric's own direction; `?` where it is not computable. */
function formatChange(change, noise) {
    if (change === null || !Number.isFinite(change))
        return '?';
    return `${signed(change, decimalsFor(change, noise))} %`;
}
/** The change with the sign of the number itself, as a reader expects; the comparison's own says worse or better. */
function changeInOwnDirection({ change, metric, baseline, candidate }) {
    if (metric.direction === 'lower' || change === null)
        return change;
    return baseline === null || candidate === null || baseline === 0 ? null : candidate / baseline - 1;
}
/** The interval of a change such as `+10…+18`. */
function formatInterval(interval, noise) {
    if (interval === null)
        return '';
    const decimals = Math.min(1, Math.max(...interval.map((end) => decimalsFor(end, noise))));
    return interval.map((end) => signed(end, decimals)).join('…');
}
/** Limits as the configuration writes them, separated by commas. */
function describeLimits(limits) {
    return limits
        .map(({ metric, unit, value }) => {
        const amount = unit === '%' ? `${Number((value * 100).toPrecision(6))} %` : `${value} ${unit}`.trim();
        return metric === undefined ? amount : `${metric} ${amount}`;
    })
        .join(', ');
}
/** Milliseconds of a layer; `-` where the layer does not exist. */
function formatMs(value) {
    return value === null ? '-' : formatScaled(value, 'ms', 3);
}
/** A difference in milliseconds with its sign. */
function formatMsDifference(value) {
    return `${value < 0 ? '−' : '+'}${formatScaled(Math.abs(value), 'ms', 3)}`;
}
function formatScaled(value, unit, digits, unitOf = value) {
    const scales = SCALES[unit] ?? [[0, 1, unit]];
    const [, factor, name] = scales.find(([least]) => Math.abs(unitOf) >= least) ?? [0, 1, unit];
    return `${formatDigits(value / factor, digits)} ${name}`.trim();
}
/** How long ago, in the largest unit that fits. */
function formatAge(fromIso, toIso) {
    const minutes = Math.max(0, Math.round((Date.parse(toIso) - Date.parse(fromIso)) / 60_000));
    if (minutes < 60)
        return `${minutes} min`;
    const hours = Math.round(minutes / 60);
    return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
/** Two significant digits where jobs differ by tens of percent, up to four where they hardly do. */
function digitsFor(noise) {
    if (noise === null)
        return 4;
    return Math.min(4, Math.max(2, Math.round(1 - Math.log10(Math.max(noise, 1e-4)))));
}
function decimalsFor(change, noise) {
    if (Math.abs(change) >= 1)
        return 0;
    if (noise === null || noise < 0.02)
        return 1;
    return noise < 0.05 && Math.abs(change) < 0.1 ? 1 : 0;
}
function formatDigits(value, digits) {
    const rounded = Number(value.toPrecision(digits));
    const magnitude = rounded === 0 ? 0 : Math.floor(Math.log10(Math.abs(rounded)));
    return value.toFixed(Math.min(6, Math.max(0, digits - 1 - magnitude)));
}
function signed(fraction, decimals) {
    const text = Math.abs(fraction * 100).toFixed(decimals);
    if (Number(text) === 0)
        return text;
    return `${fraction < 0 ? '−' : '+'}${text}`;
}


/***/ }),

/***/ 59126:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FT: () => (/* binding */ describeBaseline),
/* harmony export */   Nn: () => (/* binding */ mostUrgentFirst),
/* harmony export */   Pl: () => (/* binding */ headline),
/* harmony export */   RQ: () => (/* binding */ describeEvidence),
/* harmony export */   ZG: () => (/* binding */ iconOf),
/* harmony export */   jT: () => (/* binding */ VERDICT_ORDER),
/* harmony export */   sE: () => (/* binding */ outcomeIcon)
/* harmony export */ });
/* harmony import */ var _domain_comparison_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(22960);
/* harmony import */ var _domain_report_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(22663);
/* harmony import */ var _numbers_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(14373);
// The words that every rendering shares: headlines, verdicts, evidence.



const VERDICT_ICONS = {
    regressed: '❌',
    inconclusive: '⚪',
    improved: '🚀',
    unchanged: '✅',
};
/** A waived regression is no cross: somebody has accepted it. */
function iconOf({ verdict, waived }) {
    return waived === null ? VERDICT_ICONS[verdict] : '🟡';
}
/** Regressions first; then what is not known, what got better, what stayed. */
const VERDICT_ORDER = ['regressed', 'inconclusive', 'improved', 'unchanged'];
/** The comparisons that count towards the outcome, in the order of their verdicts. */
function mostUrgentFirst(report) {
    return (0,_domain_report_js__WEBPACK_IMPORTED_MODULE_2__/* .allComparisons */ .m)(report)
        .filter(({ comparison }) => (0,_domain_comparison_js__WEBPACK_IMPORTED_MODULE_0__/* .counts */ .tQ)(comparison))
        .sort((a, b) => VERDICT_ORDER.indexOf(a.comparison.verdict) - VERDICT_ORDER.indexOf(b.comparison.verdict));
}
/** The first line of everything: did it regress, where, is that sure. Plain text without an icon. */
function headline(report) {
    const name = report.key === '' ? 'Latency Gate' : `Latency Gate (${report.key})`;
    return `${name}: ${summarise(report)}`;
}
function outcomeIcon(report) {
    const { outcome, effects } = report;
    if (outcome === 'pass')
        return report.forgeable ? '⚪' : '✅';
    if (outcome === 'fail')
        return effects.exitCode === 0 ? '⚠️' : '❌';
    return outcome === 'error' ? '⛔' : '⚪';
}
function summarise(report) {
    const { outcome, mode } = report;
    if (outcome === 'error')
        return `could not run: ${report.error?.message ?? 'unknown error'}`;
    if (outcome === 'cancelled')
        return 'cancelled before a verdict';
    if (outcome === 'skipped')
        return 'skipped';
    const verdict = `${summariseVerdicts(report)}${report.forgeable ? " (measured by the fork's workflow)" : ''}`;
    const first = (0,_domain_report_js__WEBPACK_IMPORTED_MODULE_2__/* .allComparisons */ .m)(report).every(({ comparison }) => comparison.reason === 'no-baseline');
    if (mode === 'record' && report.runIds.length === 0)
        return `nothing was recorded; ${verdict}`;
    if (mode === 'record' && first)
        return 'recorded the first baseline';
    if (mode === 'release')
        return summariseRelease(report, verdict, first);
    return mode === 'record' ? `recorded; ${verdict}` : verdict;
}
function summariseRelease({ release }, verdict, first) {
    const tag = release?.tag ?? 'release';
    return first || release?.previous == null
        ? `${tag} measured`
        : `${tag} compared with ${release.previous}: ${verdict}`;
}
function summariseVerdicts(report) {
    const counted = (0,_domain_report_js__WEBPACK_IMPORTED_MODULE_2__/* .allComparisons */ .m)(report)
        .map(({ comparison }) => comparison)
        .filter(_domain_comparison_js__WEBPACK_IMPORTED_MODULE_0__/* .counts */ .tQ);
    const number = (verdict) => counted.filter((comparison) => comparison.verdict === verdict).length;
    const improved = number('improved') === 0 ? '' : `, ${number('improved')} improved`;
    const open = number('inconclusive') === 0 ? '' : `, ${number('inconclusive')} inconclusive`;
    const regressed = counted.filter(_domain_comparison_js__WEBPACK_IMPORTED_MODULE_0__/* .isRegression */ .kj).length;
    const waived = number('regressed') === regressed ? '' : `, ${number('regressed') - regressed} waived`;
    if (regressed > 0 && isAboutPrompts(report))
        return summarisePrompts(report);
    if (regressed > 0)
        return `${regressed} of ${countOf(counted.length)} regressed${waived}${open}${improved}`;
    if (number('inconclusive') > 0 || counted.length === 0)
        return summariseDoubt(counted);
    if (counted.every((comparison) => comparison.reason === 'identical-model'))
        return report.mode === 'record' ? 'the same bytes as the last record' : 'identical model, nothing to measure';
    return `no regression in ${countOf(counted.length)}${waived}${improved}`;
}
/** Where the models are prompts, a device is the model that answers them. */
function isAboutPrompts({ subjects }) {
    return subjects.length > 0 && subjects.every(({ model }) => model.format === 'interaction');
}
/** `2 of 3 models slower; +18 % output tokens`: the worst of each. */
function summarisePrompts({ subjects }) {
    const regressed = subjects.flatMap(({ comparisons }) => comparisons).filter(_domain_comparison_js__WEBPACK_IMPORTED_MODULE_0__/* .isRegression */ .kj);
    const times = regressed.filter(({ metric }) => metric.unit === 'ms');
    const slower = subjects.filter(({ comparisons }) => comparisons.some((one) => times.includes(one))).length;
    const amounts = regressed
        .filter((comparison) => !times.includes(comparison))
        .sort((a, b) => (b.change ?? 0) - (a.change ?? 0))
        .filter(({ metric }, index, all) => all.findIndex((other) => other.metric.name === metric.name) === index)
        .map(({ metric, change, noise }) => `${(0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__/* .formatChange */ .eD)(change, noise)} ${metric.label}`);
    return [...(slower > 0 ? [`${slower} of ${countOf(subjects.length, 'model')} slower`] : []), ...amounts].join('; ');
}
function summariseDoubt(counted) {
    const open = counted.filter((comparison) => comparison.verdict === 'inconclusive');
    if (open.length === 0)
        return 'inconclusive: nothing was measured';
    const [first] = open;
    const same = open.every((comparison) => first !== undefined && reasonWords(comparison) === reasonWords(first));
    if (same && first !== undefined && open.length === counted.length)
        return `inconclusive: ${reasonWords(first)}`;
    return `inconclusive: ${open.length} of ${countOf(counted.length)}${same && first !== undefined ? ` (${reasonWords(first)})` : ''}`;
}
/** Why a verdict is what it is, in a few words. */
function reasonWords(comparison) {
    switch (comparison.reason) {
        case 'no-baseline':
            return 'no baseline yet';
        case 'baseline-too-young':
            return 'baseline too young';
        case 'environment-differs':
            return 'environment differs';
        case 'not-measured':
            return 'not measured';
        case 'job-failed':
            return shorten(comparison.explanation);
        case 'not-settled':
            return 'not settled';
        case 'identical-model':
            return 'identical model';
        case 'confirmed':
            return 'confirmed';
        case 'exact':
            return 'exact';
        case 'over-budget':
            return 'over budget';
        case 'within-noise':
            return 'within noise';
        case 'within-limits':
            return '';
    }
}
/** What stands behind a verdict: how much was measured, and what that was enough for. */
function describeEvidence(comparison) {
    const { jobs, paired, reason, waived } = comparison;
    if (reason === 'exact' || reason === 'identical-model')
        return reasonWords(comparison);
    const unit = paired ? 'pair' : 'job';
    const amount = jobs.candidate === 0 ? '' : `${jobs.candidate} ${unit}${jobs.candidate === 1 ? '' : 's'}`;
    const until = waived === null ? '' : `waived until ${waived.until}`;
    return [amount, reasonWords(comparison), until].filter((part) => part !== '').join(', ');
}
const LONGEST_REASON = 60;
function shorten(text) {
    const letters = [...text.replace(/\.$/, '')];
    return letters.length <= LONGEST_REASON ? letters.join('') : `${letters.slice(0, LONGEST_REASON - 1).join('')}…`;
}
/** Which run was compared with, how far away and how old it is. */
function describeBaseline(baseline, { createdAt: now, mode }) {
    if (baseline === null)
        return 'no baseline';
    if (baseline.createdAt === null)
        return `baseline: the given model ${baseline.model.sha256.slice(0, 12)}`;
    const commit = baseline.commit.sha?.slice(0, 7) ?? `model ${baseline.model.sha256.slice(0, 7)}`;
    const runs = `${baseline.runs} ${baseline.runs === 1 ? 'run' : 'runs'}`;
    return `baseline ${commit} (${describeDistance(baseline.distance, mode)}, ${runs}, recorded ${(0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__/* .formatAge */ .nV)(baseline.createdAt, now)} ago)`;
}
function describeDistance(distance, mode) {
    if (distance === null)
        return 'newest record';
    if (mode === 'release')
        return distance === 0 ? 'the last release' : `${distance} commits before the last release`;
    return distance === 0 ? 'merge-base' : `${distance} ${distance === 1 ? 'commit' : 'commits'} before the merge-base`;
}
function countOf(count, what = 'comparison') {
    return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}


/***/ })

};
