# One table of all promises in the results Google Benchmark wrote as JSON: a promise is a benchmark
# with a counter `figure` and a goal, `at_most` or `at_least`; its label says what the figure is.
# The load is that of the last minute when each program began.

function value(line) {
  sub(/^[^:]*: */, "", line)
  sub(/,? *$/, "", line)
  gsub(/^"|"$/, "", line)
  return line
}

function finish() {
  if (figure != "" && goal != "") {
    met = bound == "<=" ? figure + 0 <= goal + 0 : figure + 0 >= goal + 0
    printf "%9.4g  %s %-4g %-6s  %5.1f  %s\n", figure, bound, goal, met ? "yes" : "NO", load, label
  }
  figure = goal = label = ""
}

BEGIN {
  printf "\n%9s  %-7s %-6s  %5s  %s\n", "figure", "goal", "met", "load", "what"
}

/"load_avg":/ { load = $0; sub(/.*\[/, "", load); load += 0 }
/"num_cpus":/ { processors = value($0) }
/^    \{/ { finish() }
/"label":/ { label = value($0) }
/"figure":/ { figure = value($0) }
/"at_most":/ { goal = value($0); bound = "<=" }
/"at_least":/ { goal = value($0); bound = ">=" }
/^  \]/ { finish() }

END {
  printf "Processor time, medians of several runs; load on %d processors.\n", processors
}
