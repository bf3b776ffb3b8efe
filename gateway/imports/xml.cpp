// NIEM protection orders: j:ProtectionOrder, wherever it stands in the document. Elements are known by the URIs of
// their namespaces, whatever their prefixes and their release; those that are not known are passed over.
//
// What makes XML dangerous is refused before it begins: a document type, and with it every entity but the five that XML
// itself knows. The document is UTF-8 whatever it says of itself. Text is kept up to a bound, elements up to a depth.
#include <expat.h>

#include <algorithm>
#include <array>
#include <memory>
#include <type_traits>

#include "gateway/imports/formats.h"
#include "gateway/imports/limits.h"

namespace holdfast::imports {
namespace {

constexpr char kBetween = '\x1f';  // between a namespace and a name, as expat joins them; neither can hold it

struct Family {
  char letter;  // n: core, j: justice
  std::string_view uri;
};
// Releases differ in what follows.
constexpr std::array kFamilies{std::to_array<Family>({
    {'n', "http://niem.gov/niem/niem-core/"},
    {'n', "http://release.niem.gov/niem/niem-core/"},
    {'n', "https://docs.oasis-open.org/niemopen/ns/model/niem-core/"},
    {'j', "http://niem.gov/niem/domains/jxdm/"},
    {'j', "http://release.niem.gov/niem/domains/jxdm/"},
    {'j', "https://docs.oasis-open.org/niemopen/ns/model/domains/justice/"},
})};

// "n:PersonFullName"; empty for an element of nobody we know.
std::string short_name(std::string_view joined) {
  const auto cut = joined.rfind(kBetween);
  if (cut == std::string_view::npos) return {};
  const auto uri = joined.substr(0, cut);
  const auto family = std::ranges::find_if(kFamilies, [&](const Family& one) { return uri.starts_with(one.uri); });
  if (family == kFamilies.end()) return {};
  return std::string(1, family->letter) + ':' + std::string(joined.substr(cut + 1));
}

// Which field the text of an element is, by its way down from the order.
struct Mapping {
  std::string_view way;
  std::string_view field;
  bool deeper = false;  // the end of a way too: releases put it into different elements
};
constexpr std::array kMappings{std::to_array<Mapping>({
    {"/n:ActivityIdentification/n:IdentificationID", "record"},
    {"/n:ActivityCategoryText", "kind"},
    {"/n:ActivityStatus/n:StatusDescriptionText", "state"},
    {"/n:ActivityStatus/n:StatusText", "state"},
    {"/j:CourtOrderStatus/n:StatusDescriptionText", "state"},
    {"/j:CourtOrderStatus/n:StatusText", "state"},
    {"/n:ActivityDateRange/n:StartDate/n:Date", "starts_on"},
    {"/n:ActivityDateRange/n:EndDate/n:Date", "ends_on"},
    {"/j:CourtName", "court", true},
    {"/j:ProtectionOrderConditionCode", "conditions"},
    {"/j:ProtectionOrderConditionText", "text"},
    {"/j:ProtectionOrderRestrictedPerson/n:PersonOtherIdentification/n:IdentificationID", "offender_number"},
})};
constexpr std::string_view kOrder = "j:ProtectionOrder";

const Column* column_named(std::string_view name) {
  const auto columns = columns_of(Kind::orders);
  const auto found = std::ranges::find(columns, name, &Column::name);
  return found == columns.end() ? nullptr : &*found;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), parser_(XML_ParserCreateNS("UTF-8", kBetween)) {}

  File read() {
    if (!parser_) return faulty("the file cannot be read now", "try again");
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), begin, end);
    XML_SetCharacterDataHandler(parser_.get(), characters);
    XML_SetStartDoctypeDeclHandler(parser_.get(), doctype);
    XML_SetParamEntityParsing(parser_.get(), XML_PARAM_ENTITY_PARSING_NEVER);
    const auto done = XML_Parse(parser_.get(), text_.data(), static_cast<int>(text_.size()), XML_TRUE);
    if (done == XML_STATUS_OK) return std::move(file_);
    if (file_.fault) return std::move(file_);
    return faulty("this is no XML from here on, or it is cut off", "a whole XML document in UTF-8");
  }

 private:
  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };
  static Reader& self(void* data) { return *static_cast<Reader*>(data); }

  std::size_t line() const { return XML_GetCurrentLineNumber(parser_.get()); }
  File faulty(std::string_view why, std::string_view accepted) {
    file_.fault = Fault{parser_ ? line() : 0, {"", why, accepted}};
    return std::move(file_);
  }
  void stop(std::string_view why, std::string_view accepted) {
    if (!file_.fault) file_.fault = Fault{line(), {"", why, accepted}};
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  static void XMLCALL doctype(void* data, const XML_Char* /*name*/, const XML_Char* /*system*/,
                              const XML_Char* /*publicly*/, int /*internal*/) {
    self(data).stop("the document brings a document type", "XML without a DOCTYPE, and so without entities");
  }
  static void XMLCALL begin(void* data, const XML_Char* name, const XML_Char** /*attributes*/) {
    self(data).begin_element(name);
  }
  static void XMLCALL end(void* data, const XML_Char* /*name*/) { self(data).end_element(); }
  static void XMLCALL characters(void* data, const XML_Char* text, int length) {
    self(data).add({text, static_cast<std::size_t>(length)});
  }

  void begin_element(std::string_view joined) {
    if (file_.fault) return;  // what expat still had in hand when it was stopped
    if (ends_.size() == kMostDepth) return stop("elements lie too deep", "at most 32 inside one another");
    auto name = short_name(joined);
    if (name == kOrder) {
      if (order_depth_ != 0) return stop("an order inside another", "one order beside another");
      if (file_.records.size() == kMostRows) return stop("more orders than a file may have", "at most 20000");
      order_depth_ = ends_.size() + 1;
      file_.records.push_back({.place = line()});
      way_.clear();
      name.clear();
    }
    ends_.push_back(way_.size());
    if (order_depth_ != 0 && ends_.size() > order_depth_) way_ += '/' + name;
    words_.clear();
    too_long_ = false;
  }
  void end_element() {
    if (file_.fault) return;
    if (order_depth_ != 0 && ends_.size() > order_depth_) take_text();
    if (ends_.size() == order_depth_) end_order(file_.records.back());
    way_.resize(ends_.back());
    ends_.pop_back();
    words_.clear();
    too_long_ = false;
  }
  // The order's own identification is the feed's key and the court's number in one.
  void end_order(Record& record) {
    put(record, *column_named("number"), std::string(record.text("record")));
    settle(record, Kind::orders);
    order_depth_ = 0;
  }
  void add(std::string_view text) {
    if (file_.fault || order_depth_ == 0) return;
    too_long_ = too_long_ || words_.size() + text.size() > kMostFieldBytes;
    if (!too_long_) words_ += text;
  }
  void take_text() {
    const auto found = std::ranges::find_if(
        kMappings, [&](const Mapping& one) { return way_ == one.way || (one.deeper && way_.ends_with(one.way)); });
    if (found == kMappings.end()) return;
    const auto* column = column_named(found->field);
    auto& record = file_.records.back();
    if (too_long_) return refuse(record, {column->name, "is too long", "as docs/imports.md says of this field"});
    put(record, *column, words_);
  }

  std::string_view text_;
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
  File file_;
  std::vector<std::size_t> ends_;  // for each open element, how long the way was before it
  std::string way_;                // down from the order: "/n:ActivityDateRange/n:StartDate"
  std::size_t order_depth_ = 0;    // of the order that is open; 0: none
  std::string words_;
  bool too_long_ = false;
};

}  // namespace

File read_xml(Kind kind, std::string_view text) {
  if (kind != Kind::orders) return {{}, Fault{0, {"", "this kind of file does not come as XML", "CSV or JSON"}}};
  return Reader(text).read();
}

}  // namespace holdfast::imports
