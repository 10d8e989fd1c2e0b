"""`centricity report`, `check`, `timeline`, `rank` and `holdout` on a simulated sample."""

import json
import unittest

from program import ProgramTest


def sections(document):
    yield document
    for inner in document.get("sections", []):
        yield from sections(inner)


class Report(ProgramTest):
    def test_the_screen_and_the_files(self):
        screen = self.run_program("report").stdout
        self.assertEqual(self.files(), ["codebook.csv", "report.html", "report.json", "sample.csv", "survey.csv"])
        for part in ("Customers", "2,357", "Still customers", "Revenue to come", "USD",
                     "Columns guessed", "What is unusual", "Tested on", "report.html",
                     "centricity predict", "Gap to expectations", "Net Promoter Score",
                     "From the survey"):
            self.assertIn(part, screen)
        self.assertLessEqual(max(map(len, screen.splitlines()[:-1])), 80)
        self.assertLess(len(screen.splitlines()), 40, "more than a screen")

        report = json.loads((self.folder / "report.json").read_text(encoding="utf-8"))
        self.assertEqual(report["schema"], 1)
        found = [section["id"] for section in sections(report)]
        for section in ("data", "purchase_timeline", "rfm", "mbg_nbd", "gamma_gamma",
                        "frequency_check", "history_matrix", "holdout", "tracking", "customer_equity",
                        "ranking", "expectations",
                        "improvement_list", "gap_scores", "gap_groups", "expectation_model",
                        "kano_contexts", "tolerance_zones", "kano", "net_promoter", "survey"):
            self.assertIn(section, found)

    def test_ids_are_hidden_unless_asked_for(self):
        self.run_program("report")
        for name in ("report.html", "report.json"):
            self.assertNotIn("C000", (self.folder / name).read_text(encoding="utf-8"))
            self.assertNotIn("R000", (self.folder / name).read_text(encoding="utf-8"))
        self.run_program("report", "--show-ids")
        for name in ("report.html", "report.json"):
            self.assertIn("C000", (self.folder / name).read_text(encoding="utf-8"))

    def test_the_same_every_time(self):
        texts = []
        for _ in range(2):
            self.run_program("report")
            texts.append((self.folder / "report.json").read_bytes())
        self.assertEqual(*texts)

    def test_without_a_survey(self):
        self.run_program("report", self.simulate("--customers", 300))
        self.assertEqual(self.files(), ["report.html", "report.json", "sample.csv"])

    def test_parts_of_it(self):
        file = self.simulate("--customers", 500)
        self.assertIn("What was read", self.run_program("check", file).stdout)
        for command in (["timeline", "--unit", "week"], ["rank", "--top", 5], ["segment", "rfm"],
                        ["holdout", "--calibration-until", "2024-09-30"]):
            command += ["--interactions", file]
            self.assertTrue(self.run_program(*command).stdout)
            found = json.loads(self.run_program(*command, "--json").stdout)
            self.assertEqual(found["schema"], 1)


if __name__ == "__main__":
    unittest.main()
