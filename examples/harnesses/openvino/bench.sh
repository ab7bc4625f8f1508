#!/bin/sh
# OpenVINO's own benchmark_app; the gate reads what it prints. Needs `pip install openvino`.
# Run by the project's checks: npm run check:harnesses. BLOCK_SECONDS are whole seconds.
exec benchmark_app -m "$1" -d "${OPENVINO_DEVICE:-CPU}" -hint none -nstreams 1 -nthreads 1 -t "${BLOCK_SECONDS:-1}"
