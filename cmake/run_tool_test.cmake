# cmake -D command=WORDS -D exit=CODE [-D expect=FILE] [-D input=FILE] [-D says=REGEX]
#       -P run_tool_test.cmake
# Runs one tool. Checks its exit code, its output against a golden file, that a success says
# nothing on standard error, and that a failure says one line there that matches.
# With ECG_ACCEPT set, the output becomes the golden file.
separate_arguments(command UNIX_COMMAND "${command}")
set(stdin "")
if(input)
  set(stdin INPUT_FILE "${input}")
endif()
execute_process(COMMAND ${command} ${stdin}
  RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE err)

if(NOT code EQUAL exit)
  message(SEND_ERROR "exit code ${code}, not ${exit}\n${err}")
endif()
if(says)
  string(REGEX MATCHALL "\n" line_ends "${err}")
  list(LENGTH line_ends lines)
  if(NOT lines EQUAL 1 OR NOT err MATCHES "${says}")
    message(SEND_ERROR "standard error is not one line that matches ${says}:\n${err}")
  endif()
elseif(NOT err STREQUAL "")
  message(SEND_ERROR "standard error is not empty:\n${err}")
endif()
if(expect)
  if(DEFINED ENV{ECG_ACCEPT})
    file(WRITE "${expect}" "${out}")
  endif()
  file(READ "${expect}" wanted)
  if(NOT out STREQUAL wanted)
    message(SEND_ERROR "the output differs from ${expect}; "
      "run scripts/accept if the new one is right\n${out}")
  endif()
endif()
