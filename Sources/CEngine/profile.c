// Time by operation, for work on the engine's speed. While it is off, an operation costs one test of a flag.
#include "internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { most_entries = 256, name_size = 64 };

typedef struct entry {
  char name[name_size];
  int64_t calls, nanoseconds;
} entry;

int ce_profiling;
static entry entries[most_entries];
static int count;
static int32_t lock;

static int64_t nanoseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

ce_span ce_begin_span(const char *format, ...) {
  char name[name_size];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(name, sizeof name, format, arguments);
  va_end(arguments);
  ce_lock(&lock);
  int i = 0;
  while (i < count && strcmp(entries[i].name, name)) i++;
  if (i == count && count < most_entries) strcpy(entries[count++].name, name);
  ce_unlock(&lock);
  return (ce_span){i + 1, nanoseconds()};
}

void ce_end_span(ce_span *span) {
  if (!span->entry) return;
  const int64_t time = nanoseconds() - span->start;
  if (span->entry > most_entries) return;
  ce_lock(&lock);
  entries[span->entry - 1].calls++;
  entries[span->entry - 1].nanoseconds += time;
  ce_unlock(&lock);
}

void ce_set_profiling(int on) {
  ce_profiling = on;
  if (!on) return;
  ce_lock(&lock);
  memset(entries, 0, sizeof entries);
  count = 0;
  ce_unlock(&lock);
}

const char *ce_profile_entry(int index, int64_t *calls, int64_t *time) {
  if (index >= count) return NULL;
  *calls = entries[index].calls;
  *time = entries[index].nanoseconds;
  return entries[index].name;
}
