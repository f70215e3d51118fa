#include "acquire/drivers/registry.hpp"

#include "acquire/drivers/rows.hpp"
#include "common/error.hpp"

namespace ecg::acquire {

const std::vector<Driver>& drivers() {
    // clang-format off
    static const std::vector<Driver> all{
        pc80b(),
        bioharness(),
        deckmount22(),
        bmd101(),
        berry_pm6750(),
        ibio(),
        healthypi5_batch(),
        healthypi5(),
        healthypi4(),
        healthypi3(),
        max30003(),
        max30001(),
        ads1293(),
        ads1292r(),
        olimex(),
        chords(),
        cyton(),
        cyton_daisy(),
        knight(),
        shimmer3(),
        medlab_eg(),
        bitalino(),
        jsonl(),
        deckmount_text(),
        ad8232(),
        plotter(),
        csv(),
    };
    // clang-format on
    return all;
}

const Driver& driver_named(std::string_view name) {
    std::string names;
    for (const Driver& driver : drivers()) {
        if (driver.name == name) {
            return driver;
        }
        names.append(names.empty() ? "" : ", ").append(driver.name);
    }
    throw Error{ErrorKind::usage,
                "--driver " + std::string{name} + ": no such driver; there are " + names};
}

ChosenDriver choose_driver(std::string_view text) {
    const DriverChoice choice = parse_driver_choice(text);
    const Driver& driver = driver_named(choice.name);
    return {&driver, options_of(driver.name, driver.options, choice)};
}

} // namespace ecg::acquire
