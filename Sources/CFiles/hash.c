#define XXH_INLINE_ALL
#include "CFiles.h"

#include <xxhash.h>

cfiles_digest cfiles_hash(const void *bytes, size_t length) {
  XXH128_hash_t digest = XXH3_128bits(bytes, length);
  return (cfiles_digest){digest.high64, digest.low64};
}

const char *cfiles_swift_version(void) { return RUNBOOK_SWIFT_VERSION; }
