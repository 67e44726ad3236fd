/// Drawings by gnuplot through libgnuplot-iostream, for callers that are not written in C++.
///
/// A job collects commands and binary data, starts one gnuplot process on them and collects its
/// output. Standard input is a file in memory that is complete before gnuplot starts, and so are the
/// outputs: neither side can block on the other, and if gnuplot ends early, no pipe is broken. The process runs in a fixed locale, whatever the user's locale.
#ifndef CGNUPLOT_H
#define CGNUPLOT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cgnuplot_job cgnuplot_job;

/// The result of a process and its output.
typedef struct cgnuplot_result {
  /// The meaning of `code`.
  enum cgnuplot_outcome {
    CGNUPLOT_EXITED,      ///< `code` is the exit status
    CGNUPLOT_KILLED,      ///< `code` is the signal
    CGNUPLOT_TIMED_OUT,   ///< killed at the time limit
    CGNUPLOT_NOT_STARTED, ///< `code` is an errno
  } outcome;
  int code;
  char *drawings; ///< its standard output, ended by a zero byte
  size_t length;
  char *messages; ///< its standard error, ended by a zero byte
} cgnuplot_result;

/// Returns a new job, or null and sets `*error_code` to an errno.
cgnuplot_job *cgnuplot_create(int *error_code);

/// Appends commands.
void cgnuplot_write(cgnuplot_job *job, const char *text, size_t length);

/// Appends the words that announce `rows` rows of `columns` (1 to 6) numbers as inline binary data,
/// `binary format=… record=…`; `cgnuplot_send` appends the values after the plot command's line.
void cgnuplot_announce(cgnuplot_job *job, const double *values, size_t rows, int columns);

/// Appends the numbers, row by row.
void cgnuplot_send(cgnuplot_job *job, const double *values, size_t rows, int columns);

/// Starts the program `path` (looked up in PATH if it has no slash) with the input appended so far.
/// Returns at once; `cgnuplot_finish` reports a program that could not be started.
void cgnuplot_start(cgnuplot_job *job, const char *path);

/// Whether the program could be started.
int cgnuplot_is_started(const cgnuplot_job *job);

/// Waits for the process, kills it when `limit` milliseconds have passed since the start, and fills
/// `*result`, whose memory the caller frees by `cgnuplot_free_result`.
void cgnuplot_finish(cgnuplot_job *job, int limit, cgnuplot_result *result);

void cgnuplot_free_result(cgnuplot_result *result);

/// Kills the process if it is running and frees the job.
void cgnuplot_destroy(cgnuplot_job *job);

#ifdef __cplusplus
}
#endif
#endif
