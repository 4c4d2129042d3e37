#ifndef DOORSTEP_CRC32C_H
#define DOORSTEP_CRC32C_H
// The processor's CRC-32C instruction, which Swift does not reach. Inline, so that a system module can carry it.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>

/// Whether the processor has the instruction.
static inline int doorstep_crc32c_available(void) {
  unsigned a, b, c, d;
  return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_2) != 0;
}

/// Continues a checksum's inverted state over more bytes.
__attribute__((target("sse4.2"))) static inline uint32_t doorstep_crc32c(uint32_t state, const void *bytes, size_t count) {
  const unsigned char *at = (const unsigned char *)bytes;
  uint64_t wide = state;
  for (; count >= 8; count -= 8, at += 8) {
    uint64_t word;
    memcpy(&word, at, 8);
    wide = __builtin_ia32_crc32di(wide, word);
  }
  uint32_t crc = (uint32_t)wide;
  for (; count > 0; count--) crc = __builtin_ia32_crc32qi(crc, *at++);
  return crc;
}
#else
static inline int doorstep_crc32c_available(void) { return 0; }
static inline uint32_t doorstep_crc32c(uint32_t state, const void *bytes, size_t count) { return state; }
#endif
#endif
