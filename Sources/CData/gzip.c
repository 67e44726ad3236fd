// gzip decompression in one call, with a limit on the size of the result.
#include "CData.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

uint8_t *cdata_gunzip(const uint8_t *bytes, size_t length, size_t limit, size_t *out_length,
                      const char **reason) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) {
    *reason = "zlib could not be started";
    return NULL;
  }
  size_t capacity = length * 4 + 1024;
  if (capacity > limit) capacity = limit;
  uint8_t *out = malloc(capacity ? capacity : 1);
  size_t consumed = 0, made = 0;
  int status = Z_OK;
  while (out && status == Z_OK) {
    const size_t in_part = length - consumed < 1u << 30 ? length - consumed : 1u << 30;
    const size_t out_part = capacity - made < 1u << 30 ? capacity - made : 1u << 30;
    stream.next_in = (Bytef *)(bytes + consumed);
    stream.avail_in = (uInt)in_part;
    stream.next_out = out + made;
    stream.avail_out = (uInt)out_part;
    status = inflate(&stream, Z_NO_FLUSH);
    consumed += in_part - stream.avail_in;
    made += out_part - stream.avail_out;
    if (status == Z_BUF_ERROR && made < capacity) break; // the data ended in the middle
    if (status == Z_OK || status == Z_BUF_ERROR) {
      if (made == capacity) {
        if (capacity >= limit) {
          status = Z_MEM_ERROR;
          break;
        }
        capacity = capacity * 2 < limit ? capacity * 2 : limit;
        uint8_t *grown = realloc(out, capacity);
        if (!grown) {
          status = Z_MEM_ERROR;
          break;
        }
        out = grown;
      } else if (consumed == length) {
        status = Z_BUF_ERROR;
        break;
      }
      status = Z_OK;
    }
  }
  inflateEnd(&stream);
  if (out && status == Z_STREAM_END) {
    *out_length = made;
    return out;
  }
  free(out);
  *reason = status == Z_BUF_ERROR   ? "the compressed data ends too early"
            : status == Z_MEM_ERROR ? "the data is larger than expected"
                                    : "the compressed data is damaged";
  return NULL;
}
