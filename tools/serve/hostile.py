#!/usr/bin/env python3
"""Sends a served ledger what means harm, and looks at every answer: nothing is executed, nothing leaks, the server stays up.

    hostile.py PROGRAM [COUNT] [SEED]        COUNT inputs altogether (10,000 if not said)

Needs Python alone. What is sent is drawn from lists by the seed, so a failure can be had again; the first one ends the run.
Each kind tells how many of it were sent, and by which statuses they were answered.
"""

import collections
import gzip
import http.client
import io
import json
import pathlib
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import xml.etree.ElementTree
import zipfile

TOP = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "four words will do"
CANARY = "chancery-canary"

SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "'-alert(1)-'",
    "javascript:alert(1)",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<!--><script>alert(1)</script>-->",
    "]]><script>alert(1)</script>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "\u2028alert(1)\u2029",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "=cmd|'/c calc'!A1",
    "@SUM(1+1)*cmd|'/c calc'!A0",
]
PATHS = [
    "../" * 8 + "etc/passwd",
    "..\\" * 8 + "windows\\win.ini",
    "..%2f" * 8 + "etc%2fpasswd",
    "%2e%2e/" * 8 + "etc/passwd",
    "..%c0%af" * 8 + "etc/passwd",
    "..%252f" * 8 + "etc%252fpasswd",
    "/etc/passwd",
    "file:///etc/passwd",
    "....//....//etc/passwd",
    "/proc/self/environ",
    "users.db",
    "../users.db",
    "ledger.db",
    "\\\\host\\share",
    "C:\\Windows\\win.ini",
    "CON",
    ".git/config",
]
COMMANDS = [
    f"$(touch /tmp/{CANARY})",
    f"`touch /tmp/{CANARY}`",
    f"; touch /tmp/{CANARY};",
    f"| touch /tmp/{CANARY}",
    "' OR '1'='1",
    "'; DROP TABLE article; --",
    "\" UNION SELECT secret FROM token --",
    "1); ATTACH DATABASE '/tmp/" + CANARY + "' AS x; --",
    "*)(uid=*))(|(uid=*",
    "%s%s%s%n",
    "{0.__class__}",
    "\r\nSet-Cookie: chancery_session=stolen",
    "\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<script>alert(1)</script>",
]
ODD = [
    "",
    " ",
    "\0",
    "\x1b[2J",
    "\ufeff",
    "\ud7ff\ue000",
    "\u202eabc",
    "a" * 6_000,
    "(" * 3_000,
    "\"" * 999,
    "*",
    "-",
    "OR",
    "holder:",
    "a:b:c:",
    "١٢٣",
    "𠮷" * 500,
    "e\u0301" * 500,
    "9" * 400,
    "-1",
    "1e999",
    "NaN",
    "0x7fffffffffffffff",
    "9223372036854775808",
    "null",
    "[]",
    "{}",
    "2024-02-31",
    "0000-00-00",
    "+999999-01-01",
    "-0001-13-45",
]
STRINGS = SCRIPTS + PATHS + COMMANDS + ODD

# What a backup is sent as.
BACKUP = "application/vnd.sqlite3"

# What no answer may hold: the machine's files, hashes of passwords, the secret of a token, where the ledger lies, innards.
LEAKS = [rb"root:[x*]:0:0:", rb"SQLite format 3", rb"\$argon2", rb"panicked at", rb"RUST_BACKTRACE", rb"/rustc/", rb"\b(FROM|INTO) (article|reading|judgement|user|session)\b"]


class Harm(Exception):
    pass


class Server:
    """Two in one: `open` as at one's own machine, and `shut` with users, where nothing may be had without a token."""

    def __init__(self, program, ledger):
        self.ledger = ledger
        self.log = tempfile.NamedTemporaryFile(suffix=".log", delete=False)
        command = [program, "serve", "--ledger", ledger, "--listen", "127.0.0.1:0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.port = int(self.process.stdout.readline().strip().rstrip("/").rsplit(":", 1)[1])
        self.kept = None

    def ask(self, method, path, headers=None, body=None):
        """Status, headers, bytes; over one connection that is kept as long as it goes."""
        for last in (False, True):
            try:
                if self.kept is None:
                    self.kept = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                # As it is: the library would refuse what a hostile client sends.
                self.kept._validate_path = lambda url: None
                self.kept.putrequest(method, path, skip_accept_encoding=True)
                for name, value in (headers or {}).items():
                    self.kept.putheader(name, value)
                if body is not None:
                    self.kept.putheader("Content-Length", str(len(body)))
                self.kept.endheaders(body)
                answer = self.kept.getresponse()
                told = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
                if answer.will_close:
                    self.close()
                return told
            except (http.client.HTTPException, OSError):
                self.close()
                if last or self.process.poll() is not None:
                    return None
        return None

    def close(self):
        if self.kept is not None:
            self.kept.close()
        self.kept = None

    def raw(self, data, wait=3.0):
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as connection:
            out = b""
            try:
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                while piece := connection.recv(65536):
                    out += piece
            except OSError:
                pass
            return out

    def memory(self):
        """Bytes of its own, in MB."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("RssAnon"):
                return int(line.split()[1]) // 1024
        return 0

    def well(self):
        told = self.ask("GET", "/health")
        return told is not None and told[0] == 200

    def end(self):
        self.close()
        self.process.terminate()
        return self.process.wait(30)


class Run:
    def __init__(self, server, random):
        self.server, self.random = server, random
        self.sent = collections.Counter()
        self.statuses = collections.defaultdict(collections.Counter)
        document = json.loads(server.ask("GET", "/api/v1/openapi.json")[2])
        self.routes = [(path, how, told) for path, item in document["paths"].items() for how, told in item.items() if how in ("get", "post", "put", "delete")]

    def look(self, kind, what, told, strings=()):
        """An answer to something hostile."""
        self.sent[kind] += 1
        if told is None:
            # Hung up on, which is an answer too, as long as the server is there.
            self.statuses[kind]["closed"] += 1
            if self.server.process.poll() is not None:
                raise Harm(f"the server ended at {what}")
            return
        status, headers, body = told
        self.statuses[kind][status] += 1
        if status in (400, 405, 414, 431, 505) and not body and "content-type" not in headers:
            # What is no HTTP is refused before it is a request.
            return
        if status >= 500:
            raise Harm(f"{status} for {what}: {body[:300]}")
        packed = headers.get("content-encoding")
        if packed == "gzip" and body:
            body = gzip.decompress(body)
        # A backup is the whole ledger, which its master asked for; who may is tested by roles (the server's own tests).
        backup = status == 200 and headers.get("content-type", "") == BACKUP and re.search(r"\bGET /api/v1/backup\b", what)
        for pattern in () if backup else LEAKS:
            if re.search(pattern, body):
                raise Harm(f"{what} gives away {pattern}: {body[:300]}")
        if self.server.ledger.encode() in body and not backup:
            raise Harm(f"{what} tells where the ledger lies: {body[:300]}")
        if "stolen" in headers.get("set-cookie", ""):
            raise Harm(f"{what} smuggled a header in")
        for name in ("x-content-type-options", "content-security-policy"):
            if name not in headers:
                raise Harm(f"{what} is answered without {name}")
        media = headers.get("content-type", "")
        attached = headers.get("content-disposition", "").startswith("attachment")
        if body and packed in (None, "gzip") and media.startswith(("text/html", "image/svg", "text/xml", "application/xml", "application/xhtml")):
            text = body.decode("utf-8", "replace")
            if any(one in text for one in strings if "<" in one) or "<script>alert" in text or "onerror=alert" in text.replace("&lt;", ""):
                raise Harm(f"{what}: markup of others in {media}")
            if "chancery-page" not in text and not attached and '<div id="app"' not in text and "/page.js" not in text:
                raise Harm(f"{what}: HTML that is not the page: {text[:200]}")
        if status >= 400 and not media.startswith("application/problem+json"):
            raise Harm(f"{what}: {status} as {media}: {body[:200]}")

    def string(self):
        one = self.random.choice(STRINGS)
        return self.random.choice([one, one, one + one, one.upper(), " " + one + " ", "x:" + one])

    # Each of these sends one hostile input.

    def query(self):
        path, how, told = self.random.choice([route for route in self.routes if route[1] == "get"])
        strings, parts = [], []
        for parameter in told.get("parameters", []):
            if parameter["in"] == "path":
                one = self.string()
                strings.append(one)
                quote = self.random.choice([lambda text: urllib.parse.quote(text, safe=""), urllib.parse.quote])
                path = path.replace("{" + parameter["name"] + "}", quote(one))
            elif self.random.random() < 0.4:
                one = self.string()
                strings.append(one)
                for _ in range(self.random.choice([1, 1, 2, 20])):
                    parts.append(parameter["name"] + "=" + urllib.parse.quote(one, safe=""))
        if self.random.random() < 0.1:
            parts.append(self.random.choice(["%", "%zz", "a[]=1", "a[b]=1", "=", "&&", "%ff=%fe", "limit=1;limit=2", "q=%u003c"]))
        address = path + ("?" + "&".join(parts) if parts else "")
        if len(address) > 60_000:
            address = address[:60_000]
        address = re.sub(r"[\x00-\x20\x7f]", "", address)
        self.look("queries", f"GET {address[:300]}", self.server.ask("GET", address), strings)

    def address(self):
        path = self.random.choice(["/", "/api/v1/", "/page.js/", "/assets/", "/mcp/", "//", "/./", "/api/v1/articles/"]) + self.random.choice(PATHS + SCRIPTS)
        path = re.sub(r"[\x00-\x20\x7f]", "", path)
        path = self.random.choice([path, urllib.parse.quote(path), path.replace("/", "//"), path + "?x", path + "%00.js", path + "#x"])
        path = path.encode("ascii", "ignore").decode()
        method = self.random.choice(["GET", "GET", "GET", "HEAD", "POST", "PUT", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "X" * 40])
        told = self.server.ask(method, path)
        self.look("addresses", f"{method} {path}", told)

    def header(self):
        name = self.random.choice(
            ["Host", "Origin", "Referer", "Cookie", "Authorization", "X-Request-Id", "If-None-Match", "Accept", "Accept-Encoding", "Range", "Expect",
             "X-Forwarded-For", "X-Forwarded-Host", "X-Original-URL", "X-HTTP-Method-Override", "Forwarded", "Sec-Fetch-Site", "Content-Type", "X-Csrf-Token",
             "Accept-Language", "Upgrade", "Transfer-Encoding", "X-Source-Name", "Connection", "Via", "TE", "If-Modified-Since"]
        )
        value = re.sub(r"[\r\n\0]", "", self.string())[:6_000].encode("utf-8", "ignore").decode("latin-1")
        path = self.random.choice(["/health", "/", "/api/v1/acts?limit=1", "/api/v1/session", "/api/v1/exports/ics"])
        self.look("headers", f"{path} with {name}: {value[:80]!r}", self.server.ask("GET", path, {name: value}), [value])

    def body(self):
        path, how, told = self.random.choice([route for route in self.routes if route[1] in ("post", "put", "delete") and "/read" not in route[0] and "/sources" not in route[0]])
        for parameter in told.get("parameters", []):
            if parameter["in"] == "path":
                one = self.random.choice([self.string(), "6211b276b9.c221-255", "1"])
                path = path.replace("{" + parameter["name"] + "}", urllib.parse.quote(one, safe=""))
        if how == "delete" and path.startswith("/api/v1/users") or how == "put":
            # Users would shut the open server: that is tried at the shut one.
            path = "/api/v1/acts/6211b276b9.c221-255/judgements"
            how = "post"
        deep = self.random.choice([10, 100, 10_000, 100_000])
        draw = self.random.choice
        text = draw(
            [
                lambda: "[" * deep + "]" * deep,
                lambda: '{"a":' * deep + "1" + "}" * deep,
                lambda: json.dumps({"verb": self.string(), "reason": self.string()}),
                lambda: json.dumps({"verb": "edit", "field": self.string(), "value": self.string()}),
                lambda: json.dumps({"verb": "status", "status": self.string()}),
                lambda: json.dumps({"verb": "follow", "how": self.string(), "act": self.string()}),
                lambda: json.dumps({"name": self.string(), "password": self.string()}),
                lambda: json.dumps({"scope": self.string(), "ends": self.string(), "label": self.string()}),
                lambda: json.dumps({str(n): self.string()[:20] for n in range(draw([1, 1000, 20_000]))}),
                lambda: '{"verb":"accept","verb":"reject"}',
                lambda: '{"verb":"accept","__proto__":{"admin":true}}',
                lambda: '{"verb":"accept","reason":"\\ud800"}',
                lambda: '{"verb":"accept","reason":' + "9" * deep + "}",
                lambda: '"' + "x" * (2 << 20) + '"',
                lambda: self.string(),
            ]
        )()
        media = self.random.choice(["application/json"] * 6 + ["text/plain", "application/xml", "", "application/json; charset=utf-16", "multipart/form-data", self.string()[:50]])
        headers = {"Content-Type": re.sub(r"[\r\n\0]", "", media).encode("utf-8", "ignore").decode("latin-1")}
        if self.random.random() < 0.1:
            headers["Content-Encoding"] = self.random.choice(["gzip", "br", "deflate", "zstd", "x"])
        self.look("bodies", f"{how} {path[:80]} {text[:80]!r}", self.server.ask(how.upper(), path, headers, text.encode("utf-8", "surrogatepass")))

    def document(self):
        """What a document may hold, as many formats as can be written by hand; some are kept, and come up in later answers."""
        one = self.string()
        name = self.random.choice(["a.html", "a.txt", "a.md", "a.json", "a.xml", "a.csv", "a.pdf", "a.docx", "a.zip", "a.eml"] + PATHS + SCRIPTS)
        sentence = "The Government of Chile opposes unilateral measures. "
        content = self.random.choice(
            [
                lambda: f"<html><head><title>{one}</title></head><body><p>{sentence}{one}</p></body></html>",
                lambda: f"<html><body><script>document.cookie</script><p onclick=\"{one}\">{sentence}</p></body></html>",
                lambda: f"# {one}\n\n{sentence}{one}\n",
                lambda: f"---\ntitle: {json.dumps(one)}\nurl: {one}\n---\n{sentence}",
                lambda: f"---\na: &a [x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n---\n{sentence}",
                lambda: json.dumps([{"title": one, "text": sentence + one, "url": "javascript:alert(1)"}]),
                lambda: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
                lambda: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">' + "".join(f'<!ENTITY {chr(98 + n)} "{"&" + chr(97 + n) + ";" * 1}{("&" + chr(97 + n) + ";") * 9}">' for n in range(8)) + "]><x>&i;</x>",
                lambda: "<rss><channel><item><title>" + one + "</title><link>" + one + "</link><description>" + sentence + "</description></item></channel></rss>",
                lambda: "<div>" * self.random.choice([10, 10_000, 100_000]) + sentence,
                lambda: "<" * self.random.choice([10, 100_000]),
                lambda: "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj\n" + one,
                lambda: sentence * 200 + one,
                lambda: "".join(chr(self.random.choice([self.random.randrange(32, 0x2FF), self.random.randrange(0x4E00, 0x9FFF)])) for _ in range(400)),
            ]
        )()
        data = content.encode("utf-8", "surrogatepass")
        if self.random.random() < 0.1:
            data = bytes(byte ^ (self.random.random() < 0.02) for byte in data[:5_000])
        keep = self.random.random() < 0.12
        headers = {"Content-Type": "application/octet-stream", "X-Source-Name": urllib.parse.quote(name)}
        told = self.server.ask("POST", "/api/v1/sources" if keep else "/api/v1/read", headers, data)
        self.look("documents", f"the document {name[:40]!r} {content[:100]!r}", told, [one])

    def multipart(self):
        edge = self.random.choice(["x", "-" * 60, "a b", '"', "x" * 200])
        name = self.random.choice(PATHS + SCRIPTS + COMMANDS)
        part = f'--{edge}\r\nContent-Disposition: form-data; name="f"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\nThe Government supports it.\r\n'
        data = self.random.choice(
            [
                part + f"--{edge}--\r\n",
                part,
                part.replace("\r\n", "\n") + f"--{edge}--",
                part * 600 + f"--{edge}--\r\n",
                f"--{edge}\r\n" * 1_000,
                f"--{edge}\r\n" + "X: y\r\n" * 5_000 + "\r\n",
                f"--{edge}\r\nContent-Disposition: form-data\r\n\r\nx\r\n--{edge}--\r\n",
                f"--{edge}\r\nContent-Disposition: form-data; name=\"f\"; filename*=UTF-8''%2e%2e%2f{CANARY}\r\n\r\nx\r\n--{edge}--\r\n",
                f"--{edge}--\r\n",
                f"--{edge}\r\nContent-Transfer-Encoding: base64\r\n\r\n////\r\n--{edge}--",
                "\0" * 1_000,
                "",
            ]
        )
        media = self.random.choice([f"multipart/form-data; boundary={edge}", f'multipart/form-data; boundary="{edge}', "multipart/form-data", "multipart/form-data; boundary=", f"multipart/mixed; boundary={edge}"])
        told = self.server.ask("POST", "/api/v1/read", {"Content-Type": media}, data.encode("utf-8", "surrogatepass"))
        self.look("multipart", f"{media[:60]} {data[:100]!r}", told, [name])

    def archive(self):
        draw = self.random.choice
        name = draw([f"../../../tmp/{CANARY}", f"/tmp/{CANARY}", "a.txt", "a" * 5_000 + ".txt", "CON.txt", "a/\0b.txt", SCRIPTS[0]])
        out = io.BytesIO()
        which = draw(["bomb", "slip", "nested", "many", "cut", "gzip", "lies", "office"])
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            if which == "bomb":
                archive.writestr("a.txt", b"\0" * (draw([10, 60, 300]) << 20))
            elif which == "nested":
                inner = b"The Government supports it."
                for _ in range(draw([2, 20, 60])):
                    layer = io.BytesIO()
                    with zipfile.ZipFile(layer, "w", zipfile.ZIP_DEFLATED) as within:
                        within.writestr("a.zip", inner)
                    inner = layer.getvalue()
                archive.writestr("a.zip", inner)
            elif which == "many":
                for number in range(draw([1_000, 5_000])):
                    archive.writestr(f"{number}.txt", "x")
            elif which == "office":
                archive.writestr("[Content_Types].xml", "<Types/>")
                archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document><w:body><w:p>&e;</w:p></w:body></w:document>')
            else:
                archive.writestr(name.replace("\0", ""), "The Government supports it.")
        data = out.getvalue()
        if which == "cut":
            data = data[: len(data) // 2]
        if which == "lies":
            data = data.replace(b"The", b"\xff\xff\xff")[:-10] + b"\xff" * 10
        if which == "gzip":
            data = gzip.compress(b"\0" * (draw([10, 300]) << 20))
        told = self.server.ask("POST", "/api/v1/read", {"Content-Type": "application/octet-stream", "X-Source-Name": "a.zip"}, data)
        self.look("archives", f"an archive ({which}, {len(data)} bytes)", told)

    def smuggled(self):
        """Two requests where a proxy may see one; the second must not be done in anybody's name."""
        second = b"DELETE /api/v1/judgements/1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        head = b"POST /api/v1/read HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        data = self.random.choice(
            [
                head + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + second,
                head + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + second,
                head + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + second,
                head + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + second,
                head + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + second,
                head + b"Content-Length: 0\r\nContent-Length: 44\r\n\r\n" + second,
                head + b"Content-Length: +5\r\n\r\nabcde" + second,
                head + b"Content-Length: 5, 5\r\n\r\nabcde" + second,
                head + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx\r\n0\r\n\r\n",
                head + b"Transfer-Encoding: chunked\r\n\r\n5;ext=" + b"a" * 20_000 + b"\r\nabcde\r\n0\r\n\r\n",
                head + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + second,
                b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
                b"GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                b"GET http://evil.example/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                b"GET /health HTTP/1.1\r\nX: a\r\n b\r\nHost: 127.0.0.1\r\n\r\n",
                b"GET /health\r\n\r\n",
                b"GET /health HTTP/9.9\r\n\r\n",
                b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
                b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(self.random.randrange(256) for _ in range(200)),
                b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: y\r\n" * 2_000 + b"\r\n",
                b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"y" * 2_000_000 + b"\r\n\r\n",
                bytes(self.random.randrange(256) for _ in range(300)),
                b"\0" * 100,
                b"\r\n" * 1_000,
            ]
        )
        answer = self.server.raw(data)
        self.sent["smuggling"] += 1
        status = answer[9:12].decode("latin-1") if answer.startswith(b"HTTP/1.1 ") else "closed"
        self.statuses["smuggling"][status] += 1
        if b"evil.example" in data and b"Host: 127.0.0.1\r\nHost" not in data and b"http://evil" not in data and status == "200":
            raise Harm("a foreign host is answered")
        if b"HTTP/1.1 5" in answer:
            raise Harm(f"{data[:120]} is answered {answer[:200]}")
        for pattern in LEAKS:
            if re.search(pattern, answer):
                raise Harm(f"{data[:120]} gives away {pattern}")

    def shut(self, closed):
        """Whoever has no right gets nothing, however it is asked for."""
        path, how, told = self.random.choice(self.routes)
        for parameter in told.get("parameters", []):
            if parameter["in"] == "path":
                path = path.replace("{" + parameter["name"] + "}", urllib.parse.quote(self.random.choice(["1", "6211b276b9", self.string()]), safe=""))
        headers = self.random.choice(
            [
                {},
                {"Authorization": "Bearer " + re.sub(r"[^\x21-\x7e]", "", self.string())},
                {"Authorization": "Basic YWRtaW46YWRtaW4="},
                {"Cookie": "chancery_session=" + re.sub(r"[^\x21-\x7e]", "", self.string())},
                {"X-Forwarded-For": "127.0.0.1", "X-Original-URL": "/health", "X-Forwarded-User": "root"},
                {"X-HTTP-Method-Override": "GET"},
            ]
        )
        path = self.random.choice([path, path, path + "/", "/" + path, path.upper(), path.replace("/api", "/./api"), path.replace("/v1", "/%76%31"), path + ";a=b", path + "%00"])
        told = closed.ask(how.upper(), path, headers, b"{}" if how in ("post", "put") else None)
        self.sent["without rights"] += 1
        if told is None:
            self.statuses["without rights"]["closed"] += 1
            return
        status, got, data = told
        self.statuses["without rights"][status] += 1
        page = got.get("content-type", "").startswith("text/html")
        free = path.rstrip("/") in ("/health", "/api/v1/openapi.json", "/api/v1/session")
        if status >= 500 or (status < 400 and not page and not free):
            raise Harm(f"{how} {path} with {headers} is answered {status}: {data[:200]}")


def slow(server, stop):
    """Clients that begin and do not go on; the others must not notice."""
    heads = [
        b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ",
        b"POST /api/v1/read HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10000000\r\n\r\nx",
        b"POST /api/v1/read HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
        b"GET /api/v1/exports/jsonl HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"",
    ]
    held = []
    for number in range(300):
        try:
            connection = socket.create_connection(("127.0.0.1", server.port), timeout=5)
            connection.sendall(heads[number % len(heads)])
            held.append(connection)
        except OSError:
            pass
    while not stop.wait(1):
        for connection in held:
            try:
                connection.sendall(b"a")
            except OSError:
                pass
    for connection in held:
        connection.close()


def gathered(run):
    """What was kept comes up again, in every form, and harms nobody there."""
    server = run.server
    for form in ["jsonl", "csv", "webannotation", "ics", "atom", "graphml", "ftm", "plover", "md", "html", "parquet"]:
        status, headers, data = server.ask("GET", f"/api/v1/exports/{form}?all_copies=true")
        text = data.decode("utf-8", "replace")
        if status != 200 or not headers["content-disposition"].startswith("attachment"):
            raise Harm(f"the export {form}: {status} {headers}")
        if form == "html" and re.search(r"<(script|img|svg onload|iframe)[ >]", re.sub(r"<svg class[^>]*>", "", text)):
            raise Harm("the brief holds markup of others")
        if form in ("atom", "graphml"):
            xml.etree.ElementTree.fromstring(text)
        if form == "ics" and any(line and not re.match(r"^[A-Z-]+[;:]|^ ", line) for line in text.split("\r\n")):
            raise Harm("the calendar holds a line that a document wrote")
    for path in ["/api/v1/acts", "/api/v1/articles"]:
        rows = json.loads(server.ask("GET", f"{path}?limit=1000&all_copies=true")[2])
        for row in rows[:200]:
            run.look("read back", row["id"], server.ask("GET", f"{path}/{urllib.parse.quote(row['id'])}"))
            if path.endswith("articles"):
                told = server.ask("GET", f"{path}/{row['id']}/source")
                if told[1]["content-type"] != "application/octet-stream" or told[1]["content-disposition"] != "attachment":
                    raise Harm(f"a source is sent as {told[1]}")


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20261126
    folder = pathlib.Path(tempfile.mkdtemp())
    ledgers = [str(folder / "open"), str(folder / "shut")]
    for ledger in ledgers:
        subprocess.run([program, "add", str(TOP / "samples"), "--ledger", ledger], check=True, capture_output=True)
    subprocess.run([program, "user", "add", "root", "--role", "admin", "--ledger", ledgers[1]], check=True, capture_output=True, text=True, input=PASSWORD)
    server, closed = Server(program, ledgers[0]), Server(program, ledgers[1])
    run = Run(server, random.Random(seed))
    # How often each comes, in a hundred.
    kinds = [(run.query, 34), (run.address, 12), (run.header, 12), (run.body, 14), (run.document, 13), (run.multipart, 5), (run.smuggled, 4), (lambda: run.shut(closed), 5.4), (run.archive, 0.6)]
    stop = threading.Event()
    beside = threading.Thread(target=slow, args=(server, stop))
    beside.start()
    began = time.monotonic()
    try:
        for number in range(count):
            run.random.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0]()
            if number % 500 == 499 and not (server.well() and closed.well()):
                raise Harm(f"the server is not well after {number + 1}")
        gathered(run)
        if not server.well():
            raise Harm("the server is not well at the end")
    except Harm as harm:
        tail = pathlib.Path(server.log.name).read_text()[-2_000:]
        sys.exit(f"hostile: {harm}\nafter {sum(run.sent.values())} inputs (seed {seed})\n{tail}")
    finally:
        stop.set()
        beside.join()
        memory = server.memory() if server.process.poll() is None else 0
        codes = server.end(), closed.end()
    log = pathlib.Path(server.log.name).read_text() + pathlib.Path(closed.log.name).read_text()
    made = [path for path in (pathlib.Path("/tmp") / CANARY, folder / CANARY, pathlib.Path(CANARY)) if path.exists()]
    allowed = {"ledger.db", "ledger.db-wal", "ledger.db-shm", "index", "users.db", "users.db-wal", "users.db-shm", "writing.lock"}
    strange = {path.name for ledger in ledgers for path in pathlib.Path(ledger).iterdir()} - allowed
    check = subprocess.run([program, "check", "--ledger", ledgers[0]], capture_output=True, text=True)
    for told, bad in [
        ("something was executed or written", made or strange),
        ("the log tells of a bug", re.search(r"panicked|a bug", log)),
        ("a server ended badly", codes != (0, 0)),
        ("the ledger is no longer whole: " + check.stdout + check.stderr, check.returncode != 0),
    ]:
        if bad:
            sys.exit(f"hostile: {told}: {bad}\n{log[-2_000:]}")
    for kind, number in run.sent.most_common():
        statuses = ", ".join(f"{status} {times}" for status, times in sorted(run.statuses[kind].items(), key=str))
        print(f"{kind}: {number} ({statuses})")
    print(f"hostile: {sum(run.sent.values())} inputs in {time.monotonic() - began:.0f} s beside 300 slow clients: nothing executed, nothing leaked, {memory} MB of memory at the end")


main()
