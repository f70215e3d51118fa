#include "report/deflate.hpp"

#include <libdeflate.h>

#include <memory>
#include <new>

namespace ecg::report {
namespace {

struct FreeCompressor {
    void operator()(libdeflate_compressor* compressor) const noexcept {
        libdeflate_free_compressor(compressor);
    }
};

using Compressor = std::unique_ptr<libdeflate_compressor, FreeCompressor>;

// On a page of 12 leads: half again the time for a hundredth of the size beyond this one, and a
// sixth more of it below.
constexpr int level = 5;

} // namespace

std::string deflated(std::string_view bytes) {
    // Its memory is worth keeping, a thread each.
    thread_local const Compressor compressor{libdeflate_alloc_compressor(level)};
    if (!compressor) {
        throw std::bad_alloc{};
    }
    std::string out(libdeflate_zlib_compress_bound(compressor.get(), bytes.size()), '\0');
    out.resize(libdeflate_zlib_compress(compressor.get(), bytes.data(), bytes.size(), out.data(),
                                        out.size()));
    return out;
}

} // namespace ecg::report
