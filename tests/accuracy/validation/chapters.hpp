// The chapters of VALIDATION.md.
#pragma once

#include "accuracy/validation/request.hpp"
#include "accuracy/validation/section.hpp"

namespace ecg::accuracy {

/// MIT-BIH Arrhythmia Database: QRS detection by EC57. Throws Error{data}, as all do.
Section beats_chapter(const Request& request);

/// The same records with electrode motion noise added.
Section noise_chapter(const Request& request);

/// LUDB: waves of each lead, and global intervals.
Section ludb_chapter(const Request& request);

/// QTDB: waves of two channels.
Section qtdb_chapter(const Request& request);

/// PTB-XL and CPSC 2018: statements. One of the two sets will do; empty without any, unless asked
/// for by name.
Section findings_chapter(const Request& request);

/// CinC 2017 by record, and the sets with marks of rhythm by time. Empty without any, unless asked
/// for by name.
Section rhythm_chapter(const Request& request);

} // namespace ecg::accuracy
