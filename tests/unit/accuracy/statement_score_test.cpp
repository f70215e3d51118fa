#include "accuracy/statement_score.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace ecg;
using namespace ecg::accuracy;

namespace {

const StatementRow block{"LBBB", {"CLBBB"}, {"CLBBB"}};

StatementScore score_of(const std::set<std::string>& labels, const std::set<std::string>& unsure,
                        const std::string& code) {
    Finding finding;
    finding.code = code;
    LabelledRecord record;
    record.header = "a.hea";
    record.labels = labels;
    record.unsure = unsure;
    StatementScore score;
    count(score, block, record, {finding});
    return score;
}

} // namespace

TEST_CASE("A quoted cell holds commas, quotes are dropped, and empty lines are no rows") {
    const auto rows = csv_rows("a,b\r\n\n1,\"x, y\nz\"\n2,\n");

    REQUIRE(rows.size() == 3);
    CHECK(rows[1] == std::vector<std::string>{"1", "x, y\nz"});
    CHECK(rows[2] == std::vector<std::string>{"2", ""});
}

TEST_CASE("Labels of PTB-XL are sure from 50 % on or when no likelihood is given") {
    const test::TemporaryFolder folder;
    folder.file("00001_hr.hea", "");
    folder.file(
        "ptbxl_database.csv",
        "ecg_id,age,sex,report,scp_codes,filename_hr\n"
        "1,300.0,1,\"a, b\",\"{'IMI': 35.0, 'LVH': 50.0, 'SR': 0.0}\",records500/0/00001_hr\n"
        "2,56.0,0,,\"{'NORM': 100.0}\",records500/0/00002_hr\n");

    const auto records = ptbxl_labels(folder.path(""));

    REQUIRE(records.size() == 1);
    CHECK(records[0].labels == std::set<std::string>{"LVH", "SR"});
    CHECK(records[0].unsure == std::set<std::string>{"IMI"});
    CHECK(records[0].patient.age == 90);
    CHECK(records[0].patient.sex == Sex::female);
}

TEST_CASE("Labels of a header come by name or by SNOMED code, and unknown ones stay") {
    CHECK(dx_labels("A0001 12 500 7500\n#Age: 74\n#Dx: AF,RBBB\n") ==
          std::set<std::string>{"AFIB", "RBBB"});
    CHECK(dx_labels("# Dx: 270492004, 12345\r\n") == std::set<std::string>{"1AVB", "12345"});
    CHECK(dx_labels("A0001 12 500 7500\n").empty());
}

TEST_CASE("A record counts as one of four, and not at all when its label is unsure") {
    CHECK(score_of({"CLBBB"}, {}, "CLBBB").hits == 1);
    CHECK(score_of({"CLBBB"}, {}, "SR").missed == 1);
    CHECK(score_of({"NORM"}, {}, "CLBBB").extra == 1);
    CHECK(score_of({"NORM"}, {}, "SR").quiet == 1);
    const StatementScore unsure = score_of({}, {"CLBBB"}, "CLBBB");
    CHECK(unsure.hits + unsure.extra + unsure.missed + unsure.quiet == 0);
}

TEST_CASE("Shares are in percent, and absent without anything to divide by") {
    StatementScore score;
    CHECK_FALSE(score.f1());
    CHECK_FALSE(score.specificity());
    score.hits = 3;
    score.extra = 1;
    score.missed = 1;
    score.quiet = 9;
    CHECK(score.sensitivity() == Approx(75));
    CHECK(score.specificity() == Approx(90));
    CHECK(score.precision() == Approx(75));
    CHECK(score.f1() == Approx(75));
    CHECK(sum_of(score, score).hits == 6);
}
