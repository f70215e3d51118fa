#include "command.hpp"

#include "shared/settings_flags.hpp"

namespace ecg {

void acquire_command(const AcquireOptions& options) {
    keep_crashes_at_home();
    switch (options.kind) {
    case AcquireKind::record:
        record_command(options.record);
        break;
    case AcquireKind::probe:
        probe_command(options.probe);
        break;
    case AcquireKind::list:
        options.run_list();
        break;
    case AcquireKind::decode:
        decode_command(options.decode);
        break;
    case AcquireKind::demo:
        demo_command(options.demo);
        break;
    case AcquireKind::replay:
        replay_command(options.replay);
        break;
    case AcquireKind::simulate:
        simulate_command(options.simulate);
        break;
    case AcquireKind::recover:
        recover_command(options.recover);
        break;
    }
}

} // namespace ecg
