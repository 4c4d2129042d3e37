#ifndef DOORSTEP_CZSTD_SHIM_H
#define DOORSTEP_CZSTD_SHIM_H
#include "crc32c.h"
#if __has_include(<zstd.h>)
#include <zstd.h>
#include <zstd_errors.h>
#else
#error "zstd headers not found: apt-get install libzstd-dev"
#endif
#endif
