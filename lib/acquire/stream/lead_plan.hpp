// Which lead each channel is, and what its counts mean.
#pragma once

#include "acquire/device/driver.hpp"
#include "model/lead.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ecg::acquire {

/// What the user says against the driver, from flags or a profile; absent or empty: nothing.
struct LeadWishes {
    std::map<std::string, std::string> channel_of; ///< lead -> channel's name or number from 0
    std::optional<double> uv_per_count;
    std::optional<double> zero;
    std::map<std::string, double> gain_factor; ///< by lead
    std::vector<std::string> inverted;         ///< leads
    bool derive = true;                        ///< III, aVR, aVL and aVF where I and II are there
    std::string gain_source;                   ///< who said uv_per_count or gain_factor
};

/// One lead that a channel is.
struct PlannedLead {
    std::string name;
    std::optional<Lead> lead;
    std::size_t channel = 0;
    double mv_per_count = 0; ///< negative when inverted
    double zero = 0;
    double lowest = 0, highest = 0; ///< counts at which the converter is at its end
};

struct LeadPlan {
    std::vector<PlannedLead> measured;
    bool derived = false;               ///< III, aVR, aVL and aVF follow
    std::optional<double> uv_per_count; ///< absent when the leads differ
    std::string gain_source;
};

/// Throws Error{usage} for a channel or lead that is not there, two leads on one channel name
/// twice, and a gain of 0.
LeadPlan plan_leads(const Description& device, const LeadWishes& wishes);

/// What a file of a device says of it, over the driver: keys driver, port, rate_hz, gain_uv, zero,
/// derive, and leads.NAME with channel, gain and invert.
struct Profile {
    std::string driver; ///< "" where it does not say
    std::string port;
    std::optional<double> rate_hz;
    std::string device_serial;
    LeadWishes leads;
};

/// Throws Error{usage} "path:line: why".
Profile read_profile(const std::string& path);

} // namespace ecg::acquire
