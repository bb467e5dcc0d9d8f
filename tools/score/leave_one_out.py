#!/usr/bin/env python3
"""How much of the figures rests on words and rules that one text alone bears out.

    leave_one_out.py [--program target/release/chancery] [--shared ../shared] [--pack packs/zh]

For each of the five hand-coded texts: the words of the pack that stand in it and in no other text of the seeds (nor in
an odd-numbered one of gold-more), and the rules that let an act stand in it and in no other, are switched off; the text
is read with what is left and scored. The difference is the part that may have been written for the text and not for the
language. Even-numbered texts of gold-more are not looked at: they are for measuring.
"""
import argparse, json, pathlib, re, subprocess, sys, tempfile, tomllib


def read(program, paths, pack=None):
    more = ["--pack", str(pack)] if pack else []
    run = [program, "read", "--quiet", "--no-config", "--format", "jsonl", *more, *map(str, paths)]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout


def score(shared, text):
    """ACTS F1 and STRICT F1 of each document, by its name."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as out:
        out.write(text)
        out.flush()
        run = [sys.executable, shared / "score/score.py", "--gold", shared / "gold", "--sources", shared / "seeds", out.name]
        told = subprocess.run(run, capture_output=True, text=True).stdout
    found = {}
    for line in told.splitlines():
        m = re.match(r"(\S+)\s+gold\s+(\d+) system\s+(\d+) matched\s+(\d+).*strict\s+(\d+)", line)
        if m:
            gold, system, matched, strict = map(int, m.groups()[1:])
            found[m[1]] = (2 * matched / max(1, gold + system), 2 * strict / max(1, gold + system))
    return found


def value(v):
    """A TOML value; JSON writes strings, numbers and truth as TOML does."""
    if isinstance(v, dict):
        return "{ " + ", ".join(f"{k} = {value(x)}" for k, x in v.items()) + " }"
    if isinstance(v, list):
        return "[" + ", ".join(value(x) for x in v) + "]"
    return json.dumps(v, ensure_ascii=False)


def without(pack, folder, words, rules):
    """Copies a pack, leaving out forms and rule ids."""
    for path in sorted(pack.rglob("*")):
        if not path.is_file():
            continue
        to = folder / path.relative_to(pack)
        to.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        if path.parent.name == "words" and path.suffix == ".toml":
            text = ""
            for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("list", []):
                entry["words"] = [w for w in entry.get("words", []) if w not in words]
                entry["word"] = [w for w in entry.get("word", []) if w["form"] not in words]
                text += "[[list]]\n" + "".join(f"{k} = {value(v)}\n" for k, v in entry.items()) + "\n"
        elif path.parent.name == "rules" and path.suffix == ".toml":
            blocks = re.split(r"(?m)^(?=\[\[rule\]\])", text)
            text = "".join(b for b in blocks if not any(f'id = "{r}"' in b for r in rules))
        to.write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="target/release/chancery")
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path("../shared"))
    parser.add_argument("--pack", type=pathlib.Path, default=pathlib.Path("packs/zh"))
    args = parser.parse_args()
    seeds = sorted((args.shared / "seeds").iterdir())
    odd = [p for p in sorted((args.shared / "gold-more/src").iterdir()) if (m := re.match(r"d(\d+)-", p.name)) and int(m[1]) % 2]
    texts, rules = {}, {}
    for path in [*seeds, *odd]:
        articles = [json.loads(line) for line in read(args.program, [path]).splitlines()]
        articles = [a for a in articles if a["language"] == "zh"]
        texts[path] = "\n".join(a["text"] for a in articles)
        rules[path] = {act["rule"] for a in articles for act in a["acts"]}
    fold = dict(re.findall(r"(?m)^(\S)\t(\S)$", (args.pack / "fold.tsv").read_text(encoding="utf-8")))
    folded = {path: text.translate({ord(a): b for a, b in fold.items()}) for path, text in texts.items()}
    forms = set()
    for path in (args.pack / "words").glob("*.toml"):
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("list", []):
            forms |= set(entry.get("words", [])) | {w["form"] for w in entry.get("word", [])}
    before = score(args.shared, read(args.program, seeds))
    print("text                   words off  rules off   ACTS F1          STRICT F1")
    for path in seeds:
        others = [folded[p] for p in texts if p != path]
        words = {f for f in forms if f in folded[path] and not any(f in other for other in others)}
        own = rules[path] - set().union(*(rules[p] for p in texts if p != path))
        with tempfile.TemporaryDirectory() as folder:
            without(args.pack, pathlib.Path(folder), words, own)
            after = score(args.shared, read(args.program, [path], folder))
        name = path.stem
        (a, s), (b, t) = before.get(name, (0, 0)), after.get(name, (0, 0))
        print(f"{name:22} {len(words):9} {len(own):10}   {a:.3f} -> {b:.3f}   {s:.3f} -> {t:.3f}")


if __name__ == "__main__":
    main()
