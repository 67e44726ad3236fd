/// Programs in JavaScript, running inside Duktape without access to files, network or clock.
///
/// All strings are UTF-8; Duktape's CESU-8 is used only internally. Blocks returned by these
/// functions are freed by `cjavascript_free`.
#ifndef CJAVASCRIPT_H
#define CJAVASCRIPT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cjavascript_engine cjavascript_engine;

/// A string of `length` bytes.
typedef struct cjavascript_text {
  const char *bytes;
  size_t length;
} cjavascript_text;

/// Version of Duktape, for example 20700; other versions cannot load its bytecode.
long cjavascript_version(void);

/// Compiles a program into bytecode, which loads about a hundred times as fast as the text.
/// Returns 0, or -1 and sets `*error`.
int cjavascript_compile(cjavascript_text script, void **bytecode, size_t *bytecode_length,
                        char **error);

/// Returns an engine with the global object of ES5 and `Array.prototype.fill`, or null and sets
/// `*error`.
///
/// Its memory is limited to 256 MB; a program that needs more gets an error.
cjavascript_engine *cjavascript_create(char **error);

/// Runs the text of a program. Returns 0, or -1 and sets `*error`.
int cjavascript_run(cjavascript_engine *engine, cjavascript_text script, char **error);

/// Runs a compiled program. Returns 0, or -1 and sets `*error`.
///
/// Duktape does not check bytecode: pass only the result of `cjavascript_compile`.
int cjavascript_load(cjavascript_engine *engine, const void *bytecode, size_t length,
                     char **error);

/// Calls the global function `name` with strings; its result must be a string too.
///
/// Returns 0 and sets `*result`, or returns -1 and sets `*error`.
int cjavascript_call(cjavascript_engine *engine, const char *name,
                     const cjavascript_text *arguments, size_t count, char **result,
                     size_t *result_length, char **error);

void cjavascript_destroy(cjavascript_engine *engine);
void cjavascript_free(void *block);

#ifdef __cplusplus
}
#endif
#endif
