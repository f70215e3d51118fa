#include "common/error.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "sync/object_target.hpp"
#include "sync/upload_notes.hpp"

#include <filesystem>
#include <fstream>
#include <map>

using namespace ecg;
using namespace ecg::sync;

namespace {

/// Keeps what it gets, or fails as it is told.
class Shelf final : public transfer::Target {
public:
    std::optional<std::uint64_t> size(const std::string& name) override {
        return objects.contains(name) ? std::optional{objects[name].size()} : std::nullopt;
    }

    std::optional<std::string> read(const std::string& name, std::size_t /*limit*/) override {
        return objects.contains(name) ? std::optional{objects[name]} : std::nullopt;
    }

    void remove(const std::string& name) override { objects.erase(name); }

    void probe() override { fail(); }

    [[nodiscard]] transfer::ObjectPlace place_of(const std::string& name) const override {
        return {"https://shelf.example/" + name, "shelf", ""};
    }

    std::map<std::string, std::string> objects;
    std::function<void()> fail = [] {};

private:
    transfer::Stored store(const std::string& name, const transfer::ByteSource& bytes) override {
        fail();
        objects[name] = bytes.read(0, 1'000'000);
        return transfer::Stored::now;
    }
};

Parcel parcel_of(ItemType type, const std::string& data) {
    QueuedItem item;
    item.name = {5, 1'736'339'696'123, type, "1a2b3c4d"};
    item.data = data;
    item.key = "0123456789abcdef0123456789abcdef01234567";
    Parcel parcel;
    parcel.type = type;
    parcel.items.push_back(item);
    return parcel;
}

} // namespace

TEST_CASE("Items are objects whose names tell their day, and nothing of the patient") {
    const ecg::test::TemporaryFolder folder;
    std::ofstream{folder.path("Sample Person.pdf")} << "%PDF-";
    const auto shelf = std::make_shared<Shelf>();
    ObjectTarget target{"archive", "s3", shelf};
    Parcel report = parcel_of(ItemType::report, "{}");
    report.part_file = folder.path("Sample Person.pdf");

    const auto all = target.send({report, parcel_of(ItemType::metrics, R"({"a":1})")});

    CHECK(all[0].verdict == Verdict::stored);
    CHECK(all[0].bytes == 5);
    CHECK(all[1].bytes == 7);
    const std::string digest = transfer::hex(transfer::bytes_of(transfer::sha256("%PDF-")));
    REQUIRE(all[0].upload);
    CHECK(all[0].upload->service == "s3");
    CHECK(all[0].upload->target == "archive");
    CHECK(all[0].upload->object == "ecg-reports/2025/01/08/" + digest.substr(0, 32) + ".pdf");
    CHECK(all[0].upload->place.url == "https://shelf.example/" + all[0].upload->object);
    CHECK(all[0].upload->sha256 == digest);
    CHECK(all[0].upload->size == 5);
    CHECK_FALSE(all[0].upload->was_there);
    CHECK(shelf->objects ==
          std::map<std::string, std::string>{
              {"ecg-reports/2025/01/08/" + digest.substr(0, 32) + ".pdf", "%PDF-"},
              {"ecg-sessions/2025/01/08/1a2b3c4d/"
               "1736339696123_metrics_0123456789abcdef.json",
               R"({"a":1})"}});
}

TEST_CASE("What stands in the way of an object is what stands in the way of its item") {
    using transfer::Obstacle;
    using transfer::TargetError;
    const auto shelf = std::make_shared<Shelf>();
    ObjectTarget target{"archive", "s3", shelf};
    const std::vector<std::pair<Obstacle, Verdict>> known{{Obstacle::passing, Verdict::later},
                                                          {Obstacle::login, Verdict::denied},
                                                          {Obstacle::conflict, Verdict::refused},
                                                          {Obstacle::refused, Verdict::refused}};
    for (const auto& [obstacle, verdict] : known) {
        shelf->fail = [obstacle = obstacle] {
            throw TargetError{obstacle, "why", std::chrono::seconds{7}};
        };
        const Delivered delivered = target.send({parcel_of(ItemType::metrics, "{}")}).front();
        CHECK(delivered.verdict == verdict);
        CHECK(delivered.reason == "why");
        CHECK_FALSE(delivered.upload);
        CHECK(delivered.wait == std::chrono::seconds{7});
        CHECK(target.greet().verdict == verdict);
    }
    shelf->fail = [] { throw Error{ErrorKind::data, "is shorter than it was"}; };
    CHECK(target.send({parcel_of(ItemType::metrics, "{}")}).front().verdict == Verdict::refused);
}

TEST_CASE("Notes of uploads are there for the next program, until they are forgotten") {
    const ecg::test::TemporaryFolder folder;
    const std::string place = folder.path("uploads");
    UploadNotes{place}.note("a\nb", "session");
    UploadNotes notes{place};
    CHECK(notes.note_of("a\nb") == "session");
    CHECK(notes.note_of("a").empty());
    notes.note("a\nb", "another");
    CHECK(notes.note_of("a\nb") == "another");
    notes.forget("a\nb");
    CHECK(notes.note_of("a\nb").empty());
    CHECK(std::filesystem::is_empty(place));
    notes.note("old", "session");
    const auto nine_days_ago =
        std::filesystem::file_time_type::clock::now() - std::chrono::hours{24 * 9};
    std::filesystem::last_write_time(
        std::filesystem::directory_iterator { place } -> path(), nine_days_ago);
    CHECK(UploadNotes{place}.note_of("old").empty());
}
