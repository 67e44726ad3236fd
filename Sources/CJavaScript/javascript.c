#include "CJavaScript.h"

#include <duktape.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* KaTeX needs about 5 MB for hundreds of formulas; endless macros must cause an error, not swap. */
enum { memory_limit = 256 << 20 };

struct cjavascript_engine {
  duk_context *context;
  size_t used;
};

/* Every block starts with its size, so that the total is known. */
typedef union header {
  size_t size;
  max_align_t alignment;
} header;

static void *take(void *user, duk_size_t size) {
  cjavascript_engine *engine = user;
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
  ((cjavascript_engine *)user)->used -= block->size;
  free(block);
}

static void *resize(void *user, void *pointer, duk_size_t size) {
  cjavascript_engine *engine = user;
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

/* Duktape 2.7 lacks Array.prototype.fill, a built-in of ES6 that KaTeX 0.16 calls. */
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

/* A block of bytes for functions that run under duk_safe_call. */
typedef struct block {
  const void *bytes;
  size_t length;
} block;

static duk_ret_t compile(duk_context *context, void *user) {
  const block *script = user;
  duk_push_lstring(context, script->bytes, script->length);
  duk_push_string(context, "script.js");
  duk_compile(context, 0);
  duk_dump_function(context);
  return 1;
}

static duk_ret_t prepare(duk_context *context, void *user) {
  (void)user;
  duk_eval_string_noresult(context, polyfill);
  return 0;
}

static duk_ret_t run(duk_context *context, void *user) {
  const block *script = user;
  duk_eval_lstring_noresult(context, script->bytes, script->length);
  return 0;
}

static duk_ret_t load(duk_context *context, void *user) {
  const block *bytecode = user;
  void *buffer = duk_push_fixed_buffer(context, bytecode->length);
  memcpy(buffer, bytecode->bytes, bytecode->length);
  duk_load_function(context);
  duk_call(context, 0);
  return 0;
}

static const char out_of_memory[] = "out of memory";

/* Calls `function` protected. Returns 0, or -1 and sets `*error`. */
static int protect(duk_context *context, duk_safe_call_function function, void *user,
                   char **error) {
  int status = 0;
  if (duk_safe_call(context, function, user, 0, 1) != DUK_EXEC_SUCCESS) {
    size_t size;
    *error = text_of_top(context, &size);
    status = -1;
  }
  duk_pop(context);
  return status;
}

static cjavascript_engine *new_engine(char **error) {
  cjavascript_engine *engine = calloc(1, sizeof *engine);
  if (engine) engine->context = duk_create_heap(take, resize, give_back, engine, fatal);
  if (engine && engine->context) return engine;
  free(engine);
  *error = copy_of(out_of_memory, sizeof out_of_memory - 1);
  return NULL;
}

long cjavascript_version(void) { return DUK_VERSION; }

int cjavascript_compile(cjavascript_text script, void **bytecode, size_t *bytecode_length,
                        char **error) {
  cjavascript_engine *engine = new_engine(error);
  if (!engine) return -1;
  block source = {script.bytes, script.length};
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
  cjavascript_destroy(engine);
  return status;
}

cjavascript_engine *cjavascript_create(char **error) {
  cjavascript_engine *engine = new_engine(error);
  if (!engine) return NULL;
  if (protect(engine->context, prepare, NULL, error) != 0) {
    cjavascript_destroy(engine);
    return NULL;
  }
  return engine;
}

int cjavascript_run(cjavascript_engine *engine, cjavascript_text script, char **error) {
  block source = {script.bytes, script.length};
  return protect(engine->context, run, &source, error);
}

int cjavascript_load(cjavascript_engine *engine, const void *bytecode, size_t length,
                     char **error) {
  block code = {bytecode, length};
  return protect(engine->context, load, &code, error);
}

/* A call of a global function for duk_safe_call; the arguments are CESU-8. */
typedef struct job {
  const char *name;
  cjavascript_text *arguments;
  size_t count;
} job;

static duk_ret_t call(duk_context *context, void *user) {
  const job *work = user;
  duk_require_stack(context, (duk_idx_t)work->count + 2);
  duk_push_global_object(context);
  duk_get_prop_string(context, -1, work->name);
  for (size_t i = 0; i < work->count; i++) {
    duk_push_lstring(context, work->arguments[i].bytes, work->arguments[i].length);
  }
  duk_call(context, (duk_idx_t)work->count);
  duk_require_string(context, -1);
  return 1;
}

int cjavascript_call(cjavascript_engine *engine, const char *name,
                     const cjavascript_text *arguments, size_t count, char **result,
                     size_t *result_length, char **error) {
  duk_context *context = engine->context;
  cjavascript_text *converted = calloc(count ? count : 1, sizeof *converted);
  size_t done = 0, size;
  int status = -1;
  while (converted && done < count) {
    char *text = to_cesu(arguments[done].bytes, arguments[done].length, &size);
    if (!text) break;
    converted[done++] = (cjavascript_text){text, size};
  }
  if (!converted || done < count) {
    *error = copy_of(out_of_memory, sizeof out_of_memory - 1);
  } else {
    job work = {name, converted, count};
    if (duk_safe_call(context, call, &work, 0, 1) == DUK_EXEC_SUCCESS) {
      *result = text_of_top(context, result_length);
      status = *result ? 0 : -1;
    } else {
      *error = text_of_top(context, &size);
    }
    duk_pop(context);
  }
  for (size_t i = 0; i < done; i++) free((void *)converted[i].bytes);
  free(converted);
  return status;
}

void cjavascript_destroy(cjavascript_engine *engine) {
  if (!engine) return;
  duk_destroy_heap(engine->context);
  free(engine);
}

void cjavascript_free(void *block) { free(block); }
