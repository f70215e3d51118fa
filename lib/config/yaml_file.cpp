// The door to yaml-cpp.
#include "common/error.hpp"
#include "common/files.hpp"
#include "config/files.hpp"

#include <yaml-cpp/yaml.h>

#include <utility>

namespace ecg::config {
namespace {

std::int64_t line_of(const YAML::Mark& mark) {
    return mark.line + 1; // yaml-cpp counts from 0
}

[[noreturn]] void refuse(const std::string& path, const YAML::Mark& mark, const std::string& why) {
    throw Error{ErrorKind::usage, path + ":" + std::to_string(line_of(mark)) + ": " + why};
}

Placed words_of(const std::string& path, const YAML::Node& list, const YAML::Mark& mark,
                const std::string& name) {
    Placed words{"", line_of(mark), true};
    for (const auto& word : list) {
        if (!word.IsScalar()) {
            refuse(path, mark, name + " is a list of other things than words");
        }
        words.value.append(words.value.empty() ? "" : ",").append(word.Scalar());
    }
    return words;
}

void flatten(const std::string& path, const YAML::Node& map, const std::string& prefix,
             PlacedValues& values) {
    for (const auto& member : map) {
        if (!member.first.IsScalar()) {
            refuse(path, member.first.Mark(), "a key is a word");
        }
        const std::string name = prefix + member.first.Scalar();
        if (member.second.IsMap()) {
            flatten(path, member.second, name + ".", values);
            continue;
        }
        const YAML::Mark mark = member.first.Mark();
        Placed value{"", line_of(mark)};
        if (member.second.IsSequence()) {
            value = words_of(path, member.second, mark, name);
        } else if (!member.second.IsNull()) {
            value.value = member.second.Scalar();
        }
        if (!values.emplace(name, std::move(value)).second) {
            refuse(path, mark, name + " is there twice");
        }
    }
}

std::string text_of(const std::string& path) {
    try {
        return read_whole_file(path);
    } catch (const Error& error) {
        throw Error{error.kind() == ErrorKind::data ? ErrorKind::usage : error.kind(),
                    error.what()};
    }
}

} // namespace

PlacedValues read_yaml_file(const std::string& path) {
    const std::string text = text_of(path);
    PlacedValues values;
    try {
        const YAML::Node document = YAML::Load(text);
        if (document.IsMap()) {
            flatten(path, document, "", values);
        } else if (!document.IsNull()) {
            refuse(path, document.Mark(), "not a map of settings");
        }
    } catch (const YAML::Exception& error) {
        refuse(path, error.mark, error.msg);
    }
    return values;
}

} // namespace ecg::config
