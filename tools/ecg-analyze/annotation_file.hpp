// Beats and rhythm of an analysis as a WFDB annotation file.
#pragma once

#include "formats/wfdb/annotations.hpp"
#include "model/analysis.hpp"
#include "options.hpp"

#include <vector>

namespace ecg {

/// Beats with WFDB's codes, and a rhythm change where an episode of a rhythm begins, in order.
std::vector<formats::Annotation> annotations_of(const Analysis& analysis);

/// Writes options.annotations_folder/<record>.<annotator>. Throws Error{data}.
void write_annotation_file(const AnalyzeOptions& options, const Analysis& analysis);

} // namespace ecg
