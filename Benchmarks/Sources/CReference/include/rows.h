#pragma once
#include <stddef.h>

// The reference for traces: the records as they stand in memory, through zstd at level 1, a frame per block.
size_t rows_compress(const void *rows, size_t size, size_t block, void *target, size_t capacity);
size_t rows_decompress(const void *frames, size_t size, void *target, size_t capacity);
// Bytes that the frames may need.
size_t rows_bound(size_t size, size_t block);
