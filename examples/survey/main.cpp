// From a survey to what to improve first; and the two clinics, which are not judged alike.
//
// Without arguments the survey is made up; with a survey and its codebook, in the way of
// `centricity simulate survey`, it is read.

#include <iomanip>
#include <iostream>

#include <centricity/centricity.hpp>

namespace cc = centricity;
namespace gap = centricity::gap;

namespace {

// Items that say what was hoped for and what came of it.
std::vector<std::string_view> comparable_items(const cc::Assessments& answers) {
  const std::vector<gap::GivenAnswers> given = gap::given_answers(answers);
  const auto desired = static_cast<std::size_t>(cc::Standard::desired);
  std::vector<std::string_view> items;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i].perception && given[i].expectation[desired]) {
      items.emplace_back(answers.items[i].name);
    }
  }
  return items;
}

// What closing each gap is worth, in points of recommendation.
void list_improvements(const cc::Assessments& answers) {
  std::vector<std::string_view> items = comparable_items(answers);
  items.emplace_back("recommend");
  const gap::AnswerTable table = gap::join_answers(answers, cc::Standard::desired, items);
  std::vector<gap::GapItem> rated = gap_items(table);
  rated.pop_back();  // The recommendation is what the others are to explain.
  const gap::ImprovementList list = gap::list_improvements(
      rated, table.perception.back(), {.weights = table.weight, .respondent = table.respondent});

  std::cout << std::left << std::setw(30) << "Improve first"
            << "Worth, in points of recommendation\n";
  for (const gap::Improvement& each : list.improvements) {
    std::cout << std::setw(30) << each.name << to_text(each.gain, 2) << '\n';
  }
}

// Nobody answers (1 of 10), or somebody does at once (4 of 10): what is it, where nothing is paid
// and where 60 is?
void compare_clinics(const cc::Assessments& answers) {
  const gap::ItemColumns call = gap::select_item(answers, "call answered at once");
  const gap::RowGroups clinics = group_by_context(call, answers);
  const gap::ExpectationModel model = gap::fit_expectations(
      {.expectation = call.expectation[static_cast<std::size_t>(cc::Standard::desired)],
       .price = call.price,
       .context = clinics.group,
       .contexts = clinics.names},
      survey_design(call),
      {.reference_price = 20});
  for (const std::string& diagnosis : model.fit.report.diagnosis) std::cout << diagnosis << '\n';
  if (!model.fit.report.usable()) return;

  std::cout << '\n'
            << std::setw(14) << "Hopes, missed" << std::setw(40) << "Nobody answers"
            << "Answered at once\n";
  for (std::size_t c = 0; c + 1 < clinics.names.size(); ++c) {  // the last is "unknown"
    const double price = clinics.names[c] == "free clinic" ? 0.0 : 60.0;
    std::cout << std::setw(14) << clinics.names[c] << std::setw(40)
              << to_text(surprise_of(model, 1, c, price).gap, 2)
              << to_text(surprise_of(model, 4, c, price).gap, 2) << '\n';
  }
}

cc::CustomerBase read_survey(const std::string& survey, const std::string& codebook) {
  const cc::source::LoadedSurvey loaded =
      cc::source::load_survey({.file = survey, .codebook = cc::source::load_codebook(codebook)});
  std::cout << to_text(loaded.report) << '\n';  // what is unusual about the file, and where
  return loaded.base;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const cc::CustomerBase base = argc > 2 ? read_survey(argv[1], argv[2]) : gap::simulate_survey();
    list_improvements(base.assessments());
    compare_clinics(base.assessments());
  } catch (const cc::Error& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
