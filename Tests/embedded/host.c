// What stands in, on a machine without an operating system, for the C library and for the files of
// CEngine that need one (memory.c, threads.c, profile.c): an allocator, one thread, no profile.
#include "internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned char byte;

// MARK: Memory: blocks of powers of two, freed ones kept by size

typedef struct block {
  struct block *next;
} block;
enum { header = 16 }; // in front of a block: its class; keeps blocks aligned to 16
extern byte __heap_base;
static size_t top;
static block *freed[32];

void *malloc(size_t size) {
  int class = 5;
  while (((size_t)1 << class) < size + header) class++;
  if (freed[class]) {
    block *found = freed[class];
    freed[class] = found->next;
    return found;
  }
  if (!top) top = ((size_t)&__heap_base + 15) & ~(size_t)15;
  const size_t end = top + ((size_t)1 << class), have = __builtin_wasm_memory_size(0) << 16;
  if (end > have && __builtin_wasm_memory_grow(0, (end - have + 65535) >> 16) == (size_t)-1) return NULL;
  byte *start = (byte *)top;
  top = end;
  *(size_t *)start = (size_t)class;
  return start + header;
}
void free(void *p) {
  if (!p) return;
  const size_t class = *(size_t *)((byte *)p - header);
  ((block *)p)->next = freed[class];
  freed[class] = p;
}
int posix_memalign(void **out, size_t alignment, size_t size) {
  if (alignment > 16) return 22; // EINVAL
  *out = malloc(size);
  return *out ? 0 : 12; // ENOMEM
}

void *memcpy(void *target, const void *source, size_t count) {
  byte *to = target;
  const byte *from = source;
  while (count--) *to++ = *from++;
  return target;
}
void *memmove(void *target, const void *source, size_t count) {
  byte *to = target;
  const byte *from = source;
  if (to < from) return memcpy(target, source, count);
  while (count--) to[count] = from[count];
  return target;
}
void *memset(void *target, int value, size_t count) {
  byte *to = target;
  while (count--) *to++ = (byte)value;
  return target;
}
int strcmp(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return (byte)*a - (byte)*b;
}
char *getenv(const char *name) {
  (void)name;
  return NULL;
}

// MARK: Numbers

// Seeds of dictionaries; the same in every run.
void arc4random_buf(void *target, size_t count) {
  static uint64_t state = 88172645463325252u;
  byte *to = target;
  while (count--) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    *to++ = (byte)state;
  }
}

// The 128-bit product, which numbers in texts need; from products of 32 bits, so that it does not call
// itself.
__int128 __multi3(__int128 x, __int128 y) {
  const uint64_t a = (uint64_t)x, b = (uint64_t)y, mask = 0xffffffffu;
  const uint64_t low = (a & mask) * (b & mask), left = (a >> 32) * (b & mask);
  const uint64_t right = (a & mask) * (b >> 32);
  const uint64_t middle = (low >> 32) + (left & mask) + (right & mask);
  uint64_t high = (a >> 32) * (b >> 32) + (left >> 32) + (right >> 32) + (middle >> 32);
  high += (uint64_t)(x >> 64) * b + a * (uint64_t)(y >> 64);
  return (__int128)((unsigned __int128)high << 64 | middle << 32 | (low & mask));
}

double frexp(double x, int *exponent) {
  uint64_t bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  const int biased = (int)(bits >> 52 & 0x7ff);
  *exponent = 0;
  if (biased == 0x7ff || x == 0) return x;
  if (!biased) { // subnormal
    const double scaled = frexp(x * 0x1p64, exponent);
    *exponent -= 64;
    return scaled;
  }
  *exponent = biased - 1022;
  bits = (bits & ~((uint64_t)0x7ff << 52)) | (uint64_t)1022 << 52;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}
float expf(float x) { return (float)exp(x); }
float sinf(float x) { return (float)sin(x); }
float cosf(float x) { return (float)cos(x); }
float erff(float x) { return (float)erf(x); }
float powf(float x, float y) { return (float)pow(x, y); }

// MARK: CEngine's memory, threads and profile

void *ce_allocate(size_t bytes) { return malloc(bytes); }
void ce_release(void *block, size_t bytes) {
  (void)bytes;
  free(block);
}
void *ce_take_workspace(size_t bytes) { return malloc(bytes); }
void ce_give_workspace(void *block, size_t bytes) {
  (void)bytes;
  free(block);
}
void ce_parallel(int64_t count, int64_t work, void (*body)(void *, int64_t), void *context) {
  (void)work;
  for (int64_t i = 0; i < count; i++) body(context, i);
}
int ce_thread_count(void) { return 1; }
void ce_set_thread_count(int count) { (void)count; }
void ce_stop_threads(void) {}
int ce_profiling;
void ce_set_profiling(int on) { (void)on; }
const char *ce_profile_entry(int index, int64_t *calls, int64_t *nanoseconds) {
  (void)index, (void)calls, (void)nanoseconds;
  return NULL;
}
ce_span ce_begin_span(const char *format, ...) {
  (void)format;
  return (ce_span){0, 0};
}
void ce_end_span(ce_span *span) { (void)span; }
