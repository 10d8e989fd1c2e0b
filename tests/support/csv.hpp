#pragma once

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace support {

/// Columns of numbers by name; whatever is not a number is NaN.  Fields hold no comma or line end.
using Columns = std::map<std::string, std::vector<double>>;

inline Columns read_columns(const std::filesystem::path& file) {
  std::ifstream in{file};
  const auto fields = [](std::string line) {
    std::vector<std::string> cells;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::istringstream stream{line + ','};
    for (std::string cell; std::getline(stream, cell, ',');) {
      if (cell.size() >= 2 && cell.front() == '"') cell = cell.substr(1, cell.size() - 2);
      cells.push_back(cell);
    }
    return cells;
  };
  std::string line;
  if (!std::getline(in, line)) throw std::runtime_error{"cannot read " + file.string()};
  const auto names = fields(line);
  Columns columns;
  while (std::getline(in, line)) {
    const auto cells = fields(line);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string cell = i < cells.size() ? cells[i] : "";
      char* end = nullptr;
      const double value = std::strtod(cell.c_str(), &end);
      columns[names[i]].push_back(cell.empty() || *end != '\0' ? std::nan("") : value);
    }
  }
  return columns;
}

}  // namespace support
