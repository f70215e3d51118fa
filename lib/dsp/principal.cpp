#include "dsp/principal.hpp"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>

namespace ecg::dsp {

std::vector<std::vector<double>>
principal_directions(const std::vector<std::span<const double>>& rows, std::size_t count) {
    const auto n = static_cast<Eigen::Index>(rows.size());
    Eigen::MatrixXd energy(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
        for (Eigen::Index j = 0; j <= i; ++j) {
            const auto& a = rows[static_cast<std::size_t>(i)];
            const auto& b = rows[static_cast<std::size_t>(j)];
            double sum = 0;
            for (std::size_t k = 0; k < a.size(); ++k) {
                sum += a[k] * b[k];
            }
            energy(i, j) = energy(j, i) = sum;
        }
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver{energy};
    std::vector<std::vector<double>> directions;
    for (Eigen::Index c = 0; c < std::min<Eigen::Index>(n, static_cast<Eigen::Index>(count)); ++c) {
        Eigen::VectorXd v = solver.eigenvectors().col(n - 1 - c); // Eigen sorts upwards
        Eigen::Index largest = 0;
        v.cwiseAbs().maxCoeff(&largest);
        if (v(largest) < 0) {
            v = -v;
        }
        directions.emplace_back(v.data(), v.data() + n);
    }
    return directions;
}

} // namespace ecg::dsp
