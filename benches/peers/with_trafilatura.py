#!/usr/bin/env python3
"""trafilatura on the pages of fixtures/marked-pages.tsv: recall and precision of its text, and the time it takes.

    with_trafilatura.py [SHARED [LIST]]

The same truth, the same shingles as src/: see README.md.
"""
import collections, html, pathlib, re, sys, time

import trafilatura

ROUNDS = 10


def squeeze(text):
    return re.sub(r"[\s\u200b\ufeff\u00ad]+", "", text)


def decode(raw):
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1251", "replace")


def plain(raw):
    raw = re.sub(r"(?s)<!--.*?-->|<script.*?</script>|<style.*?</style>", "", raw)
    return html.unescape(re.sub(r"<[^>]*>", "", raw))


def shingles(text):
    text = squeeze(text)
    return collections.Counter(text[i:i + 4] for i in range(len(text) - 3))


def main():
    here = pathlib.Path(__file__).resolve().parent
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else here / "../../../shared")
    table = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else here / "../../fixtures/marked-pages.tsv")
    sums, total, size, n = [0.0, 0.0], 0.0, 0, 0
    print(f"{'page':<34} {'R':>6} {'P':>6} {'MB/s':>8}")
    for line in table.read_text().splitlines():
        if line.startswith("#"):
            continue
        file, start, end, first, last, excluded = line.split("\t")
        raw = (root / file).read_bytes()
        at, kept = int(start), b""
        for part in filter(None, excluded.split(",")):
            a, b = map(int, part.split("-"))
            kept, at = kept + raw[at:a], b
        truth = plain(decode(kept + raw[at:int(end)]))
        assert squeeze(truth).startswith(squeeze(first)) and squeeze(truth).endswith(squeeze(last)), file
        page, fastest = decode(raw), float("inf")
        for _ in range(ROUNDS):
            began = time.perf_counter()
            text = trafilatura.extract(page, include_comments=False) or ""
            fastest = min(fastest, time.perf_counter() - began)
        want, got = shingles(truth), shingles(text)
        shared = sum((want & got).values())
        r, p = shared / max(1, sum(want.values())), shared / max(1, sum(got.values()))
        sums = [sums[0] + r, sums[1] + p]
        total, size, n = total + fastest, size + len(page.encode()), n + 1
        print(f"{pathlib.Path(file).stem[:32]:<34} {r:6.3f} {p:6.3f} {len(page.encode()) / 1e6 / fastest:8.2f}")
    print(f"{f'mean of {n}':<34} {sums[0] / n:6.3f} {sums[1] / n:6.3f} {size / 1e6 / total:8.2f}")


if __name__ == "__main__":
    main()
