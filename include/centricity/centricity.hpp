#pragma once

/// @file
/// Everything: one include for those who do not want to choose. The bridges of interop/ are not
/// part of it, because they need other libraries.

#include <centricity/core/chart.hpp>
#include <centricity/core/document.hpp>
#include <centricity/core/error.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/fit_report.hpp>
#include <centricity/core/format.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/ids.hpp>
#include <centricity/core/labels.hpp>
#include <centricity/core/money.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/core/scale.hpp>
#include <centricity/core/table.hpp>
#include <centricity/core/time.hpp>
#include <centricity/core/validation_report.hpp>
#include <centricity/records/assessments.hpp>
#include <centricity/records/chunked_column.hpp>
#include <centricity/records/customer_base.hpp>
#include <centricity/records/dictionary.hpp>
#include <centricity/records/interactions.hpp>
#include <centricity/records/parties.hpp>
#include <centricity/records/view.hpp>
#include <centricity/report/html.hpp>
#include <centricity/report/json.hpp>
#include <centricity/report/privacy.hpp>
#include <centricity/report/text.hpp>
#include <centricity/statistics/bootstrap.hpp>
#include <centricity/statistics/comparison.hpp>
#include <centricity/statistics/concentration.hpp>
#include <centricity/statistics/correlation.hpp>
#include <centricity/statistics/distributions.hpp>
#include <centricity/statistics/heterogeneity.hpp>
#include <centricity/statistics/least_squares.hpp>
#include <centricity/statistics/multiplicity.hpp>
#include <centricity/statistics/proportion.hpp>
#include <centricity/statistics/raking.hpp>
#include <centricity/statistics/reliability.hpp>
#include <centricity/statistics/response_surface.hpp>
#include <centricity/statistics/survey_design.hpp>
#include <centricity/version.hpp>
