// The analyses of one minute after the other become that of the whole recording.
#pragma once

#include "model/analysis.hpp"

#include <vector>

namespace ecg::analyze {

/// Gathers the analyses of consecutive pieces; memory grows with beats, not with samples.
class Combiner {
public:
    /// Takes the next piece's analysis.
    void add(const Analysis& piece);

    /// The analysis of all pieces: beats in a row, rates and rhythm from all of them, intervals and
    /// amplitudes as the medians over the pieces, weighted by their beats. One piece comes out as
    /// it went in. The beats of a day are handed over, not copied.
    [[nodiscard]] Analysis result() &&;

private:
    struct Piece {
        Measurements measurements;
        std::vector<LeadQuality> quality;
        double weight = 0; ///< beats
    };

    Analysis all_; ///< beats and waves so far
    std::vector<Piece> pieces_;
    Analysis first_;
};

} // namespace ecg::analyze
