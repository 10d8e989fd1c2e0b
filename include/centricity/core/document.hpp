#pragma once

/// @file
/// How a result describes itself: estimates, tables, charts and words, for any renderer.
///
/// Every room has `describe(result) -> Document`; the room `report` renders documents and knows no
/// model.

#include <string>
#include <variant>
#include <vector>

#include <centricity/core/chart.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/format.hpp>
#include <centricity/core/table.hpp>
#include <centricity/core/validation_report.hpp>

namespace centricity::inline v0 {

/// A paragraph of plain text.
struct Paragraph {
  std::string text{};  ///< Plain text, no markup.

  friend bool operator==(const Paragraph&, const Paragraph&) = default;
};

/// Something the reader must not miss: a limit of the method, a doubt about the data.
struct Notice {
  Severity severity = Severity::note;  ///< How much it matters.
  std::string text{};                  ///< Plain text, no markup.

  friend bool operator==(const Notice&, const Notice&) = default;
};

/// A named number.
struct Figure {
  std::string name{};   ///< What it is, e.g. "Customers alive".
  Estimate estimate{};  ///< Its value and uncertainty.
  Format format{};      ///< How it is written.
  std::string help{};   ///< What it means, one sentence; may be empty.

  friend bool operator==(const Figure&, const Figure&) = default;
};

/// Named numbers that belong together.
struct Figures {
  std::vector<Figure> figures{};  ///< In order of importance.

  friend bool operator==(const Figures&, const Figures&) = default;
};

/// One part of a document.
using Block = std::variant<Paragraph, Notice, Figures, Table, Chart, HeatMap>;

/// A result in words, numbers and pictures.
struct Document {
  std::string id{};                  ///< Stable name for machines, e.g. "bg_nbd"; [a-z0-9_]+.
  std::string title{};               ///< Heading.
  std::vector<Block> blocks{};       ///< In reading order.
  std::vector<Document> sections{};  ///< Documents within, after the blocks.

  friend bool operator==(const Document&, const Document&) = default;
};

}  // namespace centricity::inline v0
