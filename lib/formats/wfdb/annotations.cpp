#include "formats/wfdb/annotations.hpp"

#include "common/error.hpp"
#include "common/files.hpp"

#include <algorithm>
#include <limits>

namespace ecg::formats {
namespace {

// A word is a code in its upper 6 bits and a number in its lower 10.
constexpr unsigned number_bits = 10;
constexpr std::uint32_t number_mask = (1U << number_bits) - 1;
constexpr int last_code = 49; // 42 to 49 are the user's own

constexpr int skip = 59; // a longer interval follows in four bytes
constexpr int num = 60;  // number, subtype, channel and text of the annotation before
constexpr int sub = 61;
constexpr int chn = 62;
constexpr int aux = 63;

/// The low eight bits as two's complement.
int signed_byte(std::uint32_t value) {
    constexpr int sign = 0x80;
    return (static_cast<int>(value & 0xFF) ^ sign) - sign;
}

class AnnotationParser {
public:
    AnnotationParser(std::string_view bytes, const std::string& subject)
        : bytes_{bytes}, subject_{subject} {}

    std::vector<Annotation> parse() {
        for (;;) {
            word_start_ = position_;
            const std::uint32_t word = next_word();
            if (word == 0) {
                return std::move(annotations_);
            }
            const int code = static_cast<int>(word >> number_bits);
            take(code, word & number_mask);
        }
    }

private:
    [[noreturn]] void fail(const std::string& why) const {
        throw Error{ErrorKind::data,
                    subject_ + ": offset " + std::to_string(word_start_) + ": " + why};
    }

    std::uint32_t next_word() {
        if (bytes_.size() - position_ < 2) {
            fail("file is cut: the end mark is missing");
        }
        const auto low = static_cast<unsigned char>(bytes_[position_]);
        const auto high = static_cast<unsigned char>(bytes_[position_ + 1]);
        position_ += 2;
        return low | static_cast<std::uint32_t>(high) << 8;
    }

    void take(int code, std::uint32_t number) {
        if (code == skip) {
            const std::uint32_t high = next_word(); // the PDP-11's order
            time_ += static_cast<std::int32_t>(high << 16 | next_word());
        } else if (code <= last_code) {
            add(code, number);
        } else if (annotations_.empty()) {
            fail("begins with code " + std::to_string(code) + ", no annotation");
        } else {
            modify(annotations_.back(), code, number);
        }
    }

    void add(int code, std::uint32_t interval) {
        time_ += interval;
        if (time_ < 0) {
            fail("annotation stands before the first sample");
        }
        Annotation annotation;
        annotation.sample = time_;
        annotation.code = code;
        annotation.channel = channel_; // these two hold until they are changed
        annotation.number = number_;
        annotations_.push_back(std::move(annotation));
    }

    void modify(Annotation& annotation, int code, std::uint32_t value) {
        switch (code) {
        case num:
            annotation.number = number_ = signed_byte(value);
            break;
        case sub:
            annotation.subtype = signed_byte(value);
            break;
        case chn:
            annotation.channel = channel_ = static_cast<std::uint8_t>(value);
            break;
        case aux:
            annotation.text = take_text(value);
            break;
        default:
            fail("code " + std::to_string(code) + " is none of the format's");
        }
    }

    std::string take_text(std::uint32_t length) {
        const std::size_t padded = length + length % 2;
        if (bytes_.size() - position_ < padded) {
            fail("file is cut in a text of " + std::to_string(length) + " bytes");
        }
        std::string_view text = bytes_.substr(position_, length);
        position_ += padded;
        while (text.ends_with('\0')) {
            text.remove_suffix(1);
        }
        return std::string{text};
    }

    std::string_view bytes_;
    const std::string& subject_;
    std::size_t position_ = 0;
    std::size_t word_start_ = 0;
    std::vector<Annotation> annotations_;
    std::int64_t time_ = 0;
    int channel_ = 0;
    int number_ = 0;
};

void append_word(std::string& out, std::uint32_t word) {
    out.push_back(static_cast<char>(word & 0xFF));
    out.push_back(static_cast<char>(word >> 8 & 0xFF));
}

void append_word(std::string& out, int code, int number) {
    append_word(out, static_cast<std::uint32_t>(code) << number_bits |
                         (static_cast<std::uint32_t>(number) & number_mask));
}

/// The interval as SKIPs and what is left of it, least or more, for the annotation's own word.
int append_skips(std::string& out, std::int64_t interval, int least) {
    while (interval > number_mask) {
        const auto step =
            std::min<std::int64_t>(interval - least, std::numeric_limits<std::int32_t>::max());
        append_word(out, skip, 0);
        append_word(out, static_cast<std::uint32_t>(step) >> 16);
        append_word(out, static_cast<std::uint32_t>(step) & 0xFFFF);
        interval -= step;
    }
    return static_cast<int>(interval);
}

void check(const Annotation& annotation, std::int64_t time) {
    const auto fail = [&](const std::string& why) {
        throw Error{ErrorKind::data,
                    "annotation at sample " + std::to_string(annotation.sample) + ": " + why};
    };
    const auto is_byte = [](int value) { return value >= -128 && value <= 127; };
    if (annotation.sample < time) {
        fail("stands after a later one");
    }
    if (annotation.code < 0 || annotation.code > last_code) {
        fail("code " + std::to_string(annotation.code) + " is none of the format's");
    }
    if (annotation.code == 0 && annotation.sample == time) {
        fail("code 0 without an interval is the end mark");
    }
    if (!is_byte(annotation.subtype) || !is_byte(annotation.number) || annotation.channel < 0 ||
        annotation.channel > 255) {
        fail("subtype, number or channel does not fit into a byte");
    }
    if (annotation.text.size() >= number_mask) {
        fail("text is longer than the format allows");
    }
}

} // namespace

std::vector<Annotation> read_annotations(const std::string& path) {
    return parse_annotations(read_whole_file(path), path);
}

std::vector<Annotation> parse_annotations(std::string_view bytes, const std::string& subject) {
    return AnnotationParser{bytes, subject}.parse();
}

std::string annotation_bytes(const std::vector<Annotation>& annotations, TextEnd text_end) {
    std::string out;
    std::int64_t time = 0;
    int channel = 0;
    int number = 0;
    for (const Annotation& annotation : annotations) {
        check(annotation, time);
        const int least = annotation.code == 0 ? 1 : 0; // an all-zero word is the end mark
        append_word(out, annotation.code, append_skips(out, annotation.sample - time, least));
        time = annotation.sample;
        if (annotation.subtype != 0) {
            append_word(out, sub, annotation.subtype);
        }
        if (annotation.channel != channel) {
            append_word(out, chn, channel = annotation.channel);
        }
        if (annotation.number != number) {
            append_word(out, num, number = annotation.number);
        }
        if (!annotation.text.empty()) {
            std::string text = annotation.text;
            text.append(text_end == TextEnd::zero ? 1 : 0, '\0');
            append_word(out, aux, static_cast<int>(text.size()));
            out += text;
            out.append(text.size() % 2, '\0');
        }
    }
    append_word(out, 0);
    return out;
}

} // namespace ecg::formats
