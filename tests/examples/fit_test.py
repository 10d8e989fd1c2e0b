"""`centricity fit`: the shape of its JSON, and what its options do."""

import csv
import json
import unittest

from program import ProgramTest


class Fit(ProgramTest):
    def fit(self, *arguments):
        return json.loads(self.run_program("fit", *arguments, "--json").stdout)

    def test_json_of_both_models(self):
        file = self.simulate("--customers", 500)
        for model, names in (("bg-nbd", ["r", "alpha", "a", "b"]),
                             ("gamma-gamma", ["p", "q", "gamma"])):
            found = self.fit(model, "--interactions", file)
            self.assertEqual(found["schema"], 1)
            self.assertEqual(found["model"], model)
            self.assertEqual(found["status"], "converged")
            self.assertGreater(found["iterations"], 0)
            self.assertLess(found["log_likelihood"], 0)
            self.assertGreater(found["customers"], 100)
            self.assertGreater(found["tuples"], 10)
            self.assertEqual(list(found["parameters"]), names)
            for estimate in found["parameters"].values():
                self.assertLess(estimate["lower"], estimate["value"])
                self.assertLess(estimate["value"], estimate["upper"])
                self.assertGreater(estimate["std_error"], 0)

    def test_a_summary_gives_what_its_transactions_give(self):
        file = self.simulate("--customers", 500)
        self.run_program("predict", "--interactions", file, "--output", "customers.csv")
        with open(self.folder / "customers.csv", newline="", encoding="utf-8") as rows:
            customers = list(csv.DictReader(rows))
        lines = [f"{row['repeats']},{row['recency']},{row['age']}" for row in customers]
        for header in ("frequency,recency,age", "x,t_x,T"):
            self.write("summary.csv", "\n".join([header, *lines]) + "\n")
            direct = self.fit("bg-nbd", "--interactions", file)
            from_summary = self.fit("bg-nbd", "--summary", "summary.csv")
            for name, estimate in direct["parameters"].items():
                self.assertAlmostEqual(from_summary["parameters"][name]["value"],
                                       estimate["value"], delta=1e-6 * estimate["value"])

    def test_counts_in_a_summary_are_customers(self):
        self.write("ones.csv", "x,t_x,T\n" + "2,10,30\n0,0,20\n1,5,25\n0,0,30\n4,20,22\n" * 40)
        self.write("counts.csv", "x,t_x,T,weights\n2,10,30,40\n0,0,20,40\n1,5,25,40\n0,0,30,40\n4,20,22,40\n")
        ones = self.fit("bg-nbd", "--summary", "ones.csv")
        counts = self.fit("bg-nbd", "--summary", "counts.csv")
        self.assertEqual(ones["customers"], 200)
        self.assertEqual(counts["customers"], 200)
        self.assertEqual(ones["parameters"], counts["parameters"])

    def test_a_change_of_unit_scales_alpha_alone(self):
        file = self.simulate("--customers", 500)
        weeks = self.fit("bg-nbd", "--interactions", file)["parameters"]
        days = self.fit("bg-nbd", "--interactions", file, "--unit", "day")["parameters"]
        months = self.fit("bg-nbd", "--interactions", file, "--unit", "month")["parameters"]
        alpha = weeks["alpha"]["value"]
        self.assertAlmostEqual(days["alpha"]["value"] / alpha, 7, delta=1e-4)
        self.assertAlmostEqual(months["alpha"]["value"] / alpha, 7 / 30.436875, delta=1e-4)
        self.assertAlmostEqual(days["r"]["value"] / weeks["r"]["value"], 1, delta=1e-5)

    def test_every_grain_of_merging_is_taken(self):
        file = self.simulate("--customers", 300)
        for grain in ("none", "day", "week", "month"):
            self.fit("bg-nbd", "--interactions", file, "--merge", grain)


if __name__ == "__main__":
    unittest.main()
