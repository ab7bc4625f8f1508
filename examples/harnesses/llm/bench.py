"""A language model exported to ONNX (as Optimum does): prefill and decode speed, time to first token, time per output
token, peak memory, and how far greedy decoding agrees with a reference. Stays between blocks (options: serve: true).

Run by the project's checks, with a small decoder of random weights: npm run check:harnesses.
Needs `pip install onnxruntime numpy`.

    python bench.py --reference old.onnx > reference.json    # the tokens that the agreement is measured against

Variables (name them in pass-env): PROMPTS, a JSON file of lists of token ids, where the tokenizer's own are wanted;
PROMPT_TOKENS and NEW_TOKENS, the lengths; REFERENCE, the file made above; PROVIDER; THREADS.
"""

import json
import os
import statistics
import sys
import time

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import numpy as np  # noqa: E402
import onnxruntime as ort  # noqa: E402

PROMPT_TOKENS = int(os.environ.get("PROMPT_TOKENS", "128"))
NEW_TOKENS = int(os.environ.get("NEW_TOKENS", "32"))
PROVIDER = os.environ.get("PROVIDER", "CPUExecutionProvider")
FLOATS = {"tensor(float)": np.float32, "tensor(float16)": np.float16}


class Decoder:
    """A decoder with its past as inputs (past_key_values.0.key) and outputs (present.0.key), or without any."""

    def __init__(self, path):
        options = ort.SessionOptions()
        options.intra_op_num_threads = int(os.environ.get("THREADS", "1"))
        self.session = ort.InferenceSession(path, options, providers=[PROVIDER])
        self.inputs = {item.name: item for item in self.session.get_inputs()}
        self.past = [name for name in self.inputs if name.startswith("past_key_values")]
        self.present = [name.replace("past_key_values", "present") for name in self.past]

    def empty(self):
        """The past before the first token: its free sizes are one sequence of no tokens."""
        values = {}
        for name in self.past:
            item = self.inputs[name]
            shape = [size if isinstance(size, int) else (1 if place == 0 else 0) for place, size in enumerate(item.shape)]
            values[name] = np.zeros(shape, dtype=FLOATS[item.type])
        return values

    def step(self, ids, seen, past):
        """The most probable next token after these ids, and the past with them."""
        total = seen + len(ids)
        feeds = {"input_ids": np.array([ids], dtype=np.int64), **past}
        if "attention_mask" in self.inputs:
            feeds["attention_mask"] = np.ones((1, total), dtype=np.int64)
        if "position_ids" in self.inputs:
            feeds["position_ids"] = np.arange(seen, total, dtype=np.int64)[None]
        logits, *present = self.session.run(["logits", *self.present], feeds)
        return int(np.argmax(logits[0, -1])), dict(zip(self.past, present))

    def generate(self, prompt, count):
        """Greedy tokens, and the seconds that each step took; the first one read the prompt."""
        tokens, seconds, past, ids = [], [], self.empty(), list(prompt)
        for _ in range(count):
            fresh = ids if not self.past or not tokens else ids[-1:]
            start = time.perf_counter()
            token, past = self.step(fresh, len(ids) - len(fresh), past)
            seconds.append(time.perf_counter() - start)
            tokens.append(token)
            ids.append(token)
        return tokens, seconds


def read_prompts():
    if "PROMPTS" in os.environ:
        with open(os.environ["PROMPTS"], encoding="utf-8") as file:
            return json.load(file)
    random = np.random.default_rng(1)
    return [[int(token) for token in random.integers(1, 100, PROMPT_TOKENS)] for _ in range(4)]


def peak_megabytes():
    """Of this process, as Linux tells it; elsewhere None."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        return None


def block(decoder, prompts):
    first, rest, answers = [], [], []
    for prompt in prompts:
        tokens, seconds = decoder.generate(prompt, NEW_TOKENS)
        first.append(seconds[0] * 1e3)
        rest += [second * 1e3 for second in seconds[1:]]
        answers.append(tokens)
    prefill = sum(map(len, prompts)) / sum(first) * 1e3
    metrics = {
        "ttft": {"value": statistics.median(first), "statistic": "median", "samples": first},
        "tpot": {"value": statistics.median(rest), "statistic": "median", "samples": rest[:1000]},
        "prompt_tokens_per_second": prefill,
        "tokens_per_second": len(rest) / sum(rest) * 1e3,
    }
    memory = peak_megabytes()
    if memory is not None:
        metrics["peak_memory"] = memory
    if "REFERENCE" in os.environ:
        metrics["greedy_agreement"] = agreement(answers)
    return {"schema": "latency-gate/job@1", "metrics": metrics,
            "environment": {"runtime": "ONNX Runtime", "runtime_version": ort.__version__, "provider": PROVIDER}}


def agreement(answers):
    """The share of tokens until each answer first differs from the reference: after that, every token may."""
    with open(os.environ["REFERENCE"], encoding="utf-8") as file:
        wanted = json.load(file)
    same = sum(next((i for i, (a, b) in enumerate(zip(x, y)) if a != b), len(x)) for x, y in zip(answers, wanted))
    return {"value": 100 * same / sum(map(len, answers)), "unit": "%", "better": "higher", "kind": "exact",
            "label": "greedy agreement"}


def serve():
    prompts, decoder = read_prompts(), None
    for line in sys.stdin:
        request = json.loads(line)
        if request["request"] == "quit":
            return
        try:
            if request["request"] == "load":
                decoder = Decoder(request["model"])
                reply = {"ok": True}
            else:
                reply = {"ok": True, "results": block(decoder, prompts)}
        except Exception as error:  # the gate shows it
            reply = {"ok": False, "error": str(error)}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--reference"]:
        made = Decoder(sys.argv[2])
        print(json.dumps([made.generate(prompt, NEW_TOKENS)[0] for prompt in read_prompts()]))
    elif len(sys.argv) > 1:
        print(json.dumps(block(Decoder(sys.argv[1]), read_prompts())))
    else:
        serve()
