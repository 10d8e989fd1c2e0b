# centricity_room(<room> [HEADERS a.hpp ...] [SOURCES a.cpp ...])
#
# Adds a room to the library: its public headers, named relative to include/centricity/<room>/,
# and its sources, relative to src/<room>/.
function(centricity_room room)
  cmake_parse_arguments(PARSE_ARGV 1 room "" "" "HEADERS;SOURCES")
  list(TRANSFORM room_HEADERS PREPEND ${PROJECT_SOURCE_DIR}/include/centricity/${room}/)
  target_sources(centricity
    PUBLIC FILE_SET HEADERS FILES ${room_HEADERS}
    PRIVATE ${room_SOURCES})
endfunction()
