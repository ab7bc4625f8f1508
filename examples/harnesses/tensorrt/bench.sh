#!/bin/sh
# trtexec on an engine that an earlier step built; its exported times are what the gate reads.
# Not run by the project's checks. For kernels that are chosen anew with every build, build both engines in one step.
set -e
trtexec --loadEngine="$1" --duration="${BLOCK_SECONDS:-2}" --warmUp=500 --exportTimes="$2" >&2
