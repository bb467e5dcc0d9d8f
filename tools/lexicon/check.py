#!/usr/bin/env python3
"""Checks the hand-typed and generated tables of the packs: form, duplicates, clashes, values, coverage.

  tools/lexicon/check.py                 errors end with status 1; warnings are printed only
  tools/lexicon/check.py --shared ../shared   also coverage: the newsmap names in both scripts, the gold's actor ids

A clash: one form (as folded) with two ids and no dates that part them, and no `ambiguous` in its note. Not a clash: the same form
and id in two files (a warning, said once). What it is not: a test of rules (chancery pack check).
"""
import argparse
import collections
import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KINDS = {"country", "org", "person", "group", "place", "instrument", "mechanism", "office", "nationality", "surname"}
STANCES = {
    "position": "support welcome affirm understand note concern regret oppose condemn mourn".split(),
    "commitment": "pledge will agree continue".split(),
    "call": "urge call invite".split(),
    "event": "consult agree support cooperate aid establish concede retreat request accuse reject threaten protest sanction"
    " mobilize coerce assault disaster".split(),
}
ALL_STANCES = {stance for stances in STANCES.values() for stance in stances}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
# Files whose forms are never matched alone, or name no actor: they may share forms with others.
APART = {"short.tsv", "surnames.tsv"}


class Report:
    def __init__(self):
        self.errors, self.warnings = [], []

    def error(self, text):
        self.errors.append(text)

    def warn(self, text):
        self.warnings.append(text)


def fold_table(lang):
    pairs = {}
    for line in (ROOT / "packs" / lang / "fold.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            old, new = line.split("\t")
            assert len(old) == len(new) == 1 and len(old.encode()) == len(new.encode()), line
            pairs[old] = new
    return pairs


def read_lexicon(lang, pairs, report):
    """folded form → [(id, kind, from, to, note, where)] over every table; checks each row on the way."""
    forms = collections.defaultdict(list)
    counts = collections.Counter()
    for path in sorted((ROOT / "packs" / lang / "lexicon").glob("*.tsv")):
        name, header = path.name, False
        lines = path.read_text(encoding="utf-8").splitlines()
        if not lines or not lines[0].startswith("#"):
            report.error(f"{lang}/{name}:1: no opening comment: say what the table is, its source, how to edit it")
        for number, line in enumerate(lines, 1):
            where = f"{lang}/{name}:{number}"
            if not line or line.startswith("#"):
                continue
            if not header:
                header = True
                if line != "form\tid\tkind\tfrom\tto\tnote":
                    report.error(f"{where}: the header must be form, id, kind, from, to, note")
                continue
            cells = line.split("\t")
            if len(cells) != 6:
                report.error(f"{where}: {len(cells)} columns, not 6")
                continue
            form, ident, kind, start, end, note = cells
            if kind not in KINDS:
                report.error(f"{where}: kind {kind!r}")
            if form != form.strip() or not form or (kind != "office" and not ident and kind not in ("nationality", "surname")):
                report.error(f"{where}: empty or padded form or id")
            for day in (start, end):
                if day and not DAY.match(day):
                    report.error(f"{where}: {day!r} is no ISO day")
            folded = "".join(pairs.get(c, c) for c in form)
            if lang == "zh" and folded != form:
                report.warn(f"{where}: {form} folds to {folded}: write it simplified")
            counts[name] += 1
            if name not in APART:
                key = folded if "case" in note else folded.lower()
                forms[key].append((ident, kind, start, end, note, where))
    return forms, counts


def overlap(a, b):
    return (a[2] or "0") <= (b[3] or "9") and (b[2] or "0") <= (a[3] or "9")


def clashes(forms, report):
    for form, rows in sorted(forms.items()):
        for i, a in enumerate(rows):
            for b in rows[i + 1 :]:
                if a[0] == b[0] and a[1] == b[1]:
                    if overlap(a, b):
                        report.warn(f"{b[5]}: {form} is at {a[5]} already")
                elif overlap(a, b) and "ambiguous" not in a[4] + b[4]:
                    report.error(f"{b[5]}: {form} is {b[0]} ({b[1]}) here and {a[0]} ({a[1]}) at {a[5]}: give dates or say ambiguous")


def read_words(lang, pairs, report):
    lists, words = {}, collections.Counter()
    for path in sorted((ROOT / "packs" / lang / "words").glob("*.toml")):
        name = f"{lang}/words/{path.name}"
        text = path.read_text(encoding="utf-8")
        if not text.startswith("#"):
            report.error(f"{name}: no opening comment")
        for entry in tomllib.loads(text)["list"]:
            if entry["id"] in lists:
                report.error(f"{name}: list {entry['id']} is in {lists[entry['id']]} already")
            lists[entry["id"]] = name
            if not entry.get("note"):
                report.error(f"{name}: list {entry['id']} has no note")
            seen = set()
            for word in entry.get("word", []) + [{"form": form} for form in entry.get("words", [])]:
                form = word["form"]
                key = "".join(pairs.get(c, c) for c in form)
                if key in seen:
                    # The first counts.
                    report.warn(f"{name}: {form} twice in list {entry['id']}")
                seen.add(key)
                words[name] += 1
                if word.get("stance", "support") not in ALL_STANCES:
                    report.error(f"{name}: {form}: stance {word['stance']!r}")
                if word.get("polarity", "+") not in ("+", "-", "0"):
                    report.error(f"{name}: {form}: polarity {word['polarity']!r}")
                if not 1 <= word.get("intensity", 1) <= 5:
                    report.error(f"{name}: {form}: intensity {word['intensity']}")
    return lists, words


def newsmap(shared, lang_file, forms, alpha3, pairs):
    """Names (starred in newsmap: country stems; plain: cities) → how many give their code."""
    good, bad = 0, []
    for line in (shared / "suites" / "newsmap" / lang_file).read_text(encoding="utf-8").splitlines():
        found = re.match(r"\s*'?([A-Z]{2})'?:\s*\[(.*)\]", line)
        if not found:
            continue
        code = alpha3.get(found[1], found[1])
        for name in found[2].split(","):
            name = name.strip().strip("'\"")
            stem = name.rstrip("*")
            folded = "".join(pairs.get(c, c) for c in stem).replace("_", " ").lower()
            # A form noted `case` is kept as written; a starred name is a stem.
            rows = forms.get(folded, []) + forms.get(stem, [])
            if name.endswith("*"):
                rows += [row for key, rows in forms.items() if key.startswith(folded) and len(key) - len(folded) < 3 for row in rows]
            if any(code in row[0].split("+") or f"country={code}" in row[4] for row in rows):
                good += 1
            else:
                bad.append((code, name, [row[0] for row in rows]))
    return good, bad


def gold_ids(shared, known, lang):
    """Actor ids of the gold that no row gives (persons left out)."""
    missing = collections.Counter()
    files = list((shared / "gold").glob("*.acts.jsonl"))
    files += [p for p in (shared / "gold-more").glob("*.acts.jsonl") if int(re.match(r"d(\d+)", p.name)[1]) % 2]
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            act = json.loads(line)
            for field in ("holders", "addressees", "via"):
                for ident in act.get(field) or []:
                    if ident not in known and not ident.startswith("person:"):
                        missing[ident] += 1
    return missing


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--warnings", action="store_true", help="print every warning, not their number")
    options = parser.parse_args()
    report = Report()
    everything = {}
    for lang in ("zh", "en"):
        pairs = fold_table(lang)
        forms, counts = read_lexicon(lang, pairs, report)
        clashes(forms, report)
        lists, words = read_words(lang, pairs, report)
        everything[lang] = (forms, pairs)
        ids = {row[0] for rows in forms.values() for row in rows if row[0]}
        print(f"{lang}: fold {len(pairs)} pairs; lexicon {sum(counts.values())} rows, {len(ids)} ids; {len(lists)} lists, {sum(words.values())} words")
        for name, count in sorted(counts.items()):
            print(f"   {name}: {count}")
    if options.shared:
        codes = {}
        for row in (ROOT / "tools" / "lexicon" / "iso3166.tsv").read_text(encoding="utf-8").splitlines():
            if row and not row.startswith("#"):
                two, three = row.split("\t")
                codes[two] = three
        codes["KV"] = "XKX"
        for lang, name in (("zh", "chinese_simplified.yml"), ("zh", "chinese_traditional.yml"), ("en", "english.yml")):
            forms, pairs = everything[lang]
            good, bad = newsmap(options.shared, name, forms, codes, pairs)
            print(f"newsmap {name}: {good} of {good + len(bad)} names give their code")
            for code, form, rows in bad:
                print(f"   {code} {form} -> {rows or 'nothing'}")
        known = {row[0] for forms, _ in everything.values() for rows in forms.values() for row in rows}
        known |= {part for ident in known for part in ident.split("+")}
        for ident, count in gold_ids(options.shared, known, "zh").most_common():
            print(f"gold id without a row: {ident} ({count})")
    for text in report.errors:
        print("error:", text)
    if options.warnings:
        for text in report.warnings:
            print("warning:", text)
    print(f"{len(report.errors)} errors, {len(report.warnings)} warnings")
    sys.exit(1 if report.errors else 0)


if __name__ == "__main__":
    main()
