#!/usr/bin/env python3
"""Scores what was read against the hand-coded gold, a group at a time, and holds the figures to their floors.

    floors.py SHARED OUT            print the groups; fail where a figure is under its floor in floors.json
    floors.py SHARED OUT --table    the same, as the tables of docs/benchmarks.md, document by document
    floors.py SHARED OUT --pin      write the figures reached (rounded down) and the gold's digest as the new floors

OUT holds seeds.jsonl and gold-more.jsonl, as `chancery read --format jsonl` prints them. Floors hold for the gold they were
measured on: another gold (told by its digest) is scored and printed, and nothing but grounding is held until its floors are
pinned.
"""

import argparse
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

FLOORS = pathlib.Path(__file__).with_name("floors.json")
# Floors are figures cut to this many places, so that a change must cost a thousandth to fail.
PLACES = 3
FIELDS = ("holders", "amounts", "dates")
ARTICLE = ("bounds", "title", "kind", "published", "script", "issuers")


def groups(shared):
    """(name, gold files, folder of gold, folder of sources, file of what was read)."""
    seeds = sorted((shared / "gold").glob("*.document.json"))
    yield "seeds", seeds, shared / "gold", shared / "seeds", "seeds.jsonl"
    found = {}
    for path in sorted((shared / "gold-more").glob("*.document.json")):
        number = int(re.match(r"d(\d+)", path.name).group(1))
        languages = {a["language"] for a in json.loads(path.read_text(encoding="utf-8"))["articles"]}
        language = "English" if languages == {"en"} else "Chinese"
        found.setdefault((language, "even" if number % 2 == 0 else "odd"), []).append(path)
    for (language, parity), paths in sorted(found.items()):
        sources = shared / "gold-more" / "src"
        yield f"{language}, {parity}", paths, shared / "gold-more", sources, "gold-more.jsonl"


def digest(paths):
    """Of the acts and documents of a group, by name and content."""
    total = hashlib.sha256()
    for path in paths:
        for file in (path, path.with_name(path.name.replace(".document.json", ".acts.jsonl"))):
            total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()[:16]


def score(shared, paths, sources, made):
    """The scorer's report on these documents only."""
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            for file in (path, path.with_name(path.name.replace(".document.json", ".acts.jsonl"))):
                (pathlib.Path(folder) / file.name).write_bytes(file.read_bytes())
        run = [sys.executable, shared / "score/score.py", "--gold", folder, "--sources", sources, made, "--json"]
        return json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)


def figures(report):
    """The figures that have floors, cut to PLACES."""
    found = {"acts": report["acts"]["f1"], "strict": report["strict"]["f1"]}
    found |= {name: report["fields"][name]["f1"] for name in FIELDS if name in report["fields"]}
    articles = report["articles"]
    found |= {name: articles[name] / max(1, articles["n"]) for name in ARTICLE}
    scale = 10**PLACES
    return {name: int(value * scale + 1e-9) / scale for name, value in found.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--pin", action="store_true")
    options = parser.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    pinned, failures, documents = {}, [], []
    for name, paths, _, sources, made in groups(options.shared):
        if not paths:
            continue
        report = score(options.shared, paths, sources, options.out / made)
        reached = figures(report)
        pinned[name] = {"gold": digest(paths)} | reached
        documents += report["documents"]
        shown = " ".join(f"{k} {v:.3f}" for k, v in reached.items())
        kinds = " ".join(f"{k} {v['f1']:.3f}" for k, v in sorted(report["kinds"].items()))
        if options.table:
            print(f"| {name} | " + " | ".join(f"{v:.3f}" for v in reached.values()) + " |")
        else:
            print(f"{name}: {shown}\n  by kind: {kinds}; noise kept {report['noise_kept']}, repairs {report['repairs_done']}")
        grounding = report["grounding"]
        if grounding["not_in_source"] or grounding["offsets_wrong"]:
            failures.append(f"{name}: acts not grounded in their source: {grounding}")
        floor = floors.get(name)
        if options.pin:
            continue
        if floor is None or floor["gold"] != pinned[name]["gold"]:
            print(f"{name}: no floor for this gold ({pinned[name]['gold']}): nothing held; read the figures, then run with --pin")
            continue
        failures += [
            f"{name}: {k} {v:.3f} is under its floor {floor[k]:.3f}" for k, v in reached.items() if v < floor.get(k, 0)
        ]
    if options.table:
        for d in documents:
            f1 = 2 * d["matched"] / max(1, d["gold"] + d["system"])
            strict = 2 * d["strict"] / max(1, d["gold"] + d["system"])
            print(f"| {d['doc']} | {d['gold']} | {d['system']} | {f1:.3f} | {strict:.3f} |")
    if options.pin:
        FLOORS.write_text(json.dumps(pinned, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for failure in failures:
        print(failure, file=sys.stderr)
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
