// A measuring program that breaks in every way that a program can, at the call that the plan names. It is a shell script
// so that its start costs next to nothing; the plan is a file, since every call is a process of its own.

/** How each fault ends a call; `$answer` is what it would have printed. */
const FAULTS: Readonly<Record<string, string>> = {
  'exit code': 'echo "no such delegate: $MINE" >&2; exit 3',
  killed: 'kill -9 $$',
  'kills its group': 'kill -9 0',
  hangs: 'sleep 600',
  'slow drip': 'while :; do printf " "; sleep 0.05; done',
  'leaves a child': 'sleep 600 & echo "$answer"; exit 0',
  'leaves a daemon': 'setsid sleep 600 & echo $! >>"$folder/daemons"; echo "$answer"; exit 0',
  silent: 'exit 0',
  truncated: 'printf %.20s "$answer"; exit 0',
  garbage: "printf '\\173\\377\\000\\072\\n'; exit 0",
  'wrong schema': `echo '{"unexpected": [1, {"deeply": null}]}'; exit 0`,
  'no number': `echo '{"schema": "latency-gate/job@1", "metrics": {"latency": "fast"}}'; exit 0`,
  negative: `echo '{"schema": "latency-gate/job@1", "metrics": {"latency": -3}}'; exit 0`,
  flood: 'head -c 100000000 /dev/zero; exit 0',
};

export const PROGRAM_FAULT_NAMES: readonly string[] = Object.keys(FAULTS);
/** Faults that cost the gate its time-out. */
export const SLOW_PROGRAM_FAULTS: readonly string[] = ['hangs', 'slow drip'];

/** `program.sh CALL [MODEL]`; `calls` lists what was called, `plan` holds the call, its fault and how often. */
export const PROGRAM = `#!/bin/sh
folder=$(dirname "$0")
call=$1
meet() {
  echo "$1" >>"$folder/calls"
  [ -f "$folder/plan" ] || return 0
  IFS='|' read -r at fault left <"$folder/plan"
  [ "$at" = "$1" ] && [ "$left" -gt 0 ] || return 0
  echo "$at|$fault|$((left - 1))" >"$folder/plan"
  case $fault in
${Object.entries(FAULTS)
  .map(([name, script]) => `    '${name}') ${script} ;;`)
  .join('\n')}
  esac
}
# Two of a hundred of noise, another one each time.
measure() {
  n=$(wc -c <"$folder/calls")
  answer="{\\"schema\\": \\"latency-gate/job@1\\", \\"metrics\\": {\\"latency\\": 10.0$((n * 7 % 10))}}"
}
case $call in
  devices-command) answer=board; meet "$call"; echo "$answer" ;;
  measure) measure; meet "$call"; echo "$answer" ;;
  serve)
    while read -r request; do
      case $request in
        *'"load"'*) answer='{"ok": true}'; meet 'serve: load'; echo "$answer" ;;
        *'"block"'*) measure; answer="{\\"ok\\": true, \\"results\\": $answer}"; meet 'serve: block'; echo "$answer" ;;
        *) exit 0 ;;
      esac
    done ;;
  *) answer=done; meet "$call"; echo "$answer" ;;
esac
`;
