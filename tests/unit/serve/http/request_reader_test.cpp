// What is read does not depend on the pieces in which it comes.
#include "serve/http/request_reader.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <string>

using namespace ecg::serve;

namespace {

/// As a connection does it: what a call left comes again, with the next piece behind it.
std::string read_in_pieces(std::string_view bytes, std::size_t piece) {
    const HeadLimits head;
    const BodyLimit limit = [](const Request&) { return std::size_t{16}; };
    RequestReader reader{head, limit};
    std::size_t used = 0;
    for (std::size_t come = 0; come < bytes.size();) {
        come = std::min(come + piece, bytes.size());
        while (const std::size_t more = reader.take(bytes.substr(used, come - used))) {
            used += more;
        }
    }
    if (reader.is_whole() && !reader.refusal()) {
        reader.finish();
    }
    if (reader.refusal()) {
        return std::to_string(reader.refusal()->status) + ' ' +
               std::string{reader.refusal()->message};
    }
    return reader.is_whole() ? "whole: " + reader.request().body : "not whole";
}

std::string post(const std::string& header, const std::string& body) {
    return "POST /p HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n" + body;
}

std::string chunks(const std::string& body) {
    return post("Transfer-Encoding: chunked", body);
}

struct Case {
    std::string bytes, outcome;
};

} // namespace

TEST_CASE("A request is the same in any pieces", "[serve]") {
    const std::string long_word(3'000, 'a'), long_head(10'000, 'a');
    const std::string too_long = "414 the request's target is longer than allowed";
    const std::string head_too_large = "431 the header is larger than allowed";
    const std::string too_much = "413 the body is larger than allowed";
    const std::string bad_chunks = "400 the chunks of the body are malformed";
    const std::string no_return = "400 a line ends without a carriage return";
    const Case cases[]{
        {post("Content-Length: 4", "abcd"), "whole: abcd"},
        {post("Content-Length: 4", "abc"), "not whole"},
        {post("Content-Length: 0", ""), "whole: "},
        {chunks("0\r\n\r\n"), "whole: "},
        {chunks("1\r\na\r\n2\r\nbc\r\n0\r\n\r\n"), "whole: abc"},
        {chunks("0000000000000003\r\nabc\r\n000\r\n\r\n"), "whole: abc"},
        {chunks("A\r\nabcdefghij\r\n6\r\nklmnop\r\n0\r\n\r\n"), "whole: abcdefghijklmnop"},
        {chunks("1;x\r\na\r\n1 ; y=\"z;\"\r\nb\r\n0;z\r\n\r\n"), "whole: ab"},
        {chunks("1\r\na\r\n0\r\nExpires: never\r\nX: y\r\n\r\n"), "whole: a"},
        {chunks("1\r\na\r\n0\r\n"), "not whole"},
        {chunks("a\r\nabcdefghij\r\n7\r\nklmnopq\r\n0\r\n\r\n"), too_much},
        {chunks("ffffffffffffffff\r\n"), too_much},
        {chunks("00000000000000003\r\nabc\r\n0\r\n\r\n"), bad_chunks},
        {chunks("0\r\n\n"), bad_chunks},
        {chunks("1\r\nab\r\n"), bad_chunks},
        {chunks("z"), bad_chunks},
        {chunks("\r\n"), bad_chunks},
        {chunks(";x\r\n"), bad_chunks},
        {chunks("1\n"), bad_chunks},
        {chunks("1;x=\"\r\n\"\r\n\r\n"), bad_chunks},
        {chunks("1;\x01"), bad_chunks},
        {chunks("1\r\na\n"), bad_chunks},
        {chunks("0\r\nX: y\n"), bad_chunks},
        {chunks("0\r\nX: y\r\n\rX"), bad_chunks},
        {chunks("1;" + long_head), bad_chunks},
        {chunks("0\r\nX: " + long_head), bad_chunks},
        {"GET /" + long_word + " HTTP/1.1\r\nHost: x\r\n\r\n", too_long},
        // neither is a request line, but that shows in what comes too late
        {long_word + "\r\nHost: x\r\n\r\n", too_long},
        {long_word + "\n", too_long},
        {post("X: " + long_head, ""), head_too_large},
        {"GET / HTTP/1.1\r\nX: " + long_head + "\n", head_too_large},
        {"GET / HTTP/1.1\nX: " + long_head, no_return},
    };
    for (const Case& one : cases) {
        for (std::size_t piece = 1; piece <= 64; ++piece) {
            INFO(one.bytes.substr(0, 100) << " in pieces of " << piece);
            REQUIRE(read_in_pieces(one.bytes, piece) == one.outcome);
        }
        INFO(one.bytes.substr(0, 100));
        REQUIRE(read_in_pieces(one.bytes, one.bytes.size()) == one.outcome);
    }
}

TEST_CASE("A head may have just as many bytes as allowed", "[serve]") {
    const HeadLimits limits;
    const std::string rest = "GET / HTTP/1.1\r\nHost: x\r\nX: \r\n\r\n";
    const std::string filling(limits.bytes - rest.size(), 'a');
    const auto with = [](const std::string& value) {
        return "GET / HTTP/1.1\r\nHost: x\r\nX: " + value + "\r\n\r\n";
    };
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, limits.bytes}) {
        REQUIRE(read_in_pieces(with(filling), piece) == "whole: ");
        REQUIRE(read_in_pieces(with(filling + 'a'), piece) ==
                "431 the header is larger than allowed");
    }
}
