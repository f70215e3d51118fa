#include "cli/messages.hpp"
#include "clock_doubts.hpp"
#include "options.hpp"
#include "target_outcomes.hpp"
#include "target_settings.hpp"
#include "transfer/crypto.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <vector>

namespace ecg {
namespace {

/// Taken away again even when it cannot be read back.
void write_and_read_back(transfer::Target& target, const std::string& name) {
    const std::string text = "ecg-sync test " + name + '\n';
    target.put(name, text);
    std::string trouble;
    try {
        trouble = target.read(name, text.size()) == text ? "" : "gives other bytes back";
    } catch (const transfer::TargetError& error) {
        trouble = std::string{"it was written; "} + error.what();
    }
    target.remove(name);
    if (trouble.empty() && target.size(name)) {
        trouble = "was told to delete it, and has it still";
    }
    if (!trouble.empty()) {
        throw transfer::TargetError{transfer::Obstacle::login, name + ": " + trouble};
    }
}

Attempt test_target(const config::Settings& settings, const std::string& name) {
    const OpenedForUpload opened = open_for_upload(settings, name);
    if (!opened.target) {
        return opened.why;
    }
    return attempt([&](Attempt& made) {
        opened.target->probe();
        if (!opened.target->can_look()) {
            made.outcome = "ok, it is there and knows us; nothing was written";
            return;
        }
        write_and_read_back(*opened.target,
                            "ecg-sync-test-" + transfer::hex(transfer::random_bytes(8)) + ".txt");
        made.outcome = "ok, written, read back and deleted";
    });
}

void test(const config::Settings& settings, std::vector<std::string> names) {
    if (names.empty()) {
        names = rules_in(settings).all();
    }
    OutcomeLines outcomes;
    for (const std::string& name : names) {
        stop_if_requested();
        const Attempt made = test_target(settings, name);
        outcomes.tell(name, made, name + '\t' + made.outcome + '\n');
    }
    if (const std::string doubt = server_clocks().doubt(); !doubt.empty()) {
        cli::tell(doubt);
    }
    outcomes.finish();
}

} // namespace

void add_test(CLI::App& app, const ChooseAction& choose) {
    CLI::App* command = app.add_subcommand("test", "Try whether targets are there and know us");
    const auto names = std::make_shared<std::vector<std::string>>();
    command->add_option("target", *names, "Names of targets (default: all that anything goes to)")
        ->type_name("TARGET");
    command->callback([choose, names] {
        choose([names](const config::Settings& settings) { test(settings, *names); });
    });
}

} // namespace ecg
