// Reading and writing of whole files. Foundation could do this, but its start-up would take time in
// every cell's process.
#include "CData.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

uint8_t *cdata_read_file(const char *path, size_t *length, int *error) {
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
    size_t capacity = (size_t)info.st_size + 1; // 0 for a pipe: the loop below grows it
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

int cdata_write_file(const char *path, const void *bytes, size_t length) {
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

void cdata_free(void *block) { free(block); }
