#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* A file in memory, numbered above those that the child replaces. */
static int memory_file(const char *name) {
  int file = memfd_create(name, MFD_CLOEXEC);
  if (file < 0 || file > 2) return file;
  int copy = fcntl(file, F_DUPFD_CLOEXEC, 3);
  close(file);
  return copy;
}

static int write_all(int file, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t count = write(file, bytes, length);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return -1;
    bytes += count;
    length -= (size_t)count;
  }
  return lseek(file, 0, SEEK_SET) < 0 ? -1 : 0;
}

static char *contents(int file, size_t *length) {
  struct stat status;
  size_t size = fstat(file, &status) == 0 ? (size_t)status.st_size : 0, done = 0;
  char *block = malloc(size + 1);
  while (block && done < size) {
    ssize_t count = pread(file, block + done, size - done, (off_t)done);
    if (count <= 0) break;
    done += (size_t)count;
  }
  if (block) block[done] = 0;
  *length = block ? done : 0;
  return block;
}

static void limit(int resource, rlim_t value) {
  struct rlimit both = {value, value};
  setrlimit(resource, &both);
}

/* Between fork and exec: only calls that are safe there. */
static void become(const char *path, char *const arguments[], char *const environment[],
                   const int files[3], const cprocess_limits *limits, int report) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  signal(SIGPIPE, SIG_DFL);
  setpgid(0, 0);
  limit(RLIMIT_CPU, (rlim_t)limits->processor_seconds);
  limit(RLIMIT_AS, limits->memory);
  limit(RLIMIT_FSIZE, limits->output);
  limit(RLIMIT_CORE, 0);
  int failed = chdir("/") != 0;
  for (int i = 0; i < 3; i++) failed |= dup2(files[i], i) < 0;
  if (!failed) execve(path, arguments, environment);
  int code = errno;
  (void)!write(report, &code, sizeof code);
  _exit(127);
}

static void wait_for(pid_t process, int milliseconds_left, cprocess_result *result) {
  long long end = milliseconds() + milliseconds_left;
  int handle = (int)syscall(SYS_pidfd_open, process, 0), status = 0;
  pid_t reaped;
  while ((reaped = waitpid(process, &status, WNOHANG)) == 0) {
    long long left = end - milliseconds();
    if (left <= 0) {
      kill(-process, SIGKILL);
      kill(process, SIGKILL);
      while (waitpid(process, &status, 0) < 0 && errno == EINTR) {}
      result->outcome = CPROCESS_TIMED_OUT;
      break;
    }
    /* Without a process descriptor (an old kernel) this only sleeps. */
    struct pollfd event = {handle, POLLIN, 0};
    poll(&event, handle >= 0 ? 1 : 0, handle >= 0 ? (int)left : 2);
  }
  if (handle >= 0) close(handle);
  if (result->outcome == CPROCESS_TIMED_OUT) return;
  if (WIFSIGNALED(status)) {
    result->outcome = CPROCESS_KILLED;
    result->code = WTERMSIG(status);
  } else {
    result->outcome = CPROCESS_EXITED;
    result->code = WEXITSTATUS(status);
  }
}

void cprocess_run(const char *path, char *const arguments[], char *const environment[],
                  const void *input, size_t input_length, const cprocess_limits *limits,
                  cprocess_result *result) {
  memset(result, 0, sizeof *result);
  result->outcome = CPROCESS_NOT_STARTED;
  int files[3] = {memory_file("input"), memory_file("output"), memory_file("messages")};
  int report[2] = {-1, -1};
  if (files[0] < 0 || files[1] < 0 || files[2] < 0 || pipe2(report, O_CLOEXEC) != 0 ||
      write_all(files[0], input, input_length) != 0) {
    result->code = errno;
  } else {
    pid_t process = fork();
    if (process == 0) become(path, arguments, environment, files, limits, report[1]);
    if (process < 0) result->code = errno;
    close(report[1]);
    report[1] = -1;
    if (process > 0) {
      /* The pipe closes at exec; what comes through it is the reason why there was none. */
      int code = 0;
      ssize_t count;
      while ((count = read(report[0], &code, sizeof code)) < 0 && errno == EINTR) {}
      wait_for(process, limits->milliseconds, result);
      if (count == sizeof code) {
        result->outcome = CPROCESS_NOT_STARTED;
        result->code = code;
      }
    }
  }
  if (files[1] >= 0) result->output = contents(files[1], &result->output_length);
  if (files[2] >= 0) result->messages = contents(files[2], &result->messages_length);
  for (int i = 0; i < 3; i++)
    if (files[i] >= 0) close(files[i]);
  for (int i = 0; i < 2; i++)
    if (report[i] >= 0) close(report[i]);
}

void cprocess_free(cprocess_result *result) {
  free(result->output);
  free(result->messages);
  memset(result, 0, sizeof *result);
}
