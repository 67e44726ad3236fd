// Ends processes that cells have started and left behind.
//
// A process can leave its group and its session, but not the care of the nearest ancestor that adopts
// orphans; so its children are looked through until there is none left.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
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

// Kills and awaits the children once; returns how many there were.
static int end_once(uint64_t since, pid_t keep) {
  DIR *processes = opendir("/proc");
  if (!processes) return 0;
  int count = 0;
  for (struct dirent *item; (item = readdir(processes));) {
    pid_t pid = atoi(item->d_name), parent;
    uint64_t start;
    if (pid <= 0 || pid == keep || facts(pid, &parent, &start) != 0) continue;
    if (parent != getpid() || start < since) continue;
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

void ck_end_children(uint64_t since, pid_t keep) {
  // Each round brings up the children of those that the last one ended.
  siginfo_t info;
  for (int round = 0; round < 1000; round++) {
    // Most runs leave nothing behind, and looking through all processes takes milliseconds.
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 && errno == ECHILD) return;
    if (end_once(since, keep) == 0) return;
  }
}

static volatile pid_t guarded;
static volatile sig_atomic_t is_told_to_end;

static void end_guarded(int signal) {
  (void)signal;
  is_told_to_end = 1;
  if (guarded > 0) kill(guarded, SIGKILL);
}

void ck_stand_guard(int channel) {
  pid_t guard = getpid();
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  sigset_t terminate, before;
  sigemptyset(&terminate);
  sigaddset(&terminate, SIGTERM);
  // Not between the fork and the handler.
  sigprocmask(SIG_BLOCK, &terminate, &before);
  pid_t root = fork();
  if (root <= 0) {
    if (root == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (getppid() != guard) _exit(1);
    }
    // Without a guard the kernel works all the same.
    sigprocmask(SIG_SETMASK, &before, NULL);
    return;
  }
  close(channel);
  guarded = root;
  struct sigaction action = {.sa_handler = end_guarded};
  sigaction(SIGTERM, &action, NULL);
  // The thread that started this process may have blocked it.
  sigprocmask(SIG_UNBLOCK, &terminate, NULL);
  int status = 0;
  while (waitpid(root, &status, 0) < 0 && errno == EINTR) {}
  guarded = 0;
  // The states outlive a root that a cell has killed, until the driver needs them no more or reads
  // our output no more.
  struct pollfd driver = {.fd = STDOUT_FILENO};
  while (WIFSIGNALED(status) && !is_told_to_end && poll(&driver, 1, 100) == 0) {}
  ck_end_children(0, 0);
  _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}
