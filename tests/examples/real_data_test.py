"""Published results and whole files, through the command line."""

import gzip
import json
import shutil
import unittest

from program import ProgramTest, data


class RealData(ProgramTest):
    def fit(self, *arguments):
        return json.loads(self.run_program("fit", *arguments, "--json").stdout)

    def test_cdnow_sample_as_published(self):
        """Fader, Hardie & Lee (2005): .243, 4.414, .793, 2.426; gamma-gamma: Fader & Hardie (2013)."""
        calibration = ["--interactions", data("cdnow_sample.csv"), "--until", "1997-09-30"]
        buying = self.fit("bg-nbd", *calibration)
        for name, value in (("r", .2425945), ("alpha", 4.4136020), ("a", .7929220), ("b", 2.4259068)):
            self.assertAlmostEqual(buying["parameters"][name]["value"], value, delta=2e-6)
        self.assertAlmostEqual(buying["log_likelihood"], -9582.4292067, delta=1e-6)
        self.assertEqual(buying["customers"], 2357)
        spending = self.fit("gamma-gamma", *calibration)
        for name, value in (("p", 6.25), ("q", 3.74), ("gamma", 15.44)):
            self.assertAlmostEqual(spending["parameters"][name]["value"], value, delta=.005)
        self.assertEqual(spending["customers"], 946)

    def test_summaries_as_published(self):
        buying = self.fit("bg-nbd", "--summary", data("lifetimes_cdnow_summary.csv"))
        for name, value in (("r", .243), ("alpha", 4.414), ("a", .793), ("b", 2.426)):
            self.assertAlmostEqual(buying["parameters"][name]["value"], value, delta=1e-3)
        spending = self.fit("gamma-gamma", "--summary", data("lifetimes_cdnow_summary_monetary.csv"))
        for name, value in (("p", 6.25), ("q", 3.74), ("gamma", 15.44)):
            self.assertAlmostEqual(spending["parameters"][name]["value"], value, delta=.01)

    def table(self, section, title):
        report = json.loads((self.folder / "report.json").read_text(encoding="utf-8"))
        page = next(inner for inner in report["sections"] if inner["id"] == section)
        return next(block for block in page["blocks"] if block.get("title") == title)

    def test_cdnow_ties_to_the_file(self):
        self.run_program("report", data("cdnow_master.csv"))
        self.assertEqual(self.table("data", "Rows and revenue")["rows"][-1][1:3], [69659, 2500315.63])
        self.assertEqual(self.table("data", "From rows to purchases")["rows"][-1][1:3], [69659, 2500315.63])
        self.assertIn(80, [row[0] for row in self.table("data", "What is unusual")["rows"]] +
                      [row[1] for row in self.table("data", "What is unusual")["rows"]])

    def test_online_retail_ties_to_the_file(self):
        with gzip.open(data("online_retail_uci352.csv.gz")) as packed, \
                open(self.folder / "online_retail.csv", "wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
        screen = self.run_program("report", "online_retail.csv").stdout
        self.assertIn("135,080", screen)  # rows without a customer
        self.assertIn("9,288", screen)  # refunds by their order
        read = self.table("data", "Rows and revenue")["rows"][-1]
        self.assertEqual(read[1:3], [541909, 9747747.934])
        account = self.table("data", "From rows to purchases")["rows"]
        self.assertEqual(account[-1][1:3], [541909, 9747747.934])
        self.assertAlmostEqual(sum(row[2] for row in account[:-1]), 9747747.934, places=4)
        self.assertIn(135080, [row[1] for row in account])  # anonymous


if __name__ == "__main__":
    unittest.main()
