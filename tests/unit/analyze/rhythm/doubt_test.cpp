#include "analyze/rhythm/doubt.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::analyze;

namespace {

Rhythm fibrillation() {
    Episode episode;
    episode.code = "AFIB";
    episode.reason = "P before 0 of 40 beats";
    return {"AFIB", {episode}};
}

std::vector<LeadQuality> leads_with(std::initializer_list<std::optional<double>> indices) {
    std::vector<LeadQuality> quality;
    for (const auto& index : indices) {
        quality.emplace_back();
        quality.back().beat_sqi = index;
    }
    return quality;
}

} // namespace

TEST_CASE("Beats that two detectors do not agree on are not called fibrillation") {
    Rhythm rhythm = fibrillation();
    doubt_fibrillation(rhythm, leads_with({0.72, 0.5}));
    CHECK(rhythm.name == "IRREG");
    CHECK(rhythm.episodes[0].code == "IRREG");
    CHECK(rhythm.episodes[0].reason ==
          "P before 0 of 40 beats, but two detectors agree on 72 % < 80 % of the beats");
}

TEST_CASE("One lead with sure beats, or no index at all, leaves fibrillation as it is") {
    for (const auto& quality :
         {leads_with({0.5, 0.86}), leads_with({0.8}), leads_with({std::nullopt}), leads_with({})}) {
        Rhythm rhythm = fibrillation();
        doubt_fibrillation(rhythm, quality);
        CHECK(rhythm.name == "AFIB");
        CHECK(rhythm.episodes[0].code == "AFIB");
    }
}
