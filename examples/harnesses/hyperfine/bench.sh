#!/bin/sh
# hyperfine around any program that executes the model; its JSON is what the gate reads.
# Run by the project's checks: test/scenarios/harnesses.test.ts.
# RUN is the program, which is given the model's path: RUN="./infer --threads 1".
exec hyperfine --shell=none --warmup 1 --runs "${RUNS:-10}" --export-json "$2" "${RUN:-cat} $1" >&2
