/// KaTeX, which typesets formulas, running inside Duktape.
///
/// All strings are UTF-8; Duktape's CESU-8 is used only internally. Blocks returned by these
/// functions are freed by `ckatex_free`.
#ifndef CKATEX_H
#define CKATEX_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ckatex_engine ckatex_engine;

/// Version of Duktape, for example 20700; other versions cannot load its bytecode.
long ckatex_duktape_version(void);

/// Compiles the text of `katex.js` into bytecode that `ckatex_create` loads in a few milliseconds.
/// Returns 0, or -1 and sets `*error`.
int ckatex_compile(const char *script, size_t length, void **bytecode, size_t *bytecode_length,
                   char **error);

/// Returns an engine that runs `bytecode`, or null and sets `*error`.
///
/// Duktape does not check bytecode: pass only the result of `ckatex_compile`.
ckatex_engine *ckatex_create(const void *bytecode, size_t length, char **error);

/// Sets one formula as HTML and MathML.
///
/// Returns 0 and sets `*html`, or returns -1 and sets `*error` and `*position`, the offset of the
/// invalid token in UTF-16 units, -1 if KaTeX reports none.
int ckatex_render(ckatex_engine *engine, const char *tex, size_t length, int is_display,
                  char **html, size_t *html_length, char **error, int *position);

void ckatex_destroy(ckatex_engine *engine);
void ckatex_free(void *block);

#ifdef __cplusplus
}
#endif
#endif
