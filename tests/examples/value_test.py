"""`centricity value`, and the examples `value` and `scoring`."""

import csv
import json
import os
import subprocess
import unittest

from program import ProgramTest

TERMS = ["--rate", 0.1, "--timing", "period-end"]
MODELS = ["nbd", "bg-nbd", "mbg-nbd", "bg-cnbd", "mbg-cnbd", "pareto-nbd", "bg-bb"]


class Value(ProgramTest):
    def setUp(self):
        super().setUp()
        self.simulate("--customers", 400)

    def value(self, *options, code=0):
        return self.run_program("value", "sample.csv", *options, code=code)

    def page(self, *options):
        return json.loads(self.value("--json", *options).stdout)

    def figures(self, page):
        blocks = [block for block in page["blocks"] if "figures" in block]
        return {each["name"]: each["estimate"] for each in blocks[0]["figures"]}

    def equity(self, *options):
        return self.figures(self.page(*options))["Customer equity"]["value"]

    def test_every_model_and_a_saved_one(self):
        for model in MODELS:
            by = ["--merge", "month", "--unit", "month"] if model == "bg-bb" else []
            figures = self.figures(self.page(*TERMS, "--model", model, *by))
            equity = figures["Customer equity"]
            self.assertLess(equity["lower"], equity["value"])
            self.assertLess(equity["value"], equity["upper"])
            self.assertEqual(figures["What they will bring"]["interval"], "prediction")
        self.run_program("fit", "bg-nbd", "--interactions", "sample.csv", "--save", "model.txt")
        self.assertEqual(self.equity(*TERMS, "--saved", "model.txt"),
                         self.equity(*TERMS, "--model", "bg-nbd"))

    def test_a_line_a_customer_adds_up(self):
        equity = self.equity(*TERMS, "--margin", 0.3, "--output", "values.csv")
        with open(self.folder / "values.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 400)
        self.assertAlmostEqual(sum(float(row["value"]) for row in rows) / equity, 1.0, places=9)
        for row in rows:
            self.assertAlmostEqual(float(row["value"]),
                                   0.3 * float(row["purchases"]) * float(row["spend"]))

    def test_terms_change_the_value_as_they_must(self):
        start, end = (self.equity("--rate", 0.2, "--timing", timing, "--period", "1 year",
                                  "--horizon", "3 years")
                      for timing in ("period-start", "period-end"))
        self.assertAlmostEqual(start, 1.2 * end, places=6)
        early = self.equity(*TERMS, "--horizon", "1 year")
        late = self.equity(*TERMS, "--horizon", "2 years", "--after", "1 year")
        both = self.equity(*TERMS, "--horizon", "2 years")
        self.assertAlmostEqual(early + late, both, places=6)
        self.assertLess(both, self.equity(*TERMS, "--for-ever"))

    def test_new_customers(self):
        page = self.page(*TERMS, "--new-customers", 1000, "--acquisition-cost", 2)
        cohort = self.figures(page["sections"][0])
        self.assertAlmostEqual(cohort["After the cost of winning them"]["value"],
                               1000 * (cohort["Value of one"]["value"] - 2))

    def test_what_must_be_said(self):
        done = self.value("--rate", 0.1, code=2)
        for timing in ("when-bought", "period-start", "period-middle", "period-end"):
            self.assertIn(timing, done.stderr)
        self.assertIn("--rate", self.value("--timing", "period-end", code=2).stderr)
        self.assertIn("yearly", self.value("--rate", 0.1, "--timing", "yearly", code=2).stderr)
        self.assertIn("rate", self.value("--rate", -1, "--timing", "period-end", code=2).stderr)
        self.assertIn("margin", self.value(*TERMS, "--margin", 0, code=2).stderr)
        self.assertIn("window", self.value("--rate", 0, "--timing", "period-end", "--for-ever",
                                           code=2).stderr)
        self.value(*TERMS, "--for-ever", "--horizon", "1 year", code=2)

    def test_without_spend_there_is_no_value(self):
        buys = "".join(f"c{i % 40},2024-{1 + i // 40:02}-{1 + i % 28:02}\n" for i in range(200))
        self.write("sample.csv", "customer,date\n" + buys)
        self.assertIn("nothing to learn from", self.value(*TERMS, code=1).stderr)

    def test_the_examples(self):
        text = self.run_program("sample.csv", program=os.environ["CENTRICITY_VALUE"]).stdout
        self.assertIn("Customer equity", text)
        self.assertIn("value.html", self.files())
        self.run_program("fit", "pareto-nbd", "--interactions", "sample.csv",
                         "--save", "model.txt")
        done = subprocess.run([os.environ["CENTRICITY_SCORING"], "model.txt"], cwd=self.folder,
                              input="2 30 39\n0 0 12\n", capture_output=True, text=True,
                              timeout=100, check=True)
        self.assertEqual(done.stdout.count("alive"), 2)
        self.assertIn("2 events", done.stderr)
        self.run_program("nowhere.txt", program=os.environ["CENTRICITY_SCORING"], code=2)


if __name__ == "__main__":
    unittest.main()
