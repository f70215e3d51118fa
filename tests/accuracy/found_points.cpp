#include "accuracy/found_points.hpp"

#include "common/error.hpp"
#include "common/json_reader.hpp"

#include <algorithm>

namespace ecg::accuracy {
namespace {

void append_line(FoundPoints& found, const JsonValue& line, const std::string& subject) {
    const auto record = line.text_at("record");
    const auto lead = line.text_at("lead");
    if (!record || !lead) {
        throw Error{ErrorKind::data, subject + ": no record or no lead"};
    }
    PointLists& lists = found[*record][*lead];
    for (std::size_t i = 0; i < point_count; ++i) {
        const auto numbers = line.find(point_names.at(i));
        if (numbers && !numbers->append_numbers(lists.at(i))) {
            throw Error{ErrorKind::data,
                        subject + ": " + point_names.at(i) + " is not a list of numbers"};
        }
        std::sort(lists.at(i).begin(), lists.at(i).end());
    }
}

} // namespace

FoundPoints parse_wave_lines(std::string_view text, const std::string& subject) {
    FoundPoints found;
    JsonReader reader;
    for (int number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.empty()) {
            const std::string place = subject + ":" + std::to_string(number);
            append_line(found, reader.parse(line, place), place);
        }
    }
    return found;
}

const PointLists& points_in(const FoundPoints& found, std::string_view record,
                            std::string_view lead) {
    static const PointLists none;
    const auto leads = found.find(record);
    if (leads == found.end()) {
        return none;
    }
    const auto points = leads->second.find(lead);
    return points == leads->second.end() ? none : points->second;
}

} // namespace ecg::accuracy
