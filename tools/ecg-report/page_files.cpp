#include "page_files.hpp"

#include "cli/output.hpp"
#include "common/error.hpp"
#include "common/text.hpp"

#include <filesystem>

namespace ecg {

report::PageFormat page_format(const std::string& asked, const std::string& path) {
    const std::string name =
        asked.empty() ? to_lower(std::filesystem::path{path}.extension().string()) : "." + asked;
    return name == ".svg"   ? report::PageFormat::svg
           : name == ".png" ? report::PageFormat::png
                            : report::PageFormat::pdf;
}

std::string extension_of(report::PageFormat format) {
    return format == report::PageFormat::svg   ? "svg"
           : format == report::PageFormat::png ? "png"
                                               : "pdf";
}

std::vector<std::string> page_paths(const std::string& path, std::size_t count) {
    if (count == 1) {
        return {path};
    }
    if (path == "-") {
        throw Error{ErrorKind::usage, "standard output: holds one page, and this report has " +
                                          std::to_string(count) + "; -o FILE takes them all"};
    }
    const std::filesystem::path whole{path};
    std::vector<std::string> paths;
    for (std::size_t i = 1; i <= count; ++i) {
        std::filesystem::path one = whole;
        one.replace_filename(whole.stem().string() + "-" + std::to_string(i) +
                             whole.extension().string());
        paths.push_back(one.string());
    }
    return paths;
}

void write_page_files(const std::vector<std::string>& files, const std::vector<std::string>& paths,
                      Overwrite overwrite) {
    std::vector<cli::Output> outputs;
    for (std::size_t i = 0; i < files.size(); ++i) {
        outputs.emplace_back(paths[i], overwrite).write(files[i]);
    }
    for (cli::Output& output : outputs) {
        output.finish();
    }
}

} // namespace ecg
