export const id = 21;
export const ids = [21];
export const modules = {

/***/ 8021:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  wireTracker: () => (/* binding */ wireTracker)
});

// UNUSED EXPORTS: wireInspector, wireProfiler

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/domain/errors.js
var errors = __webpack_require__(6046);
// EXTERNAL MODULE: ./build/formats/issues.js
var issues = __webpack_require__(9435);
;// CONCATENATED MODULE: ./build/formats/backend-options.js
// Checks the input `options` against one backend's own schema.


/** What the user wrote under `options`, checked; a GateError says which key is wrong and which are allowed. */
function backend_options_parseBackendOptions(backend, schema, written) {
    const parsed = schema.safeParse(written);
    if (parsed.success)
        return parsed.data;
    const allowed = Object.keys(schema.shape).join(', ');
    throw new errors/* GateError */.u('invalid-input', `options of the backend ${backend}: ${(0,issues/* describeIssues */.w)(parsed.error)}.`, `Allowed keys: ${allowed}.`, parsed.error);
}

;// CONCATENATED MODULE: ./build/adapters/http/service-errors.js
// What a service's refusals mean, in plain words, where it has no better ones of its own.

/** A refusal with what a caller may act on. */
class service_errors_ServiceError extends errors/* GateError */.u {
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
class service_errors_Unanswered extends errors/* GateError */.u {
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
    return new service_errors_ServiceError(status, serviceCode, meaning.code, `${service} refused ${doing}: ${meaning.words} (${details}).`, meaning.advice);
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
                if (call.repeatable !== true || attempt >= TRIES || !(0,errors/* isPassing */.W)(error))
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
            throw new service_errors_Unanswered(name, call.doing, error);
        });
        if (!answer.ok)
            throw refuse(answer.status, text, call.doing);
        const parsed = call.answer.safeParse(text === '' || call.ignoresBody === true ? undefined : this.#read(text, call.doing));
        if (parsed.success)
            return parsed.data;
        const message = `${name} answered ${call.doing} in an unknown form.`;
        throw new errors/* GateError */.u('service-unavailable', message, REPORT, parsed.error);
    }
    #read(text, doing) {
        const { name, unwrap } = this.#options;
        let json;
        try {
            json = JSON.parse(text);
        }
        catch (error) {
            const message = `${name} answered ${doing} with broken JSON.`;
            throw new errors/* GateError */.u('service-unavailable', message, 'Run the job again later.', error);
        }
        try {
            return unwrap === undefined ? json : unwrap(json);
        }
        catch (error) {
            const why = error instanceof Error ? error.message : String(error);
            throw new errors/* GateError */.u('service-unavailable', `${name} answered ${doing} ${why}.`, REPORT, error);
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
            throw new service_errors_ServiceError(answer.status, '', 'invalid-input', message, advice);
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
            throw new service_errors_Unanswered(this.#options.name, doing, error);
        }
    }
}
const REPORT = 'The service may have changed; please report it.';
/** Throws a GateError unless it is an address by http or https. */
function checkBaseUrl(url, example) {
    if (URL.canParse(url) && /^https?:\/\//.test(url))
        return url;
    throw new errors/* GateError */.u('invalid-input', `api-base-url: found "${url}"; allowed: an address such as ${example}.`, 'Correct the input "api-base-url".');
}
/** A key that cannot be a header's value would be refused by the system, with the key in its message. */
function checkKey(key, example) {
    if (/^[\x21-\x7e]+$/.test(key))
        return key;
    throw new errors/* GateError */.u('invalid-input', `api-key: found a key with spaces or line breaks; allowed: one like ${example}.`, 'Copy the key again, without anything around it.');
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
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
class api_HubApi {
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

const options_EmbedlOptionsSchema = schemas/* strictObject */.rej({
    'poll-interval': schemas/* number */.aig().min(0.01).max(300).default(5).describe('seconds between two looks at a job'),
    concurrency: schemas/* int */.Whr().min(1).max(100).default(10).describe('jobs under way at once'),
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
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
const model_archive_LARGEST_MODEL_BYTES = 0xfffffffe - OVERHEAD;
/** The archive's exact length, for the Content-Length header. */
function model_archive_archiveLength(source) {
    return source.sizeBytes + OVERHEAD;
}
/** The archive as a stream; memory does not grow with the model. */
function model_archive_openArchive(source) {
    return Readable.from(writeArchive(source), { objectMode: false });
}
async function* writeArchive(source) {
    const local = localHeader(source);
    yield local;
    for await (const chunk of createReadStream(source.path, { highWaterMark: 1 << 18 }))
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
async function inspect_inspectTflite(path, name) {
    const found = await stat(path).catch(() => undefined);
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
        path: resolve(path),
        files: [basename(path)],
        sizeBytes: found.size,
        ...(await digest(path)),
    };
}
async function readIdentifier(path) {
    const file = await open(path);
    try {
        const { buffer } = await file.read(Buffer.alloc(IDENTIFIER.length), 0, IDENTIFIER.length, IDENTIFIER_OFFSET);
        return buffer.toString('latin1');
    }
    finally {
        await file.close();
    }
}
async function digest(path) {
    const hash = createHash('sha256');
    let sum = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
        hash.update(chunk);
        sum = crc32(chunk, sum);
    }
    return { sha256: hash.digest('hex'), crc32: sum };
}

// EXTERNAL MODULE: external "node:stream/consumers"
var consumers_ = __webpack_require__(8321);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
// EXTERNAL MODULE: ./node_modules/yauzl/index.js
var yauzl = __webpack_require__(663);
;// CONCATENATED MODULE: ./build/adapters/files/unzip.js
// Opens an archive from outside without trusting it: no path escapes, no links, no bombs.






/** A model of more than this belongs somewhere else than in a workflow artifact. */
const MOST_BYTES = (/* unused pure expression or super */ null && (8 * 2 ** 30));
const MOST_ENTRIES = 1000;
/** Deflate cannot do better than about 1,032 to 1; real models stay far below. */
const MOST_RATIO = 200;
const SMALL_ENTRY = (/* unused pure expression or super */ null && (1 << 20));
/** Writes every file of the archive below `folder`; rejects with an Error that says what is wrong with it. */
async function extractZip(archive, folder) {
    const zip = await openPromise(archive, { lazyEntries: true, autoClose: false, strictFileNames: true });
    try {
        await extractEntries(zip, folder);
    }
    finally {
        zip.close();
    }
}
/** The entries with one of these base names, wherever they lie in the archive; the first of each name. */
async function unzip_readZipEntries(archive, names, largest) {
    const zip = await fromBufferPromise(archive, { lazyEntries: true, strictFileNames: true });
    const found = new Map();
    refuseCrowd(zip);
    for await (const entry of zip.eachEntry()) {
        const name = basename(entry.fileName);
        if (!names.includes(name) || found.has(name))
            continue;
        refuseBomb(entry, entry.uncompressedSize > largest);
        found.set(name, await buffer(await zip.openReadStreamPromise(entry)));
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
        await extractEntry(zip, entry, join(folder, entry.fileName));
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
    await mkdir(dirname(target), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { flags: 'wx' }));
}

// EXTERNAL MODULE: ./node_modules/pbf/index.js
var pbf = __webpack_require__(493);
;// CONCATENATED MODULE: ./build/adapters/profiles/op-profile.js
// Decodes tflite-op-profile.pb: BenchmarkProfilingData of TensorFlow's profiling_info.proto (proto2).

/** The official client counts every operator as the CPU's; so do we, to stay comparable. */
const COMPUTE_UNIT = 'CPU';
/** A real model has thousands of operators at most; more is an attack on memory. */
const MOST_OPERATIONS = 100_000;
/** All operators of the run-time profile's subgraphs, in order. Throws an Error that says what is wrong. */
function op_profile_decodeOpProfile(bytes) {
    const operations = [];
    const pbf = new PbfReader(bytes);
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
const LARGEST_FILE = (/* unused pure expression or super */ null && (64 << 20));
/** Throws an Error whose message says which file is missing or unreadable. */
async function result_readResult(archive) {
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
    return { job: result_toJob(latency, layers, log), layers, log, files };
}
/** The gated latency is the official client's: the sum of the operators' averages. */
function result_toJob(latency, layers, log) {
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
async function transfer_send({ what, ...upload }, network) {
    const status = await network.upload(upload).catch((error) => {
        throw new errors/* GateError */.u('service-unavailable', `Sending ${what} to storage broke off.`, 'Run the job again later.', error);
    });
    if (status >= 200 && status < 300)
        return;
    if (status === 413) {
        throw new errors/* GateError */.u('model-unsupported', `Storage refused ${what}: it is too large.`, 'Use a smaller model.');
    }
    throw new errors/* GateError */.u('service-unavailable', `Storage refused ${what} (HTTP ${status}).`, 'Run the job again later.');
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
const LARGEST_RESULT = (/* unused pure expression or super */ null && (256 << 20));
/** A device queue is long: looks become rarer up to this many times the interval. */
const SLOWEST_POLL = 6;
const POLL_GROWTH = 1.1;
class profiler_EmbedlProfiler {
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
            const archive = await receive(new URL(url), LARGEST_RESULT, 'the result', this.#setup.network);
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
    await transfer_send({ url, headers, sizeBytes: bytes.length, open: () => external_node_stream_.Readable.from([Buffer.from(bytes)]), what: file }, network);
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

;// CONCATENATED MODULE: ./build/adapters/embedl/run-list.js
// The project's runs, read once: pages of 500, newest first, bounded.
const PAGE = 500;
/** Ten thousand runs back is farther than any baseline should be. */
const MOST_PAGES = 20;
/** Follows the pages until there are no more, or too many. A server may give smaller pages than it was asked for. */
async function listAllRuns(api, project) {
    const runs = [];
    let offset = 0;
    for (let page = 0; page < MOST_PAGES * PAGE && runs.length < MOST_PAGES * PAGE; page += 1) {
        const { items, pagination: next } = await api.listRuns(project, PAGE, offset);
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
function toRun(parent, device, jobs) {
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
        const run = toRun(detail, device, await this.#jobsBelow(parent, device, ['FINISHED']));
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
            if (error instanceof service_errors_ServiceError &&
                error.serviceCode === 'invalid_run_lineage' &&
                wanted.parentRunId !== undefined) {
                this.#flat = true;
                return this.#create(run);
            }
            if (!(error instanceof service_errors_Unanswered) && !isInTrouble(error))
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
            if (!(error instanceof service_errors_ServiceError) || error.status !== 404)
                throw error;
            return (await api.createProject(project)).id;
        }
    }
}
function isInTrouble(error) {
    return error instanceof service_errors_ServiceError && error.status >= 500;
}

;// CONCATENATED MODULE: ./build/adapters/embedl/index.js
// The backend "embedl": Embedl Hub keeps the runs, its cloud of phones measures.









const DEFAULT_BASE_URL = 'https://hub.embedl.com';
/** Throws a GateError that names the option which is wrong. */
function embedl_createEmbedlProfiler(connection, written) {
    const options = parseBackendOptions('embedl', EmbedlOptionsSchema, written);
    return new EmbedlProfiler({ ...connection, api: new HubApi(connect(connection)), options, random: Math.random });
}
function createEmbedlTracker(connection, setup) {
    const hub = connect(connection);
    return new EmbedlTracker({ ...connection, ...setup, hub, api: new api_HubApi(hub) });
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
var undici = __webpack_require__(6752);
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
const Comparison = schemas/* looseObject */._H3({
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
            answer: Comparison,
            repeatable: true,
            doing: 'its own comparison',
        });
    }
}

// EXTERNAL MODULE: ./build/domain/slug.js
var slug = __webpack_require__(1310);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/iso.js
var iso = __webpack_require__(4377);
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
        throw new Error(`it is no ${RUN_SCHEMA}: ${(0,issues/* describeIssues */.w)(parsed.error)}`);
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
            else if (fits(read.run, query))
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
function fits(run, { modelName, device, ancestry }) {
    if (run?.model.name !== modelName || run.device !== device)
        return false;
    return ancestry === null || ancestry.includes(run.commit.sha ?? '');
}

// EXTERNAL MODULE: ./build/domain/metric.js
var metric = __webpack_require__(4641);
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

// EXTERNAL MODULE: ./build/domain/statistics.js
var statistics = __webpack_require__(6518);
;// CONCATENATED MODULE: ./build/adapters/experiments/translate.js
// Between runs of the Experiments API and ours. Pure. The record travels in parameters, which can be read back;
// metrics and tags say the same for people.




const translate_PREFIX = 'latency_gate.';
/** What a run bears from its start on. */
function translate_toTags({ mode, model, sha256, device, commit }) {
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
    const levels = metric/* METRICS */.C.flatMap(({ name }) => {
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
            const tags = translate_toTags({ mode, model: model.name, sha256: model.sha256, device, commit });
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
            if (error instanceof service_errors_ServiceError && [400, 404, 422].includes(error.status))
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
        const name = `run-${(0,slug/* toSlug */.B)(run.device)}.json`;
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
    const { tenant } = backend_options_parseBackendOptions('experiments', ExperimentsOptionsSchema, connection.options);
    if (baseUrl === '') {
        throw new errors/* GateError */.u('invalid-input', 'api-base-url: nothing was given, but the backend experiments has no public address.', `Set the input "api-base-url" (or tracker-api-base-url) to the service's, such as ${EXAMPLE}.`);
    }
    const authorization = apiKey === '' ? {} : { Authorization: `Bearer ${checkKey(apiKey, 'a token')}` };
    const headers = { ...authorization, ...(tenant === undefined ? {} : { 'X-Tenant-ID': tenant }) };
    const service = new ServiceClient({
        name: NAME,
        baseUrl: withApiPath(checkBaseUrl(baseUrl, EXAMPLE)),
        headers: async () => headers,
        fetch,
        clock,
        refuse: (status, body, doing) => refuse(status, body, doing, tenant),
    });
    return new ExperimentsTracker({ ...setup, api: new ExperimentsApi(service) });
}
/** People give the host, or the whole path. */
function withApiPath(baseUrl) {
    const url = baseUrl.replace(/\/+$/, '');
    return /\/api\/v\d+$/.test(url) ? url : `${url}/api/v1`;
}
function refuse(status, body, doing, tenant) {
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
    return error instanceof service_errors_ServiceError && NOT_LIVE.includes(error.status);
}

;// CONCATENATED MODULE: ./build/adapters/hubify/options.js
// The options of the backend hubify, as a user writes them in the input `options`.

/** `options` of the backend hubify. Strict: a misspelt key is an error. */
const options_HubifyOptionsSchema = schemas/* strictObject */.rej({
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

;// CONCATENATED MODULE: ./build/adapters/hubify/translate.js
// Between experiments and jobs. Pure: numbers out of a result's text, a model out of a template and its configuration.




/** What can execute an experiment; the service has no route that lists it. */
const translate_COMPUTE_MODES = ['CPU', 'A100', 'H100', 'H200'];
/** Factors into the units of our metrics. */
const UNITS = {
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
        const metric = findMetric(name);
        const values = metric === undefined ? [] : toValues(told, metric.unit);
        return values.length === 0 ? [] : [{ name, values }];
    });
    const latency = all.find(({ name }) => name === 'latency');
    if (latency === undefined)
        throw new Error('its result tells no latency: {"latency": {"unit": "ms", "values": […]}}');
    const values = Object.fromEntries(all.map(({ name, values }) => [name, median(values)]));
    return { values, iterations: describe(latency.values) };
}
/** Executions inside one experiment share a pod and an hour: they describe the job, and are no jobs of their own. */
function describe(times) {
    if (times.length < 2)
        return undefined;
    const [minMs, maxMs] = [Math.min(...times), Math.max(...times)];
    return { count: times.length, minMs, maxMs, spread: standardDeviation(times) / median(times), drift: 1 };
}
/** `{unit, values}`, `{unit, value}`, a list, or a number in our own unit; what cannot be converted is left out. */
function toValues(told, unit) {
    const object = typeof told === 'object' && told !== null && !Array.isArray(told) ? told : undefined;
    const raw = object === undefined ? told : (object['values'] ?? object['value']);
    const written = typeof object?.['unit'] === 'string' ? object['unit'] : unit;
    const factor = written === unit ? 1 : UNITS[unit]?.[written];
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
function translate_digestReference(template, config) {
    return createHash('sha256')
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
class profiler_HubifyProfiler {
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
        const experimentId = `LG-${randomUUID()}`;
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
        const job = toJob(result);
        return { state: 'done', measurement: { kind: 'job', job, environment: { device }, findings: [] } };
    }
    catch (error) {
        return { state: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
}
async function readReference(path) {
    const advice = 'Give a JSON file {"template": "…", "config": {…}}, or a name that is no file and the options template and config.';
    try {
        return Reference.parse(JSON.parse(await readFile(path, 'utf8')));
    }
    catch (error) {
        const why = error instanceof z.ZodError ? describeIssues(error) : error instanceof Error ? error.message : String(error);
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
            experimentId: `LG-${(0,slug/* toSlug */.B)(`${title} ${attempt} ${run.createdAt}`)}`,
            computeMode: translate_COMPUTE_MODES.find((mode) => mode === run.device) ?? 'CPU',
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
function hubify_createHubifyProfiler(connection, setup) {
    const options = parseBackendOptions('hubify', HubifyOptionsSchema, connection.options);
    return new HubifyProfiler({ ...setup, clock: connection.clock, options, api: hubify_connect(connection) });
}
/** Throws a GateError that names the option which is wrong. */
function createHubifyTracker(connection, setup) {
    const options = backend_options_parseBackendOptions('hubify', options_HubifyOptionsSchema, connection.options);
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
const options_LocalOptionsSchema = schemas/* strictObject */.rej({
    'input-shapes': schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* array */.YOg(schemas/* int */.Whr().min(1))).default({}),
    threads: schemas/* int */.Whr().min(1).max(MOST_THREADS).default(1),
    'warmup-time': schemas/* number */.aig().min(0).max(600).default(0.2).describe('seconds'),
    'min-time': schemas/* number */.aig().min(0).max(600).default(1).describe('seconds of inference a job and side'),
    'min-iterations': schemas/* int */.Whr().min(1).max(100_000).default(30),
});
const WARMUP_ITERATIONS = 3;
/** From what the user wrote to what the profiler uses; seconds become milliseconds. */
function options_toLocalOptions(written) {
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
function onnx_profile_fromOnnxProfile(json) {
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
        timeMs: median(layer.times),
    }));
}
/** The runs of the session, in milliseconds: `latency` is their median, the first one told apart. Undefined of none. */
function onnx_profile_runsOfOnnxProfile(json) {
    const events = Profile.parse(JSON.parse(json)).filter(({ cat, name }) => cat === 'Session' && name === RUN);
    const times = events.map(({ dur }) => (dur ?? 0) / 1000);
    const [first] = times;
    if (first === undefined)
        return undefined;
    // The first run warms caches up; it counts only where there is no other.
    const warm = times.length > 1 ? times.slice(1) : times;
    return { latency: median(warm), latency_p95: quantile(warm, 0.95), first_inference: first };
}
function toUnit(provider) {
    return (provider ?? 'CPU').replace('ExecutionProvider', '');
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
;// CONCATENATED MODULE: ./build/adapters/local/environment.js
// What this machine is, as far as two jobs must agree on it to be compared.


/** Every field that must be equal between jobs measured apart; `kernel` only informs. */
function environment_describeEnvironment(facts) {
    const shapes = Object.entries(facts.inputShapes).map(([name, dims]) => `${name}=${dims.join('x')}`);
    return {
        cpu: environment_cpuModel(),
        cores: String(cpus().length),
        os: `${osName()} ${arch()}`,
        kernel: release(),
        runtime: 'ONNX Runtime',
        runtime_version: facts.runtimeVersion,
        compute_unit: 'CPU',
        threads: String(facts.threads),
        ...(shapes.length === 0 ? {} : { input_shapes: shapes.sort().join(' ') }),
        ...(facts.image === '' ? {} : { runner_image: facts.image }),
    };
}
function environment_cpuModel() {
    return cpus()[0]?.model.trim().replaceAll(/\s+/g, ' ') || 'unknown processor';
}
function osName() {
    if (platform() !== 'linux')
        return `${platform()} ${release()}`;
    try {
        return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'linux';
    }
    catch {
        return 'linux';
    }
}

;// CONCATENATED MODULE: ./build/adapters/files/digest.js
// One sha256 over all the files of a model.




/**
 * The digest of files named relative to `folder`. Of one file it is the file's own sha256; of several, the sha256 of
 * the lines `<sha256>  <path>\n` in the order of the paths, as `sha256sum * | sha256sum` would say.
 */
async function digest_digestFiles(folder, files) {
    const parts = await Promise.all(files.map((file) => digestFile(join(folder, file))));
    const sizeBytes = parts.reduce((total, part) => total + part.sizeBytes, 0);
    const [first] = parts;
    if (parts.length === 1 && first !== undefined)
        return first;
    const lines = files.map((file, index) => ({ file, sha256: parts[index]?.sha256 ?? '' }));
    lines.sort((a, b) => (a.file < b.file ? -1 : 1));
    const text = lines.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join('');
    return { sha256: createHash('sha256').update(text).digest('hex'), sizeBytes };
}
async function digestFile(path) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
        hash.update(chunk);
    return { sha256: hash.digest('hex'), sizeBytes: (await stat(path)).size };
}

;// CONCATENATED MODULE: ./build/adapters/local/onnx.js
// Reads just enough of an ONNX file to know that it is one and which other files belong to it. Nothing is executed.

/** Field numbers of onnx.proto that lead to nodes, tensors and their external data. */
const MODEL = { irVersion: 1, graph: 7, operatorSet: 8, functions: 25 };
const GRAPH = { node: 1, initializer: 5, sparseInitializer: 15 };
const NODE_ATTRIBUTE = 5;
const FUNCTION_NODE = 7;
const ATTRIBUTE = { tensor: 5, graph: 6, tensors: 10, graphs: 11, sparseTensor: 22, sparseTensors: 23 };
const SPARSE_TENSOR = { values: 1, indices: 2 };
const TENSOR_EXTERNAL_DATA = 13;
/** Parses a ModelProto; throws an Error whose message says what is wrong with the bytes. */
function onnx_outlineOnnx(bytes) {
    const reading = { irVersion: 0, nodes: 0, graphs: 0, operatorSets: 0, external: new Set() };
    const pbf = new PbfReader(bytes);
    pbf.readFields(readModel, reading);
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
function readModel(tag, reading, pbf) {
    if (tag === MODEL.irVersion)
        reading.irVersion = pbf.readVarint();
    else if (tag === MODEL.graph) {
        reading.graphs += 1;
        onnx_readInside(pbf, readGraph, reading);
    }
    else if (tag === MODEL.operatorSet)
        reading.operatorSets += 1;
    else if (tag === MODEL.functions)
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
async function inspect_inspectOnnx(path, name) {
    const bytes = await inspect_readModel(path);
    const folder = await realpath(dirname(path));
    const external = outline(path, bytes);
    for (const location of external)
        await checkExternal(path, folder, location);
    const files = [basename(path), ...external];
    const digest = await digestFiles(folder, files);
    return { name, format: 'onnx', path: join(folder, basename(path)), files, ...digest };
}
async function inspect_readModel(path) {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) {
        throw new GateError('model-missing', `model: ${path} does not exist.`, 'Give the path of the built model file.');
    }
    if (found.isDirectory()) {
        throw new GateError('model-missing', `model: ${path} is a folder.`, `Give a file, or a glob such as ${path}/*.onnx.`);
    }
    if (found.size === 0) {
        throw new GateError('model-unreadable', `model: ${path} is empty (0 bytes).`, 'Check the step that builds it.');
    }
    return readFile(path).catch((error) => {
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
const SIGNATURES = (/* unused pure expression or super */ null && ([
    [4, 'TFL3', 'a TensorFlow Lite model'],
    [0, 'PK\u0003\u0004', 'a ZIP archive (a PyTorch or Keras checkpoint?)'],
    [0, '\u0089HDF', 'an HDF5 file (a Keras model?)'],
    [0, '\u0080\u0002', 'a Python pickle'],
    [0, 'version https://git-lfs', 'a Git LFS pointer: check out with lfs: true'],
    [0, '{', 'JSON'],
    [0, '<', 'HTML or XML'],
]));
function recogniseOther(bytes) {
    const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
    return SIGNATURES.find(([offset, text]) => head.startsWith(text, offset))?.[2];
}
async function checkExternal(path, folder, location) {
    const advice = "External data must lie in the model's own folder, or below it, so that it is kept with the model.";
    const target = join(folder, location);
    if (isAbsolute(location) || isOutside(folder, target)) {
        throw new GateError('model-unreadable', `model: ${path} keeps data outside its folder, in "${location}".`, advice);
    }
    const real = await realpath(target).catch(() => undefined);
    if (real === undefined) {
        throw new GateError('model-unreadable', `model: ${path} keeps data in "${location}", which does not exist.`, advice);
    }
    if (!(await stat(real)).isFile()) {
        throw new GateError('model-unreadable', `model: ${path} keeps data in "${location}", which is no file.`, advice);
    }
    if (isOutside(folder, real)) {
        throw new GateError('model-unreadable', `model: "${location}" of ${path} is a link out of its folder.`, advice);
    }
}
function isOutside(folder, target) {
    const path = relative(folder, target);
    return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
}

;// CONCATENATED MODULE: ./build/adapters/local/pair.js
// Measures two models interleaved: two processes held open, timed in alternating short blocks A B B A, so that
// whatever else the machine does falls on both sides alike. One pair is one unit of evidence.


/** Shorter blocks are drowned by the switch between processes, longer ones let the machine's load drift. */
const BLOCK_MS = 25;
const FEWEST_ROUNDS = 6;
/** Measures A B B A rounds until the duration is reached; both processes stay open. */
async function pair_measurePair(baseline, candidate, duration) {
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
async function pair_measureJob(side, duration) {
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
    return { ...Object.fromEntries(plain), latency: median(rounds.map(logRatioOf)) };
}
function logRatioOf(round) {
    const level = (blocks) => mean(blocks.map((times) => Math.log(median(times))));
    return level(round.candidate) - level(round.baseline);
}
/** One job's values from the times of its inferences, in milliseconds. */
function pair_toJob(loaded, timesMs) {
    const values = {
        latency: median(timesMs),
        latency_median: median(timesMs),
        latency_mean: mean(timesMs),
        latency_p95: quantile(timesMs, 0.95),
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
        minMs: quantile(timesMs, 0),
        maxMs: quantile(timesMs, 1),
        spread: standardDeviation(timesMs) / mean(timesMs),
        drift: median(timesMs.slice(-third)) / median(timesMs.slice(0, third)),
    };
}
function sum(values) {
    return values.reduce((total, value) => total + value, 0);
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
;// CONCATENATED MODULE: ./build/adapters/local/process.js
// One process that executes one model, as an object: load, warm, block, profile, stop.


/** A model held open in a process of its own. Every method rejects with a GateError once the process has died. */
class process_ModelProcess {
    #child;
    #waiting;
    #timeoutMs;
    #death;
    constructor(options) {
        this.#timeoutMs = options.timeoutMs;
        this.#child = fork(options.workerPath, [], {
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
class profiler_LocalProfiler {
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
        await mkdir(this.#setup.temporaryFolder, { recursive: true });
        const folder = await mkdtemp(join(this.#setup.temporaryFolder, 'profile-'));
        const side = await this.#start(model.handle, join(folder, 'ort'));
        try {
            return fromOnnxProfile(await readFile(await side.process.profile(PROFILED_RUNS), 'utf8'));
        }
        finally {
            this.#close([side]);
            await rm(folder, { recursive: true, force: true });
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
        return (0,slug/* toSlug */.B)([this.#options.key, modelName].filter((part) => part !== '').join('\0'));
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
    return `run-${(0,slug/* toSlug */.B)(device)}.json`;
}

;// CONCATENATED MODULE: ./build/adapters/local/index.js
// The backend "local": this machine measures, artifacts keep the runs. Needs no account and no server.





/** Throws a GateError that names the option which is wrong. */
function local_createLocalProfiler(setup) {
    const options = toLocalOptions(parseBackendOptions('local', LocalOptionsSchema, setup.options));
    return new LocalProfiler({ ...setup, options });
}
function createLocalTracker(setup) {
    return new LocalTracker(setup);
}

// EXTERNAL MODULE: external "node:module"
var external_node_module_ = __webpack_require__(8995);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./build/adapters/local/runtime-pin.js
// The one version of ONNX Runtime that is installed where none is found, with the registry's integrity hashes.
const runtime_pin_RUNTIME_PACKAGES = [
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
async function runtime_findRuntime(options) {
    const found = options.searchFrom.map(resolveFrom).find((folder) => folder !== undefined);
    if (found !== undefined)
        return found;
    const packages = options.packages ?? RUNTIME_PACKAGES;
    const version = packages.find((item) => item.name === MAIN)?.version ?? '';
    const root = join(options.cacheFolder, 'latency-gate', MAIN, version, `${platform()}-${arch()}`);
    const cached = join(root, 'node_modules', MAIN);
    if (await exists(join(cached, 'package.json')))
        return cached;
    if (options.install === 'never') {
        throw new GateError('runtime-missing', `ONNX Runtime is neither in the workspace nor in ${root}, and install-runtime is never.`, `Run "npm install onnxruntime-node@${version}" in an earlier step, or set install-runtime: auto.`);
    }
    await installAll(packages, root, options);
    return cached;
}
function resolveFrom(folder) {
    try {
        return dirname(createRequire(join(folder, 'package.json')).resolve(`${MAIN}/package.json`));
    }
    catch {
        return undefined;
    }
}
/** Installs into a folder beside the final one and renames at the end, so that a half install is never found. */
async function installAll(packages, root, options) {
    const staging = `${root}.${process.pid}`;
    await rm(staging, { recursive: true, force: true });
    for (const item of packages)
        await installOne(item, join(staging, 'node_modules', item.name), options);
    await mkdir(dirname(root), { recursive: true });
    await rename(staging, root).catch(async (error) => {
        await rm(staging, { recursive: true, force: true });
        if (!(await exists(join(root, 'node_modules', MAIN))))
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
    await mkdir(folder, { recursive: true });
    const archive = join(folder, 'package.tgz');
    await writeFile(archive, bytes);
    const wanted = item.files(platform(), arch());
    await promisify(execFile)('tar', ['-xzf', 'package.tgz', '--strip-components=1', ...wanted], { cwd: folder });
    await rm(archive);
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
    const found = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    if (found === item.integrity)
        return;
    throw new GateError('runtime-missing', `The download of ${label} is not the pinned one (found ${found.slice(0, 20)}…, expected ${item.integrity.slice(0, 20)}…).`, 'Nothing was installed. Check the registry or proxy that the runner uses.');
}
async function exists(path) {
    return access(path).then(() => true, () => false);
}

;// CONCATENATED MODULE: ./build/adapters/results/options.js
// The options of the backend results, as a user writes them in the input `options`.

/** `options` of the backend results. Strict: a misspelt key is an error. */
const options_ResultsOptionsSchema = schemas/* strictObject */.rej({
    benchmark: schemas/* string */.YjP().min(1).optional().describe('which benchmark of a file that holds several'),
    environment: schemas/* record */.g1P(schemas/* string */.YjP().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'names of letters, digits, _ . -'), schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig(), schemas/* boolean */.zMY()]))
        .default({})
        .describe('facts that must be equal before two jobs are compared'),
});

;// CONCATENATED MODULE: ./build/adapters/profiles/google-benchmark.js
// Google Benchmark's JSON (--benchmark_format=json): repetitions and aggregates of one or more benchmarks.



const google_benchmark_GoogleBenchmark = schemas/* object */.Ikc({
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
function google_benchmark_fromGoogleBenchmark({ benchmarks }, wanted) {
    const name = choose(benchmarks.map((one) => one.run_name ?? one.name), wanted);
    const own = benchmarks.filter((one) => (one.run_name ?? one.name) === name);
    const failed = own.find((one) => one.error_occurred === true);
    if (failed !== undefined)
        throw new Error(`${name} failed: ${failed.error_message ?? 'no reason given'}`);
    const times = (keep) => own.filter(keep).flatMap((one) => (one.real_time === undefined ? [] : [one.real_time * TO_MS[one.time_unit]]));
    const single = times((one) => one.run_type !== 'aggregate');
    const [latency] = single.length > 0 ? [median(single)] : [...times(is('median')), ...times(is('mean'))];
    if (latency === undefined)
        throw new Error(`${name} has neither repetitions nor a median`);
    return single.length < 2 ? { latency } : { latency, latency_p95: quantile(single, 0.95) };
}
function is(aggregate) {
    return (one) => one.aggregate_name === aggregate;
}

;// CONCATENATED MODULE: ./build/adapters/profiles/hyperfine.js
// hyperfine's JSON (--export-json): each command with the wall-clock times of its runs, in seconds.



const hyperfine_Hyperfine = schemas/* object */.Ikc({
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
function hyperfine_fromHyperfine({ results }, wanted) {
    const command = choose(results.map((one) => one.command), wanted);
    const own = results.find((one) => one.command === command);
    if (own === undefined)
        throw new Error(`it holds no command "${command}"`);
    if (own.exit_codes?.some((code) => code !== 0) === true)
        throw new Error(`"${command}" failed in one of its runs`);
    const times = own.times ?? [];
    const typical = times.length > 0 ? median(times) : (own.median ?? own.mean);
    const values = { latency: typical * MS, latency_mean: own.mean * MS };
    if (times.length < 2)
        return { values };
    const [minMs, maxMs] = [Math.min(...times) * MS, Math.max(...times) * MS];
    return {
        values: { ...values, latency_p95: quantile(times, 0.95) * MS },
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



const own_job_JOB_SCHEMA = 'latency-gate/job@1';
/** One job as any tool may write it. Metrics in their own units: ms, MB, B. */
const own_job_OwnJob = schemas/* strictObject */.rej({
    schema: schemas/* literal */.euz(own_job_JOB_SCHEMA),
    metrics: schemas/* partialRecord */.jgl(schemas/* enum */.k5n(metric/* METRICS */.C.map(({ name }) => name)), schemas/* number */.aig().nonnegative())
        .refine((metrics) => Object.keys(metrics).length > 0, 'needs one metric at least')
        .describe('Values by metric name, in the unit of the metric: latency in ms, peak_memory in MB.'),
    environment: EnvironmentFields.default({}).describe('Facts that must be equal before two jobs are compared.'),
    layers: schemas/* array */.YOg(schemas/* strictObject */.rej({ name: schemas/* string */.YjP(), operator: schemas/* string */.YjP(), unit: schemas/* string */.YjP(), timeMs: schemas/* number */.aig().nonnegative() }))
        .default([]),
});

;// CONCATENATED MODULE: ./build/adapters/results/read.js
// From one file that another tool wrote to one job, whichever of the known tools it was.







const read_KNOWN_FORMATS = 'TensorFlow Lite benchmark_model logs and op profiles (.pb), ONNX Runtime profiles, Google Benchmark JSON, ' +
    `hyperfine JSON, ${own_job_JOB_SCHEMA}`;
/** Throws an Error whose message says what is wrong with the file. */
function read_readResultFile(name, bytes, benchmark) {
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
    throw new Error(`it is JSON of no known kind; known are: ${read_KNOWN_FORMATS}`);
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
        throw new Error(`it is neither JSON nor a log with timings; known are: ${read_KNOWN_FORMATS}`);
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






class profiler_ResultsProfiler {
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
        const { sizeBytes, sha256 } = await digestFiles(dirname(path), [basename(path)]).catch((error) => {
            throw new GateError('model-missing', `model: ${path} cannot be read.`, 'Give the path of one file.', error);
        });
        const format = extname(path).slice(1) || 'unknown';
        return { name, sha256: await this.#digest(sha256), sizeBytes, format, path, files: [] };
    }
    async refer(name) {
        const sha256 = await this.#digest('');
        return { name, sha256, sizeBytes: 0, format: 'results', reference: true, path: '', files: [] };
    }
    /** Of what was measured: it identifies this measurement, and never equals another's. */
    async #digest(model) {
        await this.#readAll();
        const hash = createHash('sha256').update(model);
        for (const path of this.#options.paths)
            hash.update(await readFile(path));
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
            return readResultFile(path, await readFile(path), this.#options.options.benchmark);
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
function results_createResultsProfiler({ options, paths, devices }) {
    const [device, another] = devices;
    if (device === undefined || another !== undefined) {
        throw new GateError('invalid-input', `devices: found ${devices.length}; allowed with the backend results: exactly one.`, 'Name the device on which the files were measured; give each device a step of its own, with a comment-key.');
    }
    return new ResultsProfiler({ options: parseBackendOptions('results', ResultsOptionsSchema, options), paths, device });
}

// EXTERNAL MODULE: ./build/adapters/runner/machine.js + 1 modules
var machine = __webpack_require__(4997);
;// CONCATENATED MODULE: ./build/adapters/vertesia/schema.js
// What Vertesia sends, the fields used and no more. The documentation and the vendor's client differ; both pass.

const vertesia_schema_Id = schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()]).transform(String);
/** An id, or an object with one. */
const schema_Reference = schemas/* union */.KCZ([vertesia_schema_Id, schemas/* looseObject */._H3({ id: vertesia_schema_Id.optional(), _id: vertesia_schema_Id.optional(), name: schemas/* string */.YjP().optional() })])
    .nullish()
    .transform((value) => (typeof value === 'object' ? (value?.id ?? value?._id ?? value?.name ?? '') : (value ?? '')));
const Amount = schemas/* number */.aig().nonnegative().nullish();
/** `completion` in the documentation, `result` in the client. */
const TokenUse = schemas/* looseObject */._H3({ prompt: Amount, result: Amount, completion: Amount, total: Amount })
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
    execution_time: Amount,
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
const schema_InteractionFile = schemas/* strictObject */.rej({
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
const options_VertesiaOptionsSchema = schemas/* strictObject */.rej({
    executions: schemas/* int */.Whr().min(1).max(1000).default(5).describe('executions a job, after the warm-up'),
    warmup: schemas/* int */.Whr()
        .min(1)
        .max(100)
        .default(1)
        .describe('executions before them, not counted; they settle the unit of time'),
    streaming: schemas/* boolean */.zMY().default(false).describe('measure the time to the first chunk as well'),
    'poll-interval': schemas/* number */.aig().positive().max(60).default(0.5).describe('seconds between two looks at an execution'),
});

;// CONCATENATED MODULE: ./build/adapters/vertesia/translate.js
// Between executions and jobs. Pure: units are settled, tags are written and read, samples become a job's values.

const vertesia_translate_PREFIX = 'latency-gate:';
function vertesia_translate_toTags(tags) {
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
function translate_settleUnit(samples) {
    const known = samples.flatMap(({ execution, wallMs }) => typeof execution.execution_time === 'number' && execution.execution_time > 0
        ? [{ told: execution.execution_time, wallMs: wallMs ?? wallOf(execution) }]
        : []);
    const measured = known.flatMap(({ told, wallMs }) => (wallMs === null ? [] : [{ told, wallMs }]));
    if (measured.length === 0)
        return 'wall';
    const fits = (factor) => median(measured.map(({ told, wallMs }) => (told * factor) / wallMs)) <= TOLERANCE;
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
function translate_isMostlyFailed(samples) {
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
    const values = dropMissing({
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
function translate_findCache(samples, job, device) {
    const told = samples.some(({ execution }) => execution.fromCache);
    const { count = 0, spread = 1 } = job.iterations ?? {};
    if (!told && !(count >= FEWEST_ALIKE && spread < ALIKE))
        return [];
    const why = told
        ? 'an execution says that it came from the cache'
        : `${count} executions took the same time to within 0.2 %`;
    return [{ code: 'cache-suspected', facts: { device, why } }];
}
function translate_describeUnit(unit) {
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
function dropMissing(values) {
    return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

;// CONCATENATED MODULE: ./build/adapters/vertesia/profiler.js
// Vertesia as a profiler of prompts: a job is a number of executions of one interaction, one after another.








const ENDED = (/* unused pure expression or super */ null && (['completed', 'failed']));
/** Longer handles are not kept with a record: the data may be large. */
const LONGEST_HANDLE = 20_000;
class profiler_VertesiaProfiler {
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
        const sha256 = createHash('sha256').update(canonicalJson(interaction)).digest('hex');
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
        const id = randomUUID();
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
            const warm = await repeat(options.warmup, toTags(own), () => ({ state: 'running', detail: 'warming up' }));
            const unit = settleUnit(warm);
            const counted = toTags({ ...own, job: id, of: String(options.executions), unit });
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
    const job = toJob(samples, unit);
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
    const text = await readFile(path, 'utf8').catch((error) => {
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
        throw new service_errors_Unanswered('Vertesia', DOING, error);
    });
    const text = await answer.text();
    if (!answer.ok)
        throw toServiceError('Vertesia', DOING, answer.status, '', text);
    try {
        return IssuedToken.parse(JSON.parse(text)).token;
    }
    catch (error) {
        throw new errors/* GateError */.u('service-unavailable', `Vertesia answered ${DOING} in an unknown form.`, 'Run the job again later.', error);
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
        const executions = await this.#searchAll(vertesia_translate_toTags({ ...tags, repository, key }));
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
    return metric/* METRICS */.C.filter(({ kind }) => kind === 'sampled').map(({ name }) => ({ metric: name, logRatio: 0 }));
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
    return job === undefined || translate_isMostlyFailed(samples) ? [] : [job];
}
function isMode(mode) {
    return mode === 'record' || mode === 'gate' || mode === 'release';
}

;// CONCATENATED MODULE: ./build/adapters/vertesia/index.js
// The backend "vertesia": prompts as models. It executes them, and its executions are the record.








const vertesia_NAME = 'Vertesia';
const vertesia_DEFAULT_BASE_URL = 'https://api.vertesia.io';

/** Throws a GateError that names the option which is wrong. */
function vertesia_createVertesiaProfiler(connection, setup) {
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

// EXTERNAL MODULE: ./build/config/inputs.js
var inputs = __webpack_require__(9190);
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
    throw new errors/* GateError */.u('invalid-input', `api-key: nothing was given, but the backend ${backend} needs one.`, advice);
}
/** Throws a GateError where there is no key. */
function wire_embedl_connectEmbedl(access, reach) {
    const baseUrl = access.baseUrl || reach.environment.embedl.baseUrl;
    return { apiKey: needKey('embedl', access, reach), baseUrl, network: reach.network, clock: machine/* systemClock */.m };
}
function wireEmbedlTracker(config, repository, reach) {
    const { github } = reach.environment;
    return createEmbedlTracker(wire_embedl_connectEmbedl(config.access.tracker, reach), {
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

// EXTERNAL MODULE: ./build/wire-network.js + 2 modules
var wire_network = __webpack_require__(6232);
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
            const connection = { baseUrl, apiKey, fetch: surroundings.network.fetch, clock: machine/* systemClock */.m, options };
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
    local: options_LocalOptionsSchema,
    embedl: options_EmbedlOptionsSchema,
    results: options_ResultsOptionsSchema,
    experiments: ExperimentsOptionsSchema,
    vertesia: options_VertesiaOptionsSchema,
    hubify: options_HubifyOptionsSchema,
};
/** Profiler and tracker share the input `options`; what only the other side knows is not this side's. */
function optionsOf(own, other, written) {
    const others = ([key]) => key in OPTIONS[other].shape && !(key in OPTIONS[own].shape);
    return Object.fromEntries(Object.entries(written).filter((entry) => !others(entry)));
}
function wire_backends_connect(backend, access, { environment, network, mask }) {
    const apiKey = needKey(backend, access, { environment });
    return { apiKey, baseUrl: access.baseUrl, fetch: network.fetch, clock: machine/* systemClock */.m, mask };
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
        workerPath: join(programFolder, 'worker', 'index.js'),
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


/***/ })

};
