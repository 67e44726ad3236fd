/// What files need of C: a hash of content, and an exchange of names that Swift's Glibc lacks.
#ifndef CFILES_H
#define CFILES_H
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint64_t high, low;
} cfiles_digest;

/// The 128-bit XXH3 hash of `length` bytes.
cfiles_digest cfiles_hash(const void *bytes, size_t length);

/// Exchanges what `first` and `second` name; at no moment does either name nothing.
/// Returns 0, or the error number: EINVAL or ENOSYS where the file system cannot do it.
int cfiles_exchange(const char *first, const char *second);


/// The version of the Swift compiler that built the program.
const char *cfiles_swift_version(void);

#endif
