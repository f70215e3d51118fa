#include "accuracy/validation/prepare.hpp"

#include "dsp/change_rate.hpp"

namespace ecg::accuracy {
namespace {

constexpr Hertz low_rate{80};
constexpr dsp::Band low_band{Hertz{36}, Hertz{40}};

} // namespace

Recording first_lead(const Recording& recording) {
    Recording one = recording;
    one.leads.resize(1);
    return one;
}

Recording at_80_hz(const Recording& recording) {
    Recording slow = recording;
    slow.rate = SampleRate{low_rate};
    for (LeadSignal& lead : slow.leads) {
        lead.samples =
            dsp::change_rate(lead.samples, Hertz{recording.rate.hertz()}, low_rate, low_band);
    }
    return slow;
}

} // namespace ecg::accuracy
