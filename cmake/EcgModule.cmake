# ecg_add_module(<name> [USES <modules>] [DOOR_TO <outside targets>])
#
# Makes the static library ecg::<name> of all that lies in lib/<name>/. USES is the whole list
# of modules that it may include, DOOR_TO the outside libraries that no other module may touch;
# scripts/check-layers holds every #include to both.
function(ecg_add_module name)
  cmake_parse_arguments(PARSE_ARGV 1 module "" "" "USES;DOOR_TO")
  list(TRANSFORM module_USES PREPEND "ecg::")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${name}/*.cpp")
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${name}/*.hpp")

  add_library(ecg_${name} STATIC ${sources})
  add_library(ecg::${name} ALIAS ecg_${name})
  set_target_properties(ecg_${name} PROPERTIES EXPORT_NAME ${name} LINKER_LANGUAGE CXX)
  target_sources(ecg_${name} PUBLIC FILE_SET HEADERS
    BASE_DIRS "${CMAKE_CURRENT_SOURCE_DIR}" FILES ${headers})
  target_compile_features(ecg_${name} PUBLIC cxx_std_20)
  target_link_libraries(ecg_${name} PUBLIC ${module_USES} PRIVATE ${module_DOOR_TO})
  set_property(GLOBAL APPEND PROPERTY ECG_MODULES ecg_${name})
endfunction()
