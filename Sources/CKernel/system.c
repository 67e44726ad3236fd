// GNU extensions that are not visible in Swift.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "CKernel.h"

int ck_pipe(int pair[2]) { return pipe2(pair, O_CLOEXEC) == 0 ? 0 : errno; }

int ck_spawn_in_folder(posix_spawn_file_actions_t *actions, const char *folder) {
  return posix_spawn_file_actions_addchdir_np(actions, folder);
}

const char *ck_library_of(const void *address) {
  Dl_info info;
  return dladdr(address, &info) ? info.dli_fname : NULL;
}

uint64_t ck_ticks_since_boot(void) {
  struct timespec now = {0};
  clock_gettime(CLOCK_BOOTTIME, &now);
  uint64_t ticks = (uint64_t)sysconf(_SC_CLK_TCK);
  return (uint64_t)now.tv_sec * ticks + (uint64_t)now.tv_nsec / (1000000000 / ticks);
}
