#include <memory>

#include <CLI/CLI.hpp>

#include <centricity/centricity.hpp>

#include "commands.hpp"
#include "input.hpp"
#include "output.hpp"

namespace command_line {
namespace {

namespace cc = centricity;

/// Parameters of any model; absent: as published for CDNOW.
struct BuyingInput {
  cc::loyalty::ModelName model = cc::loyalty::ModelName::mbg_nbd;
  std::optional<double> r{};
  std::optional<double> alpha{};
  std::optional<double> a{};
  std::optional<double> b{};
  std::optional<double> s{};
  std::optional<double> beta{};
};

struct SimulateInput {
  cc::loyalty::SimulationOptions options{};
  BuyingInput buying{};
  std::optional<cc::Day> first_day{};
  std::optional<cc::Day> last_day{};
  std::string output{};
};

/// Fader, Hardie & Lee (2005); Platzer (2016), "Customer base analysis with BTYDplus".
cc::loyalty::PurchaseParameters parameters(const BuyingInput& input) {
  const auto& [model, r, alpha, a, b, s, beta] = input;
  switch (model) {
    case cc::loyalty::ModelName::nbd:
      return cc::loyalty::NbdParameters{.r = r.value_or(0.385), .alpha = alpha.value_or(12.072)};
    case cc::loyalty::ModelName::bg_bb:
      throw cc::Error{cc::ErrorCode::invalid_argument,
                      "BG/BB has no CDNOW to imitate",
                      "Choose another model."};
    case cc::loyalty::ModelName::bg_nbd:
      return cc::loyalty::BgNbdParameters{.r = r.value_or(0.243),
                                          .alpha = alpha.value_or(4.414),
                                          .a = a.value_or(0.793),
                                          .b = b.value_or(2.426)};
    case cc::loyalty::ModelName::mbg_nbd:
      return cc::loyalty::MbgNbdParameters{.r = r.value_or(0.525),
                                           .alpha = alpha.value_or(6.183),
                                           .a = a.value_or(0.891),
                                           .b = b.value_or(1.614)};
    case cc::loyalty::ModelName::bg_cnbd:
      return cc::loyalty::BgCnbdParameters{.r = r.value_or(0.227),
                                           .alpha = alpha.value_or(1.463),
                                           .a = a.value_or(0.944),
                                           .b = b.value_or(2.074),
                                           .k = 2.0};
    case cc::loyalty::ModelName::mbg_cnbd:
      return cc::loyalty::MbgCnbdParameters{.r = r.value_or(0.580),
                                            .alpha = alpha.value_or(2.288),
                                            .a = a.value_or(1.134),
                                            .b = b.value_or(1.585),
                                            .k = 2.0};
    case cc::loyalty::ModelName::pareto_nbd:
      return cc::loyalty::ParetoNbdParameters{.r = r.value_or(0.553),
                                              .alpha = alpha.value_or(10.578),
                                              .s = s.value_or(0.606),
                                              .beta = beta.value_or(11.669)};
  }
  return {};
}

int simulate(const SimulateInput& input, const cc::Host& host) {
  cc::loyalty::SimulationOptions options = input.options;
  options.buying = parameters(input.buying);
  if (input.first_day) options.first_day = *input.first_day;
  if (input.last_day) options.last_day = *input.last_day;
  const cc::CustomerBase base = cc::loyalty::to_base(cc::loyalty::simulate(options, host), host);
  write(input.output, cc::source::to_csv(base, {}, host));
  return 0;
}

struct SimulateSurveyInput {
  std::uint32_t respondents = 900;
  std::uint64_t seed = 1;
  std::string output = "survey.csv";
  std::string codebook = "codebook.csv";
};

int simulate_survey(const SimulateSurveyInput& input, const cc::Host& host) {
  cc::gap::SurveySimulationOptions options = cc::gap::clinic_survey();
  options.respondents = input.respondents;
  options.seed = input.seed;
  const cc::source::SurveyCsv csv =
      cc::source::to_survey_csv(cc::gap::simulate_survey(options, host), {}, host);
  write(input.output, csv.answers);
  write(input.codebook, csv.codebook);
  return 0;
}

}  // namespace

void add_simulate(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand(
      "simulate", "Made-up transactions of customers whose truth is known (CSV), or a survey");
  const auto input = std::make_shared<SimulateInput>();
  cc::loyalty::SimulationOptions& options = input->options;
  command->add_option("--customers", options.customers, "How many customers")
      ->capture_default_str();
  command->add_option("--seed", options.seed, "The same seed gives the same file")
      ->capture_default_str();
  BuyingInput& buying = input->buying;
  add_model_option(*command, buying.model);
  const std::string cdnow = "; of CDNOW if not given";
  command->add_option("--r", buying.r, "Shape of the purchase rates" + cdnow);
  command->add_option("--alpha", buying.alpha, "Rate of the purchase rates, weeks" + cdnow);
  command->add_option("--a", buying.a, "BG/NBD, MBG/NBD: first shape of the dropout" + cdnow);
  command->add_option("--b", buying.b, "BG/NBD, MBG/NBD: second shape of the dropout" + cdnow);
  command->add_option("--s", buying.s, "Pareto/NBD: shape of the dropout rates" + cdnow);
  command->add_option("--beta", buying.beta, "Pareto/NBD: rate of the dropout rates" + cdnow);
  command->add_option("--p", options.spending.p, "Gamma-gamma")->capture_default_str();
  command->add_option("--q", options.spending.q, "Gamma-gamma")->capture_default_str();
  command->add_option("--gamma", options.spending.gamma, "Gamma-gamma")->capture_default_str();
  command
      ->add_option("--acquisition-days",
                   options.acquisition_days,
                   "Days over which first purchases are spread")
      ->capture_default_str();
  add_date_option(*command, "--from", input->first_day, "First day");
  add_date_option(*command, "--until", input->last_day, "Last day, inclusive");
  command->add_option("--output", input->output, "Where to write; standard output if not given")
      ->type_name("FILE");
  on_choice(*command, session, input, simulate);

  CLI::App* survey = command->add_subcommand(
      "survey", "Made-up answers of patients of free and paid clinics, and their codebook (CSV)");
  const auto survey_input = std::make_shared<SimulateSurveyInput>();
  survey->add_option("--respondents", survey_input->respondents, "How many answer")
      ->capture_default_str();
  survey->add_option("--seed", survey_input->seed, "The same seed gives the same file")
      ->capture_default_str();
  survey->add_option("--output", survey_input->output, "Where to write the answers")
      ->type_name("FILE")
      ->capture_default_str();
  survey->add_option("--codebook", survey_input->codebook, "Where to write what columns mean")
      ->type_name("FILE")
      ->capture_default_str();
  on_choice(*survey, session, survey_input, simulate_survey);
}

}  // namespace command_line
