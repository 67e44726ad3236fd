#ifndef CHASH_H
#define CHASH_H
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint64_t high, low;
} chash_digest;

// The 128-bit XXH3 hash of `length` bytes.
chash_digest chash_128(const void *bytes, size_t length);

#endif
