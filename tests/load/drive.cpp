#include "load/drive.hpp"

#include "common/error.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <queue>
#include <utility>

namespace ecg::load {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto metrics_every = 2s, waveform_every = 5s;
constexpr auto before_resending = 50ms;
constexpr std::array cycle{Kind::metrics, Kind::metrics,  Kind::waveform, Kind::metrics,
                           Kind::metrics, Kind::waveform, Kind::metrics};
constexpr std::size_t report_every = 50;

struct Wanted {
    Item item;
    Clock::time_point due;
};

/// What one session has before it.
struct Sender {
    Session* session;
    std::deque<Wanted> waiting; ///< the first is on its way, when one is
    bool is_on_its_way = false;
    Clock::time_point resend_at; ///< when the server was away or asked for time
    bool is_resending = false;
    std::size_t sent = 0;
};

struct Due {
    Clock::time_point at;
    std::size_t sender;
    Kind kind;

    bool operator>(const Due& other) const { return at > other.at; }
};

bool is_later(int status) {
    return status == 429 || status == 503 || status == 507;
}

class Driver {
public:
    Driver(const Drive& how, const Items& items, std::vector<Session>& sessions)
        : how_{how}, items_{items}, epoll_{::epoll_create1(EPOLL_CLOEXEC)} {
        for (Session& session : sessions) {
            senders_.push_back({&session, {}, false, {}, false, 0});
            watch(senders_.size() - 1);
        }
    }

    ~Driver() { ::close(epoll_); }

    Driver(const Driver&) = delete;
    Driver& operator=(const Driver&) = delete;

    Answers run() {
        start_ = answered_ = Clock::now();
        end_ = start_ + std::chrono::duration_cast<Clock::duration>(how_.duration);
        begin_sending();
        while (Clock::now() < end_ || is_anything_left()) {
            push_what_is_due();
            wait();
            resend_what_is_due();
            check_patience();
        }
        answers_.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
        return std::move(answers_);
    }

private:
    void watch(std::size_t number) {
        epoll_event event{};
        event.events = EPOLLIN | EPOLLOUT | EPOLLET;
        event.data.u64 = number;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, senders_[number].session->connection->file(), &event);
    }

    /// Recorders began at different times.
    void begin_sending() {
        for (std::size_t i = 0; i < senders_.size(); ++i) {
            if (how_.recording) {
                const auto part = static_cast<double>(i) / static_cast<double>(senders_.size());
                const auto offset = std::chrono::duration_cast<Clock::duration>(10s * part);
                due_.push({start_ + offset % metrics_every, i, Kind::metrics});
                due_.push({start_ + offset % waveform_every, i, Kind::waveform});
            } else {
                send_next(senders_[i]);
            }
        }
    }

    void push_what_is_due() {
        const auto now = Clock::now();
        while (!due_.empty() && due_.top().at <= now && due_.top().at < end_) {
            const Due due = due_.top();
            due_.pop();
            Sender& sender = senders_[due.sender];
            sender.waiting.push_back({sender.session->ledger.next(due.kind), due.at});
            due_.push({due.at + (due.kind == Kind::metrics ? metrics_every : waveform_every),
                       due.sender, due.kind});
            send_first(sender);
        }
    }

    void send_next(Sender& sender) {
        if (Clock::now() >= end_) {
            return;
        }
        Kind kind = cycle[sender.sent % cycle.size()];
        if (how_.reports && sender.sent % report_every == report_every - 1) {
            kind = Kind::report;
        }
        sender.waiting.push_back({sender.session->ledger.next(kind), Clock::now()});
        send_first(sender);
    }

    void send_first(Sender& sender) {
        if (sender.is_on_its_way || sender.is_resending || sender.waiting.empty()) {
            return;
        }
        const Item& item = sender.waiting.front().item;
        const Post post = items_.post(item, sender.session->ledger.session(), sender.session->id);
        std::string headers = sender.session->headers;
        headers.append("Content-Type: ").append(post.content_type).append("\r\n");
        if (how_.keys) {
            headers.append("Idempotency-Key: ").append(sender.session->id).append("-");
            headers.append(name_of(item.kind)).append("-").append(std::to_string(item.n));
            headers.append("\r\n");
        }
        sender.session->connection->send(request_text("POST", post.path, headers, post.body));
        sender.is_on_its_way = true;
        if (!sender.session->connection->move_on()) {
            lose(sender);
        }
    }

    void wait() {
        std::array<epoll_event, 256> events{};
        const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 1);
        for (int i = 0; i < count; ++i) {
            Sender& sender = senders_[events[static_cast<std::size_t>(i)].data.u64];
            if (sender.session->connection) {
                take_answers(sender);
            }
        }
    }

    void take_answers(Sender& sender) {
        const bool alive = sender.session->connection->move_on();
        bool last = !alive;
        while (auto answer = sender.session->connection->next()) {
            last = last || answer->is_last;
            take(sender, *answer);
            if (!sender.session->connection) {
                return;
            }
        }
        if (last) {
            lose(sender);
        }
    }

    void take(Sender& sender, const HttpAnswer& answer) {
        if (!sender.is_on_its_way) {
            throw Error{ErrorKind::data, "answer: came without a question, of status " +
                                             std::to_string(answer.status)};
        }
        sender.is_on_its_way = false;
        answered_ = Clock::now();
        if (how_.retry && is_later(answer.status)) {
            resend_later(sender);
            return;
        }
        const Wanted wanted = sender.waiting.front();
        sender.waiting.pop_front();
        ++sender.sent;
        note(sender, wanted, answer);
        if (answer.is_last) {
            lose(sender);
        } else if (how_.recording) {
            send_first(sender);
        } else {
            send_next(sender);
        }
    }

    void note(Sender& sender, const Wanted& wanted, const HttpAnswer& answer) {
        if (answer.status != 201) {
            if (++answers_.errors == 1) {
                answers_.example = std::to_string(answer.status) + ": " + answer.body;
            }
            return;
        }
        static constexpr std::array keys{"metrics_id", "waveform_id", "report_id"};
        const auto kind = static_cast<std::size_t>(wanted.item.kind);
        const auto id = reader_.parse(answer.body, "answer").text_at(keys[kind]);
        if (!id) {
            throw Error{ErrorKind::data, "answer: a success without " + std::string{keys[kind]}};
        }
        sender.session->ledger.acknowledge(wanted.item, *id);
        const std::chrono::duration<float, std::milli> taken = Clock::now() - wanted.due;
        answers_.milliseconds[kind].push_back(taken.count());
    }

    void resend_later(Sender& sender) {
        ++answers_.resent;
        sender.is_resending = true;
        sender.resend_at = Clock::now() + before_resending;
    }

    /// The connection is no more.
    void lose(Sender& sender) {
        sender.session->connection.reset();
        if (sender.is_on_its_way) {
            sender.is_on_its_way = false;
            if (how_.retry) {
                ++answers_.resent;
            } else {
                ++answers_.unanswered;
                sender.waiting.pop_front();
            }
        }
        sender.is_resending = true;
        sender.resend_at = Clock::now() + before_resending;
    }

    void resend_what_is_due() {
        const auto now = Clock::now();
        for (std::size_t i = 0; i < senders_.size(); ++i) {
            Sender& sender = senders_[i];
            if (!sender.is_resending || sender.resend_at > now) {
                continue;
            }
            if (!how_.retry && now >= end_) {
                sender.waiting.clear();
                continue;
            }
            sender.is_resending = false;
            if (!sender.session->connection) {
                try {
                    sender.session->connection = std::make_unique<Connection>(how_.place);
                } catch (const Error& error) {
                    if (error.kind() != ErrorKind::unavailable) {
                        throw;
                    }
                    sender.is_resending = true;
                    sender.resend_at = now + before_resending;
                    continue;
                }
                watch(i);
            }
            if (sender.waiting.empty() && !how_.recording) {
                send_next(sender);
            } else {
                send_first(sender);
            }
        }
    }

    [[nodiscard]] bool is_anything_left() const {
        return std::any_of(senders_.begin(), senders_.end(),
                           [](const Sender& sender) { return !sender.waiting.empty(); });
    }

    void check_patience() {
        if (Clock::now() - answered_ > how_.patience + metrics_every) {
            throw Error{ErrorKind::unavailable, "server: has not answered for too long"};
        }
    }

    const Drive& how_;
    const Items& items_;
    int epoll_;
    std::vector<Sender> senders_;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
    Clock::time_point start_, end_, answered_;
    Answers answers_;
    JsonReader reader_;
};

} // namespace

std::int64_t Answers::count() const {
    std::size_t all = 0;
    for (const auto& of_kind : milliseconds) {
        all += of_kind.size();
    }
    return static_cast<std::int64_t>(all);
}

Answers drive(const Drive& how, const Items& items, std::vector<Session>& sessions) {
    return Driver{how, items, sessions}.run();
}

} // namespace ecg::load
