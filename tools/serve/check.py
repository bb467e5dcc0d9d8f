#!/usr/bin/env python3
"""Tries a served ledger as programs of others do: the official MCP client over both transports, schemathesis over the OpenAPI
document, and a list of hostile requests.

    check.py PROGRAM [CASES]        CASES made up for each route (20 if not said)

Needs what requirements.txt lists. Every check says what it saw; the first that fails ends the run.
"""

import asyncio
import http.client
import json
import pathlib
import socket
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "four words will do"
checks = 0


def holds(told, truth):
    global checks
    checks += 1
    if not truth:
        sys.exit(f"serve: {told}")


def run(program, *arguments, **more):
    return subprocess.run([program, *arguments], check=True, capture_output=True, text=True, **more).stdout


class Server:
    def __init__(self, program, ledger):
        command = [program, "serve", "--ledger", ledger, "--listen", "127.0.0.1:0", "--quiet"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()
        self.port = int(self.address.rstrip("/").rsplit(":", 1)[1])

    def ask(self, method, path, headers=None, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()

    def raw(self, text, wait=5):
        """What comes back for bytes that no client library would send."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as connection:
            connection.sendall(text)
            try:
                return connection.recv(65536)
            except (TimeoutError, ConnectionError):
                return b""

    def well(self):
        return self.ask("GET", "/health")[0] == 200


async def tools(session, how):
    await session.initialize()
    names = {tool.name for tool in (await session.list_tools()).tools}
    wanted = {"search", "show", "positions", "compare", "commitments", "verify", "read_text"}
    holds(f"{how}: tools are {names}", names == wanted)

    async def call(name, **arguments):
        result = await session.call_tool(name, arguments)
        holds(f"{how}: {name} failed: {result.content}", not (getattr(result, "is_error", None) or getattr(result, "isError", None)))
        text = result.content[0].text
        holds(f"{how}: {name} is {len(text)} characters long", len(text) < 20_000)
        return json.loads(text)

    rows = (await call("positions", on="海洋", by=["Chile"]))["rows"]
    holds(f"{how}: rows carry quote, id and permalink", rows and all(row["quote"] and row["id"] and row["permalink"] for row in rows))
    none = await call("positions", on="海洋", by=["Tonga"])
    holds(f"{how}: nothing is said in words", none["rows"] == [] and "no position" in none["said"])
    holds(f"{how}: the quote is verified", (await call("verify", id=rows[0]["id"]))["holds"])
    first = await call("search", rows=5)
    second = await call("search", rows=5, from_row=first["next"])
    seen = {row["id"] for row in first["rows"]} & {row["id"] for row in second["rows"]}
    holds(f"{how}: pages go on", first["next"] == 5 and second["rows"] and not seen)
    read = await call("read_text", text="中方坚决反对单方面制裁。")
    holds(f"{how}: a text is read", [row["stance"] for row in read["rows"]] == ["oppose"])
    wrong = await session.call_tool("show", {"id": "nothing"})
    holds(f"{how}: a mistake is told to the assistant", getattr(wrong, "is_error", None) or getattr(wrong, "isError", None))


async def mcp(program, ledger, server):
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client
    from mcp.client.streamable_http import streamable_http_client

    async with stdio_client(StdioServerParameters(command=program, args=["mcp", "--ledger", ledger])) as pipes:
        async with ClientSession(pipes[0], pipes[1]) as session:
            await tools(session, "stdio")
    async with streamable_http_client(f"{server.address}mcp") as pipes:
        async with ClientSession(pipes[0], pipes[1]) as session:
            await tools(session, "HTTP")


def whole(server, path):
    """A list as one page, as its rows' JSON."""
    status, body = server.ask("GET", f"{path}limit=1000")
    holds(f"{path}: {status}", status == 200)
    return rows(json.loads(body))


def rows(answer):
    """The list in an answer."""
    if isinstance(answer, list):
        return answer
    return next(answer[name] for name in ("acts", "ties", "follow_ups", "phrases", "rows") if isinstance(answer.get(name), list))


def pages(server, path, most, between=lambda: None):
    """The same, page by page, by the link to the next."""
    out, address, count = [], f"{path}limit={most}", 0
    while address:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.request("GET", address)
        answer = connection.getresponse()
        body = answer.read()
        holds(f"{address}: {answer.status} {body[:200]}", answer.status == 200)
        page = rows(json.loads(body))
        holds(f"{address}: no more than {most} rows", len(page) <= most)
        out.append(page)
        link = answer.headers.get("link")
        holds(f"{address}: a page that is not full has no next", not link or len(page) == most)
        address = link and link.split(">")[0].lstrip("<")
        holds(f"{address}: the same question", not link or (link.endswith('; rel="next"') and address.startswith(path.split("?")[0])))
        count += 1
        between()
        holds(f"{path}: it ends", count < 2_000)
    return out


def lists(program, ledger, server):
    """Every list comes in pages that are the list, also while the ledger grows."""
    added = 0

    def grow():
        nonlocal added
        if added < 6:
            day = f"2026-0{added + 1}-01"
            text = f"---\ndate: {day}\n---\n# A statement of Chile\n\nChile supports the protection of the ocean number {added}. Chile will give 5 million dollars.\n"
            status, body = server.ask("POST", "/api/v1/sources", {"x-source-name": f"grown-{added}.md"}, text.encode())
            holds(f"it grows: {status} {body[:100]}", status == 200 and json.loads(body)[0]["became"] == "new")
            added += 1

    commitment = json.loads(server.ask("GET", "/api/v1/acts?kind=commitment&limit=1")[1])[0]["id"]
    asked = [
        "/api/v1/acts?",
        "/api/v1/acts?holder=CHL&",
        "/api/v1/articles?",
        "/api/v1/search?q=%E6%B5%B7%E6%B4%8B&",
        "/api/v1/search?q=&kind=position&",
        "/api/v1/commitments?",
        "/api/v1/instruments?",
        "/api/v1/mechanisms?",
        "/api/v1/network?",
        "/api/v1/actors?",
        "/api/v1/actors?name=Chile&",
        "/api/v1/phrases?least=2&",
        "/api/v1/compare?a=Chile&b=China&on=%E6%B5%B7%E6%B4%8B&",
        f"/api/v1/commitments/{commitment}/track?",
    ]
    for path in asked:
        before = whole(server, path)
        for most in (1, 3, 20):
            got = pages(server, path, most, grow if most == 3 and path in asked[:9] else lambda: None)
            flat = [row for page in got for row in page]
            if most == 3 and added:
                holds(f"{path}: while it grows, {len(flat)} rows of {len(before)}", names(flat) == names(before))
                before = whole(server, path)
            else:
                holds(f"{path}: {len(flat)} rows of {len(before)} by {most}", names(flat) == names(before))
    # Periods go backwards, page by page. Each names the holders that act most in the periods beside it: not compared.
    told = lambda periods: [{name: period[name] for name in period if name != "holders"} for period in periods]
    periods = told(whole(server, "/api/v1/timeline?every=month&"))
    got = [told(page) for page in pages(server, "/api/v1/timeline?every=month&", 2)]
    holds("periods are all there", [row for page in reversed(got) for row in page] == periods)
    # The terminal shows the last ones of its own lists likewise.
    for _ in range(7):
        server.ask("POST", f"/api/v1/acts/{commitment}/judgements", {"content-type": "application/json"}, b'{"verb":"accept"}')
    judged = whole(server, "/api/v1/judgements?")
    got = pages(server, "/api/v1/judgements?", 3)
    holds(f"judgements are all there: {len(judged)}", len(judged) >= 7 and [row for page in reversed(got) for row in page] == judged)
    deeds = whole(server, "/api/v1/deeds?")
    holds("deeds are all there", [row for page in pages(server, "/api/v1/deeds?", 4) for row in page] == deeds and len(deeds) >= 7)
    for wrong in ["x", "e30", "AAAA"]:
        holds("a cursor of nobody is refused", server.ask("GET", f"/api/v1/acts?cursor={wrong}")[0] == 400)


def names(all):
    """What rows are told apart by; counts in them may grow."""
    def name(row):
        first = next((row[key] for key in ("id", "tie", "actor", "phrase", "name") if key in row), None)
        both = [row[key]["id"] if row.get(key) else None for key in ("first", "second")] if "stand" in row else []
        return (first, row.get("from"), row.get("to"), *both)
    return [name(row) for row in all]


FORMS = {
    "jsonl": "application/jsonl",
    "csv": "text/csv; charset=utf-8",
    "webannotation": 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "graphml": "application/graphml+xml; charset=utf-8",
    "ftm": "application/x-ndjson",
    "plover": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


def exports(program, ledger, server):
    """What is exported over HTTP is what the program in a terminal writes, byte for byte."""
    import gzip
    import io
    import zipfile

    def got(address, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.request("GET", address, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    for query, flags in [("", []), ("?holder=Chile&kind=position&from=2024", ["--holder", "Chile", "--kind", "position", "--from", "2024"])]:
        for form, media in FORMS.items():
            status, headers, body = got(f"/api/v1/exports/{form}{query}")
            told = subprocess.run([program, "export", "--ledger", ledger, "--format", form, *flags], check=True, capture_output=True).stdout
            holds(f"{form}{query}: {status}, {headers['content-type']}", status == 200 and headers["content-type"] == media)
            holds(f"{form}{query}: it is attached: {headers['content-disposition']}", headers["content-disposition"].startswith('attachment; filename="'))
            holds(f"{form}{query}: {len(body)} bytes, as the program writes", body == told and body)
            status, packed_headers, packed = got(f"/api/v1/exports/{form}{query}", {"accept-encoding": "gzip"})
            holds(f"{form}{query}: the same packed", packed_headers["content-encoding"] == "gzip" and gzip.decompress(packed) == told)
            holds(f"{form}: known", got(f"/api/v1/exports/{form}{query}", {"if-none-match": headers["etag"]})[0] == 304)
        for form in ("jsonl", "csv", "parquet"):
            status, headers, body = got(f"/api/v1/exports/{form}{query or '?'}&folder=true")
            holds(f"{form}: {status}, {headers['content-type']}", status == 200 and headers["content-type"] == "application/zip")
            archive = zipfile.ZipFile(io.BytesIO(body))
            holds(f"{form}: a whole archive", archive.testzip() is None)
            with tempfile.TemporaryDirectory() as folder:
                run(program, "export", "--ledger", ledger, "--format", form, "--out", f"{folder}/out", *flags)
                own = {str(path.relative_to(f"{folder}/out")): path.read_bytes() for path in pathlib.Path(folder, "out").rglob("*") if path.is_file()}
            holds(f"{form}{query}: the same files", {name: archive.read(name) for name in archive.namelist()} == own)
    for wrong, status in [("/api/v1/exports/docx", 400), ("/api/v1/exports/csv?kind=nothing", 400), ("/api/v1/exports/csv?as_of=never", 400)]:
        holds(f"{wrong} is refused", got(wrong)[0] == status)
    holds("HEAD begins none", server.ask("HEAD", "/api/v1/exports/csv")[0] == 200)


def hostile(server):
    """Requests that mean harm: nothing is executed or given away, and the server stays up."""
    long = "x" * 200_000
    for path in [
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/api/v1/articles/..%2f..%2fusers.db/source",
        "/page.js/../../users.db",
        "/users.db",
        "/api/v1/search?q=%00%ff%fe",
        "/api/v1/search?q=" + "(" * 5_000,
        "/api/v1/search?q=" + "%22" * 999,
        "/api/v1/acts/%F0%9F%92%A3",
        "/api/v1/acts?from=9999999999-99-99",
        "/api/v1/acts?limit=99999999999999999999",
        "/api/v1/acts?as_of=-0001-13-45",
        "/api/v1/commitments?due=4294967295",
        "/api/v1/commitments?silent=4294967295",
        "/api/v1/compare?a=%3Cscript%3E&b=x",
    ]:
        status, body = server.ask("GET", path)
        holds(f"{path[:60]}: {status}", status < 500)
        holds(f"{path[:60]}: gives away {body[:60]}", b"root:" not in body and not body.startswith(b"SQLite format"))
    json_form = {"content-type": "application/json"}
    for body in ["", "{", "[" * 100_000, '{"verb":"accept","reason":"' + long + '"}', '{"verb":"edit"}', "null", '"\\ud800"', long * 10]:
        status, _ = server.ask("POST", "/api/v1/acts/6211b276b9.c221-255/judgements", json_form, body.encode())
        holds(f"a body of {len(body)} bytes: {status}", 400 <= status < 500)
    bomb = pathlib.Path(tempfile.mkdtemp()) / "bomb.zip"
    import zipfile

    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"\0" * (300 << 20))
    for body in [b"", b"\0" * 1000, b"%PDF-1.7\n%%EOF", b"PK\x03\x04" + b"\xff" * 500, b"<html>" * 50_000, bomb.read_bytes()]:
        status, _ = server.ask("POST", "/api/v1/read", {"content-type": "application/octet-stream"}, body)
        holds(f"an upload of {len(body)} bytes: {status}", status < 500)
    broken = b'--x\r\ncontent-disposition: form-data; name="f"; filename="../../../etc/cron.d/x"\r\n\r\nabc'
    status, _ = server.ask("POST", "/api/v1/read", {"content-type": "multipart/form-data; boundary=x"}, broken)
    holds(f"a broken multipart: {status}", 400 <= status < 500)
    status, _ = server.ask("POST", "/api/v1/read", {"content-type": "application/octet-stream"}, b"x" * (65 << 20))
    holds(f"more than is taken: {status}", status == 413)
    for text in [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
        b"POST /api/v1/read HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\r\n b\r\n\r\n",
        b"GET /health HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    ]:
        answer = server.raw(text, 2)
        holds(f"{text[:40]} is answered {answer[:40]}", b" 200 " not in answer[:20] or text.startswith(b"GET / HTTP"))
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(200)]
    for connection in slow:
        connection.sendall(b"POST /api/v1/read HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nx")
    holds("the server answers beside 200 slow clients", server.well())
    for connection in slow:
        connection.close()


def made_up(server, token, cases, *more):
    """Requests made up from the document, of every kind it allows and some it does not: no status, form or shape but those it says."""
    command = [pathlib.Path(sys.executable).with_name("st"), "run", f"{server.address}api/v1/openapi.json"]
    command += ["--header", f"Authorization: Bearer {token}", "--max-examples", str(cases), "--seed", "20261126", *more]
    command += ["--phases", "examples,fuzzing", "--generation-database", "none", "--no-color", "--request-timeout", "60"]
    command += ["--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"]
    # It leaves a folder of its own where it runs.
    done = subprocess.run(command, capture_output=True, text=True, cwd=tempfile.gettempdir())
    told = [line.strip() for line in done.stdout.splitlines() if " generated, " in line]
    if done.returncode != 0 or not told:
        sys.exit(done.stdout[-12000:] + done.stderr[-2000:])
    return told[0]


def main():
    program, cases = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "20"
    program = str(pathlib.Path(program).resolve())
    ledger = str(pathlib.Path(tempfile.mkdtemp()) / "ledger")
    run(program, "add", str(TOP / "samples"), "--ledger", ledger)
    server = Server(program, ledger)
    try:
        asyncio.run(mcp(program, ledger, server))
        exports(program, ledger, server)
        lists(program, ledger, server)
        hostile(server)
        holds("the server is well", server.well())
        run(program, "user", "add", "root", "--role", "admin", "--ledger", ledger, input=PASSWORD)
        token = run(program, "user", "token", "root", "--scope", "admin", "--ledger", ledger).strip()
        holds("without a token nothing is told", server.ask("GET", "/api/v1/acts")[0] == 401)
        told = made_up(server, token, cases)
        holds("the server is well after made-up requests", server.well())
        print(f"serve: {checks} checks passed; made-up requests: {told}")
    finally:
        server.process.terminate()
        code = server.process.wait(20)
    holds(f"the server ends when told to: {code}", code == 0)


if __name__ == "__main__":
    main()
