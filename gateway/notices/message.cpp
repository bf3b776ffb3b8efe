#include "gateway/notices/message.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace holdfast::notices {
namespace {

constexpr std::size_t kLine = 76;

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    const std::size_t have = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (k < have ? static_cast<std::uint8_t>(bytes[i + k]) : 0u);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += k <= have ? kDigits[group >> (18 - 6 * k) & 63] : '=';
    }
  }
  return text;
}

std::string in_lines(std::string_view text) {
  std::string lines;
  for (; !text.empty(); text.remove_prefix(std::min(kLine, text.size()))) {
    lines += text.substr(0, kLine);
    lines += "\r\n";
  }
  return lines;
}

bool is_header_text(std::string_view text) {
  return !text.empty() && text.size() <= 40 &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::string date_of(domain::Time now) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(now - day));
  std::array<char, 64> text{};
  (void)std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                      kDays.at(std::chrono::weekday(day).c_encoding()), static_cast<unsigned>(date.day()),
                      kMonths.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
                      static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                      static_cast<int>(time.seconds().count()));
  return text.data();
}

}  // namespace

bool is_address(std::string_view text) {
  if (text.size() < 3 || text.size() > 254 || std::ranges::count(text, '@') != 1) return false;
  const auto at = text.find('@');
  if (at == 0 || at > 64 || at + 1 == text.size() || text.front() == '-') return false;
  return std::ranges::all_of(text, [](char c) {
    return c > 0x20 && c < 0x7f && std::string_view("()<>[]\\,;:\"").find(c) == std::string_view::npos;
  });
}

std::optional<std::string> compose(const flows::Mail& mail, std::string_view from, std::string_view id,
                                   domain::Time now) {
  if (!is_address(mail.to) || !is_address(from) || !is_header_text(mail.subject) || mail.body.size() > kBodySize) {
    return std::nullopt;
  }
  std::string body = mail.body;
  body.resize(kBodySize, ' ');
  std::string text = "Date: " + date_of(now) + "\r\n";
  text += "From: <" + std::string(from) + ">\r\n";
  text += "To: <" + mail.to + ">\r\n";
  text += "Subject: =?UTF-8?B?" + base64(mail.subject) + "?=\r\n";
  text += "Message-ID: <" + std::string(id) + std::string(from.substr(from.find('@'))) + ">\r\n";
  text += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n";
  text += "Auto-Submitted: auto-generated\r\n\r\n";
  return text + in_lines(base64(body));
}

}  // namespace holdfast::notices
