"""The page of `centricity report` in a browser: charts, console, network, phone, print."""

import subprocess
import sys
import unittest

from program import ROOT, ProgramTest

SKIPPED = 77


class ReportPage(ProgramTest):
    def test_in_a_browser(self):
        self.run_program("report")
        done = subprocess.run([sys.executable, ROOT / "tests" / "report" / "check_page.py",
                               self.folder / "report.html", "--charts", "15"],
                              capture_output=True, text=True, timeout=200, check=False)
        if done.returncode == SKIPPED:
            self.skipTest(done.stdout)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
