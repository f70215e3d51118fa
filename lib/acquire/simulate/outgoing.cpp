#include "acquire/simulate/outgoing.hpp"

namespace ecg::acquire {

void Outgoing::add(std::string_view bytes) {
    if (waiting_.empty()) {
        bytes.remove_prefix(end_.write(bytes));
    }
    waiting_ += bytes;
}

void Outgoing::go_on() {
    if (!end_.has_listener()) {
        forget();
    } else if (!waiting_.empty()) {
        waiting_.erase(0, end_.write(waiting_));
    }
}

} // namespace ecg::acquire
