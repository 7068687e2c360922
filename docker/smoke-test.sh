#!/usr/bin/env bash
# Usage: smoke-test.sh PIPELINE READINGS METRICS_URL     inside the image, by the service `smoke` of compose.yaml
# Replays the readings, waits until an audit finds one right result for each event ever written, and asks the
# task manager for the operator's metrics. Run it again after something was killed: states must have been kept.
set -euo pipefail

readonly pipeline=$1 readings=$2 metrics=$3
readonly rate=${RATE:-400} attempts=${ATTEMPTS:-40} pause=2
log=$(mktemp)
readonly log
trap 'rm -f "$log"' EXIT

lstm() {
  java -Xmx256m -cp "/opt/flink/usrlib/*:/opt/flink/lib/*" io.flinklstm.jobs.cli.Main "$@" 2>>"$log"
}

await_clean_audit() {
  local attempt verdict
  for ((attempt = 1; attempt <= attempts; attempt++)); do
    if verdict=$(lstm audit "$pipeline"); then
      printf '%s\n' "$verdict"
      return
    fi
    sleep "$pause"
  done
  tail -n 20 "$log" >&2
  printf 'smoke test: no clean audit after %d attempts, the last: %s\n' "$attempts" "$verdict" >&2
  return 1
}

lstm replay --rate "$rate" "$pipeline" "$readings"
await_clean_audit
steps=$(curl -fsS "$metrics" | awk '/^flink_taskmanager_job_task_operator_lstm_steps\{/ { sum += $NF } END { print sum + 0 }')
printf 'smoke test: the task manager took %d steps since it started\n' "$steps"
((steps > 0)) || { printf 'smoke test: found no steps at %s, expected the operator'"'"'s metrics\n' "$metrics" >&2; exit 1; }
