// QTDB's way: one annotation of chosen beats, made with both channels in view.
#pragma once

#include "accuracy/point_score.hpp"

#include <string>
#include <vector>

namespace ecg::accuracy {

/// Which channels are held against the annotation. best: for each annotated point the channel
/// that comes nearer; missed when neither has it, and invented only what both invent
/// [martinez-2004]. pooled: each channel for itself, added up.
enum class ChannelRule { best, first, second, pooled };

/// Adds a strip to each score, two when pooled. Found points without a partner are invented ones
/// only within an annotated beat's own windows: QRS 150 ms to both sides of its peak; P from 400 ms
/// before it, and from the end of an annotated T wave on, up to it; T from the end of the QRS to
/// 700 ms behind its peak, and before the next annotated onset of a P wave or QRS.
void score_channels(PointScores& scores, const std::string& record, const PointLists& reference,
                    const std::vector<PointLists>& channels, ChannelRule rule);

} // namespace ecg::accuracy
