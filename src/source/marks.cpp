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

// All full groups of 64 bytes.  @return how many bytes that were
std::size_t find_in_groups(std::string_view bytes,
                           Marks marks,
                           std::uint32_t*& out,
                           FoundMarks& found) noexcept {
  const __m128i delimiter = _mm_set1_epi8(marks.delimiter);
  const __m128i quote = _mm_set1_epi8(marks.quote);
  const __m128i line_feed = _mm_set1_epi8('\n');
  const __m128i carriage_return = _mm_set1_epi8('\r');
  __m128i any_quote = _mm_setzero_si128();
  __m128i smallest = _mm_set1_epi8(-1);
  std::size_t begin = 0;
  for (; begin + 64 <= bytes.size(); begin += 64) {
    std::uint64_t bits = 0;  // Bit k: byte k of the 64 is a mark.
    for (unsigned part = 0; part < 4; ++part) {
      const char* at = bytes.data() + begin + std::size_t{16} * part;
      const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
      const __m128i is_quote = _mm_cmpeq_epi8(text, quote);
      const __m128i is_mark = _mm_or_si128(
          _mm_or_si128(_mm_cmpeq_epi8(text, delimiter), is_quote),
          _mm_or_si128(_mm_cmpeq_epi8(text, line_feed), _mm_cmpeq_epi8(text, carriage_return)));
      any_quote = _mm_or_si128(any_quote, is_quote);
      smallest = _mm_min_epu8(smallest, text);
      const auto mask = static_cast<std::uint16_t>(_mm_movemask_epi8(is_mark));
      bits |= std::uint64_t{mask} << (16 * part);
    }
    for (; bits != 0; bits &= bits - 1) {
      *out++ =
          static_cast<std::uint32_t>(begin) + static_cast<std::uint32_t>(std::countr_zero(bits));
    }
  }
  found.has_quote = _mm_movemask_epi8(any_quote) != 0;
  found.has_nul = _mm_movemask_epi8(_mm_cmpeq_epi8(smallest, _mm_setzero_si128())) != 0;
  return begin;
}

#else

std::size_t find_in_groups(std::string_view, Marks, std::uint32_t*&, FoundMarks&) noexcept {
  return 0;
}

#endif

}  // namespace

FoundMarks find_marks(std::string_view bytes, Marks marks, std::vector<std::uint32_t>& positions) {
  if (positions.size() < bytes.size()) {
    positions.resize(bytes.size());  // The worst case, so that nothing is checked below.
  }
  FoundMarks found;
  std::uint32_t* out = positions.data();
  for (std::size_t i = find_in_groups(bytes, marks, out, found); i < bytes.size(); ++i) {
    found.has_quote = found.has_quote || bytes[i] == marks.quote;
    found.has_nul = found.has_nul || bytes[i] == '\0';
    if (is_mark(bytes[i], marks)) {
      *out++ = static_cast<std::uint32_t>(i);
    }
  }
  found.count = static_cast<std::size_t>(out - positions.data());
  return found;
}

}  // namespace centricity::inline v0::source
