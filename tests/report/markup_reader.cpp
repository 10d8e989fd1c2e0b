#include "report/markup_reader.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <stdexcept>

namespace centricity_tests {
namespace {

[[noreturn]] void fail(const std::string& what, std::string_view where) {
  throw std::runtime_error{what + " at \"" + std::string{where.substr(0, 80)} + "\""};
}

bool is_void(const std::string& name) { return name == "meta"; }

bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-';
  });
}

// The attributes of a tag: blanks, name, =, ", value without < > and ", ".
std::map<std::string, std::string> read_attributes(std::string_view tag) {
  std::map<std::string, std::string> attributes;
  while (!tag.empty()) {
    if (tag.front() != ' ') fail("no blank before an attribute", tag);
    tag.remove_prefix(1);
    const std::size_t equals = tag.find("=\"");
    if (equals == std::string_view::npos) fail("an attribute without a quoted value", tag);
    const std::string_view name = tag.substr(0, equals);
    if (!is_name(name)) fail("a bad attribute name", tag);
    tag.remove_prefix(equals + 2);
    const std::size_t quote = tag.find('"');
    if (quote == std::string_view::npos) fail("an attribute that does not end", tag);
    if (tag.substr(0, quote).find('<') != std::string_view::npos) fail("a < in a value", tag);
    if (!attributes.emplace(name, unescape(tag.substr(0, quote))).second) {
      fail("an attribute given twice", tag);
    }
    tag.remove_prefix(quote + 1);
  }
  return attributes;
}

std::size_t end_of_tag(std::string_view page) {
  bool quoted = false;
  for (std::size_t i = 0; i < page.size(); ++i) {
    if (page[i] == '"') quoted = !quoted;
    if (page[i] == '>' && !quoted) return i;
  }
  fail("a tag that does not end", page);
}

}  // namespace

std::string unescape(std::string_view text) {
  static const std::map<std::string, char, std::less<>> entities{
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '&') {
      result += text[i++];
      continue;
    }
    const std::size_t end = text.find(';', i);
    if (end == std::string_view::npos) fail("a bare &", text.substr(i));
    const auto entity = entities.find(text.substr(i, end + 1 - i));
    if (entity == entities.end()) fail("an unknown entity", text.substr(i));
    result += entity->second;
    i = end + 1;
  }
  return result;
}

std::vector<Element> read_markup(std::string_view page) {
  std::vector<Element> elements;
  std::vector<std::size_t> open;
  constexpr std::string_view doctype = "<!DOCTYPE html>\n";
  if (page.starts_with(doctype)) page.remove_prefix(doctype.size());
  while (!page.empty()) {
    if (page.front() != '<') {
      const std::size_t end = std::min(page.find('<'), page.size());
      const std::string_view text = page.substr(0, end);
      if (text.find('>') != std::string_view::npos) fail("a bare >", text);
      if (!open.empty()) elements[open.back()].text += unescape(text);
      page.remove_prefix(end);
      continue;
    }
    const std::size_t end = end_of_tag(page);
    std::string_view tag = page.substr(1, end - 1);
    page.remove_prefix(end + 1);
    if (tag.starts_with('/')) {
      if (open.empty() || elements[open.back()].name != tag.substr(1)) fail("a wrong end", tag);
      open.pop_back();
      continue;
    }
    const bool closed = tag.ends_with('/');
    if (closed) tag.remove_suffix(1);
    const std::size_t name_end = std::min(tag.find(' '), tag.size());
    Element element{.name = std::string{tag.substr(0, name_end)},
                    .attributes = read_attributes(tag.substr(name_end))};
    if (!is_name(element.name)) fail("a bad element name", tag);
    for (const std::size_t parent : open) element.parents.push_back(elements[parent].name);
    elements.push_back(std::move(element));
    if (closed || is_void(elements.back().name)) continue;
    if (elements.back().name == "style") {
      const std::size_t close = page.find("</style>");
      if (close == std::string_view::npos) fail("a style that does not end", page);
      elements.back().text = page.substr(0, close);
      page.remove_prefix(close + 8);
      continue;
    }
    open.push_back(elements.size() - 1);
  }
  if (!open.empty()) fail("an element is left open: " + elements[open.back()].name, "");
  return elements;
}

bool is_clean_utf8(std::string_view text) {
  // RFC 3629, section 4: first byte from/to, second byte from/to, further bytes.
  struct Row {
    int first_from, first_to, second_from, second_to, further;
  };

  static constexpr Row rows[] = {{0xC2, 0xDF, 0x80, 0xBF, 0},
                                 {0xE0, 0xE0, 0xA0, 0xBF, 1},
                                 {0xE1, 0xEC, 0x80, 0xBF, 1},
                                 {0xED, 0xED, 0x80, 0x9F, 1},
                                 {0xEE, 0xEF, 0x80, 0xBF, 1},
                                 {0xF0, 0xF0, 0x90, 0xBF, 2},
                                 {0xF1, 0xF3, 0x80, 0xBF, 2},
                                 {0xF4, 0xF4, 0x80, 0x8F, 2}};
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<int>(static_cast<unsigned char>(text[i])) : -1;
  };
  for (std::size_t i = 0; i < text.size();) {
    if (byte(i) < 0x80) {
      if ((byte(i) < 0x20 && byte(i) != '\n') || byte(i) == 0x7F) return false;
      ++i;
      continue;
    }
    const Row* row = std::find_if(std::begin(rows), std::end(rows), [&](const Row& r) {
      return byte(i) >= r.first_from && byte(i) <= r.first_to && byte(i + 1) >= r.second_from &&
             byte(i + 1) <= r.second_to;
    });
    if (row == std::end(rows)) return false;
    if (byte(i) == 0xC2 && byte(i + 1) < 0xA0) return false;  // C1 controls
    i += 2;
    for (int further = 0; further < row->further; ++further, ++i) {
      if (byte(i) < 0x80 || byte(i) > 0xBF) return false;
    }
  }
  return true;
}

}  // namespace centricity_tests
