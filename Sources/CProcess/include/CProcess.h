/// A program that is given a text, watched, and whose output is collected.
#ifndef CPROCESS_H
#define CPROCESS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a program may use.
typedef struct cprocess_limits {
  int milliseconds;      ///< of wall time; it is killed then
  int processor_seconds; ///< of processor time
  size_t memory;         ///< bytes of address space
  size_t output;         ///< bytes of standard output, and of standard error
} cprocess_limits;

/// The end of a program and its output.
typedef struct cprocess_result {
  /// The meaning of `code`.
  enum cprocess_outcome {
    CPROCESS_EXITED,      ///< `code` is the exit status
    CPROCESS_KILLED,      ///< `code` is the signal
    CPROCESS_TIMED_OUT,   ///< killed at the limit of wall time
    CPROCESS_NOT_STARTED, ///< `code` is an errno
  } outcome;
  int code;
  char *output; ///< its standard output
  size_t output_length;
  char *messages; ///< its standard error
  size_t messages_length;
} cprocess_result;

/// Runs the program at `path` in the folder `/`, with `input` as its standard input, and waits for it.
///
/// `arguments` and `environment` end with null. Input and outputs are files in memory, so neither side
/// waits for the other. The result is freed by `cprocess_free`.
void cprocess_run(const char *path, char *const arguments[], char *const environment[],
                  const void *input, size_t input_length, const cprocess_limits *limits,
                  cprocess_result *result);

void cprocess_free(cprocess_result *result);

#ifdef __cplusplus
}
#endif
#endif
