/// Which model foretells best? All of them, and two guesses that need none, on days they have not
/// seen.
///
///     centricity_holdout [transactions.csv [last day the models may see]]
///
/// Without a file: CDNOW, if CENTRICITY_DATA names a folder with cdnow_master.csv, and else a
/// simulated market.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <optional>
#include <string>

#include <centricity/centricity.hpp>

namespace cc = centricity;

namespace {

/// The file to read; empty if there is none.
std::string file_of(int argc, char** argv) {
  if (argc > 1) return argv[1];
  const char* folder = std::getenv("CENTRICITY_DATA");
  if (folder == nullptr) return {};
  const auto cdnow = std::filesystem::path{folder} / "cdnow_master.csv";
  return std::filesystem::exists(cdnow) ? cdnow.string() : std::string{};
}

cc::PurchaseLedger ledger_of(const std::string& file) {
  const cc::CustomerBase base = file.empty() ? cc::loyalty::to_base(cc::loyalty::simulate())
                                             : cc::source::load_csv({.interactions = file}).base;
  cc::PurchaseLedger ledger;
  ledger.add(base);
  return ledger;
}

/// The day asked for, or the one in the middle: for CDNOW that is 1997-09-30, as published.
cc::Day last_day_to_see(int argc, char** argv, const cc::PurchaseLedger& ledger) {
  if (argc > 2) return cc::parse_date(argv[2]).value();
  return *ledger.first_day() + (*ledger.last_day() - *ledger.first_day()) / 2;
}

void print(const std::string& name, const cc::loyalty::ForecastScore& score, double actual) {
  std::cout << std::left << std::setw(26) << name << std::right << std::fixed
            << std::setprecision(0) << std::setw(8) << score.total << std::setprecision(1)
            << std::setw(8) << 100.0 * (score.total / actual - 1.0) << std::setprecision(3)
            << std::setw(8) << score.mean_absolute_error << std::setw(8)
            << score.root_mean_square_error << std::setw(8)
            << score.normalized_gini.value.value_or(0.0);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const cc::PurchaseLedger ledger = ledger_of(file_of(argc, argv));
    const cc::Day seen = last_day_to_see(argc, argv, ledger);

    cc::Document page{.id = "holdouts", .title = "Which model foretells best?"};
    cc::loyalty::HoldoutEvaluation best;
    for (const cc::loyalty::ModelName model : cc::loyalty::model_names()) {
      const auto evaluation =
          cc::loyalty::evaluate_holdout(ledger, {.calibration_until = seen, .model = model});
      if (page.sections.empty()) {
        std::cout << evaluation.customers << " customers, seen until " << cc::to_text(seen) << ", made "
                  << evaluation.actual << " purchases until " << cc::to_text(evaluation.until) << "\n\n"
                  << "                             Total       %   Error     RMS    Gini"
                     "   80% interval      Inside\n";
      }
      if (!(evaluation.actual > 0.0)) continue;  // Nothing to foretell.
      cc::Document section = describe(evaluation);
      section.id += "_" + std::to_string(page.sections.size());
      section.title = std::string{title(model)} + ": " + section.title;
      page.sections.push_back(std::move(section));
      if (!report_of(evaluation.fit).usable()) continue;

      print(std::string{title(model)}, evaluation.model, evaluation.actual);
      const cc::loyalty::PredictionCheck& check = evaluation.predictions;
      std::cout << std::setprecision(0) << std::setw(9) << check.total.interval->lower << " to "
                << std::setw(6) << check.total.interval->upper << (check.total_holds ? "  " : " !")
                << std::setprecision(1) << std::setw(6) << 100.0 * *check.inside_part.value
                << "%\n";
      if (!report_of(best.fit).usable() ||
          evaluation.model.root_mean_square_error < best.model.root_mean_square_error) {
        best = evaluation;
      }
    }
    if (!report_of(best.fit).usable()) return 1;
    print("Silent customers are gone", best.hiatus, best.actual);
    std::cout << '\n';
    print("Same as last period", best.last_period, best.actual);
    std::cout << "\n\n" << title(name_of(best.fit)) << ": " << best.words << '\n';

    page.blocks.emplace_back(
        cc::Paragraph{"The best is " + std::string{title(name_of(best.fit))} + ". " + best.words});
    page.sections.push_back(
        describe(track_purchases(best.fit, ledger, {.calibration_until = seen})));
    std::ofstream{"holdout.html"} << cc::report::to_html(page);
  } catch (const cc::Error& error) {
    std::cerr << error.what() << '\n';
    return 2;
  } catch (const std::bad_optional_access&) {
    std::cerr << "the last day is not a date such as 1997-09-30\n";
    return 2;
  }
}
