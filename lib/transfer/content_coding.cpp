#include "transfer/content_coding.hpp"

#include "common/text.hpp"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <new>

namespace ecg::transfer {
namespace {

constexpr int gzip_level = 1;
constexpr int zstd_level = 1;
constexpr int gzip_window = 15 + 16; // 32 KB, with gzip's own header
constexpr int largest_window = 23;   // 8 MB: what RFC 8878 asks a decoder to know, and no more
constexpr int small_window = 13;     // 8 KB: events that look alike stand close together
constexpr std::size_t piece_size = 16 * 1024;

struct EndInflate {
    void operator()(z_stream* stream) const noexcept {
        inflateEnd(stream);
        delete stream;
    }
};

struct FreeDecompressor {
    void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
};

Bytef* bytes_of(std::string_view text) {
    // zlib's next_in is not const unless ZLIB_CONST is defined; it is only read.
    return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
}

std::unique_ptr<z_stream, EndInflate> new_inflater() {
    std::unique_ptr<z_stream, EndInflate> stream{new z_stream{}};
    if (inflateInit2(stream.get(), gzip_window) != Z_OK) {
        throw std::bad_alloc{};
    }
    return stream;
}

Unpacked gunzip(std::string_view packed, std::size_t limit) {
    using enum Unpacked::Outcome;
    const auto stream = new_inflater();
    stream->next_in = bytes_of(packed);
    stream->avail_in = static_cast<uInt>(packed.size());
    Unpacked out;
    std::array<char, piece_size> piece;
    for (;;) {
        stream->next_out = reinterpret_cast<Bytef*>(piece.data());
        stream->avail_out = static_cast<uInt>(piece.size());
        const int status = inflate(stream.get(), Z_NO_FLUSH);
        if (status != Z_OK && status != Z_STREAM_END) {
            return {broken, {}}; // Z_BUF_ERROR among them: it is cut
        }
        out.body.append(piece.data(), piece.size() - stream->avail_out);
        if (out.body.size() > limit) {
            return {too_large, {}};
        }
        if (status == Z_STREAM_END && stream->avail_in == 0) {
            out.outcome = whole;
            return out;
        }
        if (status == Z_STREAM_END && inflateReset(stream.get()) != Z_OK) { // another member
            return {broken, {}};
        }
    }
}

Unpacked unzstd(std::string_view packed, std::size_t limit) {
    using enum Unpacked::Outcome;
    const std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context{ZSTD_createDCtx()};
    if (!context) {
        throw std::bad_alloc{};
    }
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, largest_window);
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    Unpacked result;
    std::array<char, piece_size> piece;
    std::size_t left = 1; // of the frame; 0 at its end
    for (;;) {
        ZSTD_outBuffer out{piece.data(), piece.size(), 0};
        left = ZSTD_decompressStream(context.get(), &out, &in);
        if (ZSTD_isError(left)) {
            return {broken, {}};
        }
        result.body.append(piece.data(), out.pos);
        if (result.body.size() > limit) {
            return {too_large, {}};
        }
        if (in.pos == in.size && out.pos < out.size) {
            result.outcome = left == 0 ? whole : broken;
            return result;
        }
    }
}

// "gzip;q=0.5" is 0.5; 1 without a q, 0 for one that is no number.
double quality_of(std::string_view parameters) {
    for (const std::string_view part : split(parameters, ';')) {
        const std::string_view word = trim(part);
        if (word.starts_with("q=") || word.starts_with("Q=")) {
            return parse_number(word.substr(2)).value_or(0);
        }
    }
    return 1;
}

} // namespace

std::string_view name_of(Coding coding) {
    constexpr std::array<std::string_view, 3> names{"", "gzip", "zstd"};
    return names[static_cast<std::size_t>(coding)];
}

std::optional<Coding> coding_named(std::string_view content_encoding) {
    const std::string name = to_lower(trim(content_encoding));
    if (name == "gzip" || name == "x-gzip") {
        return Coding::gzip;
    }
    if (name == "zstd") {
        return Coding::zstd;
    }
    return name.empty() || name == "identity" ? std::optional{Coding::identity} : std::nullopt;
}

Coding accepted_coding(std::string_view accept_encoding) {
    std::optional<double> gzip;
    std::optional<double> zstd;
    double others = 0;
    for (const std::string_view part : split(accept_encoding, ',')) {
        const std::size_t end = std::min(part.find(';'), part.size());
        const std::string name = to_lower(trim(part.substr(0, end)));
        const double quality = quality_of(part.substr(end));
        if (name == "gzip" || name == "x-gzip") {
            gzip = quality;
        } else if (name == "zstd") {
            zstd = quality;
        } else if (name == "*") {
            others = quality;
        }
    }
    const double for_gzip = gzip.value_or(others);
    const double for_zstd = zstd.value_or(others);
    if (for_zstd > 0 && for_zstd >= for_gzip) {
        return Coding::zstd;
    }
    return for_gzip > 0 ? Coding::gzip : Coding::identity;
}

Unpacked unpack(Coding coding, std::string_view packed, std::size_t limit) {
    switch (coding) {
    case Coding::gzip:
        return gunzip(packed, limit);
    case Coding::zstd:
        return unzstd(packed, limit);
    case Coding::identity:
        break;
    }
    return packed.size() > limit ? Unpacked{Unpacked::Outcome::too_large, {}}
                                 : Unpacked{Unpacked::Outcome::whole, std::string{packed}};
}

struct Packer::Context {
    explicit Context(Coding with) : coding{with} {}

    ~Context() {
        deflateEnd(&gzip);
        ZSTD_freeCCtx(zstd);
    }

    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    void begin(bool small) {
        if (coding == Coding::gzip &&
            deflateInit2(&gzip, gzip_level, Z_DEFLATED, small ? small_window + 16 : gzip_window,
                         small ? 5 : 8, Z_DEFAULT_STRATEGY) != Z_OK) {
            throw std::bad_alloc{};
        }
        if (coding == Coding::zstd) {
            zstd = ZSTD_createCCtx();
            if (zstd == nullptr) {
                throw std::bad_alloc{};
            }
            ZSTD_CCtx_setParameter(zstd, ZSTD_c_compressionLevel, zstd_level);
            ZSTD_CCtx_setParameter(zstd, ZSTD_c_windowLog, small ? small_window : 0);
        }
    }

    std::string deflated(std::string_view piece, int flush) {
        gzip.next_in = bytes_of(piece);
        gzip.avail_in = static_cast<uInt>(piece.size());
        std::string out;
        std::array<char, piece_size> room;
        do {
            gzip.next_out = reinterpret_cast<Bytef*>(room.data());
            gzip.avail_out = static_cast<uInt>(room.size());
            deflate(&gzip, flush);
            out.append(room.data(), room.size() - gzip.avail_out);
        } while (gzip.avail_out == 0);
        return out;
    }

    std::string compressed(std::string_view piece, ZSTD_EndDirective directive) {
        ZSTD_inBuffer in{piece.data(), piece.size(), 0};
        std::string out;
        std::array<char, piece_size> room;
        std::size_t left = 0;
        do {
            ZSTD_outBuffer to{room.data(), room.size(), 0};
            left = ZSTD_compressStream2(zstd, &to, &in, directive);
            if (ZSTD_isError(left)) {
                throw std::bad_alloc{}; // all else is settled by begin()
            }
            out.append(room.data(), to.pos);
        } while (directive == ZSTD_e_continue ? in.pos < in.size : left > 0);
        return out;
    }

    Coding coding;
    z_stream gzip{};
    ZSTD_CCtx* zstd = nullptr;
};

Packer::Packer(Coding coding, bool small) : context_{std::make_unique<Context>(coding)} {
    context_->begin(small);
}

Packer::~Packer() = default;

std::string Packer::add(std::string_view piece, bool flush) {
    switch (context_->coding) {
    case Coding::gzip:
        return context_->deflated(piece, flush ? Z_SYNC_FLUSH : Z_NO_FLUSH);
    case Coding::zstd:
        return context_->compressed(piece, flush ? ZSTD_e_flush : ZSTD_e_continue);
    case Coding::identity:
        break;
    }
    return std::string{piece};
}

std::string Packer::finish() {
    switch (context_->coding) {
    case Coding::gzip:
        return context_->deflated({}, Z_FINISH);
    case Coding::zstd:
        return context_->compressed({}, ZSTD_e_end);
    case Coding::identity:
        break;
    }
    return {};
}

std::string pack(Coding coding, std::string_view body) {
    Packer packer{coding, false};
    std::string packed = packer.add(body, false);
    return packed += packer.finish();
}

} // namespace ecg::transfer
