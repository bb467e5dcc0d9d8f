#!/usr/bin/env python3
"""Reads what `chancery export` writes with programs that others wrote, and compares with what the ledger holds.

    check.py PROGRAM            PROGRAM is the chancery to check; needs what requirements.txt names

Every form has its consumer: pyarrow and duckdb for tables, icalendar, feedparser, rdflib and PyLD, networkx, followthemoney,
a CommonMark parser, an HTML parser. The ledger is made from samples/, with a judgement, so that nothing depends on the day.
"""

import csv
import html
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = None
FOLDER = None


def chancery(*arguments):
    command = [PROGRAM, *arguments, "--ledger", str(FOLDER / "ledger")]
    run = subprocess.run(command, capture_output=True, text=True, cwd=FOLDER)
    assert run.returncode == 0, f"{command}: {run.stderr}"
    return run.stdout


def whole_day(said):
    """A day; nothing where the year or month alone is known."""
    return said if said and len(said) == 10 else None


def export(form, *flags):
    """The path that the form was written to."""
    out = FOLDER / "-".join([form, *(flag.strip("-").replace(":", "_") for flag in flags)])
    if not out.exists():
        chancery("export", "--format", form, "--out", str(out), "--quiet", *flags)
    return out


def acts():
    """What the ledger itself says it holds, by another way than the export."""
    return [json.loads(line) for line in chancery("acts", "--format", "jsonl", "--limit", "0").splitlines()]


class Lines(unittest.TestCase):
    def test_acts_quote_their_articles(self):
        folder = export("jsonl")
        told = [json.loads(line) for line in (folder / "acts.jsonl").read_text().splitlines()]
        texts = {row["id"]: row["text"] for row in map(json.loads, (folder / "articles.jsonl").read_text().splitlines())}
        self.assertEqual([one["id"] for one in told], [one["id"] for one in acts()])
        for one in told:
            self.assertEqual(texts[one["article"]][one["start"]:one["end"]], one["quote"])
        self.assertEqual([one["id"] for one in told if one["accepted"]], [told[0]["id"]])

    def test_duckdb_reads_them(self):
        import duckdb

        folder = export("jsonl")
        rows = duckdb.sql(f"SELECT id, unnest(holders) AS who FROM read_json('{folder}/acts.jsonl')").fetchall()
        self.assertEqual(rows, [(one["id"], who) for one in acts() for who in one["holders"]])


class Tables(unittest.TestCase):
    def test_the_dictionary_tells_every_column(self):
        folder = export("csv")
        package = json.loads((folder / "datapackage.json").read_text())
        page = (folder / "dictionary.md").read_text()
        for table in package["resources"]:
            with open(folder / table["path"], encoding="utf-8", newline="") as file:
                head = next(csv.reader(file))
            self.assertEqual(head, [field["name"] for field in table["schema"]["fields"]])
            for name in head:
                self.assertIn(f"| `{name}` |", page)

    def test_pyarrow_and_duckdb_read_csv_as_the_dictionary_types_it(self):
        import duckdb
        import pyarrow.csv

        folder = export("csv")
        table = pyarrow.csv.read_csv(folder / "acts.csv", parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True))
        self.assertEqual(table["quote"].to_pylist(), [one["quote"] for one in acts()])
        types = {field["name"]: field["type"] for field in json.loads((folder / "datapackage.json").read_text())["resources"][0]["schema"]["fields"]}
        known = {"string": ("string", "null"), "integer": ("int64", "null"), "number": ("double",), "boolean": ("bool",),
                 "date": ("date32[day]", "null"), "datetime": ("timestamp[ns, tz=UTC]", "string")}
        for field in table.schema:
            self.assertIn(str(field.type), known[types[field.name]], field.name)
        joined = duckdb.sql(f"""
            SELECT count(*) FROM read_csv('{folder}/acts.csv') a JOIN read_csv('{folder}/articles.csv') t ON t.id = a.article
            WHERE substring(t.text, a.start + 1, a."end" - a.start) = a.quote""").fetchall()
        self.assertEqual(joined, [(len(acts()),)])
        amounts = duckdb.sql(f"SELECT count(*) FROM read_csv('{folder}/amounts.csv')").fetchall()
        self.assertEqual(amounts, [(sum(len(one["amounts"]) for one in acts()),)])


class Parquet(unittest.TestCase):
    def test_pyarrow_reads_typed_columns_by_year(self):
        import pyarrow
        import pyarrow.dataset

        folder = export("parquet")
        table = pyarrow.dataset.dataset(folder / "acts", format="parquet", partitioning="hive").to_table()
        rows = {row["id"]: row for row in table.to_pylist()}
        self.assertEqual(set(rows), {one["id"] for one in acts()})
        for one in acts():
            row = rows[one["id"]]
            for name in ("kind", "stance", "polarity", "intensity", "holders", "targets", "start", "end", "quote"):
                self.assertEqual(row[name], one[name], name)
            # Of some texts the year alone is known.
            self.assertEqual(row["said"] and row["said"].isoformat(), whole_day(one["said"]))
            self.assertEqual(row["year"], one["said"] and int(one["said"][:4]))
            self.assertEqual(row["said_year"], row["year"])
        self.assertEqual(table.schema.field("said").type, pyarrow.date32())
        self.assertEqual(str(table.schema.field("changed").type), "timestamp[us, tz=UTC]")
        self.assertTrue(pyarrow.types.is_list(table.schema.field("holders").type))

    def test_duckdb_joins_them(self):
        import duckdb

        folder = export("parquet")
        quotes = duckdb.sql(f"""
            SELECT count(*) FROM read_parquet('{folder}/acts/**/*.parquet', hive_partitioning = true) a
            JOIN read_parquet('{folder}/articles/**/*.parquet', hive_partitioning = true) t ON t.id = a.article
            WHERE substring(t.text, a.start + 1, a."end" - a.start) = a.quote AND a.year IS NOT DISTINCT FROM t.year""").fetchall()
        self.assertEqual(quotes, [(len(acts()),)])
        amounts = duckdb.sql(f"SELECT act, value, unit FROM '{folder}/amounts/**/*.parquet'").fetchall()
        told = [(one["id"], amount.get("value"), amount.get("unit")) for one in acts() for amount in one["amounts"]]
        self.assertEqual(sorted(amounts, key=str), sorted(told, key=str))

    def test_the_dictionary_tells_every_column(self):
        import pyarrow.parquet

        folder = export("parquet")
        for table in json.loads((folder / "datapackage.json").read_text())["resources"]:
            for path in folder.glob(table["path"]):
                names = pyarrow.parquet.read_schema(path).names
                self.assertEqual(names, [field["name"] for field in table["schema"]["fields"]])

    def test_sources_are_whole(self):
        import pyarrow.parquet

        table = pyarrow.parquet.read_table(export("parquet") / "ledger" / "sources.parquet")
        own = {path.read_bytes() for path in (TOP / "samples").iterdir()}
        self.assertEqual(set(table["content"].to_pylist()), own)


class Calendar(unittest.TestCase):
    def setUp(self):
        import icalendar

        self.calendar = icalendar.Calendar.from_ical(export("ics").read_bytes())
        self.events = self.calendar.walk("VEVENT")

    def test_every_deadline_is_a_day(self):
        due = [one for one in self.events if one["UID"].startswith("due-")]
        told = sorted(max(d["end"] for d in one["dates"] if d["role"] == "deadline")
                      for one in acts() if any(d["role"] == "deadline" for d in one["dates"]))
        self.assertEqual(sorted(one.decoded("DTSTART").isoformat() for one in due), told)
        for one in self.events:
            self.assertEqual(one.errors, [])
            self.assertGreater(one.decoded("DTEND"), one.decoded("DTSTART"))
            self.assertTrue(str(one["SUMMARY"]).strip())

    def test_uids_are_unique_and_no_clock_was_read(self):
        uids = [one["UID"] for one in self.events]
        self.assertEqual(len(uids), len(set(uids)))
        learnt = max(json.loads(line)["changed"] for line in (export("jsonl") / "acts.jsonl").read_text().splitlines())
        stamps = {one.decoded("DTSTAMP").strftime("%Y-%m-%dT%H:%M:%S") for one in self.events}
        self.assertEqual(stamps, {learnt[:19]})

    def test_words_come_back_whole(self):
        quotes = [one["quote"] for one in acts()]
        for one in self.events:
            self.assertTrue(any(f"“{quote}”" in str(one["DESCRIPTION"]) for quote in quotes))


# The words of the Web Annotation vocabulary that the export uses, as its recommendation maps them, so that the check needs no
# network: https://www.w3.org/TR/annotation-vocab/.
OA, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
IRI = {"@type": "@id"}
ANNO = {
    "id": "@id", "type": "@type", "oa": OA, "as": AS, "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/", "dctypes": "http://purl.org/dc/dcmitype/", "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{name: OA + name for name in ("Annotation", "TextualBody", "SpecificResource", "TextPositionSelector",
                                    "TextQuoteSelector", "classifying", "tagging", "assessing", "exact", "prefix", "suffix")},
    "AnnotationCollection": "as:OrderedCollection", "AnnotationPage": "as:OrderedCollectionPage",
    "Software": "as:Application", "Text": "dctypes:Text",
    "body": {"@id": "oa:hasBody", **IRI}, "target": {"@id": "oa:hasTarget", **IRI}, "source": {"@id": "oa:hasSource", **IRI},
    "selector": {"@id": "oa:hasSelector", **IRI}, "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"}, "first": {"@id": "as:first", **IRI},
    "items": {"@id": "as:items", "@container": "@list", **IRI}, "generator": {"@id": "as:generator", **IRI},
    "total": {"@id": "as:totalItems", "@type": "xsd:nonNegativeInteger"},
    "startIndex": {"@id": "as:startIndex", "@type": "xsd:nonNegativeInteger"},
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"}, "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "created": {"@id": "dcterms:created", "@type": "xsd:dateTime"}, "modified": {"@id": "dcterms:modified", "@type": "xsd:dateTime"},
    "value": "rdf:value", "format": "dc:format", "language": "dc:language", "name": "foaf:name", "label": "rdfs:label",
}


class Annotations(unittest.TestCase):
    def setUp(self):
        import rdflib
        from pyld import jsonld

        def load(url, _options):
            self.assertEqual(url, "http://www.w3.org/ns/anno.jsonld")
            return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": {"@context": ANNO}}

        document = json.loads(export("webannotation").read_text())
        quads = jsonld.to_rdf(document, {"documentLoader": load, "format": "application/n-quads"})
        # All of it is one graph, and then quads are triples.
        self.graph = rdflib.Graph().parse(data=quads, format="nt")

    def ask(self, query):
        prefixes = {name: ANNO[name] for name in ("oa", "as", "rdf", "dcterms")}
        return [tuple(str(cell) for cell in row) for row in self.graph.query(query, initNs={**prefixes, "prov": "http://www.w3.org/ns/prov#"})]

    def test_both_selectors_select_the_quote(self):
        rows = self.ask("""SELECT ?text ?start ?end ?exact ?prefix ?suffix WHERE {
            ?act a oa:Annotation; oa:hasTarget ?target. ?target oa:hasSource ?source; oa:hasSelector ?place, ?words.
            ?source rdf:value ?text. ?place a oa:TextPositionSelector; oa:start ?start; oa:end ?end.
            ?words a oa:TextQuoteSelector; oa:exact ?exact; oa:prefix ?prefix; oa:suffix ?suffix }""")
        self.assertEqual(sorted(row[3] for row in rows), sorted(one["quote"] for one in acts()))
        for text, start, end, exact, prefix, suffix in rows:
            self.assertEqual(text[int(start):int(end)], exact)
            self.assertTrue(text[:int(start)].endswith(prefix) and text[int(end):].startswith(suffix))

    def test_every_act_leads_to_its_source(self):
        rows = self.ask("""SELECT DISTINCT ?act ?source ?program WHERE {
            ?act a oa:Annotation; oa:hasTarget/oa:hasSource ?article. ?article prov:wasDerivedFrom ?source;
            prov:wasGeneratedBy ?reading. ?reading prov:wasAssociatedWith ?program; prov:endedAtTime ?at. }""")
        self.assertEqual(len(rows), len(acts()))
        self.assertEqual(len({source for _, source, _ in rows}), len(list((TOP / "samples").iterdir())))

    def test_the_collection_holds_them_all_in_order(self):
        total = self.ask("SELECT ?n WHERE { ?c a as:OrderedCollection; as:totalItems ?n }")
        self.assertEqual(total, [(str(len(acts())),)])
        items = self.ask("SELECT ?i WHERE { ?page a as:OrderedCollectionPage; as:items/rdf:rest*/rdf:first ?i }")
        self.assertEqual(len(items), len(acts()))


class Feed(unittest.TestCase):
    def test_feedparser_reads_every_entry(self):
        import feedparser

        feed = feedparser.parse(export("atom").read_bytes())
        self.assertFalse(feed.bozo, feed.get("bozo_exception"))
        self.assertEqual(feed.version, "atom10")
        told = {json.loads(line)["id"]: json.loads(line)["changed"] for line in (export("jsonl") / "acts.jsonl").read_text().splitlines()}
        self.assertEqual(len(feed.entries), len(told))
        self.assertEqual(len({entry.id for entry in feed.entries}), len(told))
        self.assertEqual([entry.updated for entry in feed.entries], sorted((at[:19] + "Z" for at in told.values()), reverse=True))
        self.assertEqual(feed.feed.updated, max(told.values())[:19] + "Z")
        quotes = {one["id"]: one["quote"] for one in acts()}
        for entry in feed.entries:
            lines = entry.content[0].value.splitlines()
            self.assertEqual(lines[0], f"“{quotes[lines[-1]]}”")
        # What was judged last stands first.
        self.assertTrue(feed.entries[0].content[0].value.splitlines()[-1] == next(iter(quotes)))

    def test_a_narrower_feed_is_another_feed(self):
        import feedparser

        feed = feedparser.parse(export("atom", "--holder", "CHL").read_bytes())
        self.assertNotEqual(feed.feed.id, feedparser.parse(export("atom").read_bytes()).feed.id)
        for entry in feed.entries:
            self.assertIn("CHL", [tag.term for tag in entry.tags])


class Graph(unittest.TestCase):
    def test_networkx_counts_as_the_ledger_does(self):
        import collections
        import itertools

        import networkx

        graph = networkx.read_graphml(export("graphml"), force_multigraph=True)
        self.assertTrue(graph.is_directed())
        is_actor = lambda name: name[:4] in ("org:", "pers", "grou") or (len(name) == 3 and name.isupper() and name.isascii())
        joint, toward, against, held = (collections.Counter() for _ in range(4))
        for one in acts():
            who = [name for name in one["holders"] if is_actor(name)]
            whom = {name for name in one["addressees"] + one["targets"] if is_actor(name)} - set(who)
            held.update(who)
            joint.update(tuple(sorted(pair)) for pair in itertools.combinations(who, 2))
            toward.update(itertools.product(who, whom))
            against.update(pair for pair in itertools.product(who, whom) if one["polarity"] == "-")
        edges = {relation: {(a, b): data["weight"] for a, b, data in graph.edges(data=True) if data["relation"] == relation}
                 for relation in ("joint", "toward")}
        self.assertEqual(edges, {"joint": dict(joint), "toward": dict(toward)})
        self.assertTrue(joint and toward)
        told = {(a, b): data["against"] for a, b, data in graph.edges(data=True) if data["relation"] == "toward" and data["against"]}
        self.assertEqual(told, dict(against))
        self.assertEqual({node: data["held"] for node, data in graph.nodes(data=True) if data["held"]}, dict(held))
        self.assertEqual(graph.nodes["NZL"]["label"], "New Zealand")


class Entities(unittest.TestCase):
    def test_followthemoney_takes_every_entity_as_it_is(self):
        from followthemoney import model

        told = [json.loads(line) for line in export("ftm").read_text().splitlines()]
        entities = {}
        for data in told:
            # Cleaning would drop or change what is not of the form; nothing is.
            proxy = model.get_proxy(data, cleaned=False)
            self.assertEqual(proxy.to_dict()["properties"], {k: v for k, v in data["properties"].items()}, data)
            proxy.schema.validate(data)
            for name in proxy.schema.required:
                self.assertTrue(proxy.get(name), (data["id"], name))
            entities[proxy.id] = proxy
        self.assertEqual(len(entities), len(told))
        for proxy in entities.values():
            for prop, value in proxy.itervalues():
                if prop.type.name == "entity":
                    self.assertTrue(entities[value].schema.is_a(prop.range), (proxy.id, prop.name, value))

    def test_every_act_is_an_event_or_a_note_with_its_document(self):
        from followthemoney import model

        all_ = [model.get_proxy(json.loads(line)) for line in export("ftm").read_text().splitlines()]
        events = [one for one in all_ if one.schema.name == "Event"]
        notes = [one for one in all_ if one.schema.name == "Note"]
        self.assertEqual(sorted(one.first("name") for one in events), sorted(" ".join(one["quote"].split()) for one in acts() if one["kind"] == "event"))
        self.assertEqual(len(notes), sum(one["kind"] != "event" for one in acts()))
        self.assertTrue(all(one.get("proof") for one in events + notes))


class Plover(unittest.TestCase):
    # The sixteen types of the codebook of 2023.
    TYPES = {"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
             "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}

    def test_duckdb_reads_a_row_for_each_coded_event(self):
        import duckdb

        rows = duckdb.sql(f"""SELECT "Event ID", "Event Type", "Event Mode", "Event Date", "Event Date Basis", "Actor ID"
                              FROM read_csv('{export("plover")}', header = true, all_varchar = true)""").fetchall()
        coded = {one["id"]: one for one in acts() if one["event"]}
        self.assertEqual({row[0] for row in rows}, set(coded))
        for id_, kind, mode, day, basis, who in rows:
            one = coded[id_]
            self.assertIn(kind, self.TYPES)
            self.assertEqual("-".join(filter(None, [kind, mode])), one["event"])
            self.assertEqual(who, "; ".join(one["holders"]) or None)
            when = [date for date in one["dates"] if date["role"] == "when"]
            self.assertEqual((day, basis), (when[0].get("start") or when[0].get("end"), "text") if when else (whole_day(one["said"]), whole_day(one["said"]) and "article"))


class Brief(unittest.TestCase):
    def test_a_markdown_parser_finds_every_footnote(self):
        from markdown_it import MarkdownIt
        from mdit_py_plugins.footnote import footnote_plugin

        parser = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
        env = {}
        tokens = parser.parse(export("md", "--limit=0").read_text(), env)
        inline = [child for token in tokens if token.type == "inline" for child in token.children]
        refs = [child.meta["id"] for child in inline if child.type == "footnote_ref"]
        self.assertEqual(sorted(refs), list(range(len(acts()))))
        self.assertEqual(sum(token.type == "footnote_open" for token in tokens), len(acts()))
        # The words come back as they are, whatever characters with a meaning stand in them.
        text = "\n".join("".join(c.content for c in t.children) for t in tokens if t.type == "inline")
        for one in acts():
            self.assertIn("“" + " ".join(one["quote"].split()) + "”", text)
            self.assertIn(one["id"], text)

    def page(self, *flags):
        import html5lib

        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        return parser.parse(export("html", *flags).read_text())

    def test_the_page_is_sound_and_stands_alone(self):
        page = self.page()
        self.assertEqual([e.tag for e in page.iter() if e.tag in ("script", "link", "img", "iframe", "object", "embed", "base")], [])
        for element in page.iter():
            for name, value in element.attrib.items():
                self.assertFalse(str(name).startswith("on"), element.tag)
                if name in ("src", "data", "action", "style"):
                    self.fail((element.tag, name))
                if name == "href":
                    self.assertRegex(value, r"^(#|https?://)")
        ids = {element.get("id") for element in page.iter() if element.get("id")}
        for link in page.iter("a"):
            if link.get("href").startswith("#"):
                self.assertIn(link.get("href")[1:], ids)
        style = page.find(".//style").text
        self.assertNotIn("url(", style)
        self.assertNotIn("@import", style)

    def test_the_page_holds_every_quote_and_the_charts_every_act(self):
        page = self.page("--limit=0")
        quotes = ["".join(quote.itertext()) for quote in page.iter("blockquote")]
        self.assertEqual(len(quotes), len(acts()))
        for one in acts():
            self.assertTrue(any(quote.startswith(" ".join(one["quote"].split())) for quote in quotes), one["quote"])
        svg = "{http://www.w3.org/2000/svg}"
        figures = [f for f in page.iter("figure")]
        charts = {f.find("figcaption").text: f for f in figures}
        bars = charts["Acts by month"]
        total = sum(int(title.text.split(": ")[1].split()[0]) for title in bars.iter(svg + "title") if ": " in title.text)
        if not total:
            total = sum(int(title.text.split(": ")[1].split()[0]) for title in bars.iter("title") if ": " in title.text)
        self.assertEqual(total, sum(whole_day(one["said"]) is not None for one in acts()))

    def test_what_a_text_holds_is_never_markup(self):
        import html5lib
        from markdown_it import MarkdownIt

        ledger = FOLDER / "hostile"
        source = FOLDER / "hostile.jsonl"
        hostile = "<script> ships & [a](b) *c* `d`"
        # The text of a row may be HTML, in which this stands as bare characters.
        text = f"<p>The two ministers met on 3 May 2024.</p><p>Norway condemned the attack on {html.escape(hostile)} in May.</p>"
        source.write_text(json.dumps({"title": f"Joint statement {html.escape(hostile)}", "text": text, "date": "2024-05-03"}))
        subprocess.run([PROGRAM, "add", str(source), "--ledger", str(ledger)], check=True, capture_output=True)

        def written(form):
            run = subprocess.run([PROGRAM, "export", "--format", form, "--ledger", str(ledger)], check=True, capture_output=True, text=True)
            return run.stdout

        page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(written("html"))
        self.assertIsNone(page.find(".//script"))
        self.assertIn(hostile, "".join("".join(quote.itertext()) for quote in page.iter("blockquote")))
        self.assertIn("Joint statement", "".join("".join(title.itertext()) for title in page.iter("cite")))
        tokens = MarkdownIt("commonmark").parse(written("md"))
        words = "\n".join("".join(child.content for child in token.children) for token in tokens if token.type == "inline")
        self.assertIn(hostile, words)


def main():
    global PROGRAM, FOLDER
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    with tempfile.TemporaryDirectory() as folder:
        FOLDER = pathlib.Path(folder)
        chancery("add", str(TOP / "samples"))
        chancery("accept", acts()[0]["id"], "--author", "ann")
        unittest.main(verbosity=1)


if __name__ == "__main__":
    main()
