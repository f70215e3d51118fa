#include "serve/http/connection.hpp"

#include "serve/http/answer.hpp"
#include "serve/http/reply.hpp"
#include "serve/http/request_id.hpp"
#include "serve/http/request_reader.hpp"

namespace ecg::serve {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t long_body = 16 * 1024;

constexpr BadRequest too_slow{408, "request_timeout", "the request did not come in time"};
constexpr BadRequest buffer_full{400, "bad_request", "a chunk's head is longer than allowed"};
constexpr BadRequest dropped{500, "internal_error", "the request found no answer"};
constexpr std::string_view all_methods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

struct Piece {
    std::optional<std::string> bytes;
    bool broken = false; ///< the stream dropped the question
};

Piece broken_piece() {
    return {{}, true};
}

Response dropped_answer() {
    return error_answer(dropped);
}

Response methods_answer() {
    return {.status = 204, .headers = {{"Allow", std::string{all_methods}}}, .body = {}};
}

// GCC 12 cannot have braces for an array inside a coroutine.
std::array<std::string_view, 3> pieces_of(std::string_view first, std::string_view second = {},
                                          std::string_view third = {}) {
    return {first, second, third};
}

class Connection {
public:
    Connection(Transport& transport, std::string address, bool secure,
               std::shared_ptr<Service> service)
        : transport_{transport}, address_{std::move(address)}, secure_{secure},
          service_{std::move(service)}, settings_{service_->settings} {}

    Task<void> run();

private:
    /// One request and its answer, while it lasts.
    struct Exchange {
        Exchange(const HeadLimits& head, const BodyLimit& body) : reader{head, body} {}

        RequestReader reader;
        Answered told{};
        Clock::time_point started = Clock::now();
        Delivery delivery{};
    };

    Task<bool> first_byte();
    Task<bool> exchange_one();
    Task<bool> read_request(Exchange& exchange);
    Task<bool> step_on(Exchange& exchange);
    Moment deadline(const Exchange& exchange) const;
    void take_head(Exchange& exchange);
    Task<Response> ask_handler(Request request);
    Response own_answer(Exchange& exchange) const;
    Task<void> send(Exchange& exchange, Response response);
    Task<bool> send_stream(Exchange& exchange, const Response& response, const Wire& wire);
    Task<Piece> next_piece(BodyStream& stream, bool events);
    Task<bool> write_counted(Exchange& exchange, std::array<std::string_view, 3> pieces);
    Task<bool> write_chunk(Exchange& exchange, const Wire& wire, std::string_view bytes);
    void observe(Exchange& exchange) const;

    std::shared_ptr<Loop> loop() const { return transport_.loop().shared_from_this(); }

    Transport& transport_;
    std::string address_;
    bool secure_;
    std::shared_ptr<Service> service_;
    const ServerSettings& settings_;
    bool is_first_ = true;
    bool keeps_ = true;   ///< the connection, after this exchange
    bool unread_ = false; ///< the peer may still be sending what nobody will read
};

Task<void> Connection::run() {
    const bool is_open =
        co_await transport_.shake_hands(Clock::now() + settings_.deadlines.request);
    if (!is_open) {
        co_return;
    }
    while (keeps_) {
        keeps_ = co_await exchange_one();
    }
    const bool unread = unread_ || transport_.has_unread(); // requests behind the last one
    co_await transport_.part(Clock::now() + settings_.deadlines.linger, unread);
}

// The wait between two requests. False when there is no next one.
Task<bool> Connection::first_byte() {
    const Deadlines& deadlines = settings_.deadlines;
    const Moment idle_end = Clock::now() + (is_first_ ? deadlines.request : deadlines.idle);
    while (transport_.unread().empty()) {
        transport_.watch();
        const Moment until =
            service_->stopping ? std::min(idle_end, service_->farewell.load()) : idle_end;
        if (transport_.is_gone() || (Clock::now() >= until && !transport_.has_unread())) {
            co_return false;
        }
        co_await transport_.wait(until);
    }
    is_first_ = false;
    co_return true;
}

Task<bool> Connection::exchange_one() {
    const bool has_begun = co_await first_byte();
    if (!has_begun) {
        co_return false;
    }
    Exchange exchange{settings_.head, settings_.body_limit};
    const bool has_come = co_await read_request(exchange);
    if (!has_come) {
        co_return false;
    }
    if (exchange.reader.is_whole()) {
        exchange.reader.finish();
    } else {
        keeps_ = false; // where the next request begins is not known
        unread_ = true;
    }
    take_head(exchange);
    if (exchange.reader.refusal()) {
        co_await send(exchange, own_answer(exchange));
    } else if (exchange.reader.request().path == "*") {
        co_await send(exchange, methods_answer());
    } else {
        Response response = co_await ask_handler(std::move(exchange.reader.request()));
        co_await send(exchange, std::move(response));
    }
    transport_.shrink_input();
    co_return keeps_;
}

Moment Connection::deadline(const Exchange& exchange) const {
    const std::chrono::seconds earned{exchange.told.bytes_in / settings_.deadlines.bytes_a_second};
    return exchange.started + settings_.deadlines.request + earned;
}

// Until the request is whole or refused. False when its sender is gone.
Task<bool> Connection::read_request(Exchange& exchange) {
    RequestReader& reader = exchange.reader;
    for (;;) {
        const std::size_t used = reader.take(transport_.unread());
        transport_.consume(used);
        exchange.told.bytes_in += used;
        if (reader.refusal() || reader.is_whole()) {
            co_return true;
        }
        if (used > 0 && !transport_.unread().empty()) {
            continue;
        }
        const bool goes_on = co_await step_on(exchange);
        if (!goes_on) {
            co_return reader.refusal().has_value();
        }
    }
}

// Lets the sender go on, and waits for what it sends. False when the request ends here.
Task<bool> Connection::step_on(Exchange& exchange) {
    RequestReader& reader = exchange.reader;
    if (reader.awaits_continue() && transport_.unread().empty()) {
        reader.set_continued();
        const bool is_heard = co_await transport_.write(pieces_of("HTTP/1.1 100 Continue\r\n\r\n"),
                                                        settings_.deadlines.stall);
        if (!is_heard) {
            co_return false;
        }
    }
    const bool is_long =
        reader.framing().chunked || reader.framing().length.value_or(0) > long_body;
    if (!transport_.make_room(is_long)) {
        reader.refuse(buffer_full);
        co_return false;
    }
    const Transport::Arrival arrival = co_await transport_.read(deadline(exchange));
    if (arrival == Transport::Arrival::late) {
        reader.refuse(too_slow);
    }
    co_return arrival == Transport::Arrival::some;
}

// Settles who asks, and how the answer will go.
void Connection::take_head(Exchange& exchange) {
    RequestReader& reader = exchange.reader;
    Request& request = reader.request();
    request.address = address_;
    request.secure = secure_;
    service_->proxies.look_behind(request);
    request.id = request_id_of(request);

    Answered& told = exchange.told;
    told.method = request.method;
    told.head = reader.is_head_method();
    told.request_id = request.id;
    told.address = request.address;

    keeps_ = keeps_ && reader.keeps_alive() && !service_->stopping;
    exchange.delivery = {
        .minor = reader.framing().minor,
        .keeps = keeps_,
        .is_head = told.head,
        .secure = request.secure,
        .accepted = transfer::accepted_coding(request.header("Accept-Encoding").value_or("")),
        .request_id = told.request_id};
}

Response Connection::own_answer(Exchange& exchange) const {
    const BadRequest& refusal = *exchange.reader.refusal();
    Response response = error_answer(refusal);
    if (refusal.status == 405) {
        response.headers.push_back({"Allow", std::string{all_methods}});
    } else if (refusal.status == 415) {
        response.headers.push_back({"Accept-Encoding", "gzip, zstd"});
    }
    return response;
}

Task<Response> Connection::ask_handler(Request request) {
    const auto slot = std::make_shared<Slot<Response>>(Slot<Response>{transport_});
    try {
        auto reply = std::make_shared<Reply<Response>>(loop(), slot, dropped_answer);
        service_->handler(std::move(request), [reply = std::move(reply)](Response response) {
            reply->give(std::move(response));
        });
    } catch (const std::exception& failure) {
        settings_.tell(std::string{"a handler failed: "} + failure.what());
        slot->value = dropped_answer();
    }
    while (!slot->value) {
        co_await transport_.wait(for_ever);
    }
    co_return std::move(*slot->value);
}

Task<bool> Connection::write_counted(Exchange& exchange, std::array<std::string_view, 3> pieces) {
    const bool whole = co_await transport_.write(pieces, settings_.deadlines.stall);
    if (whole) {
        for (const std::string_view piece : pieces) {
            exchange.told.bytes_out += piece.size();
        }
    }
    co_return whole;
}

Task<void> Connection::send(Exchange& exchange, Response response) {
    exchange.delivery.keeps = keeps_ && !service_->stopping;
    const Wire wire = prepare_answer(response, exchange.delivery, settings_);
    keeps_ = wire.keeps;
    exchange.told.status = response.status;
    exchange.told.route = std::move(response.route);
    bool whole = false;
    if (response.stream && wire.has_body) {
        whole = co_await send_stream(exchange, response, wire);
    } else if (wire.has_body) {
        whole = co_await write_counted(exchange, pieces_of(wire.head, response.body));
    } else {
        whole = co_await write_counted(exchange, pieces_of(wire.head));
    }
    if (!whole) {
        keeps_ = false;
        transport_.close();
    }
    exchange.told.whole = whole;
    observe(exchange);
}

Task<bool> Connection::write_chunk(Exchange& exchange, const Wire& wire, std::string_view bytes) {
    if (bytes.empty()) {
        co_return true; // a packer may hold back what it was given; an empty chunk would be the end
    }
    const std::string head = wire.chunked ? chunk_head(bytes.size()) : "";
    const bool whole =
        co_await write_counted(exchange, pieces_of(head, bytes, wire.chunked ? "\r\n" : ""));
    co_return whole;
}

// False when the reader is gone, or the stream broke off or is not as long as it was said to be:
// then the connection is closed before anybody takes it for whole.
Task<bool> Connection::send_stream(Exchange& exchange, const Response& response, const Wire& wire) {
    const bool events = is_event_stream(response);
    std::optional<transfer::Packer> packer;
    if (wire.coding != transfer::Coding::identity) {
        packer.emplace(wire.coding, events);
    }
    std::uint64_t sent = 0;
    bool open = co_await write_counted(exchange, pieces_of(wire.head));
    while (open) {
        Piece piece = co_await next_piece(*response.stream, events);
        if (piece.broken) {
            co_return false;
        }
        if (!piece.bytes) {
            break;
        }
        if (packer) {
            piece.bytes = packer->add(*piece.bytes, events);
        }
        sent += piece.bytes->size();
        if (wire.length && sent > *wire.length) {
            co_return false;
        }
        open = co_await write_chunk(exchange, wire, *piece.bytes);
    }
    if (wire.length && sent != *wire.length) {
        co_return false;
    }
    if (open && packer) {
        const std::string rest = packer->finish();
        open = co_await write_chunk(exchange, wire, rest);
    }
    if (open && wire.chunked) {
        open = co_await write_counted(exchange, pieces_of("0\r\n\r\n"));
    }
    co_return open;
}

// An event stream may have nothing for hours, and never ends by itself: it ends with its reader,
// when it is broken, or with the server. Another one may have a reader who said that they ask no
// more, and still wait for all of it.
Task<Piece> Connection::next_piece(BodyStream& stream, bool events) {
    const auto slot = std::make_shared<Slot<Piece>>(Slot<Piece>{transport_});
    auto reply = std::make_shared<Reply<Piece>>(loop(), slot, broken_piece);
    stream.next([reply](std::optional<std::string> bytes) {
        reply->give({std::move(bytes), false});
    });
    reply.reset();
    while (!slot->value) {
        if (events) {
            transport_.watch();
        }
        if (events && transport_.is_gone()) {
            co_return broken_piece();
        }
        if (events && service_->stopping) {
            co_return Piece{};
        }
        co_await transport_.wait(for_ever);
    }
    co_return std::move(*slot->value);
}

void Connection::observe(Exchange& exchange) const {
    exchange.told.duration =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - exchange.started);
    settings_.observe(exchange.told);
}

Task<void> converse(Transport& transport, std::string address, bool secure,
                    std::shared_ptr<Service> service) {
    Connection connection{transport, std::move(address), secure, service};
    try {
        co_await connection.run();
    } catch (const std::exception& failure) { // no memory, most likely: this connection ends
        service->settings.tell(std::string{"a connection failed: "} + failure.what());
        transport.close();
    }
}

} // namespace

void serve_connection(Loop& loop, Caller& caller, const std::shared_ptr<Service>& service) {
    const bool secure = caller.tls != nullptr;
    const auto transport =
        std::make_shared<Transport>(loop, caller.socket.release(), std::move(caller.tls));
    auto gone = [service, address = caller.address] { service->admission.leave(address); };
    transport->start(converse(*transport, caller.address, secure, service), std::move(gone));
}

} // namespace ecg::serve
