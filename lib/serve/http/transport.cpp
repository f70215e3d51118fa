#include "serve/http/transport.hpp"

#include "serve/http/loop.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <sys/socket.h>

namespace ecg::serve {
namespace {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Protocol = asio::generic::stream_protocol; // TCP over IPv4 and IPv6, and socket pairs
using Raw = asio::basic_stream_socket<Protocol, Executor>;
using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
using ErrorCode = boost::system::error_code;

Protocol protocol_of(int socket) {
    int family = AF_INET;
    socklen_t size = sizeof family;
    ::getsockopt(socket, SOL_SOCKET, SO_DOMAIN, &family, &size);
    return {family, 0};
}

std::array<asio::const_buffer, 3> buffers_of(const std::array<std::string_view, 3>& pieces) {
    std::array<asio::const_buffer, 3> buffers;
    std::transform(pieces.begin(), pieces.end(), buffers.begin(), [](std::string_view piece) {
        return asio::const_buffer{piece.data(), piece.size()};
    });
    return buffers;
}

void drop_front(std::array<std::string_view, 3>& pieces, std::size_t count) {
    for (std::string_view& piece : pieces) {
        const std::size_t here = std::min(count, piece.size());
        piece.remove_prefix(here);
        count -= here;
    }
}

// TLS takes one buffer at a time: the first that is not empty.
asio::const_buffer first_of(const std::array<std::string_view, 3>& pieces) {
    const auto* const found = std::find_if(pieces.begin(), pieces.end(),
                                           [](std::string_view piece) { return !piece.empty(); });
    return {found->data(), found->size()};
}

} // namespace

struct Transport::Socket {
    Socket(asio::io_context& context, int socket, TlsContext with)
        : raw{context, protocol_of(socket), socket}, timer{context}, tls_context{std::move(with)} {
        if (tls_context) {
            tls = std::make_unique<asio::ssl::stream<Raw&>>(raw, *tls_context);
        }
        raw.non_blocking(true); // the attempts of begin_write() among them
    }

    Raw raw;
    Timer timer;
    TlsContext tls_context;
    std::unique_ptr<asio::ssl::stream<Raw&>> tls;
};

Transport::Transport(Loop& loop, int socket, TlsContext tls)
    : loop_{loop}, socket_{std::make_unique<Socket>(loop.context(), socket, std::move(tls))} {}

Transport::~Transport() = default;

void Transport::start(Task<void> life, std::function<void()> gone) {
    loop_.add(shared_from_this());
    gone_ = std::move(gone);
    life_ = std::move(life);
    life_.start();
    if (life_.is_over()) {
        end();
    }
}

void Transport::end() {
    const auto self = shared_from_this(); // the loop may have the last other hold on it
    waiting_ = {};
    life_ = {};
    close();
    loop_.remove(self);
    if (const auto gone = std::exchange(gone_, {})) {
        gone();
    }
}

void Transport::abandon() {
    end();
}

void Transport::suspend(std::coroutine_handle<> waiting, Moment until) {
    waiting_ = waiting;
    until_ = until;
    if (until < alarm_) {
        set_alarm(until);
    }
}

void Transport::resume() {
    if (const std::coroutine_handle<> waiting = std::exchange(waiting_, {})) {
        waiting.resume();
        if (life_.is_over()) {
            end();
        }
    }
}

void Transport::wake() {
    if (waiting_ && !std::exchange(is_woken_, true)) {
        asio::post(loop_.context(), [self = shared_from_this()] {
            self->is_woken_ = false;
            self->resume();
        });
    }
}

// Deadlines move on with every request: a timer that rings too early costs less than one that is
// set again for each wait.
void Transport::set_alarm(Moment at) {
    alarm_ = at;
    socket_->timer.expires_at(at);
    socket_->timer.async_wait([weak = weak_from_this(), at](const ErrorCode& error) {
        const auto self = weak.lock();
        if (!error && self) {
            self->ring(at);
        }
    });
}

void Transport::ring(Moment at) {
    if (at != alarm_) {
        return; // it was moved when it had rung already
    }
    alarm_ = for_ever;
    if (!waiting_) {
        return;
    }
    if (Clock::now() >= until_) {
        resume();
    } else if (until_ != for_ever) {
        set_alarm(until_);
    }
}

void Transport::begin_handshake() {
    busy_ = true;
    const auto done = [self = shared_from_this()](const ErrorCode& error) {
        self->busy_ = false;
        self->failed_ = error.failed();
        self->resume();
    };
    socket_->tls->async_handshake(asio::ssl::stream_base::server, done);
}

void Transport::begin_shutdown() {
    busy_ = true;
    const auto done = [self = shared_from_this()](const ErrorCode&) {
        self->busy_ = false;
        self->resume();
    };
    socket_->tls->async_shutdown(done);
}

Task<bool> Transport::shake_hands(Moment until) {
    if (!socket_->tls) {
        co_return true;
    }
    begin_handshake();
    while (busy_ && Clock::now() < until) {
        co_await wait(until);
    }
    co_return !busy_ && !failed_;
}

void Transport::begin_read() {
    const std::span<char> room = input_.room();
    reading_ = true;
    const auto done = [self = shared_from_this()](const ErrorCode& error, std::size_t count) {
        self->reading_ = false;
        self->read_failed_ = error.failed();
        self->input_.commit(count);
        self->resume();
    };
    const asio::mutable_buffer into{room.data(), room.size()};
    if (socket_->tls) {
        socket_->tls->async_read_some(into, done);
    } else {
        socket_->raw.async_read_some(into, done);
    }
}

Task<Transport::Arrival> Transport::read(Moment until) {
    if (!reading_ && !read_failed_) {
        begin_read();
    }
    while (reading_ && Clock::now() < until) {
        co_await wait(until);
    }
    if (reading_) {
        co_return Arrival::late;
    }
    co_return read_failed_ ? Arrival::gone : Arrival::some;
}

void Transport::watch() {
    if (!reading_ && !read_failed_ && !input_.room().empty()) {
        begin_read();
    }
}

bool Transport::is_gone() const {
    return read_failed_;
}

bool Transport::has_unread() const {
    ErrorCode error;
    return !input_.view().empty() || socket_->raw.available(error) > 0;
}

bool Transport::make_room(bool is_long) {
    if (reading_) {
        return true; // into room that must stay where it is
    }
    if (is_long) {
        input_.enlarge();
    }
    return !input_.room().empty();
}

void Transport::shrink_input() {
    if (!reading_) {
        input_.shrink();
    }
}

void Transport::begin_write(const std::array<std::string_view, 3>& pieces) {
    ErrorCode error;
    if (!socket_->tls) { // most answers fit into the socket's own buffer at once
        written_ = socket_->raw.write_some(buffers_of(pieces), error);
        failed_ = error && error != asio::error::would_block && error != asio::error::try_again;
        if (!error || failed_) {
            return;
        }
    }
    busy_ = true;
    const auto done = [self = shared_from_this()](const ErrorCode& failure, std::size_t count) {
        self->busy_ = false;
        self->failed_ = failure.failed();
        self->written_ = count;
        self->resume();
    };
    if (socket_->tls) {
        socket_->tls->async_write_some(first_of(pieces), done);
    } else {
        socket_->raw.async_write_some(buffers_of(pieces), done);
    }
}

Task<bool> Transport::write(std::array<std::string_view, 3> pieces,
                            std::chrono::milliseconds stall) {
    while (pieces[0].size() + pieces[1].size() + pieces[2].size() > 0) {
        begin_write(pieces);
        const Moment until = Clock::now() + stall;
        while (busy_ && Clock::now() < until) {
            co_await wait(until);
        }
        if (busy_ || failed_) {
            close();
            while (busy_) { // what is sent must stay where it is until the socket has let go of it
                co_await wait(for_ever);
            }
            co_return false;
        }
        drop_front(pieces, written_);
    }
    co_return true;
}

Task<void> Transport::throw_away(Moment until) {
    for (;;) {
        if (!reading_) {
            input_.consume(input_.view().size());
        }
        const Arrival arrival = co_await read(until);
        if (arrival != Arrival::some) {
            co_return;
        }
    }
}

Task<void> Transport::part(Moment until, bool unread) {
    ErrorCode error;
    if (!socket_->tls) {
        socket_->raw.shutdown(asio::socket_base::shutdown_send, error);
    }
    if (unread) {
        co_await throw_away(until);
    }
    if (socket_->tls && !failed_) {
        begin_shutdown();
        while (busy_ && Clock::now() < until) {
            co_await wait(until);
        }
    }
    close();
}

void Transport::close() {
    ErrorCode error;
    socket_->timer.cancel();
    alarm_ = for_ever;
    socket_->raw.close(error);
}

} // namespace ecg::serve
