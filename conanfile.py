"""Recipe for Conan 2. Written for it; not run by our continuous integration."""

import os

from conan import ConanFile
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout


class Centricity(ConanFile):
    name = "centricity"
    version = "0.1.0"
    description = "Customer-centricity metrics for C++20"
    license = "Apache-2.0"
    settings = "os", "compiler", "build_type", "arch"
    options = {"shared": [True, False], "fPIC": [True, False]}
    default_options = {"shared": False, "fPIC": True}
    exports_sources = "CMakeLists.txt", "cmake/*", "include/*", "src/*", "LICENSE"

    def layout(self):
        cmake_layout(self)

    def requirements(self):
        # Compiled in: nobody who uses the package needs them.
        for private in ("eigen/3.4.0", "boost/1.83.0", "nlohmann_json/3.11.3"):
            self.requires(private, visible=False)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        for part in ("TESTS", "BENCHMARKS", "EXAMPLES", "DOCS"):
            toolchain.cache_variables[f"CENTRICITY_BUILD_{part}"] = False
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()

    def package_info(self):
        # The package brings its own centricity-config.cmake.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = [os.path.join("lib", "cmake", "centricity")]
