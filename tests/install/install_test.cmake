# cmake -D build=DIR -D prefix=DIR -D source=DIR -D flags=FLAGS -D compiler=CXX -P install_test.cmake
# Installs into prefix, then builds and runs a project that finds the installed libraries, once by
# the CMake package and once by pkg-config.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE err)
  if(NOT code EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\n${out}\n${err}")
  endif()
endfunction()

file(REMOVE_RECURSE "${prefix}")
run("${CMAKE_COMMAND}" --install "${build}" --prefix "${prefix}/usr")

run("${CMAKE_COMMAND}" -G Ninja -S "${source}" -B "${prefix}/consumer"
  "-DCMAKE_PREFIX_PATH=${prefix}/usr" "-DCMAKE_CXX_COMPILER=${compiler}"
  "-DCMAKE_CXX_FLAGS=${flags}")
run("${CMAKE_COMMAND}" --build "${prefix}/consumer")
run("${prefix}/consumer/consumer")

file(GLOB_RECURSE pc "${prefix}/usr/*/ecg-tools.pc")
file(READ "${pc}" text)
get_filename_component(pc_folder "${pc}" DIRECTORY)
set(ENV{PKG_CONFIG_PATH} "${pc_folder}")
execute_process(COMMAND pkg-config --cflags --libs ecg-tools
  OUTPUT_VARIABLE words RESULT_VARIABLE code OUTPUT_STRIP_TRAILING_WHITESPACE)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "pkg-config does not find ecg-tools")
endif()
separate_arguments(words)
separate_arguments(flags)
run("${compiler}" -std=c++20 ${flags} "${source}/consumer.cpp" -o "${prefix}/by_pkg_config" ${words})
run("${prefix}/by_pkg_config")
