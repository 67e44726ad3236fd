// The kernel process: a chain of snapshots.
//
// A snapshot waits for a request. Asked to run a cell it forks; the child loads and runs the cell and
// then is the next snapshot, waiting on a channel of its own. The parent still holds the state before
// the cell, whatever the cell does.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "channel.h"

static int cell_channel = -1;  // where the running cell's messages go; -1 between cells

static uint64_t written_to(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 ? (uint64_t)status.st_size : 0;
}

int ck_emit(uint32_t kind, const void *bytes, size_t length) {
  if (cell_channel < 0) return 0;
  // A signal may have come in the middle of a print, with the stream's lock held: take what we can.
  if (kind == ck_message_crashed) {
    if (ftrylockfile(stdout) == 0) {
      fflush_unlocked(stdout);
      funlockfile(stdout);
    }
  } else {
    fflush(stdout);
    fflush(stderr);
  }
  ck_header header = {kind, (uint32_t)length, written_to(1), written_to(2)};
  int problem = ck_write_all(cell_channel, &header, sizeof header);
  if (!problem) problem = ck_write_all(cell_channel, bytes, length);
  return problem;
}

static uint32_t count_other_threads(void) {
  DIR *tasks = opendir("/proc/self/task");
  if (!tasks) return 0;
  uint32_t count = 0;
  for (struct dirent *entry; (entry = readdir(tasks));) count += entry->d_name[0] != '.';
  closedir(tasks);
  return count > 0 ? count - 1 : 0;
}

static void answer(int channel, int32_t value) {
  ck_answer reply = {value};
  ck_write_all(channel, &reply, sizeof reply);
}

static void load_and_run(const ck_request *request, void (*quiesce)(void)) {
  if (request->memory_limit > 0) {
    struct rlimit limit = {request->memory_limit, request->memory_limit};
    setrlimit(RLIMIT_DATA, &limit);
  }
  void *library = dlopen(request->library, RTLD_NOW | RTLD_GLOBAL);
  int (*entry)(int, char **) = NULL;
  if (library) entry = (int (*)(int, char **))dlsym(library, request->entry);
  if (!entry) {
    const char *why = dlerror();
    ck_emit(ck_message_unloadable, why, strlen(why));
    _exit(1);
  }
  struct link_map *map = NULL;
  if (dlinfo(library, RTLD_DI_LINKMAP, &map) == 0)
    ck_remember_library(request->cell, (const void *)map->l_addr);

  static char name[] = "runbook";
  static char *arguments[] = {name, NULL};
  entry(1, arguments);

  quiesce();
  ck_completion completion = {count_other_threads()};
  ck_emit(ck_message_finished, &completion, sizeof completion);
}

static void take_streams(const int descriptors[ck_descriptors]) {
  dup2(descriptors[1], 1);
  dup2(descriptors[2], 2);
  close(descriptors[1]);
  close(descriptors[2]);
}

int ck_serve(int channel, void (*quiesce)(void)) {
  // A line that is printed is in the file even if the next one traps.
  setvbuf(stdout, NULL, _IOLBF, 1 << 16);
  signal(SIGPIPE, SIG_DFL);
  ck_watch_for_crashes();
  ck_request request;
  int descriptors[ck_descriptors];
  while (ck_receive_request(channel, &request, descriptors) == 0) {
    if (request.kind == ck_request_reap) {
      int status = 0;
      pid_t pid;
      do pid = waitpid(request.pid, &status, 0);
      while (pid < 0 && errno == EINTR);
      answer(channel, pid < 0 ? -errno : status);
      continue;
    }
    if (request.kind != ck_request_run) continue;
    if (request.in_place) {
      answer(channel, getpid());
      close(channel);
      channel = descriptors[0];
      take_streams(descriptors);
      cell_channel = channel;
      load_and_run(&request, quiesce);
      continue;
    }
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid != 0) {
      answer(channel, pid < 0 ? -errno : pid);
      for (int i = 0; i < ck_descriptors; i++) close(descriptors[i]);
      continue;
    }
    // The chain falls with its root: when the driver goes, nothing of a notebook lives on.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    close(channel);
    channel = descriptors[0];
    take_streams(descriptors);
    cell_channel = channel;
    load_and_run(&request, quiesce);
  }
  // Everything that matters is with the driver; running exit handlers of cells could only hang.
  _exit(0);
}
