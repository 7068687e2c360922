#!/usr/bin/env bash
# Usage: models/fuzz.sh [SECONDS]     Coverage-guided fuzzing of every model reader with Jazzer.
# What it finds is written to models/target/fuzz; the corpus in src/test/resources is not changed.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
seconds=${1:-60}
mvn -q -B -f ../pom.xml -pl models -am test-compile -Dspotless.check.skip=true
mvn -q -B dependency:copy -Dartifact=com.code-intelligence:jazzer:0.24.0 -DoutputDirectory=target/fuzz -Dmdep.stripVersion=true
mvn -q -B dependency:copy -Dartifact=com.code-intelligence:jazzer-api:0.24.0 -DoutputDirectory=target/fuzz -Dmdep.stripVersion=true
mvn -q -B -f ../pom.xml -pl models -am dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$PWD/target/fuzz/lib"
mkdir -p target/fuzz/found
java -Xmx1g -cp "target/fuzz/jazzer.jar:target/fuzz/jazzer-api.jar:target/test-classes:target/classes:../core/target/classes:target/fuzz/lib/*" \
  com.code_intelligence.jazzer.Jazzer \
  --target_class=io.flinklstm.models.ModelFileFuzzer \
  --instrumentation_includes='io.flinklstm.models.**:io.jhdf.**' \
  --reproducer_path=target/fuzz \
  -artifact_prefix=target/fuzz/ -max_total_time="$seconds" -rss_limit_mb=3000 -max_len=65536 -timeout=20 \
  target/fuzz/found src/test/resources/fuzz/corpus
