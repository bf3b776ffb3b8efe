#include "gateway/http/tls.h"

#include <openssl/ssl.h>

namespace holdfast::http {
namespace {

int choose_http11(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* offered,
                  unsigned int offered_length, void*) {
  static constexpr unsigned char kOurs[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* chosen = nullptr;
  const int found = SSL_select_next_proto(&chosen, out_length, kOurs, sizeof kOurs, offered, offered_length);
  if (found != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

std::expected<void, std::string> load_tls(boost::asio::ssl::context& tls, const std::filesystem::path& certificate,
                                          const std::filesystem::path& key) {
  const std::string chain = certificate.string();
  SSL_CTX* context = tls.native_handle();
  boost::system::error_code error;
  tls.use_certificate_chain_file(chain, error);
  if (error) return std::unexpected("cannot read the certificate " + chain + ": " + error.message());
  tls.use_private_key_file(key.string(), boost::asio::ssl::context::pem, error);
  if (error) return std::unexpected("cannot use the key " + key.string() + " with the certificate " + chain);
  SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context, choose_http11, nullptr);
  return {};
}

}  // namespace holdfast::http
