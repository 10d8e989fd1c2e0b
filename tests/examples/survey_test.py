"""`centricity gap` and `score`: on a simulated survey, on real ones, and on what they must refuse."""

import csv
import json
import unittest

from program import ProgramTest, data

CALL = "call answered at once"


def blocks(page):
    yield from page["blocks"]
    for section in page["sections"]:
        yield from blocks(section)


def figure(page, name):
    """The estimate of this name."""
    return next(each["estimate"] for block in blocks(page) if block["kind"] == "figures"
                for each in block["figures"] if each["name"] == name)


def table(page, title):
    return next(block for block in blocks(page)
                if block["kind"] == "table" and block["title"] == title)


def column(block, name):
    return [each["name"] for each in block["columns"]].index(name)


class SurveyTest(ProgramTest):
    survey = ()

    def ask(self, *arguments, code=0):
        """The page of a command about the survey, as JSON."""
        done = self.run_program(*arguments[:2], *self.survey, *arguments[2:], "--json", "--quiet",
                                code=code)
        return json.loads(done.stdout)


class Simulated(SurveyTest):
    survey = ("survey.csv", "--codebook", "codebook.csv")

    def setUp(self):
        super().setUp()
        self.run_program("simulate", "survey", "--respondents", 2000)

    def test_the_files(self):
        with open(self.folder / "survey.csv", newline="", encoding="utf-8") as file:
            self.assertEqual(len(list(csv.reader(file))), 2001)
        before = (self.folder / "survey.csv").read_bytes()
        self.run_program("simulate", "survey", "--respondents", 2000)
        self.assertEqual((self.folder / "survey.csv").read_bytes(), before)

    def test_gaps(self):
        page = self.ask("gap", "servqual", "--standard", "desired")
        gap = figure(page, "Overall gap, unweighted")
        self.assertLess(gap["upper"], 0)
        self.assertEqual(len(table(page, "Dimensions")["rows"]), 5)

    def test_two_standards_must_be_told_apart(self):
        done = self.run_program("gap", "servqual", *self.survey, code=2)
        self.assertIn("--standard", done.stderr)
        self.assertIn("adequate, desired", done.stderr)

    def test_zones(self):
        page = self.ask("gap", "zone")
        self.assertEqual(len(table(page, "Items, least adequate first")["rows"]), 6)

    def test_the_price_raises_the_expectation(self):
        page = self.ask("gap", "context", "--items", CALL, "--standard", "desired",
                        "--reference-price", 20, "--perceived", 1)
        surprise = table(page, "Surprise at a service of 1")
        gap = column(surprise, "Gap")
        rows = {row[0]: row[gap]["value"] for row in surprise["rows"]}
        self.assertAlmostEqual(rows["free clinic"], -1.0, delta=.15)
        self.assertAlmostEqual(rows["paid clinic"], -3.08, delta=.2)  # at the median price, 60

    def test_losses_weigh_more(self):
        page = self.ask("gap", "disconfirmation", "--standard", "desired", "--outcome", "satisfied")
        aversion = figure(page, "Loss aversion")
        self.assertLess(aversion["lower"], 2.25)
        self.assertGreater(aversion["upper"], 2.25)

    def test_one_feature_is_two_things(self):
        page = self.ask("gap", "kano", "--items", CALL, "--by", "context")
        text = json.dumps(page)
        self.assertIn("attractive", text)
        self.assertIn("must-be", text)

    def test_segments_differ(self):
        page = self.ask("gap", "heterogeneity", "--standard", "desired", "--by", "age")
        groups = table(page, "Groups")
        gap = column(groups, "Gap")
        rows = {row[0]: row[gap]["value"] for row in groups["rows"]}
        self.assertEqual(set(rows), {"under 40", "40 to 64", "65 and over"})
        self.assertLess(rows["under 40"], rows["65 and over"])
        page = self.ask("gap", "heterogeneity", "--standard", "desired", "--by", "context",
                        "--held-from", 5)
        self.assertEqual(len(page["sections"]), 1)

    def test_drivers_and_quadrants(self):
        items = "responsiveness,reliability,assurance,empathy,tangibles"
        page = self.ask("gap", "drivers", "--outcome", "recommend", "--items", items,
                        "--replicates", 60)
        self.assertGreater(figure(page, "R²")["value"], .3)
        self.ask("gap", "ipa")
        self.ask("gap", "ipa", "--outcome", "recommend", "--items", items)
        spending = "item,amount\n" + "".join(f"{item},10\n" for item in (
            CALL, "seen at the appointed time", "fees told in advance", "doctor explains",
            "time for questions", "bright rooms"))
        self.write("spending.csv", spending)
        page = self.ask("gap", "ipa", "--spending", "spending.csv")
        self.assertIn("pending", json.dumps(page))
        self.write("spending.csv", "item,amount\n" + CALL + ",ten\n")
        done = self.run_program("gap", "ipa", *self.survey, "--spending", "spending.csv", code=2)
        self.assertIn("line 2", done.stderr)

    def test_what_to_improve(self):
        page = self.ask("gap", "improvements", "--standard", "desired", "--outcome", "recommend")
        self.assertEqual(page["id"], "improvement_list")
        self.ask("gap", "improvements", "--standard", "desired")

    def test_scores(self):
        page = self.ask("score", "nps", "--items", "recommend", "--trend", "month", "--invited", 9000)
        self.assertIn("8", json.dumps(page))
        self.assertEqual(len(page["sections"]), 2)  # how it was asked, over time
        self.ask("score", "csat", "--items", "satisfied", "--top-boxes", 3)
        self.ask("score", "ces", "--items", "satisfied,recommend")

    def test_stakeholders(self):
        self.write("parties.csv", "who,kind,E,P\n" + "".join(
            f"c{i},customer,6,5\ne{i},employee,6,{2 + i % 3}\n" for i in range(30)))
        self.write("parties_codebook.csv", "column,meaning,item\nwho,respondent,\n"
                   "kind,stakeholder,\nE,adequate,quick\nP,perception,quick\n")
        self.write("exchange.csv", "stakeholder,given,received\ncustomer,10,8\nemployee,5,5\n")
        done = self.run_program("gap", "stakeholders", "parties.csv", "--codebook",
                                "parties_codebook.csv", "--asked-on", "2025-01-01",
                                "--exchange", "exchange.csv")
        self.assertIn("employee", done.stdout)

    def test_provider(self):
        self.write("provider.csv", f"source,{CALL},doctor explains\n" + "believed,5,6\n" * 3 +
                   "believed,6,6\nspecified,5,7\ndelivered,3,7\npromised,8,9\n")
        page = self.ask("gap", "provider", "--items", f"{CALL},doctor explains", "--standard",
                        "desired", "--provider", "provider.csv")
        self.assertIn(CALL, json.dumps(page))
        self.write("provider.csv", f"source,{CALL}\nrumoured,5\n")
        done = self.run_program("gap", "provider", *self.survey, "--standard", "desired",
                                "--provider", "provider.csv", code=2)
        self.assertIn("line 2, column source", done.stderr)

    def test_the_page(self):
        self.run_program("gap", "kano", *self.survey, "--html", "kano.html", "--quiet")
        page = (self.folder / "kano.html").read_text(encoding="utf-8")
        self.assertIn("The survey that was read", page)
        self.assertIn("<svg", page)

    def test_without_a_codebook(self):
        self.write("plain.csv", "id,rating,group\n" + "".join(
            f"{i},{i % 11},{'ab'[i % 2]}\n" for i in range(110)))
        done = self.run_program("score", "nps", "plain.csv", "--items", "rating", "--scale", "0-10",
                                "--respondent", "id", "--asked-on", "2025-01-01", "--json")
        # 0 to 10 equally often: 2 of 11 promoters, 7 of 11 detractors.
        score = figure(json.loads(done.stdout), "Net Promoter Score")
        self.assertAlmostEqual(score["value"], -5 / 11, places=12)


    def test_weights_of_the_population(self):
        self.write("plain.csv", "id,rating,group\n" + "".join(
            f"{i},{10 if i % 4 else 0},{'a' if i % 4 else 'b'}\n" for i in range(200)))
        self.write("population.csv", "attribute,value,customers\ngroup,a,500\ngroup,b,1500\n")
        ask = ["score", "nps", "plain.csv", "--items", "rating", "--scale", "0-10", "--respondent",
               "id", "--asked-on", "2025-01-01", "--population", "population.csv"]
        # Three in four answer 10, but stand for one customer in four: 25% - 75%.
        done = self.run_program(*ask, "--json")
        score = figure(json.loads(done.stdout), "Net Promoter Score")
        self.assertAlmostEqual(score["value"], -.5, places=9)
        self.assertIn("raked to population.csv", done.stdout)
        self.write("population.csv", "attribute,value,customers\ngroup,a,500\n")
        self.assertIn("'b'", self.run_program(*ask, code=2).stderr)
        self.write("population.csv", "attribute,value,customers\ngroup,a,many\n")
        self.assertIn("line 2", self.run_program(*ask, code=2).stderr)


class Real(SurveyTest):
    """The kiosk survey: 207 people; values of R and mpmath."""

    def setUp(self):
        super().setUp()
        with open(data("kiosk_items.csv"), encoding="utf-8") as file:
            items = list(csv.DictReader(file))
        with open(data("kiosk_kano_items.csv"), encoding="utf-8") as file:
            kano = list(csv.DictReader(file))
        lines = ["column,meaning,item,dimension,lowest,highest", "respondent,respondent,,,,",
                 "gender,attribute,,,,"]
        for item in items:
            number, name = f"{int(item['item']):02}", "q" + item["item"]
            lines += [f"E{number},desired,{name},{item['dimension']},1,7",
                      f"P{number},perception,{name},,,", f"I{number},importance,{name},,1,7",
                      f"S{number},perception,s{item['item']},,1,7"]
        for item in kano:
            number = f"{int(item['kano_item']):02}"
            lines += [f"K{number}F,functional,k{number},,,", f"K{number}D,dysfunctional,k{number},,,"]
        for name in ("overall_satisfied", "overall_excellent", "reuse_intention", "recommend"):
            lines.append(f"{name},perception,{name},,1,5")
        self.write("codebook.csv", "\n".join(lines) + "\n")
        self.survey = (data("kiosk_servqual_kano_ipa.csv"), "--codebook", "codebook.csv",
                       "--asked-on", "2019-10-01")

    def test_the_three_overall_gaps(self):
        for weighting, value in (("unweighted", -1.10205314009662), ("mean", -1.17696734129381),
                                 ("individual", -1.2357850961923)):
            page = self.ask("gap", "servqual", "--weighting", weighting)
            overall = next(each["estimate"] for block in blocks(page) if block["kind"] == "figures"
                           for each in block["figures"] if each["name"].startswith("Overall gap"))
            self.assertAlmostEqual(overall["value"], value, places=10)
            self.assertEqual(overall["n"], 207)

    def test_kano(self):
        page = self.ask("gap", "kano")
        rows = table(page, "Features")["rows"]
        better = column(table(page, "Features"), "Better")
        first = next(row for row in rows if row[0] == "k01")
        self.assertIn("must-be", first)
        self.assertAlmostEqual(first[better]["value"], 0.46116504854368934, places=10)
        self.assertEqual(len(rows), 29)

    def test_satisfaction(self):
        page = self.ask("score", "csat", "--items", "overall_satisfied")
        score = figure(page, "CSAT")
        self.assertAlmostEqual(score["value"], 0.75362318840579710145, places=12)
        self.assertAlmostEqual(score["lower"], 0.69065594476761771387, places=10)

    def test_net_promoter_as_published(self):
        self.survey = (data("nps_conference.csv"), "--scale", "0-10", "--asked-on", "2020-01-01")
        score = figure(self.ask("score", "nps", "--items", "nps_0_10"), "Net Promoter Score")
        self.assertAlmostEqual(score["value"], -14 / 39, places=12)
        self.assertAlmostEqual(score["lower"], -0.57725003001474166217, places=8)

    def test_everything_else_answers(self):
        items = "reliability,fun,control,economy,personalisation,convenience,security,tangible"
        outcome = ("--outcome", "overall_satisfied", "--items", items)
        self.ask("gap", "disconfirmation", *outcome)
        self.ask("gap", "improvements", *outcome)
        self.ask("gap", "heterogeneity", "--by", "gender")
        self.ask("gap", "ipa")
        page = self.ask("gap", "drivers", *outcome, "--method", "johnson", "--replicates", 60)
        self.assertGreater(figure(page, "R²")["value"], .3)

    def test_weighted_satisfaction_with_missing_answers(self):
        self.survey = (data("satisfaction_20attributes_weighted.csv"), "--scale", "1-10",
                       "--weight", "weight", "--asked-on", "2020-01-01")
        page = self.ask("gap", "drivers", "--items", "a00,a01,a02,a03", "--outcome", "overall",
                        "--replicates", 60, "--dissatisfied-at", 6)
        self.assertGreater(figure(page, "R²")["value"], .3)


class Refused(ProgramTest):
    CODEBOOK = "column,meaning,item,lowest,highest\nid,respondent,,,\nE,desired,quick,1,7\n" \
               "P,perception,quick,,\n"

    def says(self, *texts, arguments, code=2):
        done = self.run_program(*arguments, code=code)
        for text in texts:
            self.assertIn(text, done.stderr + done.stdout)

    def setUp(self):
        super().setUp()
        self.write("codebook.csv", self.CODEBOOK)
        self.write("survey.csv", "id,E,P\nann,6,5\nbob,7,3\n")
        self.servqual = ["gap", "servqual", "survey.csv", "--codebook", "codebook.csv",
                         "--asked-on", "2025-01-01"]

    def test_it_works_otherwise(self):
        self.run_program(*self.servqual)

    def test_no_survey(self):
        self.says("--survey", arguments=["gap", "servqual"])
        self.says("nowhere.csv", arguments=["gap", "servqual", "nowhere.csv", *self.servqual[3:]])

    def test_no_codebook(self):
        self.says("--codebook", "--scale", arguments=["gap", "servqual", "survey.csv"])

    def test_no_day(self):
        self.says("survey.csv", "--asked-on", "--time", arguments=self.servqual[:5])

    def test_a_codebook_that_is_none(self):
        self.write("codebook.csv", self.CODEBOOK.replace("desired", "wished"))
        self.says("codebook.csv", "wished", "line 3, column meaning", arguments=self.servqual)

    def test_a_column_that_is_not_there(self):
        self.write("codebook.csv", self.CODEBOOK.replace("P,perc", "Q,perc"))
        self.says("survey.csv", "'Q'", arguments=self.servqual)

    def test_answers_off_the_scale_and_no_numbers(self):
        self.write("survey.csv", "id,E,P\nann,8,5\nbob,seven,3\ncy,6,5\ndee,6,4\n")
        self.says("scale", arguments=self.servqual, code=0)

    def test_nothing_to_use(self):
        self.write("survey.csv", "id,E,P\nann,,\n")
        self.says("survey.csv", "no row", arguments=self.servqual)

    def test_one_respondent_has_no_interval(self):
        self.write("survey.csv", "id,E,P\nann,6,5\n")
        done = self.run_program(*self.servqual, "--json")
        gap = figure(json.loads(done.stdout), "Overall gap, unweighted")
        self.assertEqual(gap["value"], -1)
        self.assertIsNone(gap.get("interval"))

    def test_names_that_are_not_there(self):
        self.says("'slow'", "quick", arguments=[*self.servqual, "--items", "slow"])
        self.says("'glad'", "quick", arguments=[
            "gap", "drivers", *self.servqual[2:], "--outcome", "glad"])
        self.says("--outcome", arguments=["gap", "drivers", *self.servqual[2:]])
        self.says("'1 to 7'", "worst", arguments=[
            "score", "ces", "survey.csv", "--items", "E", "--scale", "1 to 7"])

    def test_answers_that_were_not_asked(self):
        self.says("quick" , "Kano", arguments=[
            "gap", "kano", *self.servqual[2:], "--items", "quick"])
        self.says("adequate", arguments=["gap", "zone", *self.servqual[2:]])
        self.says("--context", "--price", arguments=["gap", "context", *self.servqual[2:]])


if __name__ == "__main__":
    unittest.main()
