#include <algorithm>
#include <cstddef>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/kano_stability.hpp>

#include "gap/kano_cells.hpp"

namespace centricity::inline v0::gap {
namespace {

constexpr std::size_t block = 256;  // replicates a piece of work

// A Poisson bootstrap of a cell: the sum of its weights, each counted Poisson(1) times, has mean
// W and variance sum w^2.  Without weights this is Poisson(W) exactly.
KanoAnswers resampled(const KanoAnswers& answers, Rng rng) {
  KanoAnswers replicate;
  for (std::size_t f = 0; f < 5; ++f) {
    for (std::size_t d = 0; d < 5; ++d) {
      const double w = answers.weight[f][d];
      if (w == 0.0) continue;
      const double unit = answers.squared_weight[f][d] / w;
      const double times = static_cast<double>(poisson(rng, w / unit));
      replicate.weight[f][d] = unit * times;
      replicate.squared_weight[f][d] = unit * unit * times;
    }
  }
  return replicate;
}

}  // namespace

double agreement(const KanoStability& stability, const KanoAnalysis& analysis) noexcept {
  return analysis.category ? stability.category[at(*analysis.category)] : stability.no_class;
}

KanoStability kano_stability(const KanoAnswers& answers,
                             const KanoStabilityOptions& options,
                             const Host& host) {
  if (options.replicates < 50) {
    throw Error(ErrorCode::invalid_argument,
                "the bootstrap needs at least 50 replicates",
                "1,000 or more give stable shares.",
                {.column = "replicates"});
  }
  const auto replicates = static_cast<std::size_t>(options.replicates);
  const std::size_t blocks = (replicates + block - 1) / block;
  std::vector<KanoStability> parts(blocks);
  const Rng rng(options.seed);
  run(host, blocks, [&](std::size_t b) {
    KanoStability& part = parts[b];
    for (std::size_t r = b * block; r < std::min(replicates, (b + 1) * block); ++r) {
      const KanoWeights w = weights_by_category(resampled(answers, rng.stream(r)), options.kano);
      const FongTest fong = fong_test(w, options.kano.fong_z);
      (fong.significant() ? part.category[fong.first] : part.no_class) += 1.0;
      const double most = *std::ranges::max_element(w.weight);
      const auto ties = static_cast<double>(std::ranges::count(w.weight, most));
      for (std::size_t c = 0; c < kano_categories; ++c) {
        if (w.weight[c] == most) part.most_frequent[c] += 1.0 / ties;
      }
    }
  });
  KanoStability result;
  const double share = 1.0 / static_cast<double>(replicates);
  for (const KanoStability& part : parts) {
    result.no_class += part.no_class * share;
    for (std::size_t c = 0; c < kano_categories; ++c) {
      result.category[c] += part.category[c] * share;
      result.most_frequent[c] += part.most_frequent[c] * share;
    }
  }
  return result;
}

}  // namespace centricity::inline v0::gap
