#!/usr/bin/env bash
# Usage: models/fuzz.sh [SECONDS]     Coverage-guided fuzzing of every model reader with Jazzer.
# What it finds is written to models/target/fuzz; the corpus in src/test/resources is not changed.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
readonly seconds=${1:-60}
readonly jazzer=0.24.0
readonly out="$PWD/target/fuzz"

mkdir -p "$out/found"
(cd .. && mvn -q -B -pl models -am -Dspotless.check.skip=true -DincludeScope=test \
  test-compile dependency:build-classpath "-Dmdep.outputFile=$out/classpath")
for artifact in jazzer jazzer-api; do
  [[ -f $out/$artifact.jar ]] || mvn -q -B dependency:copy -Dmdep.stripVersion=true \
    "-Dartifact=com.code-intelligence:$artifact:$jazzer" "-DoutputDirectory=$out"
done
java -Xmx1g -cp "$out/jazzer.jar:$out/jazzer-api.jar:target/test-classes:target/classes:$(cat "$out/classpath")" \
  com.code_intelligence.jazzer.Jazzer \
  --target_class=io.flinklstm.models.ModelFileFuzzer \
  '--instrumentation_includes=io.flinklstm.models.**:io.jhdf.**' \
  "--reproducer_path=$out" \
  "-artifact_prefix=$out/" "-max_total_time=$seconds" -rss_limit_mb=3000 -max_len=65536 -timeout=20 \
  "$out/found" src/test/resources/fuzz/corpus
