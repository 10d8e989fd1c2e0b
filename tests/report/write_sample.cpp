// Writes the documents of sample.hpp as pages, JSON and text, for tests that need files and for
// eyes.

#include <fstream>
#include <iostream>
#include <string>

#include <centricity/report/html.hpp>
#include <centricity/report/json.hpp>
#include <centricity/report/text.hpp>

#include "report/sample.hpp"

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: centricity_report_sample FOLDER\n";
    return 2;
  }
  const std::string folder = arguments[1];
  const centricity::Document document = centricity_tests::sample_document();
  std::ofstream{folder + "/sample.html"} << centricity::report::to_html(document);
  std::ofstream{folder + "/sample.json"} << centricity::report::to_json(document);
  std::ofstream{folder + "/odd.html"}
      << centricity::report::to_html(centricity_tests::odd_document());
  std::ofstream{folder + "/odd.txt"}
      << centricity::report::to_text(centricity_tests::odd_document());
  std::ofstream{folder + "/sample.txt"} << centricity::report::to_text(document);
  return 0;
}
