#!/usr/bin/env bash
# A ledger of the bundled samples, served.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${CHANCERY:-target/debug/chancery}
ledger=$(mktemp -d)
trap 'rm -rf "$ledger"' EXIT
"$program" add samples --ledger "$ledger/l" --quiet
"$program" serve --ledger "$ledger/l" --listen "127.0.0.1:${CHANCERY_PORT:-7391}" --author ann
