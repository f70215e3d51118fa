#include "serve/api/body_readers.hpp"

#include <utility>
#include <vector>

namespace ecg::serve {
namespace {

// A waveform of a minute; what the buffers of longer bodies take is given back.
constexpr std::size_t longest_kept = std::size_t{256} << 10;
constexpr std::size_t most_kept = 4; // a thread

using Shelf = std::vector<std::unique_ptr<JsonReader>>;

Shelf& shelf() {
    thread_local Shelf kept = [] {
        Shelf empty;
        empty.reserve(most_kept); // putting back throws nothing
        return empty;
    }();
    return kept;
}

struct PutBack {
    void operator()(JsonReader* reader) const noexcept {
        std::unique_ptr<JsonReader> owned{reader};
        Shelf& kept = shelf();
        if (kept.size() < most_kept) {
            kept.push_back(std::move(owned));
        }
    }
};

} // namespace

std::shared_ptr<JsonReader> borrow_reader(std::size_t bytes) {
    if (bytes > longest_kept) {
        return std::make_shared<JsonReader>(deepest_body);
    }
    Shelf& kept = shelf();
    std::unique_ptr<JsonReader> reader;
    if (kept.empty()) {
        reader = std::make_unique<JsonReader>(deepest_body);
    } else {
        reader = std::move(kept.back());
        kept.pop_back();
    }
    return {reader.release(), PutBack{}};
}

} // namespace ecg::serve
