/// Reading and writing of PNG files in memory, for callers that cannot use setjmp.
///
/// libpng reports errors by `longjmp`, which must never cross a Swift frame. Here every jump starts
/// and ends inside one C file; callers see a status and a message.
#ifndef CPNG_H
#define CPNG_H

#include <stddef.h>
#include <stdint.h>

/// One image: rows from top to bottom, samples interleaved, no padding between rows.
typedef struct cpng_image {
  uint32_t width;
  uint32_t height;
  int bit_depth;   ///< 8, or 16 (samples are host-order uint16_t, as stored, with no gamma applied)
  int channels;    ///< 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA
  uint8_t *pixels; ///< `cpng_row_bytes(image) * height` bytes
} cpng_image;

/// Bytes of one row of `image`.
size_t cpng_row_bytes(const cpng_image *image);

/// Encodes `image` into a new block of memory.
///
/// `level` is zlib's, 0 to 9. `text` holds `text_count` pairs of UTF-8 strings, key then value,
/// written as iTXt chunks; it may be null when the count is zero.
/// Returns 0 and sets `*bytes` (to be freed by `cpng_free`) and `*length`, or returns -1 and writes
/// a message into `error`.
int cpng_write(const cpng_image *image, int level, const char *const *text, size_t text_count,
               uint8_t **bytes, size_t *length, char *error, size_t error_size);

/// Decodes a PNG file. Palettes become RGB, grey of 1, 2 or 4 bits becomes 8, transparency becomes
/// an alpha channel. An image of more than `max_pixels` pixels is rejected before memory is allocated.
/// Returns 0 and fills `*image` (its `pixels` to be freed by `cpng_free`), or returns -1 and writes
/// a message into `error`.
int cpng_read(const uint8_t *bytes, size_t length, uint64_t max_pixels, cpng_image *image,
              char *error, size_t error_size);

/// Frees what `cpng_write` or `cpng_read` allocated. Null is allowed.
void cpng_free(void *block);

#endif
