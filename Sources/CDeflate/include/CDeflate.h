/// Compression and decompression by zlib, in one call each.
#ifndef CDEFLATE_H
#define CDEFLATE_H

#include <stddef.h>
#include <stdint.h>

/// The maximum number of bytes that `cdeflate` may need for `count` bytes.
size_t cdeflate_bound(size_t count);

/// Deflates `count` bytes into `output`, which has a capacity of `room`; equal bytes always give
/// equal results. Returns the length of the result, or 0 if it does not fit or memory is exhausted.
size_t cdeflate(const uint8_t *bytes, size_t count, uint8_t *output, size_t room);

/// Inflates `count` bytes into `output`. Returns 0 if the result has exactly `length` bytes, else -1.
int cinflate(const uint8_t *bytes, size_t count, uint8_t *output, size_t length);

#endif
