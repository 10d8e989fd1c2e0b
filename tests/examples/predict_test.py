"""`centricity predict` and `segment rfm --output`: a line a customer, under their own id."""

import csv
import json
import unittest

from program import ProgramTest

NAMES = ['plain', '  spaced', 'with,comma', 'with "quotes"', 'zürich', '=1+1', '00017']


class Predict(ProgramTest):
    def rows(self, name):
        with open(self.folder / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def purchases(self):
        """A sample in which some customers have names that want quoting."""
        self.simulate("--customers", 400)
        rows = self.rows("sample.csv")
        customer, *_ = rows[0]
        labels = sorted({row[customer] for row in rows})
        renamed = dict(zip(labels, NAMES))
        for row in rows:
            row[customer] = renamed.get(row[customer], row[customer])
        with open(self.folder / "sample.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        return {row[customer].strip() for row in rows}

    def test_one_line_a_customer(self):
        customers = self.purchases()
        self.run_program("predict", "--interactions", "sample.csv", "--output", "out.csv")
        rows = self.rows("out.csv")
        self.assertEqual(len(rows), len(customers))
        self.assertEqual({row["customer"].strip() for row in rows}, customers)
        for row in rows:
            self.assertTrue(0 <= float(row["alive"]) <= 1)
            self.assertGreaterEqual(float(row["purchases"]), 0)
            self.assertLessEqual(float(row["value_lower"]), float(row["value"]))
            self.assertLessEqual(float(row["value"]), float(row["value_upper"]))

    def test_a_longer_horizon_expects_more(self):
        self.purchases()
        totals = []
        for horizon in ("4 weeks", "1 year"):
            self.run_program("predict", "--interactions", "sample.csv", "--output", "out.csv",
                             "--horizon", horizon)
            totals.append(sum(float(row["purchases"]) for row in self.rows("out.csv")))
        self.assertLess(2 * totals[0], totals[1])

    def test_one_customer(self):
        self.simulate("--customers", 400)
        ask = ["predict", "--interactions", "sample.csv", "--horizon", "1 year", "--json"]
        alive = []
        for recency in (5, 35):
            page = json.loads(self.run_program(*ask, "--repeats", 3, "--recency", recency,
                                               "--age", 39).stdout)
            alive.append(page["blocks"][0]["figures"][0]["estimate"]["value"])
        self.assertLess(alive[0], alive[1])
        page = json.loads(self.run_program(*ask, "--new-customer").stdout)
        chart = page["blocks"][1]["series"][0]["y"]
        self.assertAlmostEqual(sum(chart), 1.0, places=9)
        self.run_program(*ask, "--repeats", 3, code=2)
        self.run_program(*ask, "--repeats", 3, "--recency", 9, "--age", 5, code=2)

    def test_segments(self):
        customers = self.purchases()
        self.run_program("segment", "rfm", "--interactions", "sample.csv", "--output", "rfm.csv")
        rows = self.rows("rfm.csv")
        self.assertEqual({row["customer"].strip() for row in rows}, customers)
        for row in rows:
            self.assertIn(int(row["recency"]), range(1, 6))
            self.assertTrue(row["segment"])


if __name__ == "__main__":
    unittest.main()
