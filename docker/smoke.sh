#!/usr/bin/env bash
# Usage: docker/smoke.sh [--keep]     runs compose.yaml's services as processes, and its smoke test on them
# Needs a JDK 17, Maven, curl and bash; no container engine. Everything is in a temporary folder and gone at the end,
# also where it is interrupted; --keep leaves the folder with its logs.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly home
keep=false
[[ ${1:-} != --keep ]] || keep=true
[[ $# -eq 0 || $keep == true ]] || { printf 'smoke.sh: found %s, expected --keep or nothing\n' "$1" >&2; exit 2; }
work=$(mktemp -d "${TMPDIR:-/tmp}/flink-lstm-smoke.XXXXXX")
readonly work
driver=

clean_up() {
  local status=$?
  trap - EXIT INT TERM
  if [[ -n $driver ]] && kill -TERM "$driver" 2>/dev/null; then
    wait "$driver" || true
  fi
  # Where the driver was killed itself, its processes are still there.
  if [[ -f $work/pids ]]; then
    while read -r pid; do
      if [[ -r /proc/$pid/environ ]] && tr '\0' '\n' <"/proc/$pid/environ" | grep -q "^TMPDIR=$work/tmp$"; then
        kill -KILL "$pid" 2>/dev/null || true
      fi
    done <"$work/pids"
  fi
  if $keep; then
    printf 'smoke.sh: logs are in %s/log\n' "$work" >&2
  else
    ((status == 0)) || tail -n 15 "$work"/log/*.log "$work"/*.log 2>/dev/null >&2 || true
    rm -rf "$work"
  fi
  exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

maven() {
  mvn -B -ntp -q "$@" >"$work/build.log" 2>&1
}

libraries() {
  maven -f "$home/docker/layout/$1/pom.xml" dependency:copy-dependencies -DincludeScope=runtime \
    -Dspotless.check.skip=true "-DoutputDirectory=$work/root/opt/$1/$2"
}

printf 'smoke: building\n'
(cd "$home" && maven -pl docker -am -DskipTests -Dspotless.check.skip=true package)
libraries flink lib
libraries kafka libs
# In the image the reporter is a plugin, in a class loader of its own.
mkdir -p "$work/root/opt/flink/plugins/metrics-prometheus"
mv "$work"/root/opt/flink/lib/flink-metrics-prometheus-*.jar "$work/root/opt/flink/plugins/metrics-prometheus/"

java -cp "$home/docker/target/classes:$home/docker/target/lib/*:$work/root/opt/flink/lib/*" \
  "-Dlog4j2.configurationFile=classpath:io/flinklstm/docker/log4j2-quiet.properties" \
  io.flinklstm.docker.Smoke "$home" "$work" &
driver=$!
wait "$driver"
