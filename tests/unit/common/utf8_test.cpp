#include "common/utf8.hpp"
#include "support/catch.hpp"

using ecg::is_utf8;

TEST_CASE("UTF-8 is text of one to four bytes a letter") {
    CHECK(is_utf8(""));
    CHECK(is_utf8("plain, Łódź, µV, 心电图, \U0001F493"));
}

TEST_CASE("Bytes that are cut, overlong, surrogates or beyond Unicode are no UTF-8") {
    CHECK_FALSE(is_utf8("\xC5"));
    CHECK_FALSE(is_utf8("\xC0\x80"));
    CHECK_FALSE(is_utf8("\xED\xA0\x80"));
    CHECK_FALSE(is_utf8("\xF4\x90\x80\x80"));
    CHECK_FALSE(is_utf8("\x80"));
}

TEST_CASE("A byte order mark is no part of the text, and only at its beginning is it one") {
    CHECK(ecg::without_byte_order_mark("\xEF\xBB\xBF{}") == "{}");
    CHECK(ecg::without_byte_order_mark("{\xEF\xBB\xBF}") == "{\xEF\xBB\xBF}");
    CHECK(ecg::without_byte_order_mark("\xEF\xBB").size() == 2);
}
