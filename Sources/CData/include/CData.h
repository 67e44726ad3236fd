/// Files, gzip and the embedded data sets, for CoreEngine's Data folder.
#ifndef CDATA_H
#define CDATA_H

#include <stddef.h>
#include <stdint.h>

/// The whole file in a block for `cdata_free`, or null and an errno value.
uint8_t *cdata_read_file(const char *path, size_t *length, int *error);
/// Writes a file beside `path` and renames it, so that readers never see a partial file. Returns an errno value.
int cdata_write_file(const char *path, const void *bytes, size_t length);
/// Decompresses gzip data into at most `limit` bytes, a block for `cdata_free`. Returns null on failure,
/// with a reason.
uint8_t *cdata_gunzip(const uint8_t *bytes, size_t length, size_t limit, size_t *out_length,
                      const char **reason);
/// Frees a block that one of the functions above returned.
void cdata_free(void *block);
/// An embedded file of Resources/, or null.
const uint8_t *cdata_resource(const char *name, size_t *length);

#endif
