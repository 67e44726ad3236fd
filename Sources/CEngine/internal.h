// What the files of this target share and nobody else sees.
#ifndef CENGINE_INTERNAL_H
#define CENGINE_INTERNAL_H

#include "CEngine.h"

// Runs body(context, i) for i in 0..<count, on all threads. The order is free and a body must not
// depend on it. Called inside a body, or while another thread holds the pool, it runs in a plain loop.
// `work` is that of one index, in elements read and written or groups of 16 multiply-adds, which take
// some 0.3 ns each.
void ce_parallel(int64_t count, int64_t work, void (*body)(void *context, int64_t index), void *context);

// The gradients of a convolution by their definition (exact.c).
void ce_exact_weight(int dtype, const ce_convolution *g, const void *x, const void *dy, void *dw);
void ce_exact_input(int dtype, const ce_convolution *g, const void *dy, const void *w, const void *bias,
                    void *dx);

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

// Memory of a kernel's own for the time of a call, from what the calling thread gave back before if it can
// be.
void *ce_take_workspace(size_t bytes);
void ce_give_workspace(void *pointer, size_t bytes);

// One kernel set: a number type compiled for an instruction set. Field order is that of table.h.
typedef struct ce_kernels {
  void (*binary)(int, int64_t, const void *, int, const void *, int, void *);
  void (*binary_strided)(int, int, const int64_t *, const void *, const int64_t *, const void *,
                         const int64_t *, void *);
  void (*unary)(int, int64_t, const void *, void *, double, double);
  void (*select)(int64_t, const void *, const void *, const void *, void *);
  void (*accumulate)(int64_t, double, const void *, void *);
  void (*fill)(int64_t, double, void *);
  void (*strided_copy)(int, const int64_t *, const void *, const int64_t *, void *, const int64_t *,
                       int);
  void (*gather_rows)(int64_t, int64_t, const void *, const void *, void *);
  void (*scatter_rows)(int64_t, int64_t, const void *, const void *, void *);
  void (*reduce)(int, int64_t, int64_t, int64_t, const void *, void *);
  void (*arg_reduce)(int, int64_t, int64_t, int64_t, const void *, void *);
  double (*distance)(int64_t, const void *, const void *);
  void (*softmax)(int, int64_t, int64_t, int64_t, const void *, void *);
  void (*softmax_gradient)(int, int64_t, int64_t, int64_t, const void *, const void *, void *);
  void (*cross_entropy)(int64_t, int64_t, const void *, const void *, void *, void *);
  void (*normalise)(int64_t, int64_t, int64_t, double, const void *, void *, void *, void *);
  void (*normalise_gradient)(int64_t, int64_t, int64_t, const void *, const void *, const void *,
                             void *);
  void (*matmul)(int, int, int64_t, int64_t, int64_t, const void *, const void *, const void *,
                 void *, int64_t, int64_t, int64_t);
  void (*convolve)(const ce_convolution *, const void *, const void *, const void *, void *);
  void (*convolve_input)(const ce_convolution *, const void *, const void *, const void *, void *);
  void (*convolve_weight)(const ce_convolution *, const void *, const void *, void *, void *);
  void (*max_pool)(const ce_pooling *, const void *, void *, int32_t *);
  void (*pool_scatter)(const ce_pooling *, const void *, const int32_t *, void *);
  void (*pool_gather)(const ce_pooling *, const void *, const int32_t *, void *);
  void (*average_pool)(const ce_pooling *, const void *, void *);
  void (*average_pool_gradient)(const ce_pooling *, const void *, void *);
  void (*run_block)(const ce_block *, const void *, const void *, const void *, void *, void *,
                    int32_t *);
  void (*run_block_back)(const ce_block *, const void *, const void *, const void *,
                         const int32_t *, const void *, void *, void *, void *);
  void (*recur)(const ce_recurrent *, const void *, const void *, const void *, const void *,
                const void *, const void *, const void *, void *, void *, void *);
  void (*recur_back)(const ce_recurrent *, const void *, const void *, const void *, const void *,
                     const void *, const void *, const void *, const void *, const void *,
                     const void *, void *, void *, void *, void *, void *, void *, void *);
  void (*sgd)(int64_t, void *, const void *, void *, double, double, double, int, int);
  void (*adam)(int64_t, void *, const void *, void *, void *, double, double, double, double, double,
               int, double, double);
  void (*rmsprop)(int64_t, void *, const void *, void *, void *, double, double, double, double,
                  double);
  double (*multiply_adds)(int64_t);
} ce_kernels;

extern const ce_kernels ce_float_avx512, ce_float_avx2, ce_float_portable, ce_double_avx2,
    ce_double_portable;

#endif
