# Builds text files into a library, so that each executable is one file that
# works anywhere.
#
#   cg_embed(<target> FUNCTION <name> BASE <folder> FILES <file>...)
#
# defines `std::span<const connectguard::EmbeddedFile> connectguard::<name>()`
# in <target>; the caller declares it. Paths are relative to <folder>.
function(cg_embed target)
  cmake_parse_arguments(ARG "" "FUNCTION;BASE" "FILES" ${ARGN})
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/${ARG_FUNCTION}.cc)
  set(list ${CMAKE_CURRENT_BINARY_DIR}/embedded/${ARG_FUNCTION}.txt)
  string(REPLACE ";" "\n" lines "${ARG_FILES}")
  file(CONFIGURE OUTPUT ${list} CONTENT "${lines}\n" @ONLY)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DLIST=${list} -DBASE=${ARG_BASE}
            -DFUNCTION=${ARG_FUNCTION} -P ${PROJECT_SOURCE_DIR}/cmake/EmbedFiles.cmake
    DEPENDS ${ARG_FILES} ${list} ${PROJECT_SOURCE_DIR}/cmake/EmbedFiles.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
