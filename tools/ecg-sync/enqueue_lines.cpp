#include "enqueue_lines.hpp"

#include "cli/messages.hpp"
#include "common/error.hpp"
#include "common/files.hpp"
#include "common/json_member.hpp"
#include "common/text.hpp"
#include "common/utf8.hpp"
#include "sync/session_items.hpp"

#include <iterator>
#include <set>
#include <utility>
#include <vector>

namespace ecg {
namespace {

// Items that become durable in one step: a flush costs some milliseconds, however little it is for.
constexpr std::size_t group = 256;
constexpr std::size_t group_bytes = std::size_t{8} << 20;

class LinesToQueue {
public:
    LinesToQueue(sync::QueueFolder& queue, const std::string& input)
        : queue_{queue}, lines_{InputFile{input}}, at_once_{input == "-" ? 1 : group} {}

    void queue_all() {
        try {
            while (const auto line = next()) {
                take(*line);
            }
            flush();
        } catch (const Error& error) {
            end_early(error);
        }
        if (count_ == 0) {
            throw Error{ErrorKind::data, lines_.name() + ": holds no session line"};
        }
        tell_of_open_sessions();
    }

private:
    std::optional<std::string_view> next() {
        ++number_;
        return lines_.next();
    }

    void take(std::string_view whole) {
        const std::string_view line = without_byte_order_mark(whole);
        if (trim(line).empty()) {
            return;
        }
        add(items_of(line));
        ++count_;
        if (items_.size() >= at_once_ || bytes_ >= group_bytes) {
            flush();
        }
    }

    std::vector<sync::NewItem> items_of(std::string_view line) {
        try {
            return maker_.add(line, lines_.where());
        } catch (const Error&) {
            if (line.find('\0') != line.npos) {
                throw Error{ErrorKind::data,
                            lines_.where() + ": holds bytes that are zero, as a power cut leaves "
                                             "them; ecg-acquire recover makes a whole copy"};
            }
            if (lines_.terminated() || !is_cut_object(trim(line))) {
                throw;
            }
        }
        throw Error{ErrorKind::data, lines_.where() + ": last line is cut, " +
                                         std::to_string(line.size()) +
                                         " bytes of it are there; ecg-acquire recover makes a "
                                         "whole copy"};
    }

    void add(std::vector<sync::NewItem> items) {
        for (sync::NewItem& item : items) {
            if (item.type == sync::ItemType::session_end) {
                open_.erase(item.session);
            } else {
                open_.insert(item.session);
            }
            bytes_ += item.data.size();
            items_.push_back(std::move(item));
        }
    }

    void flush() {
        is_queue_sound_ = false; // unless this succeeds
        queue_.enqueue(items_, now_utc());
        is_queue_sound_ = true;
        items_.clear();
        bytes_ = 0;
        flushed_ = number_;
    }

    /// What was taken before a bad line is queued. A queue that failed is not tried again: a disk
    /// says but once that it lost something.
    [[noreturn]] void end_early(const Error& error) {
        Error why = error;
        if (is_queue_sound_) {
            --number_;
            try {
                flush();
            } catch (const Error& other) {
                why = other;
            }
        }
        throw Error{why.kind(), why.what() + where_to_go_on(flushed_ + 1)};
    }

    static std::string where_to_go_on(std::int64_t line) {
        if (line <= 1) {
            return "; nothing is queued";
        }
        const std::string number = std::to_string(line);
        return "; all before line " + number + " is queued, go on with that (tail -n +" + number +
               ")";
    }

    /// One line alone is for those who know what they do.
    void tell_of_open_sessions() const {
        if (count_ < 2 || open_.empty()) {
            return;
        }
        const std::size_t count = open_.size();
        cli::tell(lines_.where() + ": " +
                  (count == 1 ? "the session has no end yet; it stays open"
                              : std::to_string(count) + " sessions have no end yet; they stay "
                                                        "open") +
                  " at the server until that is queued, too");
    }

    sync::QueueFolder& queue_;
    LineReader lines_;
    std::size_t at_once_;
    sync::SessionItems maker_;
    std::vector<sync::NewItem> items_; ///< not queued yet
    std::size_t bytes_ = 0;            ///< of their data
    std::set<std::string> open_;       ///< sessions whose end did not come
    std::int64_t number_ = 0;          ///< of the line that is being read or taken
    std::int64_t flushed_ = 0;         ///< the last line all of whose items are queued
    std::size_t count_ = 0;            ///< of lines that are not empty
    bool is_queue_sound_ = true;
};

} // namespace

void enqueue_lines(sync::QueueFolder& queue, const std::string& input) {
    LinesToQueue{queue, input}.queue_all();
}

} // namespace ecg
