# Messages and descriptors from the .proto files, in the build folder only.
#   kleos_proto_library(TARGET FILES...)  C structs of every file, in the order given
function(kleos_proto_library target)
  set(out "${PROJECT_BINARY_DIR}/generated")
  set(roots -I "${PROJECT_SOURCE_DIR}/proto" -I "${PROJECT_SOURCE_DIR}/third_party")
  set(sources)
  file(MAKE_DIRECTORY "${out}")
  foreach(file IN LISTS ARGN)
    string(REGEX REPLACE "\\.proto$" ".pb-c" stem "${file}")
    set(input "${file}")
    if(EXISTS "${PROJECT_SOURCE_DIR}/proto/${file}")
      set(input "${PROJECT_SOURCE_DIR}/proto/${file}")
      set(depends "${input}")
    else()
      set(depends)
    endif()
    add_custom_command(OUTPUT "${out}/${stem}.c" "${out}/${stem}.h"
      COMMAND ${PROTOC_C} ${roots} --c_out=${out} ${input}
      DEPENDS ${depends} COMMENT "protoc-c ${file}" VERBATIM)
    list(APPEND sources "${out}/${stem}.c")
  endforeach()
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} SYSTEM PUBLIC "${out}")
  target_link_libraries(${target} PUBLIC PkgConfig::PROTOBUF_C PRIVATE kleos_options_generated)
  set_target_properties(${target} PROPERTIES C_CLANG_TIDY "")
endfunction()

#   kleos_proto_set(OUTPUT FILES...)  one descriptor set of all of them and what they import
function(kleos_proto_set output)
  list(TRANSFORM ARGN PREPEND "${PROJECT_SOURCE_DIR}/proto/" OUTPUT_VARIABLE inputs)
  add_custom_command(OUTPUT "${output}"
    COMMAND ${PROTOC} -I ${PROJECT_SOURCE_DIR}/proto -I ${PROJECT_SOURCE_DIR}/third_party
            --include_imports --include_source_info --descriptor_set_out=${output} ${inputs}
    DEPENDS ${inputs} COMMENT "descriptor set" VERBATIM)
endfunction()
