/// JavaScriptCore, for programs that turn texts into texts: KaTeX, highlight.js.
///
/// The library is loaded when the first engine is made, so a program that needs no JavaScript does
/// not pay for it. All strings are UTF-8 and may contain zero bytes. Blocks returned by these
/// functions are freed by `cjs_free`.
#ifndef CJAVASCRIPT_H
#define CJAVASCRIPT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A virtual machine of its own: engines share nothing, and each may run on its own thread. One
/// engine is used by one thread at a time.
typedef struct cjs_engine cjs_engine;

/// A string and its length in bytes.
typedef struct {
  const char *bytes;
  size_t length;
} cjs_text;

/// Returns an engine, or null and sets `*error`.
///
/// `time_limit` bounds each later call, in seconds of processor time; a call that exceeds it fails.
cjs_engine *cjs_create(double time_limit, char **error);

/// Runs the text of a program. Returns 0, or -1 and sets `*error`.
int cjs_run(cjs_engine *engine, cjs_text program, char **error);

/// Calls the global function `name` with strings.
///
/// Returns 0 and sets `*result` to its result as a string, or returns -1 and sets `*error` to the
/// text of the exception.
int cjs_call(cjs_engine *engine, const char *name, const cjs_text *arguments, size_t count,
             char **result, size_t *length, char **error);

void cjs_destroy(cjs_engine *engine);
void cjs_free(void *block);

#ifdef __cplusplus
}
#endif
#endif
