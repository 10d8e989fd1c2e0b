#include <memory>

#include <CLI/CLI.hpp>

#include <centricity/centricity.hpp>

#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"

namespace command_line {
namespace {

namespace cc = centricity;

struct RfmInput {
  InteractionsInput interactions{};
  PurchaseInput purchases{};
  cc::segment::RfmOptions options{};
  bool json = false;
  std::string output{};
};

/// One line a customer, under their own id.
std::string to_csv(const cc::PurchaseHistories& histories,
                   const cc::segment::RfmSegmentation& segmentation) {
  std::string text;
  append_row(text, {"customer", "recency", "frequency", "monetary", "segment"});
  for (std::size_t i = 0; i < histories.size(); ++i) {
    const cc::segment::RfmScore& score = segmentation.scores[i];
    append_row(
        text,
        {std::string(histories.labels[i]),
         std::to_string(score.recency),
         std::to_string(score.frequency),
         score.monetary ? std::to_string(*score.monetary) : std::string{},
         std::string(cc::segment::to_string(rfm_segment(score, score_count(segmentation.cuts))))});
  }
  return text;
}

int segment_rfm(const RfmInput& input, const cc::Host& host) {
  const cc::PurchaseHistories histories = cc::purchase_histories(
      load_ledger(input.interactions, input.purchases, host), input.purchases.window, host);
  const cc::segment::RfmSegmentation segmentation =
      cc::segment::segment_by_rfm(histories, input.options);
  if (!input.output.empty()) write(input.output, to_csv(histories, segmentation));
  const cc::Document page = describe(segmentation);
  show(page, input.json);
  return 0;
}

}  // namespace

void add_segment(CLI::App& app, Session& session) {
  CLI::App* segment = app.add_subcommand("segment", "Who the customers are");
  segment->require_subcommand(1);
  CLI::App* command =
      segment->add_subcommand("rfm", "By how recently, how often and for how much they bought");
  const auto input = std::make_shared<RfmInput>();
  add_options(*command, input->interactions, false);
  add_options(*command, input->purchases);
  command->add_option("--scores", input->options.scores, "Classes of each score")
      ->check(CLI::Range(2, 10))
      ->capture_default_str();
  command->add_flag("--json", input->json, "JSON instead of a page of text");
  command->add_option("--output", input->output, "Scores of each customer (CSV)")
      ->type_name("FILE");
  on_choice(*command, session, input, segment_rfm);
}

}  // namespace command_line
