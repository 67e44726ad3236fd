// A seeded source for all code in a cell that asks the system for randomness.
//
// The kernel's executable exports `swift_stdlib_random`, which the loader therefore prefers to the
// Swift library's own: `Int.random(in:)` and `shuffled()` give the same values in every run. The
// generator is splitmix64 (Steele, Lea and Flood, OOPSLA 2014).
#include <stdlib.h>
#include <string.h>

#include "CKernel.h"

static uint64_t state;

void ck_seed(uint64_t seed) {
  state = seed;
  srandom((unsigned)(seed ^ seed >> 32));
  srand48((long)seed);
}

void ck_random(void *buffer, size_t length) {
  char *out = buffer;
  while (length > 0) {
    // Two threads that draw concurrently get different values, though in no fixed order.
    uint64_t z = __atomic_add_fetch(&state, 0x9E3779B97F4A7C15u, __ATOMIC_RELAXED);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    size_t part = length < sizeof z ? length : sizeof z;
    memcpy(out, &z, part);
    out += part;
    length -= part;
  }
}
