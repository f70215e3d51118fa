#include "patient_flags.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "common/json_reader.hpp"
#include "formats/session/info_fields.hpp"

#include <CLI/CLI.hpp>

namespace ecg {

void add_patient_flags(CLI::App& command, Patient& patient) {
    constexpr auto group = "Person";
    command.add_option("--username", patient.id, "Short name, for files")
        ->type_name("NAME")
        ->group(group);
    command.add_option("--full-name", patient.name, "Name, for the page")
        ->type_name("NAME")
        ->group(group);
    command.add_option("--age", patient.age, "Years")
        ->type_name("YEARS")
        ->check(CLI::Range(0, 150))
        ->group(group);
    const std::function<void(const std::string&)> set_sex = [&](const std::string& text) {
        patient.sex = text == "female" ? Sex::female : Sex::male;
    };
    command.add_option_function<std::string>("--sex", set_sex, "female or male")
        ->check(CLI::IsMember({"female", "male"}))
        ->type_name("SEX")
        ->group(group);
}

Patient person_of(const std::string& path, const Patient& flags) {
    constexpr std::size_t largest = 64 << 10; // bytes; every line holds the person again
    const std::string text = read_whole_file(path);
    if (text.size() > largest) {
        throw Error{ErrorKind::data, path + ": " + std::to_string(text.size()) +
                                         " bytes are too many for a person, 65536 may be"};
    }
    JsonReader reader;
    const JsonValue value = reader.parse(text, path);
    if (value.kind() != JsonKind::object) {
        throw Error{ErrorKind::data, path + ": is no object with username and user"};
    }
    Patient person = formats::read_patient(value);
    person.id = flags.id.empty() ? person.id : flags.id;
    person.name = flags.name.empty() ? person.name : flags.name;
    person.age = flags.age ? flags.age : person.age;
    person.sex = flags.sex ? flags.sex : person.sex;
    return person;
}

} // namespace ecg
