#!/bin/sh
# A phone over adb, with TensorFlow Lite's benchmark_model on it (adb push benchmark_model /data/local/tmp).
# Not run by the project's checks. The device's name is its serial; devices.sh lists them.
set -e
model=$1
serial=$2
remote=/data/local/tmp/$(basename "$(dirname "$model")").tflite
run() { adb -s "$serial" shell "$@"; }

adb -s "$serial" push "$model" "$remote" >&2
# Waits until the battery is below 38.0 degrees; a hot phone measures its cooling.
while [ "$(run dumpsys battery | sed -n 's/ *temperature: //p' | tr -d '\r')" -gt 380 ]; do sleep 10; done
run /data/local/tmp/benchmark_model --graph="$remote" --num_threads="${THREADS:-4}" --num_runs=50 2>&1
run rm -f "$remote"
