#define XXH_INLINE_ALL
#include "CHash.h"

#include <xxhash.h>

chash_digest chash_128(const void *bytes, size_t length) {
  XXH128_hash_t digest = XXH3_128bits(bytes, length);
  return (chash_digest){digest.high64, digest.low64};
}
