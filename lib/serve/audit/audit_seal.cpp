#include "serve/audit/audit_seal.hpp"

#include "common/text.hpp"

namespace ecg::serve {
namespace {

constexpr std::size_t number_size = 20, seal_size = 43;

} // namespace

std::string seal_of(const transfer::Hmac& hmac, std::string_view line) {
    return transfer::base64url(transfer::bytes_of(hmac.of(line)));
}

std::string write_head(const AuditHead& head) {
    std::string text = std::to_string(head.number);
    text.insert(0, number_size - text.size(), '0');
    return text + ' ' + head.seal + '\n';
}

std::optional<AuditHead> read_head(std::string_view text) {
    if (text.size() != number_size + 1 + seal_size + 1 || text[number_size] != ' ' ||
        text.back() != '\n') {
        return std::nullopt;
    }
    const std::string_view digits = text.substr(0, number_size);
    const std::optional<std::int64_t> number = digits.find_first_not_of("0123456789") == digits.npos
                                                   ? parse_integer(digits)
                                                   : std::nullopt;
    return number ? std::optional{AuditHead{static_cast<std::uint64_t>(*number),
                                            std::string{text.substr(number_size + 1, seal_size)}}}
                  : std::nullopt;
}

} // namespace ecg::serve
