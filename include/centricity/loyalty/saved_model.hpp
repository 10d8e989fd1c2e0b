#pragma once

/// @file
/// A fitted model as a few lines of text: to fit once and score elsewhere.
///
/// Under 1 KB, whatever the size of the data, and nothing of any customer:
///
///     centricity purchase model 1
///     model mbg-nbd
///     unit week
///     status converged
///     parameters 0.52484 6.18308 0.89136 1.61400
///     identified 1 1 1 1
///     log_covariance 0.0251 0.0158 -0.0112 ...      (upper triangle, row by row)
///     log_likelihood -9582.135715553757
///     customers 2357
///     repeaters 946
///     tuples 1016
///     level 0.95
///     penalty 0
///     checksum 9ae16a3b2f90404f                       (FNV-1a, 64 bits, of all lines above)
///
/// Numbers are the shortest decimals that read back to the same bits. Text that is not exactly what
/// saving a model gives is refused.

#include <string>
#include <string_view>

#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_model.hpp>

namespace centricity::inline v0::loyalty {

/// The model as text.
/// @throws Error `invalid_argument` for a fit that is not usable.
[[nodiscard]] CENTRICITY_EXPORT std::string to_text(const PurchaseModel& model);

/// The model of a text. Its predictions have the same bits; of the report only the status is kept,
/// and that there was a penalty.
/// @throws Error `invalid_data` for text that was cut, changed, or is no model; it says which.
[[nodiscard]] CENTRICITY_EXPORT PurchaseModel parse_model(std::string_view text);

/// Writes the text to a file. The file is the old one or the new one, complete: it is written
/// beside under another name and then takes the place.
/// @throws Error `io`; `invalid_argument` for a fit that is not usable.
CENTRICITY_EXPORT void save_model(const PurchaseModel& model, const std::string& file);

/// The model of a file.
/// @throws Error `io` for a file that cannot be read; `invalid_data` as parse_model.
[[nodiscard]] CENTRICITY_EXPORT PurchaseModel load_model(const std::string& file);

}  // namespace centricity::inline v0::loyalty
