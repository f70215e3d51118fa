// What cardiologists said of a recording, and whose it is: PTB-XL's table and the headers of the
// CPSC 2018 and CinC 2020 sets.
#pragma once

#include "model/patient.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::accuracy {

struct LabelledRecord {
    std::filesystem::path header;
    Patient patient;              ///< age and sex where the table has them; else as the header says
    std::set<std::string> labels; ///< SCP-ECG acronyms
    std::set<std::string> unsure; ///< those of a likelihood that is given and below 50 %
};

/// Cells of a CSV text, row by row; a quoted cell may hold commas, quotes and line ends.
std::vector<std::vector<std::string>> csv_rows(std::string_view text);

/// The records of ptbxl_database.csv whose header lies in folder, by filename_hr; scp_codes with a
/// likelihood of 0, which stands for "not given", count. Throws Error{data}.
std::vector<LabelledRecord> ptbxl_labels(const std::filesystem::path& folder);

/// Labels in the "#Dx:" line of a header: names of CPSC 2018 or codes of SNOMED CT, as the CinC
/// 2020 sets have them. What has no counterpart among the acronyms stays as it is written.
std::set<std::string> dx_labels(std::string_view header);

/// All headers of folder with their "#Dx:" lines. Throws Error{data} when there is none.
std::vector<LabelledRecord> dx_records(const std::filesystem::path& folder);

} // namespace ecg::accuracy
