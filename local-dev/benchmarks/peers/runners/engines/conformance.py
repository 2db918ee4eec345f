"""Runs the engine's own test cases on an engine behind AWS's protocol, and counts those with the expected status and output or error.

The expectations were written from AWS's documentation and reports for the tests of Anabranch's engine, which therefore agrees with all of
them. Cases that need virtual time, that loop without end or that expect the names and times of the test are left out.
"""

import http.server
import json
import re
import threading
import time
import urllib.parse

from engine import ROOT, Engine, Refused

CASES = ROOT / "local-dev/engine/src/test/resources/dev/anabranch/engine/executions"
LONGEST = 20
NAMES_AND_TIMES = {
    "map-distributed/express-batches-with-inline-map.json",
    "map-distributed/reader-list.json",
    "wait/fraction-of-a-moment-is-ignored.json",
}


class Functions(http.server.ThreadingHTTPServer):
    """Lambda's Invoke API with scripted functions: one step for each call, and the last step repeats."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Invocation)
        self.scripts, self.calls, self.lock = {}, {}, threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def begin(self, scripts):
        with self.lock:
            self.scripts, self.calls = scripts, {}

    def step(self, name):
        with self.lock:
            script = self.scripts.get(name)
            call = self.calls[name] = self.calls.get(name, 0) + 1
        return script[min(call, len(script)) - 1] if isinstance(script, list) else script


class Invocation(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        payload = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urllib.parse.unquote(self.path).split("/functions/")[1].split("/invocations")[0]
        step = self.server.step(path.split(":function:")[-1].split(":")[0])
        if step is None:
            return self.answer(404, {"Type": "User", "Message": f"Function not found: {path}"}, "X-Amzn-ErrorType", "ResourceNotFoundException")
        time.sleep(step.get("after", 0))
        if "throws" in step:
            error = {"errorMessage": step["throws"]["message"], "errorType": step["throws"]["type"]}
            return self.answer(200, error, "X-Amz-Function-Error", "Unhandled")
        if step.get("refused", "").startswith("Lambda."):
            return self.answer(429, {"message": "refused"}, "X-Amzn-ErrorType", step["refused"].removeprefix("Lambda."))
        if "refused" in step:
            return self.answer(200, {"errorMessage": "refused", "errorType": step["refused"]}, "X-Amz-Function-Error", "Unhandled")
        if "returnsTextOfLength" in step:
            return self.answer(200, "y" * step["returnsTextOfLength"])
        return self.answer(200, step["returns"] if "returns" in step else json.loads(payload or b"{}"))

    def answer(self, status, body, *header):
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in [("Content-Type", "application/json"), ("Content-Length", str(len(data))), ("X-Amz-Executed-Version", "$LATEST")]:
            self.send_header(name, value)
        if header:
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(data)


def matches(wanted, got):
    """Compares values; `*` in an expected text matches any text."""
    if isinstance(wanted, str) and isinstance(got, str):
        return re.fullmatch(".*".join(map(re.escape, wanted.split("*"))), got, re.DOTALL) is not None
    if isinstance(wanted, dict) and isinstance(got, dict):
        return wanted.keys() == got.keys() and all(matches(value, got[key]) for key, value in wanted.items())
    if isinstance(wanted, list) and isinstance(got, list):
        return len(wanted) == len(got) and all(map(matches, wanted, got))
    return wanted == got and isinstance(wanted, bool) == isinstance(got, bool)


def with_valid_bucket(case):
    """The bucket of the cases is `b`, but S3 requires at least three characters."""
    return case.replace('"Bucket": "b"', '"Bucket": "bucket"').replace('"b/', '"bucket/').replace('\\"b\\",', '\\"bucket\\",')


def difference(engine, case):
    """Returns how the engine differs from the expectation, or None."""
    expected = case["expect"]
    try:
        for path, content in case.get("objects", {}).items():
            engine.put(path, content.encode() if isinstance(content, str) else json.dumps(content).encode())
        ended = engine.execute(case["definition"], case["input"], case.get("type", "STANDARD"), LONGEST + 10)
        output = json.loads(ended.get("output") or "null")
    except (Refused, ValueError) as different:  # also an output that is not JSON
        return str(different)
    if ended["status"] != expected["status"]:
        return f"{ended['status']} {ended.get('error')}: {ended.get('cause')}"
    if "output" in expected and not matches(expected["output"], output):
        return f"output {ended.get('output')}"
    if "error" in expected and not matches(expected["error"], ended.get("error")):
        return f"error {ended.get('error')}"
    return None


def cases():
    """Returns the files with their cases, first those in JSONPath: moto refuses some of them after a definition in JSONata failed."""
    chosen = []
    for file in sorted(CASES.glob("*/*.json")):
        case = json.loads(with_valid_bucket(file.read_text()))
        virtual = file.parent.name == "execution" or case["expect"].get("seconds", 0) > LONGEST
        named = "written" in case["expect"] or str(file.relative_to(CASES)) in NAMES_AND_TIMES
        if not virtual and not named:
            chosen.append((file, case))
    return sorted(chosen, key=lambda pair: pair[1]["definition"].get("QueryLanguage", "JSONPath") == "JSONata")


def count(name):
    """Prints the differences, and returns for each query language the number of cases that agree, and of all cases."""
    functions = Functions()
    engine = Engine(name, f"http://127.0.0.1:{functions.server_port}")
    counts = {}
    try:
        engine.put("bucket")
        for file, case in cases():
            functions.begin(case.get("functions", {}))
            different = difference(engine, case)
            if different:
                print(f"{name}, {file.relative_to(CASES)}: {different[:200]}", flush=True)
            tally = counts.setdefault(case["definition"].get("QueryLanguage", "JSONPath"), [0, 0])
            tally[0] += different is None
            tally[1] += 1
    finally:
        engine.stop()
        functions.shutdown()
    return counts
