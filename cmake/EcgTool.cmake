# ecg_add_tool(<name> USES <modules>)  makes one command of all that lies in tools/<name>/.
# tools/shared/ holds the flags that several commands have.
function(ecg_add_tool name)
  cmake_parse_arguments(PARSE_ARGV 1 tool "" "" "USES")
  list(TRANSFORM tool_USES PREPEND "ecg::")
  file(GLOB sources CONFIGURE_DEPENDS "${name}/*.cpp")
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE ${tool_USES} tool_flags CLI11::CLI11)
  target_link_options(${name} PRIVATE -Wl,--build-id) # by which the record of a crash names the build
  install(TARGETS ${name} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endfunction()
