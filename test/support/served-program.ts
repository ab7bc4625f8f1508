// A measuring program that stays, for the backend command: it measures nothing, and answers at once.

/** A shell script. The first line of a model is its latency in milliseconds. */
export const SERVED_PROGRAM = `#!/bin/sh
read -r ms < "$1"
while read -r request; do
  case "$request" in
    *quit*) exit 0 ;;
    *load*) echo '{"ok":true}' ;;
    *) echo "{\\"ok\\":true,\\"results\\":{\\"schema\\":\\"latency-gate/job@1\\",\\"metrics\\":{\\"latency\\":$ms}}}" ;;
  esac
done
`;
