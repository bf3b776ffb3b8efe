// A self-signed certificate and its key for 127.0.0.1, made with libcrypto into a fresh folder that goes with the
// object.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace holdfast::harness {

class Certificate {
 public:
  Certificate() : folder_(make_folder()) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"), EVP_PKEY_free};
    const std::unique_ptr<X509, decltype(&X509_free)> made{X509_new(), X509_free};
    fill(*made, *key);
    const File key_file{key_path()};
    const File chain_file{chain_path()};
    if (PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
        PEM_write_X509(chain_file.get(), made.get()) != 1) {
      throw std::runtime_error("the test certificate cannot be written");
    }
  }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;
  Certificate(Certificate&&) = delete;
  Certificate& operator=(Certificate&&) = delete;
  ~Certificate() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::filesystem::path chain_path() const { return folder_ / "chain.pem"; }
  std::filesystem::path key_path() const { return folder_ / "key.pem"; }

 private:
  class File {
   public:
    explicit File(const std::filesystem::path& path) : file_(std::fopen(path.c_str(), "w")) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    File(File&&) = delete;
    File& operator=(File&&) = delete;
    ~File() { static_cast<void>(std::fclose(file_)); }
    std::FILE* get() const { return file_; }

   private:
    std::FILE* file_;
  };

  static std::filesystem::path make_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "holdfast-tls-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for the test certificate");
    return pattern;
  }

  static void fill(X509& made, EVP_PKEY& key) {
    X509_set_version(&made, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(&made), 1);
    X509_gmtime_adj(X509_getm_notBefore(&made), -60);
    X509_gmtime_adj(X509_getm_notAfter(&made), 3600);
    X509_set_pubkey(&made, &key);
    X509_NAME* name = X509_get_subject_name(&made);
    const std::string common = "127.0.0.1";
    X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(common.data()), -1, -1, 0);
    X509_set_issuer_name(&made, name);
    std::string names = "IP:127.0.0.1,DNS:localhost";
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.data());
    X509_add_ext(&made, extension, -1);
    X509_EXTENSION_free(extension);
    if (X509_sign(&made, &key, EVP_sha256()) == 0) throw std::runtime_error("the test certificate cannot be signed");
  }

  std::filesystem::path folder_;
};

}  // namespace holdfast::harness
