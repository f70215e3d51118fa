#include "acquire/stream/lead_plan.hpp"
#include "common/error.hpp"
#include "common/text.hpp"
#include "config/files.hpp"

namespace ecg::acquire {
namespace {

class ProfileReader {
public:
    explicit ProfileReader(std::string path) : path_{std::move(path)} {}

    Profile read() {
        profile_.leads.gain_source = "profile";
        for (const auto& [key, placed] : config::read_yaml_file(path_)) {
            line_ = placed.line;
            if (key.starts_with("leads.")) {
                take_lead(split(key, '.'), placed.value);
            } else {
                take(key, placed.value);
            }
        }
        return profile_;
    }

private:
    [[noreturn]] void refuse(const std::string& why) const {
        throw Error{ErrorKind::usage, path_ + ":" + std::to_string(line_) + ": " + why};
    }

    [[nodiscard]] double number(const std::string& key, const std::string& value) const {
        const auto parsed = parse_number(value);
        if (!parsed) {
            refuse(key + " is not a number");
        }
        return *parsed;
    }

    [[nodiscard]] bool yes(const std::string& key, const std::string& value) const {
        if (value != "true" && value != "false") {
            refuse(key + " is neither true nor false");
        }
        return value == "true";
    }

    void take(const std::string& key, const std::string& value) {
        if (key == "driver") {
            profile_.driver = value;
        } else if (key == "port") {
            profile_.port = value;
        } else if (key == "device_serial") {
            profile_.device_serial = value;
        } else if (key == "rate_hz") {
            profile_.rate_hz = number(key, value);
        } else if (key == "gain_uv") {
            profile_.leads.uv_per_count = number(key, value);
        } else if (key == "zero") {
            profile_.leads.zero = number(key, value);
        } else if (key == "derive") {
            profile_.leads.derive = yes(key, value);
        } else {
            refuse(key + " is not known; there are driver, port, device_serial, rate_hz, gain_uv, "
                         "zero, derive and leads");
        }
    }

    void take_lead(const std::vector<std::string_view>& parts, const std::string& value) {
        if (parts.size() != 3) {
            refuse("a lead has channel, gain and invert");
        }
        const std::string lead{parts[1]};
        const std::string key = "leads." + lead + "." + std::string{parts[2]};
        if (parts[2] == "channel") {
            profile_.leads.channel_of[lead] = value;
        } else if (parts[2] == "gain") {
            profile_.leads.gain_factor[lead] = number(key, value);
        } else if (parts[2] == "invert") {
            if (yes(key, value)) {
                profile_.leads.inverted.push_back(lead);
            }
        } else {
            refuse(key + " is not known; a lead has channel, gain and invert");
        }
    }

    std::string path_;
    std::int64_t line_ = 0;
    Profile profile_;
};

} // namespace

Profile read_profile(const std::string& path) {
    return ProfileReader{path}.read();
}

} // namespace ecg::acquire
