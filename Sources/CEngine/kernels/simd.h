// Vectors of the number type and instruction set that the including file chose:
//   REAL          float or double
//   IS_DOUBLE     0 or 1
//   VECTOR_BYTES  64 with AVX-512, 32 with AVX2, 16 without
//   KERNEL(name)  the name with the prefix of the kernel set
// The compiler's vector type is all there is: with AVX2 and FMA on, a * b + c on it is one instruction.
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef REAL V __attribute__((vector_size(VECTOR_BYTES)));
typedef REAL unaligned_v __attribute__((vector_size(VECTOR_BYTES), aligned(sizeof(REAL)), may_alias));
#if IS_DOUBLE
typedef int64_t bits;
#else
typedef int32_t bits;
#endif
typedef bits VI __attribute__((vector_size(VECTOR_BYTES)));
enum { VL = VECTOR_BYTES / sizeof(REAL) };

// Sums over lanes always run in LANES lanes, whatever the width of a register: so the sets for AVX2 and
// AVX-512 give the same bits. With narrower registers the compiler takes two or four of them.
typedef REAL W __attribute__((vector_size(64)));
typedef REAL unaligned_w __attribute__((vector_size(64), aligned(sizeof(REAL)), may_alias));
typedef bits WI __attribute__((vector_size(64)));
enum { LANES = 64 / sizeof(REAL), WIDE = LANES / VL };

#define INLINE static inline __attribute__((always_inline))
// acc += a * b in place, in program order. Left to itself the compiler may compute the sum in another
// register, or mix the rows of a tile, and then has more values alive than registers: one accumulator
// goes to memory in the middle of the innermost loop, which halves its speed.
#if defined(__x86_64__) && VECTOR_BYTES == 64
#define MULTIPLY_ADD(acc, a, b) __asm__ volatile("vfmadd231ps %2, %1, %0" : "+v"(acc) : "v"(a), "v"(b))
#elif defined(__x86_64__) && VECTOR_BYTES == 32 && IS_DOUBLE
#define MULTIPLY_ADD(acc, a, b) __asm__ volatile("vfmadd231pd %2, %1, %0" : "+x"(acc) : "x"(a), "x"(b))
#elif defined(__x86_64__) && VECTOR_BYTES == 32
#define MULTIPLY_ADD(acc, a, b) __asm__ volatile("vfmadd231ps %2, %1, %0" : "+x"(acc) : "x"(a), "x"(b))
#else
#define MULTIPLY_ADD(acc, a, b) ((acc) += (a) * (b))
#endif
#define UNROLL _Pragma("clang loop unroll(full)")

INLINE V load(const REAL *p) { return *(const unaligned_v *)p; }
INLINE void store(REAL *p, V v) { *(unaligned_v *)p = v; }
// The first `rest` lanes of a vector, 0...VL: loading gives zeros in the others, storing leaves alone what
// is behind.
#if defined(__x86_64__) && VECTOR_BYTES == 64
INLINE __mmask16 first_lanes(int64_t rest) { return (__mmask16)((1u << rest) - 1); }
INLINE V load_rest(const REAL *p, int64_t rest) { return (V)_mm512_maskz_loadu_ps(first_lanes(rest), p); }
INLINE void store_rest(REAL *p, V v, int64_t rest) {
  _mm512_mask_storeu_ps(p, first_lanes(rest), (__m512)v);
}
#elif defined(__x86_64__) && VECTOR_BYTES == 32
static const bits KERNEL(lane_masks)[2 * VL] = {
#if IS_DOUBLE
    -1, -1, -1, -1};
#define MASKED(operation) _mm256_##operation##_pd
#else
    -1, -1, -1, -1, -1, -1, -1, -1};
#define MASKED(operation) _mm256_##operation##_ps
#endif
INLINE __m256i first_lanes(int64_t rest) {
  return _mm256_loadu_si256((const __m256i_u *)(KERNEL(lane_masks) + VL - rest));
}
INLINE V load_rest(const REAL *p, int64_t rest) { return (V)MASKED(maskload)(p, first_lanes(rest)); }
INLINE void store_rest(REAL *p, V v, int64_t rest) { MASKED(maskstore)(p, first_lanes(rest), v); }
#undef MASKED
#else
INLINE V load_rest(const REAL *p, int64_t rest) {
  V v = {0};
  for (int64_t i = 0; i < rest; i++) v[i] = p[i];
  return v;
}
INLINE void store_rest(REAL *p, V v, int64_t rest) {
  for (int64_t i = 0; i < rest; i++) p[i] = v[i];
}
#endif
// The same as arguments of a macro, for the last `rest` elements of a run.
#define REST_LOAD(p) load_rest((p), rest)
#define REST_STORE(p, v) store_rest((p), (v), rest)
INLINE V splat(REAL x) { return x - (V){0}; }
INLINE V choose(VI mask, V yes, V no) { return (V)((mask & (VI)yes) | (~mask & (VI)no)); }
// A macro: a function that returns more than a register has no settled calling convention.
#define load_wide(p) (*(const unaligned_w *)(p))
INLINE REAL sum_lanes(const W *v) {
  // halves, then halves of halves: a fixed order that costs log(LANES) additions
  REAL lane[LANES];
  memcpy(lane, v, sizeof lane);
  UNROLL for (int width = LANES / 2; width; width /= 2) {
    UNROLL for (int i = 0; i < width; i++) lane[i] += lane[i + width];
  }
  return lane[0];
}

// A block of scratch memory from the pool, so that a kernel's workspace is reused from call to call.
INLINE REAL *scratch(int64_t count) { return ce_take_workspace((size_t)count * sizeof(REAL)); }
INLINE void drop(REAL *p, int64_t count) { ce_give_workspace(p, (size_t)count * sizeof(REAL)); }

INLINE int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }
INLINE int64_t larger(int64_t a, int64_t b) { return a > b ? a : b; }
INLINE int64_t parts(int64_t n, int64_t size) { return (n + size - 1) / size; }
