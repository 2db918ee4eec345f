"""Tests of compare.py: `python3 -m unittest compare_test` in this folder."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest
from pathlib import Path
from unittest import mock

import compare
import results
import systems

WORK = systems.WORKS[0]


class Program(systems.System):
    """A system whose program is the given Python code, or the given command."""

    def __init__(self, code):
        super().__init__("executor", "a program", script="program.py")
        self.code = code

    def command(self, folder, work):
        return [sys.executable, "-c", self.code] if isinstance(self.code, str) else self.code


class CompareTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="a folder ")
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def measured(self, code, timeout=60):
        return compare.measure(Program(code), self.folder, WORK, timeout)

    def refused(self, *arguments):
        with mock.patch("sys.argv", ["compare.py", *arguments, "--folder", str(self.folder / "new")]):
            with contextlib.redirect_stderr(io.StringIO()), self.assertRaises(SystemExit) as stopped:
                compare.main()
        return str(stopped.exception.code)

    def test_right_result_is_ok(self):
        row = self.measured("""print('RESULT {"ms": 3, "ok": true}')""")
        self.assertEqual((3, True), (row["ms"], row["ok"]))

    def test_bytes_that_are_no_text_are_a_wrong_result(self):
        for stream in ("stdout", "stderr"):
            row = self.measured(f"import sys; sys.{stream}.buffer.write(b'\\xff no text')")
            self.assertFalse(row["ok"])
            self.assertIn("no text", row["note"])

    def test_result_without_a_time_is_wrong(self):
        for outcome in ('{"ms": "abc", "ok": true}', '{"ms": NaN, "ok": true}', '{"ok": "yes"}', '{"ok": tr', "{}"):
            row = self.measured(f"print('RESULT {outcome}')")
            self.assertEqual((None, False), (row["ms"], row["ok"]), outcome)

    def test_missing_program_is_a_failure(self):
        self.assertIn("No such file", self.measured(["/no/such/program"])["note"])

    def test_missing_tool_is_why_a_system_is_absent(self):
        system = systems.System("missing", "a system", poms=["group:artifact:1"], script="Missing.java")
        with mock.patch.dict(os.environ, {"PATH": str(self.folder)}):
            self.assertIn("`mvn` is missing", system.install(self.folder))

    def test_program_that_hangs_is_stopped(self):
        row = self.measured("import time; time.sleep(100)", timeout=1)
        self.assertTrue(row["late"])

    def test_interrupt_stops_the_program(self):
        waiting = self.folder / "pid"
        program = f"import os, time; open({str(waiting)!r}, 'w').write(str(os.getpid())); time.sleep(100)"
        script = textwrap.dedent(f"""
            import signal
            signal.signal(signal.SIGINT, signal.default_int_handler)
            from pathlib import Path
            import compare, compare_test
            compare.measure(compare_test.Program({program!r}), Path({str(self.folder)!r}), compare_test.WORK, 60)
        """)
        process = subprocess.Popen([sys.executable, "-c", script], cwd=systems.HERE, stderr=subprocess.DEVNULL)
        while not waiting.exists() or not waiting.read_text():
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.wait(30)
        with self.assertRaises(ProcessLookupError):
            os.kill(int(waiting.read_text()), 0)

    def test_absent_systems_of_earlier_calls_are_kept(self):
        (self.folder / "absent.json").write_text('{"moto": "no network", "executor": "no Java"}')
        (self.folder / "executor").mkdir()
        for name in ("executor/installed", "executor.tried"):
            (self.folder / name).touch()
        with contextlib.redirect_stdout(io.StringIO()):
            compare.install([Program("")], self.folder, None)
        self.assertEqual({"moto": "no network"}, json.loads((self.folder / "absent.json").read_text()))

    def test_rows_of_unknown_work_and_systems_are_ignored(self):
        known = {"work": WORK.name, "system": "executor"}
        file = self.folder / "results.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in (known, {**known, "work": "old"}, {**known, "system": "old"})))
        self.assertEqual([known], results.read(file))

    def test_cut_line_is_named(self):
        file = self.folder / "results.jsonl"
        file.write_text('{"work": "fan')
        with self.assertRaises(SystemExit) as stopped:
            results.read(file)
        self.assertIn("line 1 of", stopped.exception.code)

    def test_tables_are_not_replaced_without_results(self):
        self.assertEqual("2", self.refused("--rounds", "0"))
        self.assertEqual("2", self.refused("--timeout", "-1"))
        self.assertIn("has no results", self.refused("--report"))
        self.assertFalse((self.folder / "new").exists())


if __name__ == "__main__":
    unittest.main()
