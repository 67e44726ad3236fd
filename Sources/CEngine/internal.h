// Declarations that the files of this target share, and no other.
#ifndef CENGINE_INTERNAL_H
#define CENGINE_INTERNAL_H

#include "CEngine.h"
#include "kernels/list.h"

// Runs body(context, i) for i in 0..<count, on all threads. The order is free and a body must not
// depend on it. Called inside a body, or while another thread holds the pool, it runs in a plain loop.
// `work` is that of one index, in elements read and written or groups of 16 multiply-adds, which take
// some 0.3 ns each.
void ce_parallel(int64_t count, int64_t work, void (*body)(void *context, int64_t index), void *context);

// A lock of few instructions, for sections of few instructions; 0 at first.
void ce_lock(int32_t *lock);
void ce_unlock(int32_t *lock);

// What a kernel leaves wrong about NaN and infinity is put right (special-values.c states the policy).
void ce_repair_input_gradient(int dtype, const ce_convolution *g, const void *dy, const void *w,
                              void *dx);
void ce_repair_weight_gradient(int dtype, const ce_convolution *g, const void *x, const void *dy,
                               void *dw);

// Time by operation (profile.c). MEASURE at the start of an operation counts the time to the end of the
// enclosing function under a name that is formatted only while profiling is on.
typedef struct ce_span {
  int entry; // from 1; 0 when nothing is measured
  int64_t start;
} ce_span;
extern int ce_profiling;
ce_span ce_begin_span(const char *format, ...) __attribute__((format(printf, 1, 2)));
void ce_end_span(ce_span *span);
#define MEASURE(...)                                                                                   \
  ce_span span __attribute__((cleanup(ce_end_span))) = {0, 0};                                         \
  if (ce_profiling) span = ce_begin_span(__VA_ARGS__)

// Scratch memory for the time of a call, of the calling thread's own if it has given some back before.
void *ce_take_workspace(size_t bytes);
void ce_give_workspace(void *pointer, size_t bytes);

// One kernel set: a number type compiled for an instruction set. kernels/list.h names the fields.
#define FIELD(RESULT, NAME, PARAMETERS, ...) RESULT(*NAME) PARAMETERS;
typedef struct ce_kernels {
  KERNEL_OPERATIONS(FIELD)
  KERNEL_VALUES(FIELD)
} ce_kernels;
#undef FIELD

extern const ce_kernels ce_float_avx512, ce_float_avx2, ce_float_portable, ce_double_avx2,
    ce_double_portable;

#endif
