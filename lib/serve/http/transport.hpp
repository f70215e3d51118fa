// One open socket, plain or TLS, and the coroutine that talks over it.
#pragma once

#include "serve/http/input_buffer.hpp"
#include "serve/http/task.hpp"

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

namespace boost::asio::ssl {
class context;
}

namespace ecg::serve {

class Loop;
using Moment = std::chrono::steady_clock::time_point;
constexpr Moment for_ever = Moment::max();
using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

/// Its loop keeps it until its coroutine is over. For the loop's thread alone.
class Transport : public std::enable_shared_from_this<Transport> {
public:
    /// Owns the socket, which does not block. tls may be null.
    Transport(Loop& loop, int socket, TlsContext tls);
    ~Transport();
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;

    /// Runs life; gone is called when it is over, or thrown away with the loop.
    void start(Task<void> life, std::function<void()> gone);

    enum class Arrival { some, gone, late };

    /// The handshake of TLS; true at once without. False when it failed or took too long.
    Task<bool> shake_hands(Moment until);
    /// More bytes in input().
    Task<Arrival> read(Moment until);
    /// Sends all of it, up to three pieces; false when the reader is gone or took none for long.
    Task<bool> write(std::array<std::string_view, 3> pieces, std::chrono::milliseconds stall);
    /// Tells the peer that no more comes. With unread, what it still sends is read and thrown away
    /// until it stops: a socket closed over unread bytes takes the answer back.
    Task<void> part(Moment until, bool unread);
    void close();
    /// Throws the coroutine away, with all that waits in it.
    void abandon();

    /// Suspends until wake() or the moment.
    struct Wait {
        Transport& transport;
        Moment until;

        [[nodiscard]] bool await_ready() const noexcept { return false; }

        void await_suspend(std::coroutine_handle<> waiting) const {
            transport.suspend(waiting, until);
        }

        void await_resume() const noexcept {}
    };

    [[nodiscard]] Wait wait(Moment until) { return {*this, until}; }

    /// Lets whoever waits go on soon: not within this call, whose caller may hold a lock.
    void wake();

    /// Reads on in the background, so that a peer that goes is noticed: then is_gone().
    void watch();
    [[nodiscard]] bool is_gone() const;
    /// Whether bytes have come that nobody read yet.
    [[nodiscard]] bool has_unread() const;

    [[nodiscard]] std::string_view unread() const { return input_.view(); }

    void consume(std::size_t count) { input_.consume(count); }

    /// Makes room for more input, for a long body more of it. False when what nobody used fills it.
    bool make_room(bool is_long);
    /// Gives back the memory of a long request.
    void shrink_input();

    [[nodiscard]] Loop& loop() { return loop_; }

private:
    struct Socket;

    void suspend(std::coroutine_handle<> waiting, Moment until);
    void resume();
    void end();
    void set_alarm(Moment at);
    void ring(Moment at);
    void begin_handshake();
    void begin_shutdown();
    void begin_read();
    void begin_write(const std::array<std::string_view, 3>& pieces);
    Task<void> throw_away(Moment until);

    Loop& loop_;
    std::unique_ptr<Socket> socket_;
    InputBuffer input_;
    bool reading_ = false;
    bool read_failed_ = false;
    bool busy_ = false; ///< writing, shaking hands or parting
    bool failed_ = false;
    std::size_t written_ = 0;
    std::coroutine_handle<> waiting_{};
    Moment until_{};          ///< when the wait ends
    Moment alarm_ = for_ever; ///< when the timer rings; it is moved only to an earlier moment
    bool is_woken_ = false;
    std::function<void()> gone_;
    Task<void> life_; ///< last: it is destroyed first, for it uses all the others
};

} // namespace ecg::serve
