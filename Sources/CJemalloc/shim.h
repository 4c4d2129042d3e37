#if __has_include(<jemalloc/jemalloc.h>)
#include <jemalloc/jemalloc.h>
#else
#error "jemalloc headers not found: apt-get install libjemalloc-dev"
#endif
