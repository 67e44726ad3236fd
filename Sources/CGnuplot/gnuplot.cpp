#include "CGnuplot.h"

#include <cassert> // gnuplot-iostream.h uses assert() without including it
#include <gnuplot-iostream.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <tuple>
#include <unistd.h>
#include <vector>

extern "C" { // missing in the header of glibc 2.36
#include <sys/pidfd.h>
}

extern char **environ;

namespace {

/// A file descriptor that closes itself.
struct Descriptor {
  int number = -1;
  Descriptor() = default;
  explicit Descriptor(const char *name) : number(memfd_create(name, MFD_CLOEXEC)) {}
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  ~Descriptor() {
    if (number >= 0) close(number);
  }
};

long long milliseconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/// A new block with the contents of `file`, followed by a zero byte.
char *contents(const Descriptor &file, size_t *length) {
  struct stat status;
  size_t size = fstat(file.number, &status) == 0 ? size_t(status.st_size) : 0;
  char *block = static_cast<char *>(malloc(size + 1));
  size_t done = 0;
  while (block && done < size) {
    ssize_t count = pread(file.number, block + done, size - done, off_t(done));
    if (count <= 0) break;
    done += size_t(count);
  }
  if (block) block[done] = 0;
  if (length) *length = block ? done : 0;
  return block;
}

/// The rows as the library expects them: a vector of tuples, whose type determines the format.
template <size_t... Column>
auto rows_of(const double *values, size_t rows, std::index_sequence<Column...>) {
  constexpr size_t columns = sizeof...(Column);
  std::vector<std::tuple<decltype(double(Column))...>> result;
  result.reserve(rows);
  for (size_t row = 0; row < rows; row++)
    result.emplace_back(values[row * columns + Column]...);
  return result;
}

/// Calls `body` with the rows; an unsupported number of columns is ignored.
template <class Body>
void with_rows(const double *values, size_t rows, int columns, Body body) {
  switch (columns) {
  case 1: body(std::vector<double>(values, values + rows)); break;
  case 2: body(rows_of(values, rows, std::make_index_sequence<2>())); break;
  case 3: body(rows_of(values, rows, std::make_index_sequence<3>())); break;
  case 4: body(rows_of(values, rows, std::make_index_sequence<4>())); break;
  case 5: body(rows_of(values, rows, std::make_index_sequence<5>())); break;
  case 6: body(rows_of(values, rows, std::make_index_sequence<6>())); break;
  }
}

} // namespace

struct cgnuplot_job {
  Descriptor input{"gnuplot-input"}, drawings{"gnuplot-drawings"}, messages{"gnuplot-messages"};
  Gnuplot *stream = nullptr;
  pid_t process = -1;
  int start_error = 0;
  int status = 0;
  bool reaped = false;
  long long started = 0;

  ~cgnuplot_job() {
    close_input();
    if (process > 0 && !reaped) {
      kill(-process, SIGKILL);
      waitpid(process, nullptr, 0);
    }
  }

  void close_input() {
    delete stream; // flushes and closes the FILE
    stream = nullptr;
  }

  bool poll_end() {
    if (!reaped && process > 0) reaped = waitpid(process, &status, WNOHANG) == process;
    return reaped || process <= 0;
  }
};

extern "C" cgnuplot_job *cgnuplot_create(int *error_code) {
  auto job = new cgnuplot_job;
  int copy = job->input.number < 0 ? -1 : fcntl(job->input.number, F_DUPFD_CLOEXEC, 3);
  FILE *file = copy < 0 ? nullptr : fdopen(copy, "w");
  if (!file || job->messages.number < 0 || job->drawings.number < 0) {
    *error_code = errno;
    if (file) fclose(file);
    else if (copy >= 0) close(copy);
    delete job;
    return nullptr;
  }
  job->stream = new Gnuplot(file);
  job->stream->exceptions(std::ios::goodbit);
  return job;
}

extern "C" void cgnuplot_write(cgnuplot_job *job, const char *text, size_t length) {
  job->stream->write(text, std::streamsize(length));
}

extern "C" void cgnuplot_announce(cgnuplot_job *job, const double *values, size_t rows,
                                  int columns) {
  with_rows(values, rows, columns, [&](const auto &data) {
    *job->stream << "binary" << job->stream->binFmt1d(data, "record");
  });
}

extern "C" void cgnuplot_send(cgnuplot_job *job, const double *values, size_t rows, int columns) {
  with_rows(values, rows, columns, [&](const auto &data) { job->stream->sendBinary1d(data); });
}

extern "C" void cgnuplot_start(cgnuplot_job *job, const char *path) {
  job->close_input();
  lseek(job->input.number, 0, SEEK_SET);

  // dup2 onto the same number would leave close-on-exec set: move every source above the targets.
  const int sources[] = {job->input.number, job->drawings.number, job->messages.number};
  Descriptor high[3];
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (int target = 0; target < 3; target++) {
    high[target].number = fcntl(sources[target], F_DUPFD_CLOEXEC, 3);
    posix_spawn_file_actions_adddup2(&actions, high[target].number, target);
  }

  // A separate process group, so that the time limit ends its children too; default signals.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);

  // -d: neither /etc/gnuplotrc nor ~/.gnuplot may change a picture.
  std::vector<char *> environment;
  for (char **entry = environ; entry && *entry; entry++)
    if (strncmp(*entry, "LC_", 3) && strncmp(*entry, "LANG", 4) && strncmp(*entry, "GNUPLOT", 7))
      environment.push_back(*entry);
  char locale[] = "LC_ALL=C.UTF-8";
  environment.push_back(locale);
  environment.push_back(nullptr);
  char *arguments[] = {const_cast<char *>(path), const_cast<char *>("-d"), nullptr};
  job->started = milliseconds();
  job->start_error =
      posix_spawnp(&job->process, path, &actions, &attributes, arguments, environment.data());
  if (job->start_error) job->process = -1;
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
}

extern "C" int cgnuplot_is_started(const cgnuplot_job *job) { return job->process > 0; }

extern "C" void cgnuplot_finish(cgnuplot_job *job, int limit, cgnuplot_result *result) {
  *result = cgnuplot_result();
  if (job->process <= 0) {
    result->outcome = cgnuplot_result::CGNUPLOT_NOT_STARTED;
    result->code = job->start_error;
  } else {
    Descriptor handle;
    handle.number = pidfd_open(job->process, 0);
    bool late = false;
    while (!job->poll_end()) {
      long long left = job->started + limit - milliseconds();
      late = left <= 0;
      if (late) break;
      pollfd event = {handle.number, POLLIN, 0};
      // Without a process descriptor (an old kernel) this only sleeps.
      poll(&event, handle.number >= 0 ? 1 : 0, handle.number >= 0 ? int(left) : 2);
    }
    if (late) {
      kill(-job->process, SIGKILL);
      waitpid(job->process, &job->status, 0);
      job->reaped = true;
      result->outcome = cgnuplot_result::CGNUPLOT_TIMED_OUT;
    } else if (WIFEXITED(job->status)) {
      result->outcome = cgnuplot_result::CGNUPLOT_EXITED;
      result->code = WEXITSTATUS(job->status);
    } else {
      result->outcome = cgnuplot_result::CGNUPLOT_KILLED;
      result->code = WTERMSIG(job->status);
    }
  }
  result->drawings = contents(job->drawings, &result->length);
  result->messages = contents(job->messages, nullptr);
}

extern "C" void cgnuplot_free_result(cgnuplot_result *result) {
  free(result->drawings);
  free(result->messages);
  *result = cgnuplot_result();
}

extern "C" void cgnuplot_destroy(cgnuplot_job *job) { delete job; }
