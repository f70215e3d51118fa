#include "report/content_mark.hpp"

#include "report/wording.hpp"

#include <bit>
#include <cmath>
#include <string_view>

namespace ecg::report {
namespace {

/// FNV-1a, a word of eight bytes at a time.
class Mark {
public:
    void add(std::uint64_t word) { hash_ = (std::rotl(hash_, 5) ^ word) * prime; }

    void add(double number) {
        constexpr std::uint64_t missing = ~std::uint64_t{0}; // all NaNs are one
        add(std::isnan(number) ? missing : std::bit_cast<std::uint64_t>(number));
    }

    void add(std::string_view text) {
        add(static_cast<std::uint64_t>(text.size()));
        for (const char c : text) {
            add(static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
        }
    }

    [[nodiscard]] std::string words() const {
        constexpr std::string_view digits = "0123456789abcdef";
        const std::uint64_t folded = hash_ ^ (hash_ >> 32U);
        std::string out;
        for (int shift = 28; shift >= 0; shift -= 4) {
            out += digits[(folded >> static_cast<unsigned>(shift)) & 15U];
        }
        return out;
    }

private:
    static constexpr std::uint64_t prime = 0x100000001b3;
    std::uint64_t hash_ = 0xcbf29ce484222325;
};

void add_recording(Mark& mark, const Recording& recording) {
    const RecordingInfo& info = recording.info;
    mark.add(info.id);
    mark.add(info.start ? static_cast<std::uint64_t>(info.start->milliseconds) : 0);
    mark.add(info.patient.name);
    mark.add(patient_words(info.patient));
    mark.add(info.device.serial);
    mark.add(recording.rate.hertz());
    mark.add(static_cast<std::uint64_t>(recording.samples_beyond));
    for (const LeadSignal& lead : recording.leads) {
        mark.add(lead.name);
        for (const double sample : lead.samples) {
            mark.add(sample);
        }
    }
}

void add_analysis(Mark& mark, const Analysis& analysis) {
    mark.add(analysis.criteria);
    for (const MeasurementRow& row : measurement_rows(analysis)) {
        mark.add(row.label);
        mark.add(row.number);
        mark.add(row.unit);
        mark.add(row.reason);
    }
    for (const Finding& finding : analysis.findings) {
        mark.add(finding_words(finding));
        mark.add(finding.reason);
        mark.add(static_cast<std::uint64_t>(finding.severity));
        mark.add(static_cast<std::uint64_t>(finding.critical ? 1 : 0));
    }
}

} // namespace

std::string content_mark(const Recording& recording, const Analysis* analysis) {
    Mark mark;
    add_recording(mark, recording);
    if (analysis != nullptr) {
        add_analysis(mark, *analysis);
    }
    return mark.words();
}

} // namespace ecg::report
