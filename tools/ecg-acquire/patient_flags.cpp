#include "patient_flags.hpp"

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

} // namespace ecg
