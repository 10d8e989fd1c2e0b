"""All models and heuristics side by side, as the example prints them."""

import os
import unittest
import unittest.mock

from program import HOLDOUT, ProgramTest, data

MODELS = ("NBD", "BG/NBD", "MBG/NBD", "BG/CNBD-k", "MBG/CNBD-k", "Pareto/NBD", "BG/BB")


class Holdout(ProgramTest):
    def table(self, *arguments):
        text = self.run_program(*arguments, program=HOLDOUT).stdout
        self.assertIn("<svg", (self.folder / "holdout.html").read_text(encoding="utf-8"))
        return {line[:26].strip(): line[26:].split() for line in text.splitlines()[3:12]}

    def test_runs_without_data(self):
        with unittest.mock.patch.dict(os.environ):
            os.environ.pop("CENTRICITY_DATA", None)
            table = self.table()
        for model in (*MODELS, "Silent customers are gone", "Same as last period"):
            self.assertGreater(float(table[model][0]), 0.0)

    def test_reads_a_file(self):
        table = self.table(self.simulate(), "2024-12-31")
        self.assertLess(abs(float(table["MBG/NBD"][1])), 20.0)

    def test_bad_input(self):
        self.run_program("nowhere.csv", program=HOLDOUT, code=2)
        self.run_program(self.simulate(), "soon", program=HOLDOUT, code=2)

    def test_cdnow(self):
        """Of the 23,570 customers, who made 19,684 purchases in the second half."""
        table = self.table(data("cdnow_master.csv"), "1997-09-30")
        for model in MODELS[1:]:
            self.assertLess(abs(float(table[model][1])), 20.0)
            self.assertTrue(75.0 <= float(table[model][-1].rstrip("%")) <= 85.0, model)


if __name__ == "__main__":
    unittest.main()
