/// Drawings by gnuplot, driven through libgnuplot-iostream, for callers that are not C++.
///
/// A job collects commands and binary data, starts one gnuplot process on them and gathers what it
/// wrote. Standard input is a file in memory that is complete before gnuplot starts, and so are its
/// outputs: neither side can block on the other, and a gnuplot that dies early breaks no pipe.
/// The process runs in one locale whatever the user's is.
#ifndef CGNUPLOT_H
#define CGNUPLOT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cgnuplot_job cgnuplot_job;

/// How a process ended, and what it wrote.
typedef struct cgnuplot_result {
  /// What `code` means.
  enum cgnuplot_outcome {
    CGNUPLOT_EXITED,      ///< `code` is the exit status
    CGNUPLOT_KILLED,      ///< `code` is the signal
    CGNUPLOT_TIMED_OUT,   ///< killed by us at the time limit
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

/// Appends the words that announce `rows` rows of `columns` (1 to 6) numbers as inline binary data:
/// `binary format=… record=…`. The values follow by `cgnuplot_send` after the plot command's line.
void cgnuplot_announce(cgnuplot_job *job, const double *values, size_t rows, int columns);

/// Appends the numbers themselves, row by row.
void cgnuplot_send(cgnuplot_job *job, const double *values, size_t rows, int columns);

/// Starts the program `path` (looked up in PATH if it has no slash) on what was written so far.
/// Returns at once; `cgnuplot_finish` reports a program that could not be started.
void cgnuplot_start(cgnuplot_job *job, const char *path);

/// Whether the program could be started.
int cgnuplot_is_started(const cgnuplot_job *job);

/// Waits until `limit` milliseconds have passed since the start, kills the process if it still
/// runs, and fills `*result`, whose memory the caller gives to `cgnuplot_free_result`.
void cgnuplot_finish(cgnuplot_job *job, int limit, cgnuplot_result *result);

void cgnuplot_free_result(cgnuplot_result *result);

/// Ends the process if it runs and frees the job.
void cgnuplot_destroy(cgnuplot_job *job);

#ifdef __cplusplus
}
#endif
#endif
