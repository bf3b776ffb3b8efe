#include "audit/log/sha256.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <cstdlib>
#include <memory>
#include <string>

namespace holdfast::audit {
namespace {

void need(bool done) {
  if (!done) std::abort();
}

struct Digest {
  EVP_MD* kind = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* context = EVP_MD_CTX_new();

  Digest() { need(kind != nullptr && context != nullptr && EVP_DigestInit_ex2(context, kind, nullptr) == 1); }
  ~Digest() {
    EVP_MD_CTX_free(context);
    EVP_MD_free(kind);
  }
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;
  Digest(Digest&&) = delete;
  Digest& operator=(Digest&&) = delete;
};

struct Mac {
  EVP_MAC* kind = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  EVP_MAC_CTX* context = EVP_MAC_CTX_new(kind);

  Mac() {
    std::string name = "SHA256";
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), name.size()), OSSL_PARAM_construct_end()};
    need(context != nullptr && EVP_MAC_CTX_set_params(context, parameters.data()) == 1);
  }
  ~Mac() {
    EVP_MAC_CTX_free(context);
    EVP_MAC_free(kind);
  }
  Mac(const Mac&) = delete;
  Mac& operator=(const Mac&) = delete;
  Mac(Mac&&) = delete;
  Mac& operator=(Mac&&) = delete;
};

}  // namespace

std::array<std::uint8_t, 32> sha256_of(std::initializer_list<std::span<const std::uint8_t>> parts) {
  thread_local Digest digest;
  std::array<std::uint8_t, 32> hash{};
  need(EVP_DigestInit_ex2(digest.context, nullptr, nullptr) == 1);
  for (const auto part : parts) need(EVP_DigestUpdate(digest.context, part.data(), part.size()) == 1);
  need(EVP_DigestFinal_ex(digest.context, hash.data(), nullptr) == 1);
  return hash;
}

std::array<std::uint8_t, 32> hmac_sha256(std::span<const std::uint8_t, 32> key, std::span<const std::uint8_t> data) {
  thread_local Mac mac;
  std::array<std::uint8_t, 32> tag{};
  std::size_t length = 0;
  need(EVP_MAC_init(mac.context, key.data(), key.size(), nullptr) == 1);
  need(EVP_MAC_update(mac.context, data.data(), data.size()) == 1);
  need(EVP_MAC_final(mac.context, tag.data(), &length, tag.size()) == 1 && length == tag.size());
  return tag;
}

}  // namespace holdfast::audit
