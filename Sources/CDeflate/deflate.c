#include "CDeflate.h"

#include <zlib.h>

size_t cdeflate_bound(size_t count) { return compressBound(count); }

size_t cdeflate(const uint8_t *bytes, size_t count, uint8_t *output, size_t room) {
  uLongf length = room;
  return compress2(output, &length, bytes, count, Z_BEST_COMPRESSION) == Z_OK ? length : 0;
}

int cinflate(const uint8_t *bytes, size_t count, uint8_t *output, size_t length) {
  uLongf made = length;
  uLong used = count;
  int status = uncompress2(output, &made, bytes, &used);
  return status == Z_OK && made == length && used == count ? 0 : -1;
}
