// Chooses the kernel set: number type by argument, instruction set by what the processor can do.
#include "internal.h"

#include <stdlib.h>
#include <string.h>

enum { portable, avx2, avx512 };
static int level = -1; // not yet known

// What the processor can do, at most what RUNBOOK_KERNELS asks for: portable, avx2 or avx512.
static int find_level(int wanted) {
#if defined(__x86_64__)
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return portable;
  const int has_wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                       __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  const int best = has_wide ? avx512 : avx2;
  return wanted < best ? wanted : best;
#else
  (void)wanted;
  return portable;
#endif
}

static int current_level(void) {
  if (level < 0) {
    const char *asked = getenv("RUNBOOK_KERNELS");
    if (!asked) asked = "";
    level = find_level(!strcmp(asked, "portable") ? portable : !strcmp(asked, "avx2") ? avx2 : avx512);
  }
  return level;
}

int ce_kernel_level(void) { return current_level(); }

int ce_set_kernel_level(int wanted) {
  level = wanted < 0 ? -1 : find_level(wanted);
  return current_level();
}

static const ce_kernels *kernels(int dtype) {
#if defined(__x86_64__)
  switch (current_level()) {
  case avx512: return dtype ? &ce_double_avx2 : &ce_float_avx512;
  case avx2: return dtype ? &ce_double_avx2 : &ce_float_avx2;
  default: break;
  }
#endif
  return dtype ? &ce_double_portable : &ce_float_portable;
}

// How operations are called in a profile.
static const char *const binary_names[] = {
    "add", "subtract", "multiply", "divide", "maximum", "minimum", "power", "less", "less equal",
    "greater", "greater equal", "equal", "not equal", "relu gradient", "sigmoid gradient",
    "tanh gradient", "gelu gradient"};
static const char *const unary_names[] = {
    "negate", "absolute", "sign", "exp", "log", "sqrt", "square", "reciprocal", "sin", "cos", "relu",
    "leaky relu", "sigmoid", "tanh", "gelu", "softplus", "clamp", "scale shift", "power scalar", "floor",
    "is nan", "step"};
#define CONVOLUTION(NAME, G)                                                                           \
  NAME " %ldx%ldx%ldx%ld k%ld f%ld", (long)(G)->batch, (long)(G)->inputs, (long)(G)->height,           \
      (long)(G)->width, (long)(G)->outputs, (long)(G)->kernel_height
#define RECURRENT(NAME, G)                                                                             \
  NAME " t%ldb%ldi%ldh%ld", (long)(G)->time, (long)(G)->batch, (long)(G)->inputs, (long)(G)->hidden

double ce_multiply_adds(int dtype, int64_t rounds) { return kernels(dtype)->multiply_adds(rounds); }

void ce_convert(int from, int to, int64_t n, const void *source, void *target) {
  MEASURE("convert");
  if (from == 0 && to == 1) {
    for (int64_t i = 0; i < n; i++) ((double *)target)[i] = (double)((const float *)source)[i];
  } else {
    for (int64_t i = 0; i < n; i++) ((float *)target)[i] = (float)((const double *)source)[i];
  }
}

void ce_binary(int op, int dtype, int64_t n, const void *a, int a_step, const void *b, int b_step,
    void *out) {
  MEASURE("%s", binary_names[op]);
  kernels(dtype)->binary(op, n, a, a_step, b, b_step, out);
}

void ce_binary_strided(int op, int dtype, int rank, const int64_t *shape, const void *a, const
    int64_t *a_strides, const void *b, const int64_t *b_strides, void *out) {
  MEASURE("binary strided");
  kernels(dtype)->binary_strided(op, rank, shape, a, a_strides, b, b_strides, out);
}

void ce_unary(int op, int dtype, int64_t n, const void *a, void *out, double p, double q) {
  MEASURE("%s", unary_names[op]);
  kernels(dtype)->unary(op, n, a, out, p, q);
}

void ce_select(int dtype, int64_t n, const void *condition, const void *a, const void *b, void *out)
    {
  MEASURE("select");
  kernels(dtype)->select(n, condition, a, b, out);
}

void ce_accumulate(int dtype, int64_t n, double scale, const void *source, void *target) {
  MEASURE("accumulate");
  kernels(dtype)->accumulate(n, scale, source, target);
}

void ce_fill(int dtype, int64_t n, double value, void *out) {
  MEASURE("fill");
  kernels(dtype)->fill(n, value, out);
}

void ce_strided_copy(int dtype, int rank, const int64_t *shape, const void *source, const int64_t
    *source_strides, void *target, const int64_t *target_strides, int add) {
  MEASURE("strided copy");
  kernels(dtype)->strided_copy(rank, shape, source, source_strides, target, target_strides, add);
}

void ce_gather_rows(int dtype, int64_t rows, int64_t width, const void *indices, const void *table,
    void *out) {
  MEASURE("gather rows");
  kernels(dtype)->gather_rows(rows, width, indices, table, out);
}

void ce_scatter_rows(int dtype, int64_t rows, int64_t width, const void *indices, const void
    *source, void *table) {
  MEASURE("scatter rows");
  kernels(dtype)->scatter_rows(rows, width, indices, source, table);
}

void ce_reduce(int op, int dtype, int64_t outer, int64_t n, int64_t inner, const void *x, void *out)
    {
  MEASURE("reduce");
  kernels(dtype)->reduce(op, outer, n, inner, x, out);
}

void ce_arg_reduce(int op, int dtype, int64_t outer, int64_t n, int64_t inner, const void *x, void
    *out) {
  MEASURE("arg reduce");
  kernels(dtype)->arg_reduce(op, outer, n, inner, x, out);
}

double ce_distance(int dtype, int64_t n, const void *a, const void *b) {
  MEASURE("distance");
  return kernels(dtype)->distance(n, a, b);
}

void ce_softmax(int dtype, int logarithm, int64_t outer, int64_t n, int64_t inner, const void *x,
    void *out) {
  MEASURE("softmax");
  kernels(dtype)->softmax(logarithm, outer, n, inner, x, out);
}

void ce_softmax_gradient(int dtype, int logarithm, int64_t outer, int64_t n, int64_t inner, const
    void *y, const void *dy, void *dx) {
  MEASURE("softmax gradient");
  kernels(dtype)->softmax_gradient(logarithm, outer, n, inner, y, dy, dx);
}

void ce_cross_entropy(int dtype, int64_t rows, int64_t n, const void *x, const void *labels, void
    *loss, void *dx) {
  MEASURE("cross entropy");
  kernels(dtype)->cross_entropy(rows, n, x, labels, loss, dx);
}

void ce_normalise(int dtype, int64_t outer, int64_t n, int64_t inner, double epsilon, const void *x,
    void *y, void *mean, void *inverse) {
  MEASURE("normalise");
  kernels(dtype)->normalise(outer, n, inner, epsilon, x, y, mean, inverse);
}

void ce_normalise_gradient(int dtype, int64_t outer, int64_t n, int64_t inner, const void *y, const
    void *inverse, const void *dy, void *dx) {
  MEASURE("normalise gradient");
  kernels(dtype)->normalise_gradient(outer, n, inner, y, inverse, dy, dx);
}

void ce_matmul(int dtype, int transpose_a, int transpose_b, int64_t m, int64_t n, int64_t k, const
    void *a, const void *b, const void *bias, void *out, int64_t batch, int64_t a_stride, int64_t
    b_stride) {
  MEASURE("matmul %ldx%ldx%ldx%ld", (long)batch, (long)m, (long)n, (long)k);
  kernels(dtype)->matmul(transpose_a, transpose_b, m, n, k, a, b, bias, out, batch, a_stride,
      b_stride);
}

void ce_convolve(int dtype, const ce_convolution *g, const void *x, const void *w, const void *bias,
    void *out) {
  MEASURE(CONVOLUTION("conv2d", g));
  kernels(dtype)->convolve(g, x, w, bias, out);
}

void ce_convolve_input(int dtype, const ce_convolution *g, const void *dy, const void *w, const void
    *bias, void *dx) {
  MEASURE(CONVOLUTION("conv2d to dx", g));
  kernels(dtype)->convolve_input(g, dy, w, bias, dx);
  const int64_t weights = g->outputs * (g->inputs / g->groups) * g->kernel_height * g->kernel_width;
  if (!ce_is_finite(dtype, weights, w)
      && ce_is_finite(dtype, g->batch * g->outputs * g->out_height * g->out_width, dy)) {
    ce_exact_input(dtype, g, dy, w, bias, dx);
  }
}

void ce_convolve_weight(int dtype, const ce_convolution *g, const void *x, const void *dy, void *dw,
    void *db) {
  MEASURE(CONVOLUTION("conv2d to dw", g));
  kernels(dtype)->convolve_weight(g, x, dy, dw, db);
  const int64_t weights = g->outputs * (g->inputs / g->groups) * g->kernel_height * g->kernel_width;
  if (!ce_is_finite(dtype, weights, dw)
      && ce_is_finite(dtype, g->batch * g->outputs * g->out_height * g->out_width, dy)) {
    ce_exact_weight(dtype, g, x, dy, dw);
  }
}

void ce_max_pool(int dtype, const ce_pooling *g, const void *x, void *y, int32_t *winners) {
  MEASURE("max pool");
  kernels(dtype)->max_pool(g, x, y, winners);
}

void ce_pool_scatter(int dtype, const ce_pooling *g, const void *dy, const int32_t *winners, void
    *dx) {
  MEASURE("pool scatter");
  kernels(dtype)->pool_scatter(g, dy, winners, dx);
}

void ce_pool_gather(int dtype, const ce_pooling *g, const void *x, const int32_t *winners, void *y)
    {
  MEASURE("pool gather");
  kernels(dtype)->pool_gather(g, x, winners, y);
}

void ce_average_pool(int dtype, const ce_pooling *g, const void *x, void *y) {
  MEASURE("average pool");
  kernels(dtype)->average_pool(g, x, y);
}

void ce_average_pool_gradient(int dtype, const ce_pooling *g, const void *dy, void *dx) {
  MEASURE("average pool gradient");
  kernels(dtype)->average_pool_gradient(g, dy, dx);
}

void ce_sgd(int dtype, int64_t n, void *w, const void *gradient, void *velocity, double rate, double
    momentum, double decay, int nesterov, int first) {
  MEASURE("sgd");
  kernels(dtype)->sgd(n, w, gradient, velocity, rate, momentum, decay, nesterov, first);
}

void ce_adam(int dtype, int64_t n, void *w, const void *gradient, void *mean, void *square, double
    rate, double beta1, double beta2, double epsilon, double decay, int decoupled, double
    correction1, double correction2) {
  MEASURE("adam");
  kernels(dtype)->adam(n, w, gradient, mean, square, rate, beta1, beta2, epsilon, decay,
      decoupled, correction1, correction2);
}

void ce_rmsprop(int dtype, int64_t n, void *w, const void *gradient, void *square, void *velocity,
    double rate, double alpha, double epsilon, double momentum, double decay) {
  MEASURE("rmsprop");
  kernels(dtype)->rmsprop(n, w, gradient, square, velocity, rate, alpha, epsilon, momentum,
      decay);
}

void ce_recur(int dtype, const ce_recurrent *g, const void *x, const void *h0, const void *c0, const
    void *w_ih, const void *w_hh, const void *b_ih, const void *b_hh, void *out, void *gates, void
    *extra) {
  MEASURE(RECURRENT("recurrent", g));
  kernels(dtype)->recur(g, x, h0, c0, w_ih, w_hh, b_ih, b_hh, out, gates, extra);
}

void ce_recur_back(int dtype, const ce_recurrent *g, const void *x, const void *h0, const void *c0,
    const void *w_ih, const void *w_hh, const void *out, const void *gates, const void *extra, const
    void *dy, const void *dc, void *dx, void *dh0, void *dc0, void *dw_ih, void *dw_hh, void *db_ih,
    void *db_hh) {
  MEASURE(RECURRENT("recurrent back", g));
  kernels(dtype)->recur_back(g, x, h0, c0, w_ih, w_hh, out, gates, extra, dy, dc, dx, dh0, dc0,
      dw_ih, dw_hh, db_ih, db_hh);
}

void ce_run_block(int dtype, const ce_block *b, const void *x, const void *w, const void *bias, void
    *y, void *pooled, int32_t *winners) {
  MEASURE(CONVOLUTION("block", &b->convolution));
  kernels(dtype)->run_block(b, x, w, bias, y, pooled, winners);
}

void ce_run_block_back(int dtype, const ce_block *b, const void *x, const void *w, const void *y,
    const int32_t *winners, const void *upstream, void *dx, void *dw, void *db) {
  MEASURE(CONVOLUTION("block back", &b->convolution));
  kernels(dtype)->run_block_back(b, x, w, y, winners, upstream, dx, dw, db);
}
