// Files whole, in and out, and gzip. Foundation would do this at the price of its start-up time in
// every cell's process.
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

uint8_t *ce_read_file(const char *path, size_t *length, int *error) {
  *length = 0;
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    *error = errno;
    return NULL;
  }
  struct stat info;
  uint8_t *bytes = NULL;
  if (fstat(file, &info)) {
    *error = errno;
  } else if (S_ISDIR(info.st_mode)) {
    *error = EISDIR;
  } else {
    size_t capacity = (size_t)info.st_size + 1; // a pipe says 0: the loop below grows
    bytes = malloc(capacity);
    while (bytes) {
      if (*length == capacity) {
        uint8_t *grown = realloc(bytes, capacity *= 2);
        if (!grown) break;
        bytes = grown;
      }
      const ssize_t count = read(file, bytes + *length, capacity - *length);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) {
        *error = errno;
        free(bytes);
        bytes = NULL;
        break;
      }
      if (count == 0) break;
      *length += (size_t)count;
    }
    if (!bytes && !*error) *error = ENOMEM;
  }
  close(file);
  return bytes;
}

int ce_write_file(const char *path, const void *bytes, size_t length) {
  const size_t size = strlen(path) + 32;
  char *beside = malloc(size);
  if (!beside) return ENOMEM;
  snprintf(beside, size, "%s.%ld.part", path, (long)getpid());
  const int file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  int error = file < 0 ? errno : 0;
  const char *from = bytes;
  while (!error && length) {
    const ssize_t count = write(file, from, length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      error = errno;
      break;
    }
    from += count;
    length -= (size_t)count;
  }
  if (file >= 0 && close(file) && !error) error = errno;
  if (!error && rename(beside, path)) error = errno;
  if (error && file >= 0) unlink(beside);
  free(beside);
  return error;
}

uint8_t *ce_gunzip(const uint8_t *bytes, size_t length, size_t limit, size_t *out_length,
                   const char **reason) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) {
    *reason = "zlib refused to start";
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

void ce_free_bytes(void *block) { free(block); }
