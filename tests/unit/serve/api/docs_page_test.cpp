#include "serve/api/docs_page.hpp"
#include "support/catch.hpp"

using namespace ecg::serve;
using Catch::Matchers::Contains;

TEST_CASE("The page for people has each endpoint with its members, and loads and runs nothing") {
    const Endpoint endpoint{
        .method = Method::post,
        .path = "/api/v1/things",
        .name = "add_thing",
        .summary = "Add a <thing> & more",
        .roles = {Role::clinician, Role::admin},
        .body_kind = BodyKind::json,
        .body = object_of({required("size", integer_of(1, 9)),
                           optional("inner", object_of({optional("deep", text_of(0, 9))}))}),
        .answers = {{201, "It is there", object_of({required("id", text_of(1, 64))})}}};

    const std::string page = docs_page({endpoint}, "1.2.3");

    CHECK_THAT(page, Contains("1.2.3"));
    CHECK_THAT(page, Contains("Add a &lt;thing&gt; &amp; more"));
    CHECK_THAT(page, Contains("whole number, 1 to 9"));
    CHECK_THAT(page, Contains("inner.deep"));
    CHECK_THAT(page, Contains("token of role clinician or admin"));
    CHECK_THAT(page, Contains("answer 201: It is there"));
    CHECK_THAT(page, !Contains("<script") && !Contains("http://") && !Contains("https://"));
}
