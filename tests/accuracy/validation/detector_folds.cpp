#include "accuracy/validation/detector_folds.hpp"

#include "analyze/detect/beat_odds.hpp"
#include "common/error.hpp"

#include <fstream>
#include <sstream>
#include <vector>

namespace ecg::accuracy {
namespace {

constexpr int fold_count = 4;

template <class Values> void read_row(std::istream& in, Values& values) {
    for (float& value : values) {
        in >> value;
    }
}

analyze::OddsNetwork read_weights(std::istream& in, const std::string& name) {
    analyze::OddsNetwork network;
    read_row(in, network.mean);
    read_row(in, network.scale);
    for (auto& sign : network.hidden) {
        read_row(in, sign);
    }
    read_row(in, network.hidden_bias);
    read_row(in, network.output);
    in >> network.output_bias;
    if (!in) {
        throw Error{ErrorKind::data, name + ": too few numbers"};
    }
    return network;
}

} // namespace

DetectorFolds::DetectorFolds(const std::filesystem::path& folder) {
    for (int fold = 0; fold < fold_count; ++fold) {
        const auto path = folder / ("detector-" + std::to_string(fold) + ".weights");
        std::ifstream in{path};
        std::string records;
        if (!in || !std::getline(in, records)) {
            continue;
        }
        const auto network =
            std::make_shared<const analyze::OddsNetwork>(read_weights(in, path.string()));
        std::istringstream names{records};
        for (std::string name; names >> name;) {
            by_record_[name] = network;
        }
    }
}

std::shared_ptr<const analyze::OddsNetwork>
DetectorFolds::network_for(const std::string& record) const {
    const auto found = by_record_.find(record);
    return found == by_record_.end() ? nullptr : found->second;
}

} // namespace ecg::accuracy
