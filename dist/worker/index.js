import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: external "node:module"
const external_node_module_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:module");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
;// CONCATENATED MODULE: external "node:perf_hooks"
const external_node_perf_hooks_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");
;// CONCATENATED MODULE: external "node:process"
const external_node_process_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");
;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
;// CONCATENATED MODULE: ./build/adapters/local/inputs.js
// Fills a model's inputs with seeded data of the right type and shape. Runs in the job's own process.
/** A model that cannot be executed here, and whose fault that is. */
class Refusal extends Error {
    code;
    constructor(code, message) {
        super(message);
        this.code = code;
    }
}
/** Integers are 0 or 1, so that an input used as an index stays inside any table. */
const MAKERS = {
    float32: (size, random) => Float32Array.from({ length: size }, random),
    float64: (size, random) => Float64Array.from({ length: size }, random),
    float16: (size, random) => Uint16Array.from({ length: size }, () => halfOf(random())),
    int64: (size, random) => BigInt64Array.from({ length: size }, () => BigInt(bit(random))),
    uint64: (size, random) => BigUint64Array.from({ length: size }, () => BigInt(bit(random))),
    int32: (size, random) => Int32Array.from({ length: size }, () => bit(random)),
    uint32: (size, random) => Uint32Array.from({ length: size }, () => bit(random)),
    int16: (size, random) => Int16Array.from({ length: size }, () => bit(random)),
    uint16: (size, random) => Uint16Array.from({ length: size }, () => bit(random)),
    int8: (size, random) => Int8Array.from({ length: size }, () => bit(random)),
    uint8: (size, random) => Uint8Array.from({ length: size }, () => bit(random)),
    bool: (size, random) => Uint8Array.from({ length: size }, () => bit(random)),
};
/** Tensors for every input of the session. Throws a Refusal that names the input which cannot be filled. */
function makeFeeds(ort, session, shapes) {
    const unknown = Object.keys(shapes).find((name) => !session.inputNames.includes(name));
    if (unknown !== undefined) {
        throw new Refusal('input', `input-shapes names the input "${unknown}", which the model does not have; it has: ${session.inputNames.join(', ')}`);
    }
    const random = createRandom(0x1a7e9c);
    return Object.fromEntries(session.inputMetadata.map((meta) => [meta.name, makeTensor(ort, meta, shapes[meta.name], random)]));
}
function makeTensor(ort, meta, wanted, random) {
    const make = meta.isTensor ? MAKERS[meta.type] : undefined;
    if (!meta.isTensor || make === undefined) {
        const type = meta.isTensor ? meta.type : 'not a tensor';
        throw new Refusal('model', `its input "${meta.name}" has the type ${type}, which cannot be filled; fillable are: ${Object.keys(MAKERS).join(', ')}`);
    }
    const shape = resolveShape(meta.name, meta.shape, wanted);
    const size = shape.reduce((product, dim) => product * dim, 1);
    return new ort.Tensor(meta.type, make(size, random), shape);
}
function resolveShape(name, declared, wanted) {
    if (wanted === undefined)
        return declared.map((dim) => (typeof dim === 'number' ? dim : 1));
    const fits = wanted.length === declared.length && declared.every((dim, i) => typeof dim === 'string' || dim === wanted[i]);
    if (!fits) {
        throw new Refusal('input', `input-shapes gives "${name}" [${wanted.join(', ')}], but the model wants [${declared.join(', ')}]`);
    }
    return wanted;
}
/** Mulberry32: the same inputs in every process and on every machine. */
function createRandom(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}
function bit(random) {
    return random() < 0.5 ? 0 : 1;
}
/** IEEE half precision of a number from 0 to 1, by rounding its mantissa down. */
function halfOf(value) {
    if (value < 2 ** -14)
        return 0;
    const exponent = Math.floor(Math.log2(value));
    return ((exponent + 15) << 10) | Math.floor((value / 2 ** exponent - 1) * 1024);
}

;// CONCATENATED MODULE: ./build/adapters/local/worker.js
// The process that executes one model: a bundle of its own, told what to do by messages. It knows no secrets,
// for its parent starts it with an almost empty environment. ONNX Runtime is loaded here and nowhere else.







/** Runs whose memory counts: a fixed number, so that garbage of a longer measurement does not. */
const RUNS_BEFORE_MEMORY = 3;
let execution;
let pending = Promise.resolve();
external_node_process_namespaceObject.on('message', (command) => {
    pending = pending.then(() => answer(command)).then((reply) => void external_node_process_namespaceObject.send?.(reply));
});
external_node_process_namespaceObject.on('disconnect', () => external_node_process_namespaceObject.exit(0));
async function answer(command) {
    try {
        if (command.kind === 'load')
            return await load(command);
        if (execution === undefined)
            throw new Refusal('runtime', 'no model is loaded yet');
        return await perform(command, execution);
    }
    catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { kind: 'refused', code: error instanceof Refusal ? error.code : 'model', message };
    }
}
async function load(request) {
    const ort = requireRuntime(request.runtimePath);
    await settleMemory();
    const before = readMemory('VmRSS');
    const started = external_node_perf_hooks_namespaceObject.performance.now();
    const session = await createSession(ort, request);
    const loadMs = external_node_perf_hooks_namespaceObject.performance.now() - started;
    const feeds = makeFeeds(ort, session, request.inputShapes);
    const firstStarted = external_node_perf_hooks_namespaceObject.performance.now();
    const outputs = await session.run(feeds);
    const firstInferenceMs = external_node_perf_hooks_namespaceObject.performance.now() - firstStarted;
    const run = await createRun(session, feeds, outputs);
    execution = { session, run, profilePrefix: request.profilePrefix };
    for (let count = 1; count < RUNS_BEFORE_MEMORY; count += 1)
        await run();
    const peak = readMemory('VmHWM');
    return {
        kind: 'loaded',
        loadMs,
        firstInferenceMs,
        peakMemoryBytes: before === null || peak === null ? null : Math.max(0, peak - before),
        memoryReason: before === null || peak === null ? `${external_node_process_namespaceObject.platform} does not tell a process its peak` : '',
        runtimeVersion: ort.env.versions.node ?? ort.env.versions.common,
    };
}
async function perform(command, { run, session, profilePrefix }) {
    if (command.kind === 'profile') {
        for (let count = 0; count < command.count; count += 1)
            await run();
        session.endProfiling();
        return { kind: 'profiled', profilePath: findProfile(profilePrefix ?? '') };
    }
    if (command.kind === 'block')
        await run();
    const timesMs = [];
    let total = 0;
    while (timesMs.length < command.minCount || total < command.minMs) {
        const time = await run();
        timesMs.push(time);
        total += time;
    }
    return command.kind === 'warm' ? { kind: 'warmed' } : { kind: 'block', timesMs };
}
/** One timed inference into outputs that are allocated once where the runtime allows it: less garbage, less noise. */
async function createRun(session, feeds, outputs) {
    const reusable = await session.run(feeds, outputs).then(() => true, () => false);
    return async () => {
        const started = external_node_perf_hooks_namespaceObject.performance.now();
        await (reusable ? session.run(feeds, outputs) : session.run(feeds));
        return external_node_perf_hooks_namespaceObject.performance.now() - started;
    };
}
async function createSession(ort, request) {
    const profiling = request.profilePrefix === undefined ? {} : { enableProfiling: true, profileFilePrefix: request.profilePrefix };
    return ort.InferenceSession.create(request.modelPath, {
        executionProviders: ['cpu'],
        intraOpNumThreads: request.threads,
        interOpNumThreads: 1,
        // Threads that spin while they wait would take the processor from the other process of the pair.
        extra: { session: { intra_op: { allow_spinning: '0' } } },
        logSeverityLevel: 3,
        ...profiling,
    });
}
function requireRuntime(path) {
    try {
        return (0,external_node_module_namespaceObject.createRequire)((0,external_node_path_namespaceObject.join)(path, 'package.json'))(path);
    }
    catch (error) {
        throw new Refusal('runtime', error instanceof Error ? error.message : String(error));
    }
}
/** ONNX Runtime adds a time stamp to the prefix it was given. */
function findProfile(prefix) {
    const folder = (0,external_node_path_namespaceObject.dirname)(prefix);
    const name = (0,external_node_fs_namespaceObject.readdirSync)(folder).find((file) => file.startsWith((0,external_node_path_namespaceObject.basename)(prefix)));
    if (name === undefined)
        throw new Refusal('runtime', 'ONNX Runtime wrote no profile');
    return (0,external_node_path_namespaceObject.join)(folder, name);
}
/** Lets garbage of starting up go first: on its way out or not, it would shift the figure by megabytes. */
async function settleMemory() {
    for (let turn = 0; turn < 3; turn += 1) {
        globalThis.gc?.();
        await (0,promises_namespaceObject.setTimeout)(20);
    }
}
/** Bytes from this process's own status; the system's usage figure would start at the parent's size. */
function readMemory(field) {
    if (external_node_process_namespaceObject.platform !== 'linux')
        return null;
    const match = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec((0,external_node_fs_namespaceObject.readFileSync)('/proc/self/status', 'utf8'));
    return match?.[1] === undefined ? null : Number(match[1]) * 1024;
}

