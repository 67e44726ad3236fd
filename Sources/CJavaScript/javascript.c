#include "CJavaScript.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- The library -------------------------------------------------------------------------- */

/* The part of JavaScriptCore's C interface that is used here. It has not changed since 2008, so its
 * headers, which need those of GLib, are not required to build. */
typedef const struct OpaqueJSContextGroup *JSContextGroupRef;
typedef struct OpaqueJSContext *JSGlobalContextRef;
typedef const struct OpaqueJSContext *JSContextRef;
typedef const struct OpaqueJSValue *JSValueRef;
typedef struct OpaqueJSValue *JSObjectRef;
typedef struct OpaqueJSString *JSStringRef;

static struct {
  JSContextGroupRef (*JSContextGroupCreate)(void);
  void (*JSContextGroupRelease)(JSContextGroupRef);
  void (*JSContextGroupSetExecutionTimeLimit)(JSContextGroupRef, double,
                                              bool (*)(JSContextRef, void *), void *);
  JSGlobalContextRef (*JSGlobalContextCreateInGroup)(JSContextGroupRef, void *);
  void (*JSGlobalContextRelease)(JSGlobalContextRef);
  JSObjectRef (*JSContextGetGlobalObject)(JSContextRef);
  JSValueRef (*JSEvaluateScript)(JSContextRef, JSStringRef, JSObjectRef, JSStringRef, int,
                                 JSValueRef *);
  JSValueRef (*JSObjectGetProperty)(JSContextRef, JSObjectRef, JSStringRef, JSValueRef *);
  bool (*JSObjectIsFunction)(JSContextRef, JSObjectRef);
  JSValueRef (*JSObjectCallAsFunction)(JSContextRef, JSObjectRef, JSObjectRef, size_t,
                                       const JSValueRef[], JSValueRef *);
  bool (*JSValueIsObject)(JSContextRef, JSValueRef);
  JSValueRef (*JSValueMakeString)(JSContextRef, JSStringRef);
  JSStringRef (*JSValueToStringCopy)(JSContextRef, JSValueRef, JSValueRef *);
  void (*JSValueProtect)(JSContextRef, JSValueRef);
  void (*JSValueUnprotect)(JSContextRef, JSValueRef);
  JSStringRef (*JSStringCreateWithCharacters)(const uint16_t *, size_t);
  void (*JSStringRelease)(JSStringRef);
  size_t (*JSStringGetMaximumUTF8CStringSize)(JSStringRef);
  size_t (*JSStringGetUTF8CString)(JSStringRef, char *, size_t);
} js;

static pthread_once_t loading = PTHREAD_ONCE_INIT;
/* Why the library cannot be used; null if it can. */
static const char *fault;

static void load_library(void) {
  /* WebKitGTK's library of the same interface for GTK 3 with libsoup 3, GTK 4, GTK 3. */
  static const char *const names[] = {"libjavascriptcoregtk-4.1.so.0",
                                      "libjavascriptcoregtk-6.0.so.1",
                                      "libjavascriptcoregtk-4.0.so.18"};
  void *library = NULL;
  for (size_t i = 0; !library && i < sizeof names / sizeof *names; i++)
    library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    fault = "JavaScriptCore is missing; install the Debian package libjavascriptcoregtk-4.1-0";
    return;
  }
#define FIND(name)                                  \
  do {                                              \
    void *function = dlsym(library, #name);         \
    memcpy(&js.name, &function, sizeof function);   \
    if (!function) fault = "JavaScriptCore lacks " #name; \
  } while (0)
  FIND(JSContextGroupCreate);
  FIND(JSContextGroupRelease);
  FIND(JSContextGroupSetExecutionTimeLimit);
  FIND(JSGlobalContextCreateInGroup);
  FIND(JSGlobalContextRelease);
  FIND(JSContextGetGlobalObject);
  FIND(JSEvaluateScript);
  FIND(JSObjectGetProperty);
  FIND(JSObjectIsFunction);
  FIND(JSObjectCallAsFunction);
  FIND(JSValueIsObject);
  FIND(JSValueMakeString);
  FIND(JSValueToStringCopy);
  FIND(JSValueProtect);
  FIND(JSValueUnprotect);
  FIND(JSStringCreateWithCharacters);
  FIND(JSStringRelease);
  FIND(JSStringGetMaximumUTF8CStringSize);
  FIND(JSStringGetUTF8CString);
#undef FIND
}

/* -- Strings ------------------------------------------------------------------------------ */

static char *copy_of(const char *text) { return strdup(text); }

static size_t sequence_length(unsigned char first) {
  return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* Text of valid UTF-8 as a JavaScript string; null when memory runs out. */
static JSStringRef string_of(cjs_text text) {
  const unsigned char *in = (const unsigned char *)text.bytes;
  uint16_t *units = malloc((text.length + 1) * sizeof *units);
  if (!units) return NULL;
  size_t count = 0;
  for (size_t i = 0; i < text.length;) {
    size_t length = sequence_length(in[i]);
    if (i + length > text.length) break;
    uint32_t code = length == 1 ? in[i] : in[i] & (0x7Fu >> length);
    for (size_t k = 1; k < length; k++) code = code << 6 | (in[i + k] & 0x3F);
    if (code >= 0x10000) {
      units[count++] = (uint16_t)(0xD800 + ((code - 0x10000) >> 10 & 0x3FF));
      units[count++] = (uint16_t)(0xDC00 + ((code - 0x10000) & 0x3FF));
    } else {
      units[count++] = (uint16_t)code;
    }
    i += length;
  }
  JSStringRef string = js.JSStringCreateWithCharacters(units, count);
  free(units);
  return string;
}

/* A value as a new string; null if it cannot be one. */
static char *text_of(JSContextRef context, JSValueRef value, size_t *length) {
  JSStringRef string = js.JSValueToStringCopy(context, value, NULL);
  if (!string) return NULL;
  size_t size = js.JSStringGetMaximumUTF8CStringSize(string);
  char *text = malloc(size);
  size_t written = text ? js.JSStringGetUTF8CString(string, text, size) : 0;
  js.JSStringRelease(string);
  if (written == 0) {
    free(text);
    return NULL;
  }
  *length = written - 1;
  char *fitting = realloc(text, written);
  return fitting ? fitting : text;
}

static char *text_of_error(JSContextRef context, JSValueRef exception) {
  size_t length;
  char *text = text_of(context, exception, &length);
  return text ? text : copy_of("the program was stopped");
}

/* -- Engines ------------------------------------------------------------------------------ */

struct cjs_engine {
  JSContextGroupRef group;
  JSGlobalContextRef context;
};

static bool stops(JSContextRef context, void *user) {
  (void)context;
  (void)user;
  return true;
}

cjs_engine *cjs_create(double time_limit, char **error) {
  pthread_once(&loading, load_library);
  if (fault) {
    *error = copy_of(fault);
    return NULL;
  }
  cjs_engine *engine = calloc(1, sizeof *engine);
  if (!engine) {
    *error = copy_of("out of memory");
    return NULL;
  }
  engine->group = js.JSContextGroupCreate();
  js.JSContextGroupSetExecutionTimeLimit(engine->group, time_limit, stops, NULL);
  engine->context = js.JSGlobalContextCreateInGroup(engine->group, NULL);
  return engine;
}

int cjs_run(cjs_engine *engine, cjs_text program, char **error) {
  JSStringRef string = string_of(program);
  if (!string) {
    *error = copy_of("out of memory");
    return -1;
  }
  JSValueRef exception = NULL;
  js.JSEvaluateScript(engine->context, string, NULL, NULL, 1, &exception);
  js.JSStringRelease(string);
  if (!exception) return 0;
  *error = text_of_error(engine->context, exception);
  return -1;
}

int cjs_call(cjs_engine *engine, const char *name, const cjs_text *arguments, size_t count,
             char **result, size_t *length, char **error) {
  JSContextRef context = engine->context;
  JSValueRef exception = NULL;
  JSStringRef key = string_of((cjs_text){name, strlen(name)});
  JSValueRef function =
      js.JSObjectGetProperty(context, js.JSContextGetGlobalObject(context), key, &exception);
  js.JSStringRelease(key);
  if (exception || !js.JSValueIsObject(context, function) ||
      !js.JSObjectIsFunction(context, (JSObjectRef)function)) {
    *error = copy_of("there is no such function");
    return -1;
  }
  JSValueRef *values = malloc((count ? count : 1) * sizeof *values);
  if (!values) {
    *error = copy_of("out of memory");
    return -1;
  }
  /* The collector does not look into blocks of our own. */
  size_t made = 0;
  for (; made < count; made++) {
    JSStringRef string = string_of(arguments[made]);
    if (!string) break;
    values[made] = js.JSValueMakeString(context, string);
    js.JSValueProtect(context, values[made]);
    js.JSStringRelease(string);
  }
  int status = -1;
  if (made == count) {
    JSValueRef value = js.JSObjectCallAsFunction(context, (JSObjectRef)function, NULL, count,
                                                 values, &exception);
    if (!exception) *result = text_of(context, value, length);
    if (!exception && *result) status = 0;
    else *error = exception ? text_of_error(context, exception) : copy_of("out of memory");
  } else {
    *error = copy_of("out of memory");
  }
  for (size_t i = 0; i < made; i++) js.JSValueUnprotect(context, values[i]);
  free(values);
  return status;
}

void cjs_destroy(cjs_engine *engine) {
  if (!engine) return;
  js.JSGlobalContextRelease(engine->context);
  js.JSContextGroupRelease(engine->group);
  free(engine);
}

void cjs_free(void *block) { free(block); }
