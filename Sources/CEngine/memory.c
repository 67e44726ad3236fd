// A pool of freed blocks. A training step allocates the same sizes again and again; handing back the
// block that was just freed costs nanoseconds and finds it in the cache, where malloc would map and
// unmap pages for each large tensor.
#include "internal.h"

#include <pthread.h>
#include <stdlib.h>

enum { smallest = 64, steps = 4, classes = 48 * steps };

typedef struct block {
  struct block *next;
} block;

static block *freed[classes];
static int32_t lock;
static uint64_t cached_bytes, used_bytes, peak_bytes;

// Size classes are 4 a power of two: at most a fifth of a block is unused.
static int class_of(size_t bytes, size_t *rounded) {
  if (bytes <= smallest) {
    *rounded = smallest;
    return 0;
  }
  const int power = 63 - __builtin_clzll(bytes - 1); // 2^power <= bytes - 1 < 2^(power + 1)
  const size_t step = ((size_t)1 << power) / steps;
  const size_t count = (bytes - ((size_t)1 << power) + step - 1) / step; // 1...steps
  *rounded = ((size_t)1 << power) + count * step;
  if (*rounded % 64) *rounded += 64 - *rounded % 64; // aligned_alloc wants a multiple
  return (power - 6) * steps + (int)count;
}

void *ce_allocate(size_t bytes) {
  size_t size;
  const int class = class_of(bytes, &size);
  ce_lock(&lock);
  used_bytes += size;
  if (used_bytes > peak_bytes) peak_bytes = used_bytes;
  block *found = freed[class];
  if (found) {
    freed[class] = found->next;
    cached_bytes -= size;
  }
  ce_unlock(&lock);
  return found ? found : aligned_alloc(64, size);
}

void ce_release(void *pointer, size_t bytes) {
  size_t size;
  const int class = class_of(bytes, &size);
  ce_lock(&lock);
  used_bytes -= size;
  // Blocks far beyond the peak use will not be needed again: give them back to the system.
  const int keep = cached_bytes + size <= peak_bytes + ((uint64_t)16 << 20);
  if (keep) {
    block *b = pointer;
    b->next = freed[class];
    freed[class] = b;
    cached_bytes += size;
  }
  ce_unlock(&lock);
  if (!keep) free(pointer);
}

// The workspaces of kernels are asked for and given back image after image. Each thread keeps the last few
// it gave back until it ends, which costs no lock; they count as used.
enum { kept = 8, largest_kept = 1 << 20 };
static _Thread_local struct {
  void *block;
  size_t size;
} mine[kept];
static _Thread_local unsigned oldest;
static _Thread_local int is_known; // the thread's end will be told
static pthread_key_t at_end;
static pthread_once_t at_end_set = PTHREAD_ONCE_INIT;

static void drop_workspaces(void *unused) {
  (void)unused;
  for (int i = 0; i < kept; i++) {
    if (mine[i].block) ce_release(mine[i].block, mine[i].size);
    mine[i].block = NULL;
  }
}
static void watch_ends(void) { pthread_key_create(&at_end, drop_workspaces); }

void *ce_take_workspace(size_t bytes) {
  size_t size;
  class_of(bytes, &size);
  for (int i = 0; i < kept; i++) {
    if (mine[i].size != size || !mine[i].block) continue;
    void *found = mine[i].block;
    mine[i].block = NULL;
    return found;
  }
  return ce_allocate(bytes);
}

void ce_give_workspace(void *pointer, size_t bytes) {
  size_t size;
  class_of(bytes, &size);
  if (size > largest_kept) {
    ce_release(pointer, bytes);
    return;
  }
  if (!is_known) {
    pthread_once(&at_end_set, watch_ends);
    is_known = pthread_setspecific(at_end, mine) == 0;
  }
  int slot = 0;
  while (slot < kept && mine[slot].block) slot++;
  if (slot == kept) {
    slot = (int)(oldest++ % kept);
    ce_release(mine[slot].block, mine[slot].size);
  }
  mine[slot].block = pointer;
  mine[slot].size = size;
}
