// A source that is read once, of which some leads can be looked at afterwards wherever one wants.
#pragma once

#include "formats/open_recording.hpp"
#include "formats/sample_spool.hpp"
#include "model/between_beats.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ecg::formats {

/// Hands on what another source gives, and keeps the samples of a few leads of the first recording
/// in it, as float and mostly on disk: memory does not grow with the length or with the other
/// leads. What the lines say of their own beats is not handed on, for it grows with the length.
class LeadKeeper : public RecordingSource {
public:
    /// Given the first piece, the names of the leads to keep.
    using ChooseLeads = std::function<std::vector<std::string>(const Recording& first)>;

    LeadKeeper(std::unique_ptr<RecordingSource> source, ChooseLeads choose,
               std::size_t in_memory = SampleSpool::usual_memory)
        : source_{std::move(source)}, choose_{std::move(choose)}, in_memory_{in_memory} {}

    std::optional<SessionLine> next() override;

    [[nodiscard]] std::vector<std::string> take_warnings() override {
        return source_->take_warnings();
    }

    [[nodiscard]] bool complete() const override { return source_->complete(); }

    /// The kept leads between two moments since the session began, as far as the recording goes.
    /// Samples that were never had are NaN. Gaps are those that touch it; electrodes_off are the
    /// kept leads that were off at some moment of it. Throws as SampleSpool does.
    [[nodiscard]] Recording read(Stretch stretch) const;

    /// All gaps of the recording, in order.
    [[nodiscard]] const std::vector<Gap>& gaps() const { return gaps_; }

private:
    struct KeptLead {
        std::string name;
        std::optional<Lead> lead;
        SampleSpool samples;
        std::vector<Gap> off; // the cause is not told
    };

    /// Samples that follow each other without a hole.
    struct Segment {
        std::int64_t first;
        std::int64_t count;
        std::int64_t place; // of the first in the spools
    };

    void begin(const Recording& piece);
    void keep(const Recording& piece);
    void place(const Recording& piece);
    void note_electrodes(const Recording& piece);
    [[nodiscard]] std::vector<double> samples_of(const KeptLead& kept, std::int64_t first,
                                                 std::int64_t end) const;

    std::unique_ptr<RecordingSource> source_;
    ChooseLeads choose_;
    std::size_t in_memory_;
    bool begun_ = false;
    bool ended_ = false; // another recording began
    RecordingInfo info_;
    SampleRate rate_{Hertz{500}};
    std::vector<KeptLead> leads_;
    std::vector<Segment> segments_;
    std::vector<Gap> gaps_;
};

} // namespace ecg::formats
