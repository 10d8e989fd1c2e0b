#include "source/marks.hpp"

#include <bit>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace centricity::inline v0::source {
namespace {

bool is_mark(char byte, Marks marks) noexcept {
  return byte == marks.delimiter || byte == '\n' || byte == marks.quote || byte == '\r';
}

#if defined(__SSE2__)

// Bit k is set where byte k of the 64 is a mark.
std::uint64_t marks_of_64(const char* bytes, Marks marks) noexcept {
  const __m128i delimiter = _mm_set1_epi8(marks.delimiter);
  const __m128i quote = _mm_set1_epi8(marks.quote);
  const __m128i line_feed = _mm_set1_epi8('\n');
  const __m128i carriage_return = _mm_set1_epi8('\r');
  std::uint64_t bits = 0;
  for (unsigned part = 0; part < 4; ++part) {
    const __m128i text =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + std::size_t{16} * part));
    const __m128i found = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(text, delimiter), _mm_cmpeq_epi8(text, quote)),
        _mm_or_si128(_mm_cmpeq_epi8(text, line_feed), _mm_cmpeq_epi8(text, carriage_return)));
    const auto mask = static_cast<std::uint16_t>(_mm_movemask_epi8(found));
    bits |= std::uint64_t{mask} << (16 * part);
  }
  return bits;
}

// All full groups of 64 bytes.  @return how many bytes that were
std::size_t find_in_groups(std::string_view bytes, Marks marks, std::uint32_t*& out) noexcept {
  std::size_t begin = 0;
  for (; begin + 64 <= bytes.size(); begin += 64) {
    for (std::uint64_t bits = marks_of_64(bytes.data() + begin, marks); bits != 0;
         bits &= bits - 1) {
      *out++ =
          static_cast<std::uint32_t>(begin) + static_cast<std::uint32_t>(std::countr_zero(bits));
    }
  }
  return begin;
}

#else

std::size_t find_in_groups(std::string_view, Marks, std::uint32_t*&) noexcept { return 0; }

#endif

}  // namespace

std::size_t find_marks(std::string_view bytes, Marks marks, std::vector<std::uint32_t>& positions) {
  if (positions.size() < bytes.size()) {
    positions.resize(bytes.size());  // The worst case, so that nothing is checked below.
  }
  std::uint32_t* out = positions.data();
  for (std::size_t i = find_in_groups(bytes, marks, out); i < bytes.size(); ++i) {
    if (is_mark(bytes[i], marks)) {
      *out++ = static_cast<std::uint32_t>(i);
    }
  }
  return static_cast<std::size_t>(out - positions.data());
}

}  // namespace centricity::inline v0::source
