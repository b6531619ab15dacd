# SQL files as C: sql/STATEMENT.sql becomes what SQL(STATEMENT) names; sql/migrations/sqlite/NNN_*.sql becomes the migration
# set NAME_migrations.
#   kleos_sql(TARGET NAME FOLDER…)   the sql/ here, which has the migrations, and that of each folder, in one header:
#                                    generated NAME/sql.h
function(kleos_sql target name)
  set(out "${PROJECT_BINARY_DIR}/generated/${name}")
  set(patterns "${CMAKE_CURRENT_SOURCE_DIR}/sql/*.sql")
  foreach(folder IN LISTS ARGN)
    list(APPEND patterns "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/sql/*.sql")
  endforeach()
  file(GLOB statements CONFIGURE_DEPENDS ${patterns})
  file(GLOB steps CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/sql/migrations/sqlite/*.sql")
  list(SORT steps)
  list(JOIN statements "|" statement_arg)
  list(JOIN steps "|" step_arg)
  add_custom_command(OUTPUT "${out}/sql.c" "${out}/sql.h"
    COMMAND ${CMAKE_COMMAND} "-DNAME=${name}" "-DOUT=${out}" "-DSTATEMENTS=${statement_arg}" "-DSTEPS=${step_arg}"
            -P "${PROJECT_SOURCE_DIR}/cmake/EmbedSql.cmake"
    DEPENDS ${statements} ${steps} "${PROJECT_SOURCE_DIR}/cmake/EmbedSql.cmake"
    COMMENT "SQL of ${name}" VERBATIM)
  target_sources(${target} PRIVATE "${out}/sql.c" "${out}/sql.h")
endfunction()
