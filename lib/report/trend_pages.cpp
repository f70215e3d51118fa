#include "report/trend_pages.hpp"

#include "report/axis.hpp"
#include "report/episode_table.hpp"
#include "report/hrv_page.hpp"
#include "report/rr_series.hpp"
#include "report/text_blocks.hpp"
#include "report/trend_page.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <string>

namespace ecg::report {
namespace {

constexpr std::size_t most_further_pages = 2; // own: of episodes

/// Kinds on the page of trends, and each episode on further pages.
struct EpisodePages {
    std::vector<EpisodeRow> rows;
    std::vector<EpisodeRow> kinds;
    std::size_t kinds_shown = 0;
    std::size_t on_page = 1; ///< of a further page

    /// None where the kinds say it all.
    [[nodiscard]] std::size_t further() const {
        const bool all_said = kinds_shown == rows.size();
        return all_said ? 0 : std::min(most_further_pages, (rows.size() + on_page - 1) / on_page);
    }

    [[nodiscard]] std::span<const EpisodeRow> of_page(std::size_t n) const {
        const std::size_t from = n * on_page;
        return std::span{rows}.subspan(from, std::min(on_page, rows.size() - from));
    }
};

EpisodePages lay_out_episodes(const PageGeometry& page, const TrendPage& trend,
                              const PageInput& input) {
    EpisodePages pages;
    pages.rows = episode_rows(*input.analysis, input.recording.info.start);
    pages.kinds = rows_by_kind(pages.rows);
    const std::size_t room = rows_in(trend.episodes.height) - 1; // a line says what follows
    pages.kinds_shown = std::min(room, pages.kinds.size());
    pages.on_page = rows_in(page.continued.height) - 1;
    return pages;
}

/// What stands below the kinds.
std::string words_below(const EpisodePages& pages, std::size_t next_page) {
    if (pages.rows.empty()) {
        return "none but plain sinus rhythm and single ectopic beats";
    }
    if (pages.further() == 0) {
        return {};
    }
    const std::size_t more = pages.kinds.size() - pages.kinds_shown;
    return (more > 0 ? std::to_string(more) + " more kinds; " : "") + "the " +
           std::to_string(pages.rows.size()) + " episodes one by one from page " +
           std::to_string(next_page) + " on";
}

void draw_further(Canvas& canvas, const PageGeometry& page, const EpisodePages& pages,
                  std::size_t n, std::size_t number) {
    const std::span<const EpisodeRow> rows = pages.of_page(n);
    const std::size_t more = pages.rows.size() - n * pages.on_page - rows.size();
    const bool last = n + 1 == pages.further();
    const std::string below =
        more == 0 ? ""
                  : std::to_string(more) +
                        (last ? " more, not listed"
                              : " more from page " + std::to_string(number + 1) + " on");
    draw_episodes(canvas, page.continued, rows,
                  {n == 0 ? "EPISODES, THE GRAVEST KIND FIRST, THE LONGEST OF EACH FIRST"
                          : "EPISODES, CONTINUED",
                   false, below});
}

PagePlan not_analysed(const PageGeometry& page) {
    return {{page, [page](Canvas& on, std::size_t) {
                 draw_measurements(on, page.measurements, nullptr);
             }}};
}

} // namespace

PagePlan trend_pages(const PageInput& input) {
    const PageGeometry page =
        page_geometry(input.settings.paper, orientation_of(input.settings, Layout::trend));
    if (input.analysis == nullptr) {
        return not_analysed(page);
    }
    const TrendPage trend = lay_out_trend(page, input);
    const auto pages = std::make_shared<EpisodePages>(lay_out_episodes(page, trend, input));
    const bool varies = !rr_intervals(*input.analysis).empty();

    PagePlan plan;
    plan.push_back({page, [=](Canvas& on, std::size_t number) {
                        draw_trend(on, page, trend, input);
                        draw_episodes(on, trend.episodes,
                                      std::span{pages->kinds}.first(pages->kinds_shown),
                                      {"EPISODES BY KIND, THE GRAVEST FIRST", true,
                                       words_below(*pages, number + (varies ? 2 : 1))});
                    }});
    if (varies) {
        plan.push_back({page, [=](Canvas& on, std::size_t) { draw_hrv_page(on, page, input); }});
    }
    for (std::size_t n = 0; n < pages->further(); ++n) {
        plan.push_back({page, [=](Canvas& on, std::size_t number) {
                            draw_further(on, page, *pages, n, number);
                        }});
    }
    return plan;
}

} // namespace ecg::report
