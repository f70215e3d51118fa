#include "model/lead.hpp"
#include "model/recording.hpp"
#include "support/catch.hpp"

#include <string>

using namespace ecg;

TEST_CASE("Every standard lead is known by its own name") {
    for (const Lead lead : all_leads) {
        CHECK(lead_named(name_of(lead)) == lead);
    }
}

TEST_CASE("Leads are known by the names that files give them") {
    CHECK(lead_named("AVR") == Lead::aVR);
    CHECK(lead_named("avl") == Lead::aVL);
    CHECK(lead_named("v6") == Lead::V6);
    CHECK(lead_named(" II ") == Lead::II);
    CHECK(lead_named("lead II") == Lead::II);
    CHECK(lead_named("Lead_aVF") == Lead::aVF);
    CHECK(lead_named("ECG I") == Lead::I);
    CHECK(lead_named("MLII") == Lead::II);
    CHECK(lead_named("MLIII") == Lead::III);
}

TEST_CASE("A name that is none of the twelve is no lead") {
    for (const char* name : {"", "ECG", "ECG1", "noise1", "-aVR", "V7", "V2-V3", "CM5", "ML5", "X",
                             "lead", "IIII", "Resp"}) {
        CAPTURE(name);
        CHECK_FALSE(lead_named(name));
    }
}

TEST_CASE("A recording gives a lead by its name, wherever it stands") {
    Recording recording;
    recording.leads = {{"V1", Lead::V1, {1}}, {"noise", std::nullopt, {2}}, {"II", Lead::II, {3}}};

    REQUIRE(find_lead(recording, Lead::II) != nullptr);
    CHECK(find_lead(recording, Lead::II)->samples.front() == 3);
    CHECK(find_lead(recording, Lead::aVR) == nullptr);
}
