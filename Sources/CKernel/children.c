// Ends processes that cells have started and left behind.
//
// A process can leave its group and its session, but not the care of the nearest ancestor that adopts
// orphans; so its children are looked through until there is none left.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "channel.h"

static ssize_t read_file(pid_t pid, const char *name, char *buffer, size_t size) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t count = read(file, buffer, size - 1);
  close(file);
  if (count >= 0) buffer[count] = 0;
  return count;
}

// Returns 0, or -1 when there is no such process any more.
static int facts(pid_t pid, pid_t *parent, uint64_t *start) {
  char text[1024];
  if (read_file(pid, "stat", text, sizeof text) <= 0) return -1;
  // The name in brackets may contain anything, brackets too.
  const char *rest = strrchr(text, ')');
  int above = 0;
  unsigned long long ticks = 0;
  if (!rest || sscanf(rest,
                      ") %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d "
                      "%*d %llu",
                      &above, &ticks) != 2)
    return -1;
  *parent = above;
  *start = ticks;
  return 0;
}

// Returns 1 or 0, or -1 for a process that is about to end and has no environment any more.
static int has_entry(pid_t pid, const char *entry) {
  enum { size = 1 << 17 };
  char *environment = malloc(size);
  if (!environment) return 0;
  ssize_t count = read_file(pid, "environ", environment, size);
  int found = count > 0 ? 0 : -1;
  for (ssize_t at = 0; at < count && !found; at += (ssize_t)strlen(environment + at) + 1)
    found = strcmp(environment + at, entry) == 0;
  free(environment);
  return found;
}

static int contains(const pid_t *list, int count, pid_t pid) {
  for (int i = 0; i < count; i++)
    if (list[i] == pid) return 1;
  return 0;
}

// Kills and awaits the children once; returns how many there were. `ending` counts those that end by
// themselves and may leave children of their own.
static int end_once(uint64_t since, const pid_t *keep, int kept, const char *entry, int *ending) {
  DIR *processes = opendir("/proc");
  if (!processes) return 0;
  int count = 0;
  for (struct dirent *item; (item = readdir(processes));) {
    pid_t pid = atoi(item->d_name), parent;
    uint64_t start;
    if (pid <= 0 || contains(keep, kept, pid) || facts(pid, &parent, &start) != 0) continue;
    if (parent != getpid() || start < since) continue;
    int matches = entry ? has_entry(pid, entry) : 1;
    if (matches < 0) ++*ending;
    if (matches <= 0) continue;
    kill(pid, SIGKILL);
    // A process that the system does not let go is not waited for.
    for (int attempt = 0; attempt < 1000; attempt++) {
      pid_t ended = waitpid(pid, NULL, WNOHANG);
      if (ended == pid) count++;
      if (ended == pid || (ended < 0 && errno != EINTR)) break;
      usleep(attempt < 20 ? 100 : 1000);
    }
  }
  closedir(processes);
  return count;
}

void ck_end_children(uint64_t since, const pid_t *keep, int kept, const char *entry) {
  // Each round brings up the children of those that the last one ended.
  siginfo_t info;
  int patience = 50;
  for (int round = 0; round < 1000; round++) {
    // Most runs leave nothing behind, and looking through all processes takes milliseconds.
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 && errno == ECHILD) return;
    int ending = 0;
    if (end_once(since, keep, kept, entry, &ending) > 0) continue;
    if (ending == 0 || patience-- == 0) return;
    usleep(2000);
  }
}

void ck_end_orphans(const char *entry, const pid_t *keep, int kept) {
  ck_end_children(0, keep, kept, entry);
}
