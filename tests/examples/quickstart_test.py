"""The quickstart runs as the README says."""

import unittest

from program import QUICKSTART, ProgramTest


class Quickstart(ProgramTest):
    def test_runs(self):
        file = self.simulate()
        text = self.run_program(file, program=QUICKSTART).stdout
        self.assertIn("Still a customer?", text)
        self.assertIn("95% CI", text)

    def test_bad_input(self):
        self.run_program("nowhere.csv", program=QUICKSTART, code=2)


if __name__ == "__main__":
    unittest.main()
