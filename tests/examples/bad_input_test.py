"""Exit codes: 1 a fit that cannot be used, 2 bad input, in words that help."""

import unittest

from program import ProgramTest

BUYS = "customer,date,amount\n"


class BadInput(ProgramTest):
    def says(self, text, *arguments, code=2):
        done = self.run_program(*arguments, code=code)
        self.assertIn(text, done.stderr + done.stdout)

    def test_nobody_came_back(self):
        file = self.write("once.csv", BUYS + "".join(f"c{i},2024-01-{i % 28 + 1:02},10\n" for i in range(99)))
        self.says("repeat", "fit", "bg-nbd", "--interactions", file, code=1)
        self.says("", "fit", "gamma-gamma", "--interactions", file, code=1)
        self.says("", "predict", "--interactions", file, "--output", "out.csv", code=1)
        self.assertNotIn("out.csv", self.files())
        self.says("repeat", "report", file, code=1)
        self.assertIn("report.html", self.files())

    def test_no_such_file(self):
        self.says("nowhere.csv", "check", "nowhere.csv")
        self.says("nowhere.csv", "fit", "bg-nbd", "--interactions", "nowhere.csv")
        self.says("nowhere.csv", "fit", "bg-nbd", "--summary", "nowhere.csv")

    def test_no_file_at_all(self):
        self.says("--interactions", "fit", "bg-nbd")

    def test_bad_options(self):
        self.says("--merge", "fit", "bg-nbd", "--interactions", "x.csv", "--merge", "year")
        self.says("--nonsense", "report", "--nonsense")
        self.says("'soon' is not a date", "fit", "bg-nbd", "--interactions", "x.csv", "--until", "soon")
        self.says("'2024-02-30' is not a date", "report", "x.csv", "--from", "2024-02-30")
        self.says("is not a length of time", "report", "x.csv", "--horizon", "often")
        self.says("", "frobnicate")
        self.says("")

    def test_columns_that_cannot_be_guessed(self):
        file = self.write("odd.csv", "alpha,beta\n1,2\n")
        self.says("alpha", "check", file)

    def test_a_column_that_is_not_there(self):
        file = self.write("buys.csv", BUYS + "a,2024-01-01,1\n")
        self.says("'who'", "check", file, "--customer", "who")

    def test_dates_that_are_none(self):
        file = self.write("dates.csv", BUYS + "a,2024-01-01,1\nb,2024-13-77,1\n")
        self.says("line 3", "check", file)

    def test_no_text(self):
        (self.folder / "noise.csv").write_bytes(bytes(range(256)) * 20)
        self.says("", "check", "noise.csv")
        self.says("", "report", "noise.csv")
        self.write("empty.csv", "")
        self.says("", "report", "empty.csv")

    def test_a_place_that_cannot_be_written(self):
        self.says("nowhere", "simulate", "--customers", 10, "--output", "nowhere/out.csv")

    def test_a_window_without_purchases(self):
        file = self.write("buys.csv", BUYS + "a,2024-01-01,1\n")
        self.says("nobody bought", "report", file, "--from", "2025-01-01", "--until", "2025-02-01")


if __name__ == "__main__":
    unittest.main()
