# Install rules. Every optional component has an export file of its own, so that asking for
# centricity alone never looks for Eigen, spdlog or anything else.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/centricity)

# centricity_install(<target> <export>): installs a target, its headers and its export file.
function(centricity_install target export)
  install(TARGETS ${target} EXPORT ${export}
    RUNTIME COMPONENT centricity_runtime
    LIBRARY COMPONENT centricity_runtime NAMELINK_COMPONENT centricity_development
    ARCHIVE COMPONENT centricity_development
    FILE_SET HEADERS COMPONENT centricity_development
    # File sets reach only consumers with CMake 3.23 or newer; this reaches all.
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  centricity_install_export(${export} centricity_development)
endfunction()

function(centricity_install_export export component)
  install(EXPORT ${export}
    NAMESPACE centricity::
    DESTINATION ${package_dir}
    COMPONENT ${component})
endfunction()

centricity_install(centricity centricity-targets)
foreach(bridge eigen spdlog)
  if(TARGET centricity_${bridge})
    centricity_install(centricity_${bridge} centricity-${bridge}-targets)
  endif()
endforeach()

if(TARGET centricity_command_line)
  file(RELATIVE_PATH libraries ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
  set_target_properties(centricity_command_line PROPERTIES
    EXPORT_NAME command_line
    INSTALL_RPATH $ORIGIN/${libraries})
  install(TARGETS centricity_command_line EXPORT centricity-command_line-targets
    RUNTIME COMPONENT centricity_command_line)
  centricity_install_export(centricity-command_line-targets centricity_command_line)
endif()

configure_package_config_file(
  ${CMAKE_CURRENT_LIST_DIR}/centricity-config.cmake.in
  ${PROJECT_BINARY_DIR}/centricity-config.cmake
  INSTALL_DESTINATION ${package_dir}
  NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/centricity-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
    ${PROJECT_BINARY_DIR}/centricity-config.cmake
    ${PROJECT_BINARY_DIR}/centricity-config-version.cmake
  DESTINATION ${package_dir}
  COMPONENT centricity_development)

# pkg-config: relative to the file itself, hence relocatable; the library's name from the target,
# hence right for a Debug build as well. Both are known only when the build system is generated.
set(pkg_config_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH pc_include
  ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_FULL_INCLUDEDIR})
configure_file(${CMAKE_CURRENT_LIST_DIR}/centricity.pc.in ${PROJECT_BINARY_DIR}/centricity.pc.in @ONLY)
file(GENERATE
  OUTPUT ${PROJECT_BINARY_DIR}/pkgconfig/$<CONFIG>/centricity.pc
  INPUT ${PROJECT_BINARY_DIR}/centricity.pc.in
  TARGET centricity)
install(FILES ${PROJECT_BINARY_DIR}/pkgconfig/$<CONFIG>/centricity.pc
  DESTINATION ${pkg_config_dir}
  COMPONENT centricity_development)

install(FILES ${PROJECT_SOURCE_DIR}/LICENSE
  DESTINATION ${CMAKE_INSTALL_DOCDIR}
  COMPONENT centricity_runtime)
