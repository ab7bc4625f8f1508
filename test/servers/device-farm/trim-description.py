"""Makes description.json from botocore's own description of AWS Device Farm (Apache-2.0), without its prose.

    python3 -m venv v && v/bin/pip install --no-deps botocore && v/bin/python test/servers/device-farm/trim-description.py
"""

import gzip
import json
import pathlib

import botocore

OPERATIONS = [
    "CreateUpload", "GetRun", "GetUpload", "ListArtifacts", "ListDevices", "ListJobs", "ListProjects", "ListRuns",
    "ScheduleRun", "StopRun",
]

source = pathlib.Path(botocore.__file__).parent / "data/devicefarm/2015-06-23/service-2.json.gz"
whole = json.load(gzip.open(source))
shapes = {}


def bare(value):
    if isinstance(value, dict):
        return {key: bare(item) for key, item in value.items() if not key.startswith(("documentation", "deprecated"))}
    return [bare(item) for item in value] if isinstance(value, list) else value


def take(name):
    if name in shapes:
        return
    shapes[name] = bare(whole["shapes"][name])
    shape = whole["shapes"][name]
    for member in [*shape.get("members", {}).values(), *(shape[key] for key in ("member", "key", "value") if key in shape)]:
        take(member["shape"])


operations = {}
for name in OPERATIONS:
    operation = whole["operations"][name]
    operations[name] = {key: operation[key]["shape"] for key in ("input", "output")}
    operations[name]["errors"] = [error["shape"] for error in operation["errors"]]
    for shape in [operations[name]["input"], operations[name]["output"], *operations[name]["errors"]]:
        take(shape)

made = {
    "source": f"botocore {botocore.__version__}, data/devicefarm/2015-06-23/service-2.json.gz, Apache-2.0, Amazon.com, Inc.",
    "metadata": {key: whole["metadata"][key] for key in ("jsonVersion", "targetPrefix", "signingName", "endpointPrefix") if key in whole["metadata"]},
    "operations": operations,
    "shapes": dict(sorted(shapes.items())),
}
pathlib.Path(__file__).with_name("description.json").write_text(json.dumps(made, indent=1) + "\n")
