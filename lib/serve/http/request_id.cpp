#include "serve/http/request_id.hpp"

#include <algorithm>
#include <random>

namespace ecg::serve {
namespace {

constexpr std::size_t longest = 64;
constexpr std::string_view digits = "0123456789abcdef";

bool is_sane(std::string_view id) {
    return !id.empty() && id.size() <= longest && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    });
}

std::mt19937_64 seeded() {
    std::random_device device;
    std::seed_seq seeds{device(), device(), device(), device()};
    return std::mt19937_64{seeds};
}

} // namespace

std::string request_id_of(const Request& request) {
    const auto given = request.header("X-Request-Id");
    if (given && is_sane(*given)) {
        return std::string{*given};
    }
    thread_local std::mt19937_64 random = seeded(); // a name, no secret
    std::uint64_t number = random();
    std::string id(16, '0');
    for (char& digit : id) {
        digit = digits[number % 16];
        number /= 16;
    }
    return id;
}

} // namespace ecg::serve
