#!/usr/bin/env bash
# A ledger of the bundled samples, served; or the one that CHANCERY_SERVE names.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${CHANCERY:-target/debug/chancery}
ledger=$(mktemp -d)
trap 'rm -rf "$ledger"' EXIT
if [ -z "${CHANCERY_SERVE:-}" ]; then "$program" add samples --ledger "$ledger/l" --quiet; fi
"$program" serve --ledger "${CHANCERY_SERVE:-$ledger/l}" --listen "127.0.0.1:${CHANCERY_PORT:-7391}" --author ann
