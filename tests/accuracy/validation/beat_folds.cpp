#include "accuracy/validation/beat_folds.hpp"

#include "analyze/classify/class_odds.hpp"
#include "analyze/detect/beat_odds.hpp"
#include "common/error.hpp"

#include <fstream>
#include <sstream>

namespace ecg::accuracy {
namespace {

template <class Values> void read_row(std::istream& in, Values& values) {
    for (float& value : values) {
        in >> value;
    }
}

/// Of either kind: they differ in how many rows of hidden weights they have.
template <class Network> void read_network(std::istream& in, Network& network) {
    read_row(in, network.mean);
    read_row(in, network.scale);
    for (auto& row : network.hidden) {
        read_row(in, row);
    }
    read_row(in, network.hidden_bias);
    read_row(in, network.output);
    in >> network.output_bias;
}

void read_weights(std::istream& in, analyze::OddsNetwork& network) {
    read_network(in, network);
}

void read_weights(std::istream& in, analyze::ClassNetworks& networks) {
    read_network(in, networks.ventricular);
    read_network(in, networks.early);
}

template <class Weights>
std::map<std::string, std::shared_ptr<const Weights>>
read_folds(const std::filesystem::path& folder, const std::string& name) {
    std::map<std::string, std::shared_ptr<const Weights>> by_record;
    for (int fold = 0;; ++fold) {
        const auto path = folder / (name + "-" + std::to_string(fold) + ".weights");
        std::ifstream in{path};
        std::string records;
        if (!in || !std::getline(in, records)) {
            return by_record;
        }
        const auto weights = std::make_shared<Weights>();
        read_weights(in, *weights);
        if (!in) {
            throw Error{ErrorKind::data, path.string() + ": too few numbers"};
        }
        std::istringstream names{records};
        for (std::string record; names >> record;) {
            by_record[record] = weights;
        }
    }
}

/// Null where there is none.
template <class Weights>
std::shared_ptr<const Weights>
of_record(const std::map<std::string, std::shared_ptr<const Weights>>& all,
          const std::string& record) {
    const auto found = all.find(record);
    return found == all.end() ? nullptr : found->second;
}

} // namespace

BeatFolds::BeatFolds(const std::filesystem::path& folder)
    : detectors_{read_folds<analyze::OddsNetwork>(folder, "detector")},
      classes_{read_folds<analyze::ClassNetworks>(folder, "classes")} {}

analyze::AnalyzeSettings BeatFolds::settings_for(const std::string& record) const {
    analyze::AnalyzeSettings settings;
    settings.detector = of_record(detectors_, record);
    settings.classes = of_record(classes_, record);
    return settings;
}

} // namespace ecg::accuracy
