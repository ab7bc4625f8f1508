// The test spec and the measuring script in a real shell: a stand-in for adb executes what a phone would, in a folder.

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { MEASURE_SCRIPT, nameBlock } from '../../src/adapters/device-farm/measure-script.ts';
import { DeviceFarmOptionsSchema } from '../../src/adapters/device-farm/options.ts';
import { nameCargo, packKit, packModels } from '../../src/adapters/device-farm/packages.ts';
import { readSession } from '../../src/adapters/device-farm/session-result.ts';
import { TEST_SPEC } from '../../src/adapters/device-farm/test-spec.ts';
import { readEntries } from '../../src/adapters/files/unzip.ts';
import type { Model } from '../../src/domain/model.ts';
import { packArtifact } from '../servers/device-farm/play.ts';
import { makePhoneModel, makeProgram } from '../servers/device-farm/state.ts';
import { temporaryFolder } from '../support/folder.ts';
import { writeModel } from '../support/models.ts';

/** What of the phone's system a session meets; paths of the phone are below PHONE_ROOT. */
const ADB = `#!/bin/sh
[ "$1" = -s ] || { echo "no serial was named" >&2; exit 1; }
[ "$2" = PHONE-1 ] || { echo "error: device '$2' not found" >&2; exit 1; }
shift 2
root() { sed "s#/data/local/tmp#$PHONE_ROOT/data/local/tmp#g; s#/sdcard#$PHONE_ROOT/sdcard#g; s#/storage/emulated/0#$PHONE_ROOT/none#g; s#/sys/class#$PHONE_ROOT/sys/class#g; s#\\./bin/benchmark_model#benchmark_model#g; s#\\./bin/onnx#onnx#g"; }
case "$1" in
shell) shift; printf '%s' "$*" | root >"$PHONE_ROOT/command"; PATH="$PHONE_ROOT/system/bin:$PATH" sh "$PHONE_ROOT/command" | sed "s#$PHONE_ROOT##g; s/$/\\r/" ;;
push) cp -r "$2" "$(printf '%s' "$3" | root)" ;;
*) exit 1 ;;
esac
`;
const PROGRAMS = {
  benchmark_model: `#!/bin/sh
echo "benchmark_model $*" >>"$PHONE_ROOT/calls"
for argument; do case "$argument" in --graph=*) graph=\${argument#--graph=} ;; esac; done
us=$(sed -n 's/.*latency=\\([0-9]*\\);.*/\\1/p' "$graph")
[ -n "$us" ] || { echo "ERROR: Failed to load model $graph" >&2; exit 1; }
echo "INFO: count=50 first=$us curr=$us min=$us max=$us avg=$us std=12" >&2
echo "INFO: Inference timings in us: Init: 6395, First inference: $us, Warmup (avg): $us, Inference (avg): $us" >&2
`,
  onnxruntime_perf_test: `#!/bin/sh
echo "onnxruntime_perf_test $*" >>"$PHONE_ROOT/calls"
echo "Session creation time cost: 0.1 s"
echo "Total inference requests: 50"
echo "Average inference time cost: 12 ms"
echo "P50 Latency: 0.012 s"
`,
  dumpsys: `#!/bin/sh
case "$1" in
battery) t=$(cat "$PHONE_ROOT/battery"); echo "Current Battery Service state:"; echo "  level: 80"; echo "  temperature: $t"; [ "$t" -gt 330 ] && echo $((t - 20)) >"$PHONE_ROOT/battery" ;;
thermalservice) echo "IsStatusOverride: false"; echo "Thermal Status: 0" ;;
esac
exit 0
`,
  getprop:
    '#!/bin/sh\ncase "$1" in ro.product.model) echo "Pixel 8" ;; ro.build.version.release) echo 14 ;; *) echo ;; esac\n',
};

function writeProgram(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  chmodSync(join(folder, name), 0o755);
}

function makePhone(home: string) {
  const root = join(home, 'phone');
  for (const folder of ['data/local/tmp', 'sdcard', 'sys/class/thermal/thermal_zone0'])
    mkdirSync(join(root, folder), { recursive: true });
  for (const [name, text] of Object.entries(PROGRAMS)) writeProgram(join(root, 'system/bin'), name, text);
  writeProgram(join(home, 'host'), 'adb', ADB);
  // Nobody waits: what would be slept is counted.
  writeProgram(join(home, 'host'), 'sleep', `#!/bin/sh\necho "$1" >>"${root}/slept"\n`);
  writeFileSync(join(root, 'battery'), '310');
  writeFileSync(join(root, 'sys/class/thermal/thermal_zone0/temp'), '41000\n');
  const env = {
    PHONE_ROOT: root,
    DEVICEFARM_DEVICE_UDID: 'PHONE-1',
    PATH: `${join(home, 'host')}:${process.env['PATH']}`,
  };
  return { root, env };
}

async function unpack(archive: string, folder: string): Promise<void> {
  for (const [name, bytes] of await readEntries(readFileSync(archive))) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

/** Executes the spec's commands as the test host does; answers what lies in its log folder. */
async function host(
  options: object,
  models: { A?: Model; B: Model },
  variables: Readonly<Record<string, string>>,
  change: (root: string) => void = () => undefined,
) {
  const home = temporaryFolder('test-host');
  const { root, env } = makePhone(home);
  const parsed = DeviceFarmOptionsSchema.parse({ program: 'x', ...options });
  const setup = { options: parsed, temporaryFolder: join(home, 'temp') };
  const kind = models.B.format === 'tflite' ? 'benchmark_model' : 'onnxruntime_perf_test';
  const inPackage = parsed['models-in'] === 'test-package';
  const program = { kind, files: new Map([[kind, makeProgram()]]), sha256: 'x' } as const;
  await unpack(await packKit(program, inPackage ? models : {}, setup), join(home, 'kit'));
  if (!inPackage) await unpack(await packModels(models, setup), join(root, 'sdcard'));
  change(root);
  const logs = join(home, 'logs');
  mkdirSync(logs);
  const spec = parseYaml(TEST_SPEC) as { readonly phases: { readonly test: { readonly commands: readonly string[] } } };
  let console = '';
  let status: number | null = 0;
  for (const command of spec.phases.test.commands) {
    const all = {
      ...env,
      DEVICEFARM_TEST_PACKAGE_PATH: join(home, 'kit'),
      DEVICEFARM_LOG_DIR: logs,
      LG_MODELS: nameCargo(models),
      ...variables,
    };
    const ended = spawnSync('sh', ['-c', command], { env: all, encoding: 'utf8' });
    console += ended.stdout + ended.stderr;
    status = ended.status;
  }
  const files = new Map(readdirSync(logs).map((name) => [name, readFileSync(join(logs, name))]));
  return {
    root,
    console,
    status,
    files,
    calls: existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8').trim().split('\n') : [],
  };
}

const folder = temporaryFolder('script-models');
function model(name: string, us: number, format: 'tflite' | 'onnx' = 'tflite'): Model {
  const path = writeModel(folder, `${name}.${format}`, makePhoneModel(us));
  return { name, format, path, files: [`${name}.${format}`], sizeBytes: 1, sha256: name };
}

const VARIABLES = { LG_ORDERS: 'ABBA BAAB', LG_MODEL_A: 'model.tflite', LG_MODEL_B: 'model.tflite', LG_SECONDS: '500' };

describe('the test spec in a shell', () => {
  it('measures both models in the orders of the session, and is read as pairs', async () => {
    const found = await host({}, { A: model('old', 10_000), B: model('new', 11_000) }, VARIABLES);
    expect(found.status, found.console).toBe(0);
    const orders = VARIABLES.LG_ORDERS.split(' ');
    const { pairs, facts, heat } = await readSession(packArtifact(found.files), orders);
    expect(pairs.map((pair) => (pair.kind === 'pair' ? pair.pair.logRatios['latency'] : pair))).toEqual([
      expect.closeTo(Math.log(1.1), 6),
      expect.closeTo(Math.log(1.1), 6),
    ]);
    expect(facts).toMatchObject({ os: 'Android 14', phone: 'Pixel 8', tool: 'benchmark_model' });
    expect(heat).toHaveLength(8);
    expect(heat[0]).toEqual({ block: 1, battery: 31, throttling: 0 });
    expect([...found.files.keys()]).toContain(nameBlock(8, 2, 'B'));
  });

  it('warms each side up once, and tells the program what the options say', async () => {
    const options = { threads: 2, runs: 30, 'min-time': '500ms', arguments: ['--use_gpu=true'], 'warm-up': 2 };
    const { calls } = await host(options, { B: model('new', 11_000) }, { ...VARIABLES, LG_ORDERS: 'BB' });
    expect(calls).toHaveLength(4);
    expect(calls[0]).toContain('--num_threads=2 --num_runs=30 --min_secs=0.5 --use_gpu=true');
  });

  it('measures a model beside itself that travelled once', async () => {
    const found = await host({}, { B: model('new', 11_000) }, { ...VARIABLES, LG_ORDERS: 'BAAB' });
    const { pairs } = await readSession(packArtifact(found.files), ['BAAB']);
    expect(pairs[0]).toMatchObject({ kind: 'pair', pair: { logRatios: { latency: 0 } } });
  });

  it('takes no models that an earlier session left on the phone', async () => {
    const stale = (root: string) => {
      const old = join(root, 'sdcard/latency-gate-models/0123456789abcdef/A');
      mkdirSync(old, { recursive: true });
      writeModel(old, 'model.tflite', makePhoneModel(99_000));
    };
    const found = await host({}, { B: model('new', 11_000) }, { ...VARIABLES, LG_ORDERS: 'ABBA' }, stale);
    const { pairs } = await readSession(packArtifact(found.files), ['ABBA']);
    expect(pairs[0]).toMatchObject({ kind: 'pair', pair: { logRatios: { latency: 0 } } });
  });

  it('finds models that travelled in the test package', async () => {
    const found = await host(
      { 'models-in': 'test-package' },
      { A: model('old', 10_000), B: model('new', 11_000) },
      VARIABLES,
    );
    const { pairs } = await readSession(packArtifact(found.files), ['ABBA', 'BAAB']);
    expect(pairs.map(({ kind }) => kind)).toEqual(['pair', 'pair']);
  });

  it('executes ONNX models with ONNX Runtime’s program', async () => {
    const variables = { ...VARIABLES, LG_MODEL_A: 'model.onnx', LG_MODEL_B: 'model.onnx', LG_ORDERS: 'ABBA' };
    const found = await host({}, { A: model('old', 1, 'onnx'), B: model('new', 1, 'onnx') }, variables);
    expect(found.calls.at(-1)).toMatch(/^onnxruntime_perf_test -I -m times -r 50 -x 4 .*models\/A\/model\.onnx$/);
    const { pairs } = await readSession(packArtifact(found.files), ['ABBA']);
    expect(pairs[0]).toMatchObject({ kind: 'pair', pair: { candidate: { values: { latency: 12 } } } });
  });

  it('waits until a hot phone is cooler, and tells for how long', async () => {
    const hot = (root: string) => writeFileSync(join(root, 'battery'), '420');
    const found = await host({}, { B: model('new', 11_000) }, { ...VARIABLES, LG_ORDERS: 'BB' }, hot);
    expect(found.files.get('lg-heat.csv')?.toString()).toContain('1,1,B,380,0,41000,10');
    expect(readFileSync(join(found.root, 'slept'), 'utf8')).toContain('5');
  });

  it('says why where the models are not on the phone, and fails the phase', async () => {
    const gone = (root: string) => execFileSync('rm', ['-rf', join(root, 'sdcard/latency-gate-models')]);
    const found = await host({}, { B: model('new', 11_000) }, VARIABLES, gone);
    expect(found.status).not.toBe(0);
    const { pairs } = await readSession(packArtifact(found.files), ['ABBA', 'BAAB']);
    expect(pairs[0]).toEqual({ kind: 'failed', reason: 'the models are not on the phone' });
  });

  it('tells what a program printed last that did not measure', async () => {
    const broken = { ...model('broken', 1), path: writeModel(folder, 'broken.tflite', Buffer.from('TFL3 no latency')) };
    const found = await host({}, { B: broken }, { ...VARIABLES, LG_ORDERS: 'BB' });
    const { pairs } = await readSession(packArtifact(found.files), ['BB']);
    expect(pairs[0]).toMatchObject({ kind: 'failed', reason: expect.stringContaining('Failed to load model') });
  });

  it('begins no pair that would end after the session’s time', async () => {
    const found = await host({}, { B: model('new', 11_000) }, { ...VARIABLES, LG_ORDERS: 'BB BB', LG_SECONDS: '-1' });
    const { pairs } = await readSession(packArtifact(found.files), ['BB', 'BB']);
    expect(pairs.map(({ kind }) => kind)).toEqual(['job', 'failed']);
    expect(found.console).toContain('the time of the session was over after 1 of its pairs');
  });
});

describe('the recipe for a phone at hand', () => {
  it('measures one block with the same script', () => {
    const home = temporaryFolder('recipe');
    const { env } = makePhone(home);
    const recipe = join(home, 'recipe');
    cpSync('examples/harnesses/android-adb', recipe, { recursive: true });
    expect(readFileSync(join(recipe, 'measure.sh'), 'utf8')).toBe(MEASURE_SCRIPT);
    const { path } = model('new', 11_000);
    const log = execFileSync('sh', [join(recipe, 'bench.sh'), path, 'PHONE-1'], { env, encoding: 'utf8' });
    expect(log).toContain('Inference (avg): 11000');
  });
});
