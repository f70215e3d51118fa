#include "report/value_rows.hpp"

#include "report/style.hpp"
#include "report/text_layout.hpp"

namespace ecg::report {

double draw_value_rows(Canvas& canvas, const Box& box, double number_right,
                       const std::vector<ValueRow>& rows) {
    constexpr double gap = 1.2;
    double y = box.top;
    for (const ValueRow& row : rows) {
        canvas.text({box.left, y}, row.label, style::quiet);
        if (row.number.empty()) {
            const double left = box.left + canvas.text_width(row.label, style::quiet) + 3;
            text_right(
                canvas, {box.right(), y},
                ellipsized(canvas, printable(row.rest), style::small_quiet, box.right() - left),
                style::small_quiet);
        } else {
            text_right(canvas, {box.left + number_right, y}, row.number, style::strong);
            const double left = box.left + number_right + gap;
            const TextStyle rest = fitted(canvas, row.rest, style::body, box.right() - left, 2);
            canvas.text({left, y}, ellipsized(canvas, row.rest, rest, box.right() - left), rest);
        }
        y += value_pitch;
    }
    return y;
}

} // namespace ecg::report
