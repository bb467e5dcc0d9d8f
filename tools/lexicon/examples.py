"""Prints the example sentences of the packs' rules, one a line, without their marks: what `xtask dictionary` is trained on.

    python3 tools/lexicon/examples.py DIR      # one file of four sentences after another
"""

import pathlib
import re
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]


def examples(value):
    """Every string under a `yes` or `no` key."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("yes", "no"):
                yield from (one for one in inner if isinstance(one, str))
            else:
                yield from examples(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from examples(inner)


def main():
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for pack in ("zh", "en"):
        lines = []
        for path in sorted((ROOT / "packs" / pack / "rules").rglob("*.toml")):
            for line in examples(tomllib.loads(path.read_text(encoding="utf-8"))):
                lines.append(re.sub(r"\[[a-z_]+ ([^\]]*)\]", r"\1", line))
        for at in range(0, len(lines), 4):
            (out / f"{pack}-{at // 4:03}.txt").write_text("\n".join(lines[at : at + 4]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
