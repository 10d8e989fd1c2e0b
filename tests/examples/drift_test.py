"""`centricity drift` and `fit --bootstrap`: a model kept, and how sure it is."""

import json
import unittest

from program import ProgramTest


class Drift(ProgramTest):
    def kept(self):
        file = self.simulate("--customers", 600)
        self.run_program("fit", "mbg-nbd", "--interactions", file, "--until", "2024-09-30",
                         "--save", "model.txt")
        return ["drift", "--interactions", file, "--saved", "model.txt"]

    def test_a_model_that_holds(self):
        ask = [*self.kept(), "--calibrated-until", "2024-09-30"]
        page = json.loads(self.run_program(*ask, "--json").stdout)
        self.assertEqual(page["id"], "drift")
        self.assertIn(page["blocks"][0]["text"].split(":")[0], ("No drift", "Drift", "Cannot tell"))
        again = json.loads(self.run_program(*ask, "--json").stdout)
        self.assertEqual(again, page)
        self.assertIn("Does the model still hold?", self.run_program(*ask).stdout)

    def test_a_change_worth_knowing_can_be_too_small_to_see(self):
        ask = [*self.kept(), "--calibrated-until", "2024-09-30", "--until", "2024-10-14",
               "--noticeable", "0.01", "--false-alarms", "1e-6", "--json"]
        page = json.loads(self.run_program(*ask).stdout)
        self.assertTrue(page["blocks"][0]["text"].startswith("Cannot tell"))

    def test_bad_input(self):
        ask = self.kept()
        self.run_program(*ask, code=2)
        self.run_program(*ask, "--calibrated-until", "2024-09-31", code=2)
        said = self.run_program(*ask, "--calibrated-until", "2030-01-01", code=2).stderr
        self.assertIn("2030-01-01", said)
        self.run_program(*ask, "--calibrated-until", "2024-09-30", "--noticeable", "0", code=2)
        self.write("model.txt", "not a model\n")
        said = self.run_program(*ask, "--calibrated-until", "2024-09-30", code=2).stderr
        self.assertIn("saved model", said)

    def test_both_intervals_of_a_fit(self):
        file = self.simulate("--customers", 400)
        ask = ["fit", "bg-nbd", "--interactions", file]
        fit = json.loads(self.run_program(*ask, "--bootstrap", 60, "--json").stdout)
        self.assertEqual(fit["bootstrap"]["replicates"], 60)
        for name, estimate in fit["parameters"].items():
            again = fit["bootstrap"]["parameters"][name]
            self.assertEqual(again["value"], estimate["value"])
            self.assertGreater(again["std_error"], 0)
        self.assertIn("customers drawn again", self.run_program(*ask, "--bootstrap", 60).stdout)
        self.assertNotIn("bootstrap", json.loads(self.run_program(*ask, "--json").stdout))
        self.run_program(*ask, "--bootstrap", 10, code=2)


if __name__ == "__main__":
    unittest.main()
