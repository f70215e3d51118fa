// A table of fixed size for keys that strangers choose: a flood of them takes no more memory.
#pragma once

#include "transfer/crypto.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <string_view>
#include <vector>

namespace ecg::serve {

/// Entries in sets of eight; which set a key falls into, nobody can foresee who does not know the
/// secret of this table. Where a set is full, its lightest entry makes way. Safe to be used from
/// any number of threads.
template <typename Entry> class BoundedTable {
public:
    explicit BoundedTable(std::size_t entries)
        : sets_(std::max<std::size_t>(1, entries / set_size)) {}

    /// use(Entry&) under the lock of its set; an entry that was not there is Entry{}. weight(const
    /// Entry&) is compared with <. Returns what use returns.
    template <typename Weight, typename Use>
    auto with(std::string_view key, Weight weight, Use use) {
        const Name name = name_of(key);
        const std::size_t at = name[0] % sets_.size();
        const std::lock_guard lock{mutexes_[at % mutexes_.size()]};
        return use(find_or_make(sets_[at], name, weight));
    }

    [[nodiscard]] std::size_t capacity() const { return sets_.size() * set_size; }

private:
    static constexpr std::size_t set_size = 8;
    using Name = std::array<std::uint64_t, 2>; ///< 128 bits of the key's HMAC; zero = no entry

    struct Slot {
        Name name{};
        Entry entry{};
    };

    using Set = std::array<Slot, set_size>;

    Name name_of(std::string_view key) const {
        const transfer::Digest digest = hmac_.of(key);
        Name name;
        std::memcpy(name.data(), digest.data(), sizeof name);
        return name;
    }

    template <typename Weight>
    static Entry& find_or_make(Set& set, const Name& name, Weight weight) {
        Slot* lightest = &set.front();
        for (Slot& slot : set) {
            if (slot.name == name) {
                return slot.entry;
            }
            const bool is_free = slot.name == Name{};
            const bool lighter = weight(slot.entry) < weight(lightest->entry);
            if (lightest->name != Name{} && (is_free || lighter)) {
                lightest = &slot;
            }
        }
        *lightest = Slot{name, Entry{}};
        return lightest->entry;
    }

    transfer::Hmac hmac_{transfer::random_bytes(32)};
    std::vector<Set> sets_;
    std::array<std::mutex, 64> mutexes_;
};

} // namespace ecg::serve
