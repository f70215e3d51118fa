#include "support/catch.hpp"
#include "sync/queue_disk.hpp"

#include <cstdint>
#include <string_view>

using namespace ecg::sync;

TEST_CASE("Disks of other machines and of cards are doubted, each with what there is to fear") {
    for (const std::uint32_t magic : {0x6969U, 0x517BU, 0xFE534D42U, 0x01021997U}) {
        CHECK(doubt_of_kind(magic).fear.find("two machines") != std::string_view::npos);
    }
    CHECK(doubt_of_kind(0xFF534D42U).name == "CIFS");
    CHECK(doubt_of_kind(0x4D44U).name == "FAT");
    CHECK(doubt_of_kind(0x2011BAB0U).name == "exFAT");
}

TEST_CASE("Disks of this machine are not doubted") {
    constexpr std::uint32_t ext4 = 0xEF53, xfs = 0x58465342, btrfs = 0x9123683E, tmpfs = 0x01021994,
                            overlay = 0x794C7630;
    for (const std::uint32_t magic : {ext4, xfs, btrfs, tmpfs, overlay}) {
        CHECK(doubt_of_kind(magic).name.empty());
    }
    CHECK(doubt_of_disk("/proc").name.empty());
}
