# A file as C: `extern const unsigned char NAME[]` and `extern const size_t NAME_length`, declared in generated NAME.h.
#   kleos_embed(TARGET NAME FILE)
function(kleos_embed target name file)
  set(out "${PROJECT_BINARY_DIR}/generated/${name}")
  add_custom_command(OUTPUT "${out}.c" "${out}.h"
    COMMAND ${CMAKE_COMMAND} "-DNAME=${name}" "-DFILE=${file}" "-DOUT=${out}"
            -P "${PROJECT_SOURCE_DIR}/cmake/EmbedFile.cmake"
    DEPENDS "${file}" "${PROJECT_SOURCE_DIR}/cmake/EmbedFile.cmake"
    COMMENT "embed ${name}" VERBATIM)
  target_sources(${target} PRIVATE "${out}.c" "${out}.h")
endfunction()
