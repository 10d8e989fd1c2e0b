"""Runs the built programs in a folder of their own."""

import os
import pathlib
import subprocess
import tempfile
import unittest

CENTRICITY = os.environ["CENTRICITY_PROGRAM"]
QUICKSTART = os.environ["CENTRICITY_QUICKSTART"]
HOLDOUT = os.environ["CENTRICITY_HOLDOUT"]
ROOT = pathlib.Path(__file__).resolve().parents[2]


class ProgramTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_program(self, *arguments, program=CENTRICITY, code=0):
        """What it did; its exit code is as expected, and it never dies of a signal."""
        done = subprocess.run([program, *map(str, arguments)], cwd=self.folder,
                              capture_output=True, text=True, timeout=250, check=False)
        self.assertEqual(done.returncode, code, done.stderr + done.stdout)
        return done

    def write(self, name, text):
        (self.folder / name).write_text(text)
        return name

    def simulate(self, *options):
        self.run_program("simulate", "--output", "sample.csv", *options)
        return "sample.csv"

    def files(self):
        return sorted(path.name for path in self.folder.iterdir())


def data(name):
    """A file of real data, or a visible skip."""
    path = pathlib.Path(os.environ.get("CENTRICITY_DATA", ROOT.parent / "shared" / "data")) / name
    if not path.is_file():
        raise unittest.SkipTest(f"{path} is not here; set CENTRICITY_DATA")
    return path
