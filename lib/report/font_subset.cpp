#include "report/font_subset.hpp"

#include "common/error.hpp"

#include <hb-subset.h>
#include <hb.h>

#include <map>
#include <mutex>
#include <utility>

namespace ecg::report {
namespace {

struct FreeHarfBuzz {
    void operator()(hb_blob_t* blob) const noexcept { hb_blob_destroy(blob); }

    void operator()(hb_face_t* face) const noexcept { hb_face_destroy(face); }

    void operator()(hb_subset_input_t* input) const noexcept { hb_subset_input_destroy(input); }
};

template <class T> using Owned = std::unique_ptr<T, FreeHarfBuzz>;

/// Outlines, their places and widths, and what libharu asks a font for besides.
Owned<hb_subset_input_t> what_to_keep(const std::set<char32_t>& letters) {
    Owned<hb_subset_input_t> input{hb_subset_input_create_or_fail()};
    if (!input) {
        throw std::bad_alloc{};
    }
    hb_subset_input_set_flags(input.get(),
                              HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    for (const char32_t letter : letters) {
        hb_set_add(hb_subset_input_unicode_set(input.get()), letter);
    }
    hb_set_t* dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (const char* tag : {"GDEF", "GPOS", "GSUB", "kern", "post"}) {
        hb_set_add(dropped, hb_tag_from_string(tag, 4));
    }
    return input;
}

std::shared_ptr<const std::string> cut(const std::string& font, const std::set<char32_t>& letters,
                                       const std::string& file) {
    const Owned<hb_blob_t> blob{hb_blob_create(font.data(), static_cast<unsigned>(font.size()),
                                               HB_MEMORY_MODE_READONLY, nullptr, nullptr)};
    const Owned<hb_face_t> face{hb_face_create(blob.get(), 0)};
    const Owned<hb_subset_input_t> input = what_to_keep(letters);
    const Owned<hb_face_t> small{hb_subset_or_fail(face.get(), input.get())};
    if (!small) {
        throw Error{ErrorKind::unavailable, file + ": its glyphs cannot be taken out of the font"};
    }
    const Owned<hb_blob_t> bytes{hb_face_reference_blob(small.get())};
    unsigned size = 0;
    const char* data = hb_blob_get_data(bytes.get(), &size);
    return std::make_shared<const std::string>(data, size);
}

using Key = std::pair<std::shared_ptr<const std::string>, std::set<char32_t>>;

} // namespace

std::shared_ptr<const std::string> font_subset(const std::shared_ptr<const std::string>& font,
                                               const std::set<char32_t>& letters,
                                               const std::string& file) {
    constexpr std::size_t most = 64; // of some 20 kB each
    static std::mutex alone;
    static std::map<Key, std::shared_ptr<const std::string>> known;
    const Key key{font, letters};
    {
        const std::lock_guard lock{alone};
        const auto at = known.find(key);
        if (at != known.end()) {
            return at->second;
        }
    }
    auto subset = cut(*font, letters, file);
    const std::lock_guard lock{alone};
    if (known.size() >= most) {
        known.clear();
    }
    known[key] = subset;
    return subset;
}

} // namespace ecg::report
