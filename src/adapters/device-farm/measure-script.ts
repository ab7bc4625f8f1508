// The program that measures beside a phone, in POSIX shell over adb: on Device Farm's test host, and wherever else a
// phone is connected (examples/harnesses/android-adb/measure.sh is made from it).

/** Names in the folder of a session's results. */
export const RESULT_FILES = { facts: 'lg-session.txt', heat: 'lg-heat.csv', end: 'lg-end.txt' } as const;

/** The file of one block's output; all numbers from 1. */
export function nameBlock(block: number, pair: number, side: Side): string {
  return `lg-block-${block}-${pair}-${side}.log`;
}

/** A is the baseline's model, B the candidate's. */
export type Side = 'A' | 'B';

/** The folder of an upload in which the models lie: in it one named after their bytes, and there one a side. */
export const MODELS_FOLDER = 'latency-gate-models';

export const MEASURE_SCRIPT = `#!/bin/sh
# Measures models on one Android phone over adb, block by block. Made from src/adapters/device-farm/measure-script.ts.
#
#   measure.sh block MODEL   one block of one model; prints what the measuring program prints
#   measure.sh session       the blocks that LG_ORDERS names, each into a file of its own in LG_OUT
#
# Variables:
#   LG_SERIAL        the phone's serial; by default the only one, on Device Farm the one of the session
#   LG_PROGRAM       benchmark_model (default) or onnxruntime_perf_test
#   LG_BIN           a folder on this host with that program and its libraries; pushed to the phone where it is set
#   LG_THREADS LG_RUNS LG_MIN_SECONDS LG_ARGUMENTS   what the program is told
#   LG_PAUSE LG_HOTTEST LG_LONGEST_WAIT   seconds before a block; tenths of a degree above which it waits; seconds at most
#   LG_ORDERS        one word a pair: "ABBA BAAB"; A is the baseline's model, B the candidate's; "BB" is one model alone
#   LG_MODELS        the folder of the models, named after their bytes: what an earlier session left is never taken
#   LG_MODEL_A LG_MODEL_B   the models' main files
#   LG_WARM_UP       blocks a side that are thrown away first
#   LG_SECONDS       no pair is begun that would probably end later
set -u
here=$(cd "$(dirname "$0")" && pwd)
if [ -f "$here/settings.sh" ]; then . "$here/settings.sh"; fi
: "\${LG_SERIAL:=\${DEVICEFARM_DEVICE_UDID:-}}" "\${LG_OUT:=\${DEVICEFARM_LOG_DIR:-.}}"
: "\${LG_PROGRAM:=benchmark_model}" "\${LG_THREADS:=4}" "\${LG_RUNS:=50}" "\${LG_MIN_SECONDS:=1}" "\${LG_ARGUMENTS:=}"
: "\${LG_PAUSE:=0}" "\${LG_HOTTEST:=380}" "\${LG_LONGEST_WAIT:=60}" "\${LG_WARM_UP:=1}" "\${LG_SECONDS:=3600}"
: "\${LG_BIN:=}" "\${LG_PHONE:=/data/local/tmp/latency-gate}"

# One command on the phone. adb would read this script's own input otherwise.
phone() {
  if [ -n "$LG_SERIAL" ]; then adb -s "$LG_SERIAL" shell "$1" </dev/null; else adb shell "$1" </dev/null; fi | tr -d '\\r'
}
push() {
  if [ -n "$LG_SERIAL" ]; then adb -s "$LG_SERIAL" push "$1" "$2"; else adb push "$1" "$2"; fi </dev/null >/dev/null
}
say() { echo "latency-gate: $*"; }

# Tenths of a degree of the battery; Android's thermal status, 0 where nothing is throttled; the hottest zone.
# What a phone does not tell is empty.
read_heat() {
  battery=$(phone 'dumpsys battery' | sed -n 's/^ *temperature: *\\([0-9]*\\).*/\\1/p' | head -n 1)
  throttling=$(phone 'dumpsys thermalservice' 2>/dev/null | sed -n 's/^ *Thermal Status: *\\([0-9]*\\).*/\\1/p' | head -n 1)
  zone=$(phone 'cat /sys/class/thermal/thermal_zone*/temp 2>/dev/null' | sed -n 's/^\\([0-9][0-9]*\\)$/\\1/p' | sort -n | tail -n 1)
}
is_hot() { [ "\${battery:-0}" -gt "$LG_HOTTEST" ] || [ "\${throttling:-0}" -gt 0 ]; }

# A hot phone measures its cooling: waits, but not for ever.
cool_down() {
  sleep "$LG_PAUSE"
  waited=0
  read_heat
  while is_hot && [ "$waited" -lt "$LG_LONGEST_WAIT" ]; do
    sleep 5
    waited=$((waited + 5))
    read_heat
  done
}

place_program() {
  phone "mkdir -p $LG_PHONE/bin"
  [ -n "$LG_BIN" ] || return 0
  for file in "$LG_BIN"/*; do push "$file" "$LG_PHONE/bin/" || return 1; done
  phone "chmod 755 $LG_PHONE/bin/*"
}

# Prints the program's own output; MODEL is a path on the phone without spaces.
run_block() {
  if [ "$LG_PROGRAM" = onnxruntime_perf_test ]; then
    arguments="-I -m times -r $LG_RUNS -x $LG_THREADS $LG_ARGUMENTS $1"
  else
    arguments="--graph=$1 --num_threads=$LG_THREADS --num_runs=$LG_RUNS --min_secs=$LG_MIN_SECONDS $LG_ARGUMENTS"
  fi
  phone "cd $LG_PHONE && LD_LIBRARY_PATH=$LG_PHONE/bin ./bin/$LG_PROGRAM $arguments 2>&1"
}

block() {
  place_program || { say "the measuring program cannot be pushed" >&2; return 1; }
  push "$1" "$LG_PHONE/model" || { say "the model cannot be pushed" >&2; return 1; }
  cool_down
  run_block "$LG_PHONE/model"
  phone "rm -f $LG_PHONE/model"
}

# The models lie beside this script, or on the phone, where extra data are laid: /sdcard on most versions of Android.
place_models() {
  phone "rm -rf $LG_PHONE/models && mkdir -p $LG_PHONE/models"
  if [ -d "$here/${MODELS_FOLDER}/$LG_MODELS" ]; then
    for side in "$here/${MODELS_FOLDER}/$LG_MODELS"/*; do push "$side" "$LG_PHONE/models/" || return 1; done
  else
    found=$(phone "find /sdcard/ /storage/emulated/0/ /data/local/tmp/ -maxdepth 6 -type d -path '*/${MODELS_FOLDER}/$LG_MODELS' 2>/dev/null" | head -n 1)
    [ -n "$found" ] || { finish "stopped: the models are not on the phone"; return 1; }
    phone "cp -r $found/* $LG_PHONE/models/ && rm -rf $found"
  fi
  case "$LG_ORDERS" in
  *A*) phone "[ -d $LG_PHONE/models/A ] || cp -r $LG_PHONE/models/B $LG_PHONE/models/A" ;;
  esac
}

finish() { say "$1"; echo "$1" >"$LG_OUT/${RESULT_FILES.end}"; }

write_facts() {
  {
    echo "version=1"
    for name in ro.product.manufacturer ro.product.model ro.build.version.release ro.build.id ro.product.cpu.abi ro.soc.model; do
      echo "$name=$(phone "getprop $name" | head -n 1)"
    done
  } >"$LG_OUT/${RESULT_FILES.facts}"
}

# The path of a side's model on the phone. Both have the same length.
model_of() { if [ "$1" = A ]; then echo "$LG_PHONE/models/A/$LG_MODEL_A"; else echo "$LG_PHONE/models/B/$LG_MODEL_B"; fi; }

warm_up() {
  for side in A B; do
    case "$LG_ORDERS" in *"$side"*) ;; *) continue ;; esac
    count=0
    while [ "$count" -lt "$LG_WARM_UP" ]; do
      run_block "$(model_of "$side")" >"$LG_OUT/lg-warm-up-$side.log"
      count=$((count + 1))
    done
  done
}

session() {
  mkdir -p "$LG_OUT"
  started=$(date +%s)
  echo "block,pair,side,battery,throttling,zone,waited" >"$LG_OUT/${RESULT_FILES.heat}"
  finish "stopped: it was interrupted" >/dev/null
  write_facts
  place_program || { finish "stopped: the measuring program cannot be pushed"; return 1; }
  place_models || return 1
  warm_up
  number=0
  pair=0
  longest=0
  for order in $LG_ORDERS; do
    pair=$((pair + 1))
    began=$(date +%s)
    if [ "$pair" -gt 1 ] && [ $((began - started + longest)) -gt "$LG_SECONDS" ]; then
      finish "stopped: the time of the session was over after $((pair - 1)) of its pairs"
      return 0
    fi
    rest=$order
    while [ -n "$rest" ]; do
      side=\${rest%"\${rest#?}"}
      rest=\${rest#?}
      number=$((number + 1))
      cool_down
      run_block "$(model_of "$side")" >"$LG_OUT/lg-block-$number-$pair-$side.log"
      echo "$number,$pair,$side,$battery,$throttling,$zone,$waited" >>"$LG_OUT/${RESULT_FILES.heat}"
    done
    took=$(($(date +%s) - began))
    if [ "$took" -gt "$longest" ]; then longest=$took; fi
    say "pair $pair measured in $took s"
  done
  phone "rm -rf $LG_PHONE"
  finish "complete"
}

case "\${1:-}" in
block) block "$2" ;;
session) session ;;
*)
  say "use: measure.sh block MODEL, or measure.sh session" >&2
  exit 2
  ;;
esac
`;
