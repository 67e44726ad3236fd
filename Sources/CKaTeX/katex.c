#include "CKaTeX.h"

#include <duktape.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* KaTeX needs about 5 MB for hundreds of formulas; endless macros must cause an error, not swap. */
enum { memory_limit = 256 << 20 };

struct ckatex_engine {
  duk_context *context;
  size_t used;
};

/* Every block starts with its size, so that the total is known. */
typedef union header {
  size_t size;
  max_align_t alignment;
} header;

static void *take(void *user, duk_size_t size) {
  ckatex_engine *engine = user;
  if (size == 0 || size > memory_limit - engine->used) return NULL;
  header *block = malloc(sizeof *block + size);
  if (!block) return NULL;
  block->size = size;
  engine->used += size;
  return block + 1;
}

static void give_back(void *user, void *pointer) {
  if (!pointer) return;
  header *block = (header *)pointer - 1;
  ((ckatex_engine *)user)->used -= block->size;
  free(block);
}

static void *resize(void *user, void *pointer, duk_size_t size) {
  ckatex_engine *engine = user;
  if (!pointer) return take(user, size);
  if (size == 0) {
    give_back(user, pointer);
    return NULL;
  }
  header *block = (header *)pointer - 1;
  size_t others = engine->used - block->size;
  if (size > memory_limit - others) return NULL;
  block = realloc(block, sizeof *block + size);
  if (!block) return NULL;
  block->size = size;
  engine->used = others + size;
  return block + 1;
}

/* Reached only for an error outside every protected call, which would be a bug in this file. */
static void fatal(void *user, const char *message) {
  (void)user;
  fprintf(stderr, "duktape: %s\n", message ? message : "fatal error");
  abort();
}

static char *copy_of(const char *text, size_t length) {
  char *block = malloc(length + 1);
  if (!block) return NULL;
  memcpy(block, text, length);
  block[length] = 0;
  return block;
}

static char *put_three(char *out, unsigned unit) {
  *out++ = (char)(0xE0 | unit >> 12);
  *out++ = (char)(0x80 | (unit >> 6 & 63));
  *out++ = (char)(0x80 | (unit & 63));
  return out;
}

/* UTF-8 to CESU-8: a character beyond U+FFFF becomes two surrogates of three bytes each. */
static char *to_cesu(const char *text, size_t length, size_t *out_length) {
  const unsigned char *in = (const unsigned char *)text;
  char *result = malloc(length + length / 2 + 1), *out = result;
  if (!result) return NULL;
  for (size_t i = 0; i < length;) {
    if (in[i] >= 0xF0 && i + 3 < length) {
      unsigned code = (in[i] & 7u) << 18 | (in[i + 1] & 63u) << 12 | (in[i + 2] & 63u) << 6 |
                      (in[i + 3] & 63u);
      code -= 0x10000;
      out = put_three(out, 0xD800 + (code >> 10 & 0x3FF));
      out = put_three(out, 0xDC00 + (code & 0x3FF));
      i += 4;
    } else {
      *out++ = (char)in[i++];
    }
  }
  *out_length = (size_t)(out - result);
  return result;
}

/* CESU-8 to UTF-8: two surrogates of three bytes each become one character of four bytes. */
static char *from_cesu(const char *text, size_t length, size_t *out_length) {
  const unsigned char *in = (const unsigned char *)text;
  char *result = malloc(length + 1), *out = result;
  if (!result) return NULL;
  for (size_t i = 0; i < length;) {
    if (i + 5 < length && in[i] == 0xED && (in[i + 1] & 0xF0) == 0xA0 && in[i + 3] == 0xED &&
        (in[i + 4] & 0xF0) == 0xB0) {
      unsigned code = 0x10000 + (((in[i + 1] & 15u) << 6 | (in[i + 2] & 63u)) << 10 |
                                 ((in[i + 4] & 15u) << 6 | (in[i + 5] & 63u)));
      *out++ = (char)(0xF0 | code >> 18);
      *out++ = (char)(0x80 | (code >> 12 & 63));
      *out++ = (char)(0x80 | (code >> 6 & 63));
      *out++ = (char)(0x80 | (code & 63));
      i += 6;
    } else {
      *out++ = (char)in[i++];
    }
  }
  *out = 0;
  *out_length = (size_t)(out - result);
  return result;
}

/* The value on top of the stack as a new UTF-8 string. */
static char *text_of_top(duk_context *context, size_t *out_length) {
  duk_size_t length;
  const char *text = duk_safe_to_lstring(context, -1, &length);
  return from_cesu(text, length, out_length);
}

/* Duktape 2.7 lacks Array.prototype.fill, the only built-in of ES6 that KaTeX 0.16 calls. */
static const char polyfill[] =
    "if (!Array.prototype.fill) Object.defineProperty(Array.prototype, 'fill', {"
    "  value: function (value, start, end) {"
    "    var length = this.length >>> 0;"
    "    var from = start === undefined ? 0 : start | 0;"
    "    var to = end === undefined ? length : end | 0;"
    "    from = from < 0 ? Math.max(length + from, 0) : from;"
    "    to = Math.min(to < 0 ? Math.max(length + to, 0) : to, length);"
    "    for (; from < to; from++) this[from] = value;"
    "    return this;"
    "  }, writable: true, configurable: true});";

static const char renderer[] =
    "(function (tex, isDisplay) {"
    "  return katex.renderToString(tex, {displayMode: isDisplay, output: 'htmlAndMathml',"
    "    throwOnError: true, strict: 'ignore', trust: false, maxExpand: 1000, maxSize: 50});"
    "})";

/* A block of bytes for functions that run under duk_safe_call. */
typedef struct block {
  const void *bytes;
  size_t length;
} block;

static duk_ret_t compile(duk_context *context, void *user) {
  const block *script = user;
  duk_push_lstring(context, script->bytes, script->length);
  duk_push_string(context, "katex.js");
  duk_compile(context, 0);
  duk_dump_function(context);
  return 1;
}

static duk_ret_t boot(duk_context *context, void *user) {
  const block *bytecode = user;
  duk_eval_string_noresult(context, polyfill);
  void *buffer = duk_push_fixed_buffer(context, bytecode->length);
  memcpy(buffer, bytecode->bytes, bytecode->length);
  duk_load_function(context);
  duk_call(context, 0);
  duk_pop(context);
  duk_push_global_stash(context);
  duk_eval_string(context, renderer);
  duk_put_prop_string(context, -2, "render");
  return 0;
}

static ckatex_engine *new_engine(char **error) {
  ckatex_engine *engine = calloc(1, sizeof *engine);
  if (engine) engine->context = duk_create_heap(take, resize, give_back, engine, fatal);
  if (engine && engine->context) return engine;
  free(engine);
  *error = copy_of("out of memory", 13);
  return NULL;
}

long ckatex_duktape_version(void) { return DUK_VERSION; }

int ckatex_compile(const char *script, size_t length, void **bytecode, size_t *bytecode_length,
                   char **error) {
  ckatex_engine *engine = new_engine(error);
  if (!engine) return -1;
  block source = {script, length};
  int status = -1;
  size_t size;
  if (duk_safe_call(engine->context, compile, &source, 0, 1) == DUK_EXEC_SUCCESS) {
    duk_size_t count;
    const void *bytes = duk_get_buffer_data(engine->context, -1, &count);
    *bytecode = copy_of(bytes, count);
    *bytecode_length = count;
    status = 0;
  } else {
    *error = text_of_top(engine->context, &size);
  }
  ckatex_destroy(engine);
  return status;
}

ckatex_engine *ckatex_create(const void *bytecode, size_t length, char **error) {
  ckatex_engine *engine = new_engine(error);
  if (!engine) return NULL;
  block code = {bytecode, length};
  size_t size;
  if (duk_safe_call(engine->context, boot, &code, 0, 1) != DUK_EXEC_SUCCESS) {
    *error = text_of_top(engine->context, &size);
    ckatex_destroy(engine);
    return NULL;
  }
  duk_pop(engine->context);
  return engine;
}

/* The arguments of one formula for duk_safe_call. */
typedef struct formula {
  const char *tex;
  size_t length;
  int is_display;
} formula;

static duk_ret_t render(duk_context *context, void *user) {
  const formula *job = user;
  duk_push_global_stash(context);
  duk_get_prop_string(context, -1, "render");
  duk_push_lstring(context, job->tex, job->length);
  duk_push_boolean(context, job->is_display);
  duk_call(context, 2);
  duk_require_string(context, -1);
  return 1;
}

/* KaTeX's errors contain the offset of the invalid token. */
static duk_ret_t position_of(duk_context *context, void *user) {
  int *position = user;
  if (!duk_is_object(context, -1)) return 0;
  duk_get_prop_string(context, -1, "position");
  if (duk_is_number(context, -1)) *position = duk_get_int(context, -1);
  return 0;
}

int ckatex_render(ckatex_engine *engine, const char *tex, size_t length, int is_display,
                  char **html, size_t *html_length, char **error, int *position) {
  duk_context *context = engine->context;
  size_t cesu_length, size;
  *position = -1;
  char *cesu = to_cesu(tex, length, &cesu_length);
  if (!cesu) {
    *error = copy_of("out of memory", 13);
    return -1;
  }
  formula job = {cesu, cesu_length, is_display};
  int status = -1;
  if (duk_safe_call(context, render, &job, 0, 1) == DUK_EXEC_SUCCESS) {
    *html = text_of_top(context, html_length);
    status = 0;
  } else {
    duk_dup_top(context);
    duk_safe_call(context, position_of, position, 1, 1);
    duk_pop(context);
    *error = text_of_top(context, &size);
  }
  duk_pop(context);
  free(cesu);
  return status;
}

void ckatex_destroy(ckatex_engine *engine) {
  if (!engine) return;
  duk_destroy_heap(engine->context);
  free(engine);
}

void ckatex_free(void *block) { free(block); }
