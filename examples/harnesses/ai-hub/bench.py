"""Qualcomm AI Hub by its official client: a device cloud. One call profiles one model on one device of the hub.

Not run by the project's checks. Needs `pip install qai-hub` and a configured token (`qai-hub configure`), which lies in
the home folder, so that no variable has to be passed on. Jobs cost time: use `options: warm-up: 0` and max-device-minutes.
"""

import json
import sys

import qai_hub as hub


def main(model, device, output):
    job = hub.submit_profile_job(model=hub.upload_model(model), device=hub.Device(device))
    profile = job.download_profile()
    if profile is None:
        raise SystemExit(f"the job {job.url} gave no profile")
    with open(output, "w", encoding="utf-8") as file:
        json.dump(profile, file)


if __name__ == "__main__":
    main(*sys.argv[1:4])
