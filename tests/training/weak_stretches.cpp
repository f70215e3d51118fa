#include "training/weak_stretches.hpp"

#include "common/error.hpp"
#include "formats/open_recording.hpp"

#include <algorithm>
#include <array>
#include <fstream>

namespace ecg::training {
namespace {

namespace fs = std::filesystem;

constexpr double every = 150;      // s
constexpr double annotated = 1800; // s: half an hour of each record

constexpr std::array patients_of_qtdb{"100", "102", "103", "104", "114", "116", "117", "123",
                                      "213", "221", "223", "230", "231", "232", "233"};

std::vector<WeakStretch> stretches_of(const fs::path& header) {
    const auto annotations =
        formats::read_annotations(fs::path{header}.replace_extension(".atr").string());
    const auto first_piece = formats::open_recording(header.string(), {})->next();
    const double rate = first_piece->recording.rate.hertz();
    std::vector<WeakStretch> stretches;
    for (double start = 0; start < annotated; start += every) {
        const std::vector<std::string> rhythms =
            rhythms_between(annotations, start * rate, (start + stretch_length) * rate);
        if (rhythms == std::vector<std::string>{"(N"}) {
            stretches.push_back({header.string(), start, true});
        } else if (rhythms == std::vector<std::string>{"(AFIB"}) {
            stretches.push_back({header.string(), start, false});
        }
    }
    return stretches;
}

} // namespace

std::vector<WeakStretch> listed_stretches(const std::string& list) {
    std::ifstream lines{list};
    if (!lines) {
        throw Error{ErrorKind::data, list + ": cannot be read"};
    }
    std::vector<WeakStretch> stretches;
    WeakStretch stretch;
    while (lines >> stretch.has_p >> std::ws && std::getline(lines, stretch.header)) {
        stretches.push_back(stretch);
    }
    return stretches;
}

std::vector<WeakStretch> rhythm_stretches(const fs::path& folder) {
    std::vector<fs::path> headers;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator{folder, missing}) {
        const std::string name = entry.path().stem().string();
        if (entry.path().extension() == ".hea" &&
            std::find(patients_of_qtdb.begin(), patients_of_qtdb.end(), name) ==
                patients_of_qtdb.end()) {
            headers.push_back(entry.path());
        }
    }
    std::sort(headers.begin(), headers.end());
    std::vector<WeakStretch> all;
    for (const fs::path& header : headers) {
        const std::vector<WeakStretch> stretches = stretches_of(header);
        all.insert(all.end(), stretches.begin(), stretches.end());
    }
    return all;
}

std::vector<std::string> rhythms_between(const std::vector<formats::Annotation>& annotations,
                                         double first, double end) {
    std::vector<std::string> rhythms;
    for (const formats::Annotation& mark : annotations) {
        const auto at = static_cast<double>(mark.sample);
        if (!mark.text.starts_with('(') || at >= end) {
            continue;
        }
        if (at <= first) {
            rhythms.clear(); // the ones before ended here
        }
        if (std::find(rhythms.begin(), rhythms.end(), mark.text) == rhythms.end()) {
            rhythms.push_back(mark.text);
        }
    }
    return rhythms;
}

} // namespace ecg::training
