#!/usr/bin/env python3
"""The made-up requests of check.py at length: so many for each group of routes.

    conform.py PROGRAM [CASES] [GROUP …]        CASES for each group (2,000 if not said), for all groups if none is said
"""

import contextlib
import json
import pathlib
import re
import sqlite3
import sys
import tempfile
import threading

from check import PASSWORD, TOP, Server, made_up, run


def lasting(place, stop):
    """Made-up requests find their own user and token, and take them out: what was there comes back at once."""
    with contextlib.closing(sqlite3.connect(place, timeout=30)) as users:
        rows = {table: users.execute(f"SELECT * FROM {table}").fetchall() for table in ("user", "token")}
        while not stop.wait(0.05):
            with users:
                for table, all in rows.items():
                    marks = ", ".join("?" * len(all[0]))
                    users.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", all)


def group(program, name, routes, cases):
    """A group has a server of its own, so that none ends the token of the next."""
    ledger = pathlib.Path(tempfile.mkdtemp()) / "ledger"
    run(program, "add", str(TOP / "samples"), "--ledger", str(ledger))
    run(program, "user", "add", "root", "--role", "admin", "--ledger", str(ledger), input=PASSWORD)
    token = run(program, "user", "token", "root", "--scope", "admin", "--ledger", str(ledger)).strip()
    stop = threading.Event()
    keeper = threading.Thread(target=lasting, args=(ledger / "users.db", stop))
    keeper.start()
    server = Server(program, str(ledger))
    try:
        # Of a route without parameters only one request can be made.
        drawn = [told for told in routes if told.get("parameters") or told.get("requestBody")]
        each, told = -(-cases // max(1, len(drawn))), 0
        while told < cases:
            line = made_up(server, token, each, "--include-tag", name)
            told = int(re.match(r"[\d,]+", line).group().replace(",", "")) if drawn else cases
            print(f"{name}: {len(routes)} routes, up to {each} cases each: {line}", flush=True)
            each = each * 3 // 2
        if not server.well():
            sys.exit(f"conform: the server is not well after {name}")
    finally:
        stop.set()
        keeper.join()
        server.process.terminate()
        code = server.process.wait(20)
    if code != 0:
        sys.exit(f"conform: the server ended with {code}")


def main():
    program, cases = str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    ledger = str(pathlib.Path(tempfile.mkdtemp()) / "ledger")
    run(program, "add", str(TOP / "samples"), "--ledger", ledger)
    server = Server(program, ledger)
    document = json.loads(server.ask("GET", "/api/v1/openapi.json")[1])
    server.process.terminate()
    server.process.wait(20)
    groups = {}
    for item in document["paths"].values():
        for told in item.values():
            groups.setdefault(told["tags"][0], []).append(told)
    for name, routes in sorted(groups.items()):
        if sys.argv[3:] and name not in sys.argv[3:]:
            continue
        group(program, name, routes, cases)


main()
