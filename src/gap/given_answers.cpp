#include <centricity/gap/given_answers.hpp>

namespace centricity::inline v0::gap {

std::vector<GivenAnswers> given_answers(const Assessments& assessments) {
  std::vector<GivenAnswers> given(assessments.items.size());
  for (std::size_t row = 0; row < assessments.size(); ++row) {
    GivenAnswers& item = given[index(assessments.item[row])];
    for (std::size_t s = 0; s < standards; ++s) {
      item.expectation[s] = item.expectation[s] || assessments.expectation[s][row];
    }
    item.perception = item.perception || assessments.perception[row];
    item.importance = item.importance || assessments.importance[row];
    item.kano = item.kano || (assessments.functional[row] && assessments.dysfunctional[row]);
  }
  return given;
}

}  // namespace centricity::inline v0::gap
