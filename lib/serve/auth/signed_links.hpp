// Links that let whoever has them fetch one thing for a while: HMAC over path and expiry.
#pragma once

#include "serve/auth/key_ring.hpp"
#include "serve/store/records.hpp"

#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ecg::serve {

enum class LinkFault { malformed, unknown_key, bad_signature, expired };

/// "bad_signature", for logs.
std::string_view name_of(LinkFault fault);

/// A link that is made, and what the audit log tells of it: so its use is found to belong to whom
/// it was made for.
struct SignedLink {
    std::string id;
    std::string query; ///< "expires=…&kid=…&link=…&signature=…", behind the path's "?"
};

/// Safe to be used from any number of threads.
class LinkSigner {
public:
    explicit LinkSigner(const KeyRing& ring);
    ~LinkSigner();
    LinkSigner(const LinkSigner&) = delete;
    LinkSigner& operator=(const LinkSigner&) = delete;

    /// Signs from now on with the newest key of ring; what any key of it signed is good.
    void use(const KeyRing& ring);

    /// path as it will be asked for: "/api/v1/reports/report_7/file".
    [[nodiscard]] SignedLink sign(std::string_view path, Moment expires_at) const;
    /// The link's id, when path and query are what sign made, byte for byte, and now is before its
    /// end.
    [[nodiscard]] std::variant<std::string, LinkFault>
    check(std::string_view path, std::string_view query, Moment now) const;

private:
    struct Signer;
    using Signers = std::vector<Signer>;

    [[nodiscard]] std::shared_ptr<const Signers> signers() const;

    mutable std::shared_mutex mutex_;
    std::shared_ptr<const Signers> signers_;
};

} // namespace ecg::serve
