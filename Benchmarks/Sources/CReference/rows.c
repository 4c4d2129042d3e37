#include "rows.h"
#include <stdlib.h>
#include <zstd.h>

size_t rows_compress(const void *rows, size_t size, size_t block, void *target, size_t capacity) {
  ZSTD_CCtx *context = ZSTD_createCCtx();
  size_t total = 0;
  for (size_t at = 0; at < size; at += block) {
    size_t part = size - at < block ? size - at : block;
    total += ZSTD_compressCCtx(context, (char *)target + total, capacity - total, (const char *)rows + at, part, 1);
  }
  ZSTD_freeCCtx(context);
  return total;
}

size_t rows_decompress(const void *frames, size_t size, void *target, size_t capacity) {
  return ZSTD_decompress(target, capacity, frames, size);
}

size_t rows_bound(size_t size, size_t block) { return (size / block + 1) * ZSTD_compressBound(block); }
