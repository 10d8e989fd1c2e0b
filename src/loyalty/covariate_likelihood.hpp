#pragma once

/// @file
/// Log-likelihood of customers of different kinds: for each pattern of covariates that of the model
/// without covariates, at parameters whose logs are linear in the base's and the effects.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include <centricity/core/host.hpp>

#include "loyalty/bg_nbd_kernels.hpp"
#include "loyalty/bg_nbd_likelihood.hpp"
#include "loyalty/covariate_axes.hpp"
#include "loyalty/observed.hpp"
#include "loyalty/pareto_nbd_kernels.hpp"
#include "loyalty/pareto_nbd_likelihood.hpp"
#include "numeric/maximize.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty {

/// A model with covariates, named by its public parameters. A specialization has its Likelihood and
///
///     static Likelihood likelihood(std::vector<Tuple>, const Host&);
template <class Parameters>
struct CovariateModel;

template <>
struct CovariateModel<ParetoNbdParameters> {
  using Likelihood = pareto_nbd::Likelihood;

  static Likelihood likelihood(std::vector<Tuple> tuples, const Host&) {
    return Likelihood{std::move(tuples)};
  }
};

template <class Parameters>
struct BetaGeometricCovariates {
  using Likelihood = bg_nbd::Likelihood;

  static Likelihood likelihood(std::vector<Tuple> tuples, const Host& host) {
    return Likelihood{std::move(tuples), ModelOf<Parameters>::first_chances, host};
  }
};

template <>
struct CovariateModel<BgNbdParameters> : BetaGeometricCovariates<BgNbdParameters> {};

template <>
struct CovariateModel<MbgNbdParameters> : BetaGeometricCovariates<MbgNbdParameters> {};

template <class Parameters>
class CovariateLikelihood {
 public:
  using Model = CovariateModel<Parameters>;

  /// @param tuples  of each pattern
  /// @param covariates  of each pattern, row by row
  CovariateLikelihood(std::vector<std::vector<Tuple>> tuples,
                      std::vector<double> covariates,
                      std::vector<EffectAxis> axes,
                      const Host& host)
      : covariates_{std::move(covariates)}, axes_{std::move(axes)} {
    width_ = tuples.empty() ? 0 : covariates_.size() / tuples.size();
    patterns_.reserve(tuples.size());
    for (std::vector<Tuple>& of : tuples) {
      patterns_.push_back(Model::likelihood(std::move(of), host));
    }
  }

  /// Value and derivatives at the logs of the base's parameters, then the effects. The same bits
  /// for any executor.
  void evaluate(std::span<const double> point, const Host& host, numeric::Derivatives& out) const {
    const std::size_t chunks = (patterns_.size() + chunk_patterns - 1) / chunk_patterns;
    std::vector<numeric::Derivatives> parts(chunks, numeric::Derivatives(point.size()));
    if (chunks == 1) {  // Few large patterns: let each use the executor.
      add_patterns(point, 0, host, parts.front());
    } else {
      run(host, chunks, [&](std::size_t i) { add_patterns(point, i, Host{}, parts[i]); });
    }
    const auto sum = [&](const auto& of) {
      numeric::Sum total;
      for (const numeric::Derivatives& part : parts) total.add(of(part));
      return total.value();
    };
    out.value = sum([](const auto& part) { return part.value; });
    for (std::size_t i = 0; i < out.gradient.size(); ++i) {
      out.gradient[i] = sum([&](const auto& part) { return part.gradient[i]; });
    }
    for (std::size_t i = 0; i < out.hessian.size(); ++i) {
      out.hessian[i] = sum([&](const auto& part) { return part.hessian[i]; });
    }
  }

 private:
  /// Patterns summed together; fixed, so that the result does not depend on the executor.
  static constexpr std::size_t chunk_patterns = 64;

  void add_patterns(std::span<const double> point,
                    std::size_t chunk,
                    const Host& host,
                    numeric::Derivatives& out) const {
    numeric::Derivatives here(base_parameters);
    const std::size_t end = std::min((chunk + 1) * chunk_patterns, patterns_.size());
    for (std::size_t p = chunk * chunk_patterns; p < end; ++p) {
      const std::span<const double> z = std::span{covariates_}.subspan(p * width_, width_);
      BaseVector values = shifted(point, axes_, z);
      for (double& value : values) {
        // Far outside of what any double could be worked out from: the search turns back.
        if (!(std::abs(value) < 300.0)) {
          out.value = std::numeric_limits<double>::quiet_NaN();
          return;
        }
        value = std::exp(value);
      }
      patterns_[p].evaluate(ModelOf<Parameters>::shape(values), host, here);
      add(values, z, here, out);
    }
  }

  /// The chain rule: derivatives in the parameters become those in their logs, and these, as logs
  /// are linear in them, those in base and effects.
  void add(const BaseVector& values,
           std::span<const double> z,
           numeric::Derivatives& here,
           numeric::Derivatives& out) const {
    constexpr std::size_t n = base_parameters;
    for (std::size_t i = 0; i < n; ++i) here.gradient[i] *= values[i];
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) here.hessian[i * n + j] *= values[i] * values[j];
      here.hessian[i * n + i] += here.gradient[i];
    }
    const std::size_t order = out.gradient.size();
    out.value += here.value;
    for (std::size_t i = 0; i < n; ++i) {
      out.gradient[i] += here.gradient[i];
      for (std::size_t j = 0; j < n; ++j) out.hessian[i * order + j] += here.hessian[i * n + j];
    }
    for (std::size_t m = 0; m < axes_.size(); ++m) {
      const BaseVector& direction = axes_[m].direction;
      const double size = z[axes_[m].column];
      if (size == 0.0) continue;
      BaseVector moved{};  // The Hessian times the direction.
      double slope = 0.0;
      for (std::size_t i = 0; i < n; ++i) {
        slope += direction[i] * here.gradient[i];
        for (std::size_t j = 0; j < n; ++j) moved[i] += here.hessian[i * n + j] * direction[j];
      }
      out.gradient[n + m] += size * slope;
      for (std::size_t i = 0; i < n; ++i) {
        out.hessian[i * order + n + m] += size * moved[i];
        out.hessian[(n + m) * order + i] += size * moved[i];
      }
      for (std::size_t k = 0; k <= m; ++k) {
        double curvature = 0.0;
        for (std::size_t i = 0; i < n; ++i) curvature += axes_[k].direction[i] * moved[i];
        curvature *= size * z[axes_[k].column];
        out.hessian[(n + m) * order + n + k] += curvature;
        if (k < m) out.hessian[(n + k) * order + n + m] += curvature;
      }
    }
  }

  std::vector<typename Model::Likelihood> patterns_{};
  std::vector<double> covariates_{};
  std::vector<EffectAxis> axes_{};
  std::size_t width_ = 0;
};

}  // namespace centricity::inline v0::loyalty
