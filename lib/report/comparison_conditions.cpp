#include "common/text.hpp"
#include "report/comparison.hpp"

namespace ecg::report {
namespace {

std::string hertz_words(const std::optional<Hertz>& frequency, const std::string& otherwise) {
    return frequency ? format_number(frequency->value, 2) + " Hz" : otherwise;
}

std::string leads_words(const AnalysedRecording& one) {
    const std::size_t leads = one.recording.leads.size();
    return std::to_string(leads) + (leads == 1 ? " lead" : " leads");
}

/// The printed formulas of QTc that were calculated; "" where none was.
std::string formulas(const AnalysedRecording& one) {
    const CorrectedQt& qtc = one.analysis.measurements.qtc;
    const std::string bazett = qtc.bazett ? "Bazett" : "";
    const std::string fridericia = qtc.fridericia ? "Fridericia" : "";
    return bazett + (bazett.empty() || fridericia.empty() ? "" : ", ") + fridericia;
}

std::string criteria(const AnalysedRecording& one) {
    return one.analysis.criteria.empty() ? "not told" : one.analysis.criteria;
}

} // namespace

std::vector<std::string> unlike_conditions(const Comparison& comparison) {
    const AnalysedRecording& earlier = comparison.earlier;
    const AnalysedRecording& later = comparison.later;
    std::vector<std::string> out;
    const auto add = [&](const std::string& what, auto words) {
        const std::string before = words(earlier);
        const std::string after = words(later);
        if (before != after && !before.empty() && !after.empty()) {
            out.push_back(what + " " + before + " / " + after);
        }
    };
    using One = const AnalysedRecording&;
    add("sampling rate",
        [](One one) { return format_number(one.recording.rate.hertz(), 2) + " Hz"; });
    add("high-pass", [](One one) { return hertz_words(one.analysis.filters.high_pass, "none"); });
    add("low-pass", [](One one) { return hertz_words(one.analysis.filters.low_pass, "none"); });
    add("mains removed",
        [](One one) { return hertz_words(one.analysis.filters.powerline, "none"); });
    add("recorded", leads_words);
    add("QTc by", formulas);
    add("criteria", criteria);
    return out;
}

} // namespace ecg::report
