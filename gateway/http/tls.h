// TLS as this server speaks it: 1.3, HTTP/1.1 only, no resumption.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <expected>
#include <filesystem>
#include <string>

namespace holdfast::http {

// The error is a sentence for the administrator.
std::expected<void, std::string> load_tls(boost::asio::ssl::context& tls, const std::filesystem::path& certificate,
                                          const std::filesystem::path& key);

}  // namespace holdfast::http
