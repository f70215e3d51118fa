// What is known of uploads in parts, beside the queue: the next program goes on with them.
#pragma once

#include "transfer/targets/target.hpp"

#include <string>

namespace ecg::sync {

/// A file a note, for its owner alone: some notes are as good as a key. Losing one costs time.
class UploadNotes final : public transfer::UnfinishedUploads {
public:
    /// The folder is made with the first note.
    explicit UploadNotes(std::string folder);

    std::string note_of(const std::string& upload) override;
    void note(const std::string& upload, const std::string& text) override;
    void forget(const std::string& upload) override;

private:
    [[nodiscard]] std::string file_of(const std::string& upload) const;

    std::string folder_;
};

} // namespace ecg::sync
