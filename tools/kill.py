"""Kills the program at random instants while it adds, reads again, rebuilds and judges, and looks each time whether the ledger is
whole and nothing that was acknowledged is missing.

    cargo build --release -p chancery
    python3 tools/kill.py target/release/chancery 500        # times each

Instants are drawn by a seeded generator over the time that a whole run takes. Ends with 1 at the first loss.
"""

import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

# More than the five hundred of which a ledger makes its first dictionary.
SOURCES = 600
TEXT = "關於第{n}號議題的聯合聲明\n\n智利共和國和紐西蘭發表聯合聲明。雙方支持第{n}號公海保護區。雙方反對非法捕撈。\n"


def main():
    program, times = str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="chancery-kill-"))
    (folder / "in").mkdir()
    for n in range(SOURCES):
        (folder / "in" / f"{n:03}.txt").write_text(TEXT.format(n=n), encoding="utf-8")
    ledger = folder / "ledger"
    draw = random.Random(7)

    def run(*words):
        done = subprocess.run([program, *words, "--ledger", ledger], cwd=folder, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def kill(after, *words):
        running = subprocess.Popen(
            [program, *words, "--ledger", ledger], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            out, _ = running.communicate(timeout=after)
            return out, True
        except subprocess.TimeoutExpired:
            running.kill()
            out, _ = running.communicate()
            return out, False

    def whole(what, number):
        code, out, err = run("check")
        if code != 0 and "no ledger in" not in err:
            sys.exit(f"{what} {number}: {out}{err}\nthe ledger is left in {ledger}")

    def took(*words):
        start = time.monotonic()
        run(*words)
        return time.monotonic() - start

    def sources():
        code, out, _ = run("stats")
        return json.loads(out)["sources"] if code == 0 else 0

    adding = took("add", "in")
    if sources() != SOURCES:
        sys.exit("the texts can't be read: nothing was tried")
    tally = {}
    # Added anew every fourth time, so that making a ledger is killed too; what is in stays in.
    had = SOURCES
    cut = 0
    for number in range(times):
        if number % 4 == 0:
            shutil.rmtree(ledger, ignore_errors=True)
            had = 0
        _, finished = kill(draw.uniform(0, adding * 1.1), "add", "in")
        cut += not finished
        whole("add", number)
        now = sources()
        if now < had:
            sys.exit(f"add {number}: {now} sources of {had}")
        had = now
    tally["add"] = cut
    run("add", "in")
    if sources() != SOURCES:
        sys.exit(f"{sources()} sources of {SOURCES} after the last run")
    acts = [json.loads(line)["id"] for line in run("acts", "--limit", "0")[1].splitlines()]
    # Reading again puts a further reading in the place of each, with judgements.
    run("accept", acts[0], "--author", "ann")
    for verb in ("reread", "rebuild"):
        whole_run, cut = took(verb), 0
        for number in range(times):
            _, finished = kill(draw.uniform(0, whole_run * 1.1), verb)
            cut += not finished
            whole(verb, number)
            if sources() != SOURCES or json.loads(run("show", acts[0], "--format", "json")[1])["standing"]["accepted"] is not True:
                sys.exit(f"{verb} {number}: something is missing")
        tally[verb] = cut
    judging, cut, acknowledged = took("accept", acts[1], "--author", "ann"), 0, 0
    for number in range(times):
        words = [("accept", acts[number % len(acts)]), ("merge", "actor", "NZL", "CHL"), ("undo",)][number % 3]
        out, finished = kill(draw.uniform(0, judging * 1.2), *words, "--author", "ann")
        cut += not finished
        acknowledged += any(word in (out or "") for word in ("accepted", "counts as", "taken back"))
        kept = len(run("history", "--limit", "0")[1].splitlines())
        if kept < acknowledged:
            sys.exit(f"judgement {number}: {kept} kept of {acknowledged} acknowledged")
        acknowledged = kept
        whole("judgement", number)
    tally["judgements"] = cut
    told = ", ".join(f"{verb} {cut} cut short" for verb, cut in tally.items())
    print(f"{times} kills each: {told}; every ledger whole, nothing acknowledged missing")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
