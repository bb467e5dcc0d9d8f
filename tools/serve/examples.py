"""Writes the examples of the server's document anew: python3 tools/serve/examples.py target/debug/chancery

Answers of a ledger of the bundled samples, lists cut to their first row, to crates/server/src/api/examples.json.
"""
import json, os, re, subprocess, sys, tempfile, urllib.parse, urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "crates/server/src/api/examples.json"
program = sys.argv[1]

with tempfile.TemporaryDirectory() as folder:
    ledger = f"{folder}/l"
    subprocess.run([program, "add", str(ROOT / "samples"), "--ledger", ledger, "--quiet"], check=True)
    server = subprocess.Popen([program, "serve", "--ledger", ledger, "--listen", "127.0.0.1:0", "--author", "ann"], stdout=subprocess.PIPE, text=True)
    base = server.stdout.readline().strip().rstrip("/")

    def ask(method, path, query=(), body=None):
        address = f"{base}{path}" + ("?" + urllib.parse.urlencode(query, doseq=True) if query else "")
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode() if body is not None else None
        kind = "application/octet-stream" if isinstance(body, str) else "application/json"
        request = urllib.request.Request(address, data=data, method=method, headers={"content-type": kind})
        answer = urllib.request.urlopen(request).read()
        return json.loads(answer) if answer else None

    def short(value, deep=0):
        if isinstance(value, list):
            # Places, pairs and the like are whole.
            return value if all(isinstance(one, (int, float)) for one in value) else [short(one, deep + 1) for one in value[: 2 if deep > 1 else 1]]
        if isinstance(value, dict):
            return {name: short(one, deep + 1) for name, one in list(value.items())[: 40]}
        if isinstance(value, str) and len(value) > 240:
            return value[:240] + "…"
        # Sizes and moments differ from run to run.
        return re.sub(r"^20\d\d-\d\d-\d\dT[\d:.]+Z$", "2027-01-02T09:30:00Z", value) if isinstance(value, str) else value

    try:
        promise = ask("GET", "/api/v1/search", {"q": "1200万", "kind": "commitment"})["acts"][0]["id"]
        article = promise.split(".")[0]
        later = ask("GET", f"/api/v1/commitments/{promise}/track")["follow_ups"][0]["id"]
        text = "秘鲁外长表示，秘鲁欢迎这一倡议。"
        status = {"verb": "status", "status": "in-the-works", "reason": "the first stations stand"}
        merge = {"verb": "merge", "what": "mechanism", "from": "締約方大會", "into": "联合国", "reason": "its conference of the parties"}
        user = {"role": "analyst", "password": "four words will do"}
        tie = next(one for one in ask("GET", "/api/v1/network") if one["tie"] == "on" and one["for"])
        asked = {
            "GET /health": {}, "GET /api/v1/session": {}, "GET /api/v1/names": {}, "GET /api/v1/stats": {}, "GET /api/v1/acts": {},
            "GET /api/v1/articles": {}, "GET /api/v1/commitments": {}, "GET /api/v1/instruments": {}, "GET /api/v1/mechanisms": {},
            "GET /api/v1/timeline": {}, "GET /api/v1/network": {}, "GET /api/v1/actors": {}, "GET /api/v1/tokens": None,
            "GET /api/v1/search": {"q": "1200万"}, "GET /api/v1/positions": {"on": "海洋"}, "GET /api/v1/phrases": {"of": "聯合聲明"},
            "GET /api/v1/network/acts": {"tie": "on", "one": tie["from"], "other": tie["to"], "side": "for"},
            "GET /api/v1/compare": {"a": "6211b276b9", "b": "575a77d28c"},
        }
        out = {}
        for route, query in asked.items():
            if query is not None:
                method, path = route.split()
                out[route] = {"answer": short(ask(method, path, query))}
        for route, path in {
            "GET /api/v1/acts/{id}": f"/api/v1/acts/{promise}", "GET /api/v1/articles/{id}": f"/api/v1/articles/{article}",
            "GET /api/v1/articles/{id}/record": f"/api/v1/articles/{article}/record", "GET /api/v1/verify/{id}": f"/api/v1/verify/{promise}",
            "GET /api/v1/commitments/{id}/track": f"/api/v1/commitments/{promise}/track",
        }.items():
            out[route] = {"answer": short(ask("GET", path))}
        out["POST /api/v1/read"] = {"answer": short(ask("POST", "/api/v1/read", body=text))}
        out["POST /api/v1/sources"] = {"answer": short(ask("POST", "/api/v1/sources", body=text))}
        said = ask("POST", f"/api/v1/acts/{promise}/judgements", body=status)
        out["POST /api/v1/acts/{id}/judgements"] = {"request": status, "answer": said}
        out["POST /api/v1/names/judgements"] = {"request": merge, "answer": ask("POST", "/api/v1/names/judgements", body=merge)}
        out["GET /api/v1/judgements"] = {"answer": short(ask("GET", "/api/v1/judgements"))}
        out["DELETE /api/v1/judgements/{number}"] = {"answer": short(ask("DELETE", f"/api/v1/judgements/{said['number']}"))}
        out["GET /api/v1/deeds"] = {"answer": short(ask("GET", "/api/v1/deeds"))}
        # With users nobody may ask any more without saying who they are: these are written by hand.
        out["PUT /api/v1/users/{name}"] = {"request": user}
        out["GET /api/v1/users"] = {"answer": [{"name": "ann", "role": "admin", "made": "2027-01-02T09:30:00Z"}]}
        token = {"id": 3, "user": "ann", "label": "notebook", "scope": "reader", "made": "2027-01-02T09:30:00Z", "ends": "2028-01-01T00:00:00Z", "used": None}
        out["GET /api/v1/tokens"] = {"answer": [token]}
        out["POST /api/v1/tokens"] = {"request": {"label": "notebook", "scope": "reader", "ends": "2028-01-01"}, "answer": {"secret": "chancery_…", **token}}
        signed = {"name": "ann", "role": "admin", "csrf": "a word for x-csrf-token", "users": True}
        out["POST /api/v1/session"] = {"request": {"name": "ann", "password": "four words will do"}, "answer": signed}
    finally:
        server.terminate()
        server.wait()

text = json.dumps(dict(sorted(out.items())), ensure_ascii=False, indent=1)
# A ledger keeps whole paths; a reader elsewhere has the samples only.
text = text.replace(f"{ROOT}/", "")
assert not any(path in text for path in (str(ROOT), str(Path.home()), folder)), "a path of this machine"
OUT.write_text(text + "\n", encoding="utf-8")
print(f"{len(out)} routes, {OUT.stat().st_size} bytes")
