#pragma once

/// @file
/// What a published document may show: no small cells, no raw ids.

#include <cstdint>

#include <centricity/core/document.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0::report {

/// The privacy rules of every export.
struct Privacy {
  std::int64_t minimum_cell = 11;  ///< People a published row must hold, 3 or more; 1: publish all.
  bool show_identifiers = false;   ///< True: raw ids are written as they are.
};

/// The document that may be published.  Every renderer of this room calls it first.
///
/// **Small cells.** In a table with a column of role `cell_size`, rows of 1 to `minimum_cell` - 1
/// people are withheld, and rows whose size is missing.  A reader who knows the total could work
/// out what is missing, so the smallest remaining rows (all of the same size at once) follow until
/// the withheld rows together hold at least `minimum_cell` people and are not all of one size.  By
/// symmetry no withheld size is then determined by the total and the rows that are shown, not even
/// for a reader who knows these rules.  If every row of the table would have to go, every row goes;
/// do not print their total elsewhere.  Rows of 0 people are about nobody and are shown.
///
/// A withheld row keeps its first column and its texts, which name it; everything else becomes an
/// estimate that is undefined because `suppressed`, and the caption says so.  Points of a series
/// and cells of a heat map that have `cell_sizes` follow the same rule and become absent.  Numbers
/// in prose, and totals by row or column of a heat map, are the author's responsibility.
///
/// **Raw ids.** Columns of role `identifier` and axes of `identifiers` show "#1", "#2", ... in
/// order of first appearance in the document, the same label for the same id, unless
/// `show_identifiers`.
///
/// O(size of the document), and O(n log n) in the rows of a table with a cell size.
/// @throws Error `invalid_argument` if `minimum_cell` < 1, or 2: what is withheld could only be 1;
///         `invalid_data` if a row has not as many cells as there are columns, or a vector of a
///         chart has not the length it must have
[[nodiscard]] CENTRICITY_EXPORT Document protect(const Document& document,
                                                 const Privacy& privacy = {});

}  // namespace centricity::inline v0::report
