"""A progress bar on a terminal; Ctrl-C stops soon and leaves no half-written file."""

import os
import pty
import signal
import subprocess
import time
import unittest

from program import CENTRICITY, ProgramTest


def terminal_pair():
    """A terminal and its other end, or a visible skip."""
    try:
        return pty.openpty()
    except OSError as error:
        raise unittest.SkipTest(f"no terminal can be had here: {error}") from error


class Interrupt(ProgramTest):
    def interrupt(self, *arguments):
        """Starts it on a terminal and stops it as soon as there is a progress bar."""
        terminal, end = terminal_pair()
        process = subprocess.Popen([CENTRICITY, *map(str, arguments)], cwd=self.folder,
                                   stdout=subprocess.DEVNULL, stderr=end)
        os.close(end)
        shown = b""
        while b"]" not in shown:
            shown += os.read(terminal, 1024)
        self.assertIn(b"%", shown + os.read(terminal, 1024))
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=60)
        seconds = time.monotonic() - begin
        os.close(terminal)
        print(f"{arguments[0]} stopped after {seconds * 1000:.0f} ms")
        self.assertEqual(code, 130)

    def test_while_reading(self):
        row = "customer-{},2024-0{}-1{},12.50\n"
        text = "".join(row.format(i, i % 9 + 1, i % 10) for i in range(100_000))
        with open(self.folder / "large.csv", "w", encoding="ascii") as file:
            file.write("customer,date,amount\n")
            for _ in range(30):
                file.write(text)
        self.interrupt("report", "large.csv")
        self.assertEqual(self.files(), ["large.csv"])

    def test_while_ranking(self):
        self.simulate("--customers", 60_000)
        self.interrupt("predict", "--interactions", "sample.csv", "--output", "out.csv")
        self.assertEqual(self.files(), ["sample.csv"])

    def test_no_bar_where_nobody_looks(self):
        done = self.run_program("report")
        self.assertEqual(done.stderr, "")


if __name__ == "__main__":
    unittest.main()
