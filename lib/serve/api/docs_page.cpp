#include "serve/api/docs_page.hpp"

#include "common/text.hpp"
#include "serve/api/example.hpp"
#include "serve/store/role.hpp"

#include <string_view>

namespace ecg::serve {
namespace {

constexpr std::string_view head = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>ecg-serve: the API</title>
<meta name="viewport" content="width=device-width">
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#222}
h1{font-weight:600;margin-bottom:0}h2{font-size:1.05rem;margin:2.2rem 0 .2rem;border-top:1px solid #ddd;padding-top:1rem}
code{font:14px ui-monospace,monospace}.method{display:inline-block;min-width:3.6rem;font-weight:700;color:#0a6}
.post{color:#b40}.patch{color:#86c}.note{color:#666}table{border-collapse:collapse;margin:.4rem 0 .4rem 1rem}
td{padding:.1rem 1.2rem .1rem 0;vertical-align:top;border-bottom:1px solid #f0f0f0}
details{margin:.2rem 0 .4rem 1rem}summary{color:#06c;cursor:pointer}
pre{font:13px/1.4 ui-monospace,monospace;background:#f7f7f7;padding:.6rem .8rem;margin:.3rem 0;overflow-x:auto}
nav{columns:2;margin:1rem 0}nav a{display:block;color:inherit;text-decoration:none}nav a:hover{text-decoration:underline}
</style></head><body>
)";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out.append("&amp;");
            break;
        case '<':
            out.append("&lt;");
            break;
        case '>':
            out.append("&gt;");
            break;
        case '"':
            out.append("&quot;");
            break;
        default:
            out.push_back(c);
        }
    }
    return out;
}

std::string_view word_of(Schema::Type type) {
    switch (type) {
    case Schema::Type::text:
        return "text";
    case Schema::Type::number:
        return "number";
    case Schema::Type::integer:
        return "whole number";
    case Schema::Type::boolean:
        return "true or false";
    case Schema::Type::array:
        return "list";
    case Schema::Type::object:
        return "object";
    case Schema::Type::any:
        break;
    }
    return "";
}

/// "whole number, 0 to 150" and the description.
std::string told(const Schema& schema) {
    std::string text{word_of(schema.type)};
    if (!schema.format.empty() && schema.format != "binary") {
        text = schema.format;
    }
    if (schema.least && schema.most) {
        text.append(", ").append(format_number(*schema.least, 4)).append(" to ");
        text.append(format_number(*schema.most, 4));
    }
    std::string choices;
    for (const std::string& choice : schema.choices) {
        choices.append(choices.empty() ? ": " : ", ").append(choice);
    }
    text.append(choices);
    if (!schema.description.empty()) {
        text.append(text.empty() ? "" : "; ").append(schema.description);
    }
    return escaped(text);
}

void write_row(std::string& out, const std::string& name, const std::string& what, bool required) {
    out.append("<tr><td><code>").append(escaped(name)).append("</code></td><td>").append(what);
    out.append(required ? "" : " <span class=note>(optional)</span>").append("</td></tr>\n");
}

/// The members of an object, those within it under "outer.inner".
void write_members(std::string& out, const Schema& schema, const std::string& prefix) {
    for (const Member& member : schema.members) {
        const std::string name = prefix + member.name;
        write_row(out, name, told(member.schema), member.required);
        write_members(out, member.schema, name + ".");
        if (member.schema.elements) {
            write_members(out, *member.schema.elements, name + "[].");
        }
    }
}

void write_table(std::string& out, std::string_view title, const Schema& schema) {
    if (schema.members.empty()) {
        return;
    }
    out.append("<div class=note>").append(title).append("</div>\n<table>\n");
    write_members(out, schema, "");
    out.append("</table>\n");
}

void write_example(std::string& out, std::string_view title, const Schema& schema) {
    if (!schema.members.empty()) {
        out.append("<details><summary>").append(title).append("</summary><pre>");
        out.append(escaped(example_text(schema))).append("</pre></details>\n");
    }
}

std::string who_may(const Endpoint& endpoint) {
    if (endpoint.open) {
        return endpoint.takes_token ? "no token needed with a link" : "no token needed";
    }
    std::string roles;
    for (const Role role : endpoint.roles) {
        roles.append(roles.empty() ? "token of role " : " or ").append(name_of(role));
    }
    return roles.empty() ? "token" : roles;
}

std::string title_of(const Endpoint& endpoint) {
    std::string title = "<span class=\"method ";
    title.append(to_lower(name_of(endpoint.method))).append("\">");
    title.append(name_of(endpoint.method)).append("</span> <code>");
    return title.append(escaped(endpoint.path)).append("</code>");
}

void write_endpoint(std::string& out, const Endpoint& endpoint) {
    out.append("<h2 id=\"").append(endpoint.name).append("\">").append(title_of(endpoint));
    out.append("</h2>\n<div>").append(escaped(endpoint.summary));
    out.append(" <span class=note>(").append(who_may(endpoint)).append(")</span></div>\n");
    if (!endpoint.query.empty()) {
        out.append("<div class=note>behind the ?</div>\n<table>\n");
        for (const QueryParameter& parameter : endpoint.query) {
            write_row(out, parameter.name, told(parameter.schema), false);
        }
        out.append("</table>\n");
    }
    write_table(out, endpoint.body_kind == BodyKind::multipart ? "parts of the form" : "body",
                endpoint.body);
    if (endpoint.body_kind == BodyKind::json) {
        write_example(out, "example of a body", endpoint.body);
    }
    for (const AnswerForm& answer : endpoint.answers) {
        const std::string title =
            "answer " + std::to_string(answer.status) + ": " + escaped(answer.description);
        if (answer.schema.members.empty()) {
            out.append("<div class=note>").append(title).append("</div>\n");
        }
        write_table(out, title, answer.schema);
        if (answer.content_type == "application/json") {
            write_example(out, "example of this answer", answer.schema);
        }
    }
}

} // namespace

std::string docs_page(const std::vector<Endpoint>& endpoints, const std::string& version) {
    std::string out{head};
    out.append("<h1>ecg-serve</h1>\n<div class=note>version ").append(escaped(version));
    out.append(
        "; for programs: <code>/api/v1/openapi.json</code>. Not a medical device.</div>\n"
        "<p>Success is <code>{\"status\":\"success\", …}</code>, anything else "
        "<code>{\"status\":\"error\", \"code\", \"message\", \"details\"}</code>. What "
        "stores takes an <code>Idempotency-Key</code>: sent again with it, a request is "
        "answered as the first time and stored once. What is not yours is 404, as if it were not "
        "there.</p>\n<nav>\n");
    for (const Endpoint& endpoint : endpoints) {
        out.append("<a href=\"#").append(endpoint.name).append("\">");
        out.append(title_of(endpoint)).append("</a>\n");
    }
    out.append("</nav>\n");
    for (const Endpoint& endpoint : endpoints) {
        write_endpoint(out, endpoint);
    }
    return out.append("</body></html>\n");
}

} // namespace ecg::serve
