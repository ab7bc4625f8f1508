#!/bin/sh
# A phone over adb, with TensorFlow Lite's benchmark_model: on the phone already (adb push benchmark_model
# /data/local/tmp/latency-gate/bin/), or in the folder LG_BIN of this machine. The script is the one that AWS Device
# Farm's phones are measured with. Not run on a phone by the project's checks. The device's name is its serial.
set -e
LG_SERIAL=$2 LG_THREADS=${THREADS:-4} LG_LONGEST_WAIT=${LONGEST_WAIT:-300} exec sh "$(dirname "$0")/measure.sh" block "$1"
