# SQL files as C: sql/STATEMENT.sql becomes what SQL(STATEMENT) names; sql/migrations/sqlite/NNN_*.sql becomes the migration
# set NAME_migrations.
#   kleos_sql(TARGET NAME)   in a folder with a sql/ folder; declared in generated NAME/sql.h
function(kleos_sql target name)
  set(out "${PROJECT_BINARY_DIR}/generated/${name}")
  file(GLOB statements CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/sql/*.sql")
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
