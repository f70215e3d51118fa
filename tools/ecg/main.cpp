#include "cli/messages.hpp"
#include "dispatch.hpp"

int main(int argc, char** argv) {
    ecg::cli::set_tool_name("ecg");
    return ecg::dispatch(argc, argv);
}
