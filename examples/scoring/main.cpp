/// Scoring inside a host's loop: a model that was fitted and saved elsewhere answers for one
/// customer after the other, as events come, without asking for memory.
///
///     centricity fit mbg-nbd --interactions transactions.csv --save model.txt
///     echo "2 30 39" | centricity_scoring model.txt

#include <chrono>
#include <cstddef>
#include <iostream>
#include <string>

#include <centricity/centricity.hpp>

namespace cc = centricity;

namespace {

/// What the shop shows on what it knows of a customer. Any model answers; each answer is a value
/// with its uncertainty, on the stack.
struct Scores {
  cc::Estimate alive{};
  cc::Estimate purchases{};
  cc::Estimate next{};
};

Scores score(const cc::loyalty::PurchaseModel& model, const cc::PurchaseHistory& customer) {
  return {.alive = probability_alive(model, customer),
          .purchases = expected_purchases(model, customer, cc::weeks(26)),
          .next = time_to_next_purchase(model, customer)};
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const cc::loyalty::PurchaseModel model =
        cc::loyalty::load_model(argc > 1 ? argv[1] : "model.txt");

    // An event a line: repeat purchases so far, weeks from the first to the last, weeks until now.
    double repeats = 0.0;
    double recency = 0.0;
    double age = 0.0;
    std::size_t events = 0;
    std::chrono::steady_clock::duration spent{};
    while (std::cin >> repeats >> recency >> age) {
      const auto start = std::chrono::steady_clock::now();
      const Scores scores =
          score(model, {.repeats = repeats, .recency = cc::weeks(recency), .age = cc::weeks(age)});
      spent += std::chrono::steady_clock::now() - start;
      ++events;
      std::cout << "alive " << to_text(scores.alive, 2) << "\n  purchases "
                << to_text(scores.purchases, 3) << "\n  next after " << to_text(scores.next, 2)
                << " weeks\n";
    }
    std::cerr << events << " events, "
              << std::chrono::duration<double, std::micro>(spent).count() /
                     static_cast<double>(events == 0 ? 1 : events)
              << " microseconds each\n";
  } catch (const cc::Error& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
