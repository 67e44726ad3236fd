// The kernel process: a chain of snapshots.
//
// A snapshot waits for a request. Asked to run a cell, it leaves a copy of itself behind, loads and
// runs the cell and then is the next snapshot. The copy still holds the state before the cell,
// whatever the cell does; it exits as soon as the driver closes its channel.
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

static int cell_channel = -1;  // for the running cell's messages; -1 between cells
static pid_t cell_process;     // what runs the cell; children of the cell have its channel too

int ck_is_cell(void) { return cell_channel >= 0 && getpid() == cell_process; }

static uint64_t written_to(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 ? (uint64_t)status.st_size : 0;
}

int ck_emit(uint32_t kind, const void *bytes, size_t length) {
  if (cell_channel < 0) return 0;
  // A signal may have interrupted a print, with the stream's lock held: flush as far as possible.
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
  dup2(descriptors[0], 1);
  dup2(descriptors[1], 2);
  close(descriptors[0]);
  close(descriptors[1]);
}

static void close_all(const int descriptors[ck_descriptors]) {
  for (int i = 0; i < ck_descriptors; i++)
    if (descriptors[i] >= 0) close(descriptors[i]);
}

static pid_t root;  // outlives all other processes of the notebook, and receives their exit statuses

// When the root ends, no process of a running notebook survives; those that wait for a request find
// their channel closed.
static void fall_with_root(void) {
  if (getppid() != root) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != root) _exit(1);
}

static pid_t wait_for(pid_t pid, int *status, int options) {
  pid_t ended;
  do ended = waitpid(pid, status, options);
  while (ended < 0 && errno == EINTR);
  return ended;
}

// Waits for a process that has closed its channel, and kills it if it does not end. A process whose
// parent has just ended becomes a child of the root a moment later.
static int32_t await_end(pid_t pid) {
  int status = 0;
  for (int attempt = 0; attempt < 2000; attempt++) {
    pid_t ended = wait_for(pid, &status, WNOHANG);
    if (ended == pid) return status;
    if (ended < 0 && (errno != ECHILD || attempt == 1000)) return -errno;
    if (attempt == 1000) kill(pid, SIGKILL);
    usleep(1000);
  }
  return -ETIMEDOUT;
}

static int32_t end_cell(const ck_request *request) {
  int32_t status = await_end(request->pid);
  ck_end_children(request->since, request->keep);
  return status;
}

// Copies that the driver no longer needs: they end without being killed, and are waited for later.
static void forget(pid_t pid) {
  static pid_t ending[256];
  static int count;
  if (count < (int)(sizeof ending / sizeof *ending)) ending[count++] = pid;
  for (int i = count - 1; i >= 0; i--)
    if (wait_for(ending[i], NULL, WNOHANG) != 0) ending[i] = ending[--count];
}

// Leaves a copy of this process behind, which keeps the state and waits for requests on its own
// channel. The copy is the child of a child that ends at once, so that it belongs to the root and is
// not a child process of the cell. Returns 1 in the copy, 0 in this process, -1 without one.
static int leave_copy(int channel) {
  pid_t between = fork();
  if (between < 0) {
    answer(channel, -errno);
    return -1;
  }
  if (between == 0) {
    pid_t copy = fork();
    if (copy == 0) return 1;
    answer(channel, copy < 0 ? -errno : copy);
    _exit(copy < 0);
  }
  int status = 0;
  wait_for(between, &status, 0);
  return status == 0 ? 0 : -1;
}

int ck_serve(int channel, void (*quiesce)(void)) {
  // A printed line is in the file even if the next one traps.
  setvbuf(stdout, NULL, _IOLBF, 1 << 16);
  signal(SIGPIPE, SIG_DFL);
  root = getpid();
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  ck_watch_for_crashes();
  ck_request request;
  int descriptors[ck_descriptors];
  while (ck_receive_request(channel, &request, descriptors) == 0) {
    if (request.kind == ck_request_end) {
      answer(channel, end_cell(&request));
      continue;
    }
    if (request.kind == ck_request_forget) {
      forget(request.pid);
      continue;
    }
    if (request.kind != ck_request_run) continue;
    if (request.mode == ck_mode_child) {
      pid_t pid = fork();
      if (pid != 0) {
        answer(channel, pid < 0 ? -errno : pid);
        close_all(descriptors);
        continue;
      }
      close(channel);
      channel = descriptors[2];
    } else if (request.mode == ck_mode_copy) {
      int place = leave_copy(channel);
      if (place == 1) {
        close(channel);
        close(descriptors[0]);
        close(descriptors[1]);
        channel = descriptors[2];
        cell_channel = -1;
        continue;
      }
      if (place < 0) {
        close_all(descriptors);
        continue;
      }
      close(descriptors[2]);
    } else {
      answer(channel, getpid());
    }
    fall_with_root();
    take_streams(descriptors);
    cell_channel = channel;
    cell_process = getpid();
    load_and_run(&request, quiesce);
    // What a thread of the cell sends from here on would be taken for an answer.
    cell_channel = -1;
  }
  // The driver has ended or wants everything to end. Orphans are children of the root, whatever
  // session they have made themselves.
  if (getpid() == root) ck_end_children(0, 0);
  // The driver has everything that matters; exit handlers of cells could only hang.
  _exit(0);
}
