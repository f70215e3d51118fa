# What `cmake --install` puts where: the libraries with a CMake package and a pkg-config file, man
# pages, completions, documents. The tools install themselves (EcgTool).
include(CMakePackageConfigHelpers)

get_property(modules GLOBAL PROPERTY ECG_MODULES)
list(REMOVE_ITEM modules ecg_cli) # the tools' own
install(TARGETS ${modules} EXPORT ecg-tools-targets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/ecg-tools")

set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/ecg-tools")
install(EXPORT ecg-tools-targets NAMESPACE ecg:: DESTINATION "${package_folder}")
configure_package_config_file(cmake/ecg-toolsConfig.cmake.in
  "${PROJECT_BINARY_DIR}/ecg-toolsConfig.cmake" INSTALL_DESTINATION "${package_folder}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/ecg-toolsConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/ecg-toolsConfig.cmake"
  "${PROJECT_BINARY_DIR}/ecg-toolsConfigVersion.cmake"
  cmake/FindHaru.cmake
  DESTINATION "${package_folder}")

file(RELATIVE_PATH to_prefix
  "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_PREFIX}")
configure_file(cmake/ecg-tools.pc.in "${PROJECT_BINARY_DIR}/ecg-tools.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/ecg-tools.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")

file(GLOB pages CONFIGURE_DEPENDS man/*.[1-8])
foreach(page IN LISTS pages)
  string(REGEX MATCH "[1-8]$" section "${page}")
  install(FILES "${page}" DESTINATION "${CMAKE_INSTALL_MANDIR}/man${section}")
endforeach()

# bash-completion looks for a file of the command's own name.
foreach(command ecg ecg-acquire ecg-analyze ecg-report ecg-serve ecg-sync)
  install(FILES tools/ecg/completion.bash RENAME ${command}
    DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
endforeach()

install(DIRECTORY samples/systemd samples/cron samples/logrotate
  DESTINATION "${CMAKE_INSTALL_DOCDIR}")

install(FILES README.md CHANGELOG.md INTENDED_USE.md LICENSE
  DESTINATION "${CMAKE_INSTALL_DOCDIR}")
