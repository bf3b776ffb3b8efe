// What holds of any file that is read: bounded, each line either says whom it is about or why it is refused, and the
// same content reads the same.
#pragma once

#include "gateway/imports/limits.h"
#include "gateway/imports/lines.h"
#include "tests/fuzz/target.h"

namespace holdfast::fuzz {

inline void check_line(const imports::Line& line) {
  if (line.refused) return require(!line.refused->why.empty() && !line.refused->accepted.empty());
  require(!line.record.empty() && !line.content.empty());
  if (const auto* order = std::get_if<imports::OrderLine>(&line.what)) {
    require(!order->offender_number.empty() && order->kind != domain::OrderKind::stop_contact);
    require(!(order->permanent && order->ends_on));
    require(!(order->starts_on && order->ends_on && *order->ends_on < *order->starts_on));
  }
  for (const auto& look : line.looks) require(!look.field.empty() && !look.why.empty());
}

inline void read_as(imports::Format format, std::string_view bytes) {
  for (const auto kind : {imports::Kind::orders, imports::Kind::people, imports::Kind::housing}) {
    const auto read = imports::read_lines(kind, format, bytes);
    require(read.lines.size() <= imports::kMostRows);
    require(!read.fault || !read.fault->refusal.why.empty());
    for (const auto& line : read.lines) check_line(line);
    const auto again = imports::read_lines(kind, format, bytes);
    require(again.lines.size() == read.lines.size());
    for (std::size_t i = 0; i < read.lines.size(); ++i) require(again.lines[i].content == read.lines[i].content);
  }
}

}  // namespace holdfast::fuzz
