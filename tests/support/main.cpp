#define CATCH_CONFIG_MAIN // one main for every unit test program
#include <catch2/catch.hpp>
