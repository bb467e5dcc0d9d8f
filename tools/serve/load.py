#!/usr/bin/env python3
"""Asks a served ledger as fast as is wanted, from other processes, while one client uploads.

    load.py PROGRAM LEDGER [SECONDS] [RATE] [DIFFERENT]

LEDGER is one that `cargo run --release -p xtask -- scale` made, or any other; it is added to. SECONDS (60) of asking at RATE
requests a second (1,200; 0 for as many as go, within what one caller may ask) with DIFFERENT questions (200), drawn from the ledger's
own words. Needs wrk. With datasette in this Python, the same look-up is then asked of it, on the same database file.
"""

import http.client
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

CONNECTIONS = 16

LUA = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local thread_number = 0
function setup(thread) thread:set("number", thread_number); thread_number = thread_number + 1 end
local at = 0
function init() math.randomseed(42 + number) end
function request() return wrk.format("GET", paths[math.random(#paths)]) end
%s
function done(summary, latency)
  local e = summary.errors
  print(string.format("RESULT %%d %%d %%d %%d %%d %%d %%d", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max, e.status, e.connect + e.read + e.write + e.timeout))
end
"""


def wrk(port, paths, seconds, rate):
    """Requests a second, ms at the half, ms at the hundredth, the slowest, failures."""
    with tempfile.TemporaryDirectory() as folder:
        list_of = pathlib.Path(folder, "paths")
        list_of.write_text("\n".join(paths))
        # Each connection waits between two of its requests, so that all of them make the rate.
        pause = f"function delay() return {CONNECTIONS * 1000 / rate:.0f} end" if rate else ""
        script = pathlib.Path(folder, "ask.lua")
        script.write_text(LUA % (list_of, pause))
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script), f"http://127.0.0.1:{port}"]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    requests, took, half, hundredth, most, status, failed = map(int, re.search(r"RESULT (.*)", out).group(1).split())
    return requests / (took / 1e6), half / 1000, hundredth / 1000, most / 1000, status + failed


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


def memory(process):
    told = pathlib.Path(f"/proc/{process}/status").read_text()
    return {name: int(re.search(rf"{name}:\s+(\d+)", told).group(1)) // 1024 for name in ("VmRSS", "RssAnon")}


def processor(process):
    """Seconds of processor time it has had."""
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def words(port, wanted):
    """Questions of one and two words that the ledger's own quotes hold."""
    draw = random.Random(7)
    out = set()
    rows = json.loads(get(port, "/api/v1/acts?limit=1000")[1])
    while len(out) < wanted:
        quote = draw.choice(rows)["quote"]
        at = draw.randrange(max(1, len(quote) - 4))
        piece = quote[at : at + 2] if ord(quote[0]) > 0x2E80 else draw.choice(quote.split())
        more = draw.choice(["", "", f" kind:{draw.choice(['position', 'commitment', 'call'])}"])
        out.add((piece.strip() + more).strip() or quote[:2])
    return ["/api/v1/search?limit=20&q=" + urllib.parse.quote(one) for one in sorted(out)]


def uploading(port, stop, count):
    number = int(time.time())
    while not stop.wait(0.2):
        number += 1
        text = f"---\ndate: 2026-01-{number % 28 + 1:02}\n---\n# Statement {number}\n\nThe Government of Chile supports the treaty on the sea of {number} and opposes unilateral measures.\n"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("POST", "/api/v1/sources", text.encode(), {"x-source-name": f"load-{number}.md"})
        answer = connection.getresponse()
        answer.read()
        count[answer.status] = count.get(answer.status, 0) + 1


def datasette(ledger, seconds, rate):
    """An article by its day and the ones after it: what both can look up by an index of the same file."""
    try:
        import datasette  # noqa: F401
    except ImportError:
        return None
    port = 8123
    command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(pathlib.Path(ledger, "ledger.db")), "--port", str(port), "--setting", "num_sql_threads", "4"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        paths = [f"/ledger/article.json?_shape=array&_size=20&_col=key&_col=title&_col=said&_nofacet=1&_nocount=1&said={day}" for day in DAYS]
        for _ in range(100):
            time.sleep(0.2)
            try:
                if get(port, paths[0])[0] == 200:
                    break
            except OSError:
                pass
        return wrk(port, paths, seconds, rate)
    finally:
        process.terminate()
        process.wait()


DAYS = []


def main():
    program, ledger = str(pathlib.Path(sys.argv[1]).resolve()), sys.argv[2]
    seconds, rate, different = (int(sys.argv[at]) if len(sys.argv) > at else usual for at, usual in ((3, 60), (4, 1_200), (5, 200)))
    if not shutil.which("wrk"):
        sys.exit("load: wrk is not here")
    # On a machine that does other things too, the processor time of a request says more than the wall.
    print(f"machine: {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before it began")

    def asked(what, paths, seconds, rate):
        before = processor(process.pid)
        told = wrk(port, paths, seconds, rate)
        each = (processor(process.pid) - before) * 1000 / max(1, told[0] * seconds)
        print(f"{what}, {seconds} s: {told[0]:.0f} requests/s, p50 {told[1]:.1f} ms, p99 {told[2]:.1f} ms, slowest {told[3]:.0f} ms, {told[4]} failed; {each:.2f} ms of processor a request")

    process = subprocess.Popen([program, "serve", "--ledger", ledger, "--listen", "127.0.0.1:0", "--quiet"], stdout=subprocess.PIPE, text=True)
    try:
        port = int(process.stdout.readline().strip().rstrip("/").rsplit(":", 1)[1])
        print("ledger:", {name: value for name, value in json.loads(get(port, "/api/v1/stats")[1]).items() if name in ("articles", "acts", "sources")})
        paths = words(port, different)
        asked("the first seconds, when few answers are kept", paths, 3, rate)
        asked("asked alone", paths, 10, rate)
        stop, count = threading.Event(), {}
        beside = threading.Thread(target=uploading, args=(port, stop, count))
        beside.start()
        seen, ended = [], threading.Event()

        def watch():
            while not ended.wait(5):
                seen.append(memory(process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        asked("asked while one uploads", paths, seconds, rate)
        ended.set(), stop.set()
        watcher.join(), beside.join()
        print(f"uploads meanwhile: {count}")
        anon = [one["RssAnon"] for one in seen]
        tenths = [anon[len(anon) * at // 10] for at in range(10)] + anon[-1:]
        print(f"memory of its own, MB, every tenth of the time: {tenths}; resident with mapped files at the end: {seen[-1]['VmRSS']}")
        print(f"load at the end: {os.getloadavg()[0]:.1f}")
        rows = json.loads(get(port, "/api/v1/articles?limit=1000")[1])
        DAYS.extend(sorted({row["said"] for row in rows if row["said"]})[:200])
        asked("acts of a day", [f"/api/v1/acts?limit=20&from={day}&to={day}" for day in DAYS], 10, rate)
    finally:
        process.terminate()
        process.wait(30)
    other = datasette(ledger, 10, rate)
    if other:
        print("Datasette, articles of a day: %.0f requests/s, p50 %.1f ms, p99 %.1f ms, slowest %.0f ms, %d failed" % other)


main()
