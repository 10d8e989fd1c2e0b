/// centricity inside a host: its threads, its log, its progress display and its stop button.

#include <algorithm>
#include <atomic>
#include <csignal>
#include <iostream>
#include <thread>
#include <vector>

#include <centricity/centricity.hpp>

namespace cc = centricity;

namespace {

std::atomic<bool> stop{false};

/// Calls body(0) ... body(n - 1) on all cores.
void on_all_cores(std::size_t n, const std::function<void(std::size_t)>& body) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < n; i = next++) body(i);
  };
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::jthread> threads;
  for (std::size_t k = 1; k < std::min(n, cores); ++k) threads.emplace_back(work);
  work();
}

/// What this program lends to the library. Leave out what you do not want to lend.
cc::Host make_host() {
  return {
      .executor = on_all_cores,
      .log = [](const cc::LogRecord& line) { std::cerr << line.message << '\n'; },
      .progress =
          [](const cc::Progress& now) { std::cerr << '\r' << now.task << ' ' << now.fraction; },
      .cancelled = [] { return stop.load(); },
  };
}

/// What came since yesterday goes into the ledger that was kept, and the fit on from where it
/// ended.
cc::loyalty::PurchaseModel after_a_night(cc::PurchaseLedger& ledger,
                                         const cc::loyalty::PurchaseModel& yesterday,
                                         const char* new_transactions,
                                         const cc::Host& host) {
  const cc::source::Loaded night = cc::source::load_csv({.interactions = new_transactions}, host);
  ledger.add(night.base, host);
  const auto counts = cc::purchase_counts(cc::purchase_histories(ledger, {}, host));
  return cc::loyalty::refit(yesterday, counts, {}, host);
}

}  // namespace

int main(int argc, char** argv) {
  (void)std::signal(SIGINT, [](int) { stop = true; });
  const cc::Host host = make_host();
  try {
    const char* file = argc > 1 ? argv[1] : "transactions.csv";
    const cc::source::Loaded loaded = cc::source::load_csv({.interactions = file}, host);

    // A ledger keeps every purchase; what the models need is looked up in it.
    cc::PurchaseLedger ledger;
    ledger.add(loaded.base, host);
    const cc::PurchaseHistories histories = cc::purchase_histories(ledger, {}, host);

    const auto buying = cc::loyalty::fit_mbg_nbd(cc::purchase_counts(histories), {}, host);
    const auto spending = cc::loyalty::fit_gamma_gamma(cc::spend_histories(histories), {}, host);
    const auto everybody =
        cc::loyalty::forecast_customers(buying, spending, histories, cc::years(1), host);

    for (std::size_t i = 0; i < everybody.labels.size(); ++i) {
      std::cout << everybody.labels[i] << ' ' << to_text(everybody.forecasts[i].value) << '\n';
    }

    cc::loyalty::PurchaseModel model = buying;
    for (int night = 2; night < argc; ++night) {
      model = after_a_night(ledger, model, argv[night], host);
      std::cout << "after " << argv[night] << ": "
                << to_text(expected_purchases(model, cc::years(1))) << '\n';
    }
    return 0;
  } catch (const cc::Error& error) {
    std::cerr << error.what() << '\n';
    return error.code() == cc::ErrorCode::cancelled ? 130 : 2;
  }
}
