#pragma once

/// @file
/// What the library promises about its speed, measured.  Promises are ratios of two things done in
/// the same run, so that they hold on any machine; time is that of the processor, as the clock on
/// the wall would count the neighbours of a busy machine; of several runs, the median counts.
/// `./dev bench` ends with a table of all promises.

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace promise {

/// Processor seconds of one call.
template <class Work>
double seconds_of(const Work& work) {
  const std::clock_t begin = std::clock();
  work();
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Medians of some runs, one of each in turn.
struct Comparison {
  double seconds = 0.0;
  double yardstick = 0.0;

  [[nodiscard]] double ratio() const { return seconds / yardstick; }
};

template <class Work, class Yardstick>
Comparison compare(int runs, const Work& work, const Yardstick& yardstick) {
  std::vector<double> of_work;
  std::vector<double> of_yardstick;
  for (int run = 0; run < runs; ++run) {
    of_work.push_back(seconds_of(work));
    of_yardstick.push_back(seconds_of(yardstick));
  }
  return {median(of_work), median(of_yardstick)};
}

/// Puts a figure into the table.
inline void at_most(benchmark::State& state, double goal, double figure, const std::string& what) {
  state.counters["figure"] = figure;
  state.counters["at_most"] = goal;
  state.SetLabel(what);
}

inline void at_least(benchmark::State& state, double goal, double figure, const std::string& what) {
  state.counters["figure"] = figure;
  state.counters["at_least"] = goal;
  state.SetLabel(what);
}

/// The same of a comparison, with both times in milliseconds.
inline void at_most(benchmark::State& state,
                    double goal,
                    const Comparison& comparison,
                    const std::string& what) {
  at_most(state, goal, comparison.ratio(), what);
  state.counters["ms"] = 1e3 * comparison.seconds;
  state.counters["yardstick_ms"] = 1e3 * comparison.yardstick;
}

/// Another library at the same task: processor seconds of one thread, recorded on another machine
/// like those these benchmarks run on (two shared Xeon vCPU), and how many times as fast ours is to
/// be.
struct Peer {
  const char* name = "";
  double seconds = 0.0;
  double goal = 0.0;
};

/// How many times as fast as a peer the work is, the median of so many runs counted.
template <class Work>
void against(benchmark::State& state,
             const Peer& peer,
             const std::string& what,
             int runs,
             const Work& work) {
  std::vector<double> seconds;
  for (int run = 0; run < runs; ++run) seconds.push_back(seconds_of(work));
  const double ours = median(seconds);
  char times[160];
  std::snprintf(times,
                sizeof times,
                ": %s, %g s recorded on another machine like this, / ours, %.4g s",
                peer.name,
                peer.seconds,
                ours);
  at_least(state, peer.goal, peer.seconds / ours, what + times);
  state.counters["ms"] = 1e3 * ours;
  state.counters["recorded_ms"] = 1e3 * peer.seconds;
}

}  // namespace promise
