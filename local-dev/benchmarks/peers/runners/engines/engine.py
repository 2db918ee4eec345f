"""Step Functions engines behind AWS's protocol: starts the server of one, and sends requests to it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[4]
SIGNED = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/%s/aws4_request, SignedHeaders=host, Signature=0"
ROLE = "arn:aws:iam::000000000000:role/peers"


class Refused(Exception):
    """The engine refused a request."""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Engine:
    """The server of an engine: `anabranch`, `localstack` or `moto`; the latter two run in the environment of this interpreter."""

    def __init__(self, name, lambda_url=None):
        port, objects = free_port(), free_port()
        self.url = self.s3_url = f"http://127.0.0.1:{port}"
        if name == "anabranch":
            self.s3_url = f"http://127.0.0.1:{objects}"
            command = [ROOT / "anabranch", "serve", "--port", port, "--s3-port", objects, "--api-port", 0, "--console-port", 0]
            command += ["--lambda-endpoint", lambda_url] if lambda_url else []
        else:
            command = [sys.executable, HERE / f"{name}_server.py", port, *([lambda_url] if lambda_url else [])]
        self.process = subprocess.Popen([str(part) for part in command], stdout=sys.stderr, stderr=sys.stderr)
        try:
            self.wait()
        except BaseException:
            self.stop()
            raise

    def wait(self):
        for _ in range(2_400):
            try:
                self.call("ListStateMachines")
                return
            except (OSError, Refused):
                if self.process.poll() is not None:
                    raise SystemExit(f"The server ended with {self.process.returncode}.")
                time.sleep(0.05)
        raise SystemExit("The server does not answer.")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def call(self, action, **body):
        headers = {
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": "AWSStepFunctions." + action,
            "X-Amz-Date": "20260101T000000Z",
            "Authorization": SIGNED % "states",
        }
        return json.loads(self.send(self.url, json.dumps(body).encode(), headers, "POST") or b"{}")

    def put(self, path, data=b""):
        """Puts a bucket or an object."""
        headers = {"X-Amz-Date": "20260101T000000Z", "X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD", "Authorization": SIGNED % "s3"}
        self.send(f"{self.s3_url}/{path}", data, headers, "PUT")

    @staticmethod
    def send(url, data, headers, method):
        try:
            with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method), timeout=600) as answer:
                return answer.read()
        except urllib.error.HTTPError as refused:
            raise Refused(f"{refused.code} {refused.read()[:300].decode(errors='replace')}") from refused

    def execute(self, definition, given, kind="STANDARD", seconds=3_600):
        """Creates and starts a state machine, and returns the description of its execution when it has ended."""
        name = f"peers-{os.getpid()}-{time.time_ns()}"
        machine = self.call("CreateStateMachine", name=name, definition=json.dumps(definition), roleArn=ROLE, type=kind)
        execution = self.call("StartExecution", stateMachineArn=machine["stateMachineArn"], input=json.dumps(given))
        end, pause = time.time() + seconds, 0.005
        while True:
            described = self.call("DescribeExecution", executionArn=execution["executionArn"])
            if described["status"] != "RUNNING" or time.time() > end:
                return described
            time.sleep(pause)
            pause = min(pause * 1.3, 0.25)
