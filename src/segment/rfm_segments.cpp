#include <string>

#include <centricity/core/error.hpp>
#include <centricity/segment/rfm_segments.hpp>

namespace centricity::inline v0::segment {
namespace {

using enum RfmSegment;

/// Rows: recency 1 to 5; columns: value 1 to 5.
constexpr std::array<std::array<RfmSegment, 5>, 5> regions{{
    {hibernating, hibernating, at_risk, at_risk, cannot_lose},
    {hibernating, hibernating, at_risk, at_risk, cannot_lose},
    {about_to_sleep, about_to_sleep, need_attention, loyal, loyal},
    {promising, potential_loyalists, potential_loyalists, loyal, loyal},
    {new_customers, potential_loyalists, potential_loyalists, champions, champions},
}};

constexpr std::array<RfmSegmentNote, rfm_segment_count> notes{{
    {champions,
     "Champions",
     "Bought very recently, buy often and spend much.",
     Attention::most,
     "Serve them best, thank them, ask what to improve; no discounts needed."},
    {loyal,
     "Loyal customers",
     "Buy often and spend much, and did so not long ago.",
     Attention::much,
     "Keep the promises that made them loyal; offer what goes with what they buy."},
    {potential_loyalists,
     "Potential loyalists",
     "Bought recently and more than once, or more than a little.",
     Attention::much,
     "Make the next purchase easy; a membership or a recommendation pays here."},
    {new_customers,
     "New customers",
     "Bought very recently, but little so far.",
     Attention::some,
     "Make the first experience a good one; help them to use what they bought."},
    {promising,
     "Promising",
     "Bought fairly recently, but little so far.",
     Attention::some,
     "Remind them why they came; a second purchase matters most."},
    {need_attention,
     "Need attention",
     "Middling in everything, and the last purchase is a while ago.",
     Attention::some,
     "Ask what was missing; make one good offer that is limited in time."},
    {about_to_sleep,
     "About to sleep",
     "Below the middle in purchases and spend, and not seen for a while.",
     Attention::some,
     "Reach them at low cost with what others like them bought."},
    {at_risk,
     "At risk",
     "Were good customers, but have not bought for a long time.",
     Attention::much,
     "Contact them personally, find out why they stay away and mend it."},
    {cannot_lose,
     "Cannot lose them",
     "Were among the best customers, and have not bought for a long time.",
     Attention::most,
     "Call them before anyone else; a lost one costs more than several small ones."},
    {hibernating,
     "Hibernating",
     "Bought little, and long ago.",
     Attention::little,
     "Spend little on them; automatic messages are enough."},
}};

/// The score on a scale of 0 to 4 whose ends are those of the scale.
std::size_t fifth(int score, int score_count) {
  if (score < 1 || score > score_count || score_count < 2 || score_count > 10) {
    throw Error{ErrorCode::invalid_argument,
                "score " + std::to_string(score) + " of " + std::to_string(score_count) +
                    " is outside the scale",
                "Scores run from 1 to the number of classes, which is 2 to 10."};
  }
  const int steps = score_count - 1;
  return static_cast<std::size_t>((8 * (score - 1) + steps) / (2 * steps));  // rounded
}

}  // namespace

std::string_view to_string(RfmSegment segment) noexcept {
  switch (segment) {
    case champions:
      return "champions";
    case loyal:
      return "loyal";
    case potential_loyalists:
      return "potential_loyalists";
    case new_customers:
      return "new_customers";
    case promising:
      return "promising";
    case need_attention:
      return "need_attention";
    case about_to_sleep:
      return "about_to_sleep";
    case at_risk:
      return "at_risk";
    case cannot_lose:
      return "cannot_lose";
    case hibernating:
      return "hibernating";
  }
  return "unknown";
}

std::string_view to_string(Attention attention) noexcept {
  switch (attention) {
    case Attention::little:
      return "little";
    case Attention::some:
      return "some";
    case Attention::much:
      return "much";
    case Attention::most:
      return "most";
  }
  return "unknown";
}

const std::array<RfmSegmentNote, rfm_segment_count>& rfm_segment_notes() noexcept { return notes; }

RfmSegment rfm_segment(const RfmScore& score, int score_count) {
  const std::size_t recency = fifth(score.recency, score_count);
  return regions[recency][fifth(value_score(score), score_count)];
}

}  // namespace centricity::inline v0::segment
