#include "support/catch.hpp"
#include "transfer/sign/percent_encoding.hpp"

using namespace ecg::transfer;

TEST_CASE("Only letters, digits and four marks stay as they are") {
    CHECK(percent_encoded("AZaz09-_.~") == "AZaz09-_.~");
    CHECK(percent_encoded(" +=@:,;()'!*$&/") == "%20%2B%3D%40%3A%2C%3B%28%29%27%21%2A%24%26%2F");
    CHECK(percent_encoded(std::string_view{"\0\n\x7f\xff", 4}) == "%00%0A%7F%FF");
    CHECK(percent_encoded("père_日本.pdf") == "p%C3%A8re_%E6%97%A5%E6%9C%AC.pdf");
    CHECK(percent_encoded("a%2Fb") == "a%252Fb");
}

TEST_CASE("Slashes of a path stay, of everything else nothing more than elsewhere") {
    CHECK(percent_encoded("/a b//c/./..", Slash::kept) == "/a%20b//c/./..");
}

TEST_CASE("A query is sorted by its encoded names, and has an equals sign for each") {
    CHECK(sorted_query({}).empty());
    CHECK(sorted_query({{"uploads", ""}}) == "uploads=");
    CHECK(sorted_query({{"prefix", "a/b"}, {"max-keys", "2"}, {"a", "2"}, {"a", "1"}}) ==
          "a=1&a=2&max-keys=2&prefix=a%2Fb");
    // "é" begins with a percent sign, which stands before every letter
    CHECK(sorted_query({{"z", ""}, {"é", ""}}) == "%C3%A9=&z=");
}
