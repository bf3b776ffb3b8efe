// Private to this room: what texts may look like.
#pragma once

#include <string_view>

#include "gateway/config/reader.h"

namespace holdfast::config {

bool is_loopback(std::string_view host);

extern const Rule kAddress;        // an IP address
extern const Rule kHost;           // a host name or address, or nothing
extern const Rule kOrigin;         // https://host[:port], or nothing
extern const Rule kHttps;          // an https address
extern const Rule kIdentifier;     // a name in the database
extern const Rule kMailbox;        // one mail address
extern const Rule kAccountOrNone;  // a system account, or nothing
extern const Rule kCode;           // a short name: california
extern const Rule kLanguage;       // en, es, pt-BR
extern const Rule kTimeZone;       // an IANA zone that this machine knows
extern const Rule kReason;         // a return reason of docs: THREAT
extern const Rule kAdviserUrl;     // where the agency's adviser listens, or nothing
extern const Rule kMessageKey;     // a key of the catalogues

}  // namespace holdfast::config
