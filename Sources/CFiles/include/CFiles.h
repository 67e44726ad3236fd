/// C functions for files: a hash of content, and an exchange of names that Swift's Glibc lacks.
#ifndef CFILES_H
#define CFILES_H
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint64_t high, low;
} cfiles_digest;

/// The 128-bit XXH3 hash of `length` bytes.
cfiles_digest cfiles_hash(const void *bytes, size_t length);

/// Exchanges the files named `first` and `second` atomically: both names exist at any moment.
/// Returns 0, or the error number: EINVAL or ENOSYS if the file system does not support it.
int cfiles_exchange(const char *first, const char *second);


/// The version of the Swift compiler that built the program.
const char *cfiles_swift_version(void);

#endif
