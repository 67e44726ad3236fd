// Every kernel, once. The fields of a kernel set (internal.h), what stands in them (table.h) and the public
// functions that call them (dispatch.c) are made from this list, so none of the three can forget one or
// take two for each other.
//
//   X(result, name, (parameters), (arguments), after, profile…)   what writes into memory
//   X(result, name, (parameters), (arguments), profile…)          what returns a value
//
// The public function is `ce_name`, with `int dtype` before the parameters; CEngine.h says what it does.
// `after` runs when the kernel has; `profile` is the name in a profile, a format with its arguments.
#ifndef CENGINE_LIST_H
#define CENGINE_LIST_H

#define KERNEL_OPERATIONS(X)                                                                           \
  X(void, binary,                                                                                      \
    (int op, int64_t n, const void *a, int a_step, const void *b, int b_step, void *out),              \
    (op, n, a, a_step, b, b_step, out), NOTHING, "%s", binary_names[op])                               \
  X(void, binary_strided,                                                                              \
    (int op, int rank, const int64_t *shape, const void *a, const int64_t *a_strides, const void *b,   \
     const int64_t *b_strides, void *out),                                                             \
    (op, rank, shape, a, a_strides, b, b_strides, out), NOTHING, "binary strided")                     \
  X(void, unary, (int op, int64_t n, const void *a, void *out, double p, double q),                    \
    (op, n, a, out, p, q), NOTHING, "%s", unary_names[op])                                             \
  X(void, select, (int64_t n, const void *condition, const void *a, const void *b, void *out),         \
    (n, condition, a, b, out), NOTHING, "select")                                                      \
  X(void, accumulate, (int64_t n, double scale, const void *source, void *target),                     \
    (n, scale, source, target), NOTHING, "accumulate")                                                 \
  X(void, fill, (int64_t n, double value, void *out), (n, value, out), NOTHING, "fill")                \
  X(void, strided_copy,                                                                                \
    (int rank, const int64_t *shape, const void *source, const int64_t *source_strides, void *target,  \
     const int64_t *target_strides),                                                                   \
    (rank, shape, source, source_strides, target, target_strides), NOTHING, "strided copy")            \
  X(void, gather_rows,                                                                                 \
    (int64_t rows, int64_t width, const void *indices, const void *table, void *out),                  \
    (rows, width, indices, table, out), NOTHING, "gather rows")                                        \
  X(void, scatter_rows,                                                                                \
    (int64_t rows, int64_t width, const void *indices, const void *source, void *table),               \
    (rows, width, indices, source, table), NOTHING, "scatter rows")                                    \
  X(void, reduce, (int op, int64_t outer, int64_t n, int64_t inner, const void *x, void *out),         \
    (op, outer, n, inner, x, out), NOTHING, "reduce")                                                  \
  X(void, arg_reduce, (int op, int64_t outer, int64_t n, int64_t inner, const void *x, void *out),     \
    (op, outer, n, inner, x, out), NOTHING, "arg reduce")                                              \
  X(void, softmax,                                                                                     \
    (int logarithm, int64_t outer, int64_t n, int64_t inner, const void *x, void *out),                \
    (logarithm, outer, n, inner, x, out), NOTHING, "softmax")                                          \
  X(void, softmax_gradient,                                                                            \
    (int logarithm, int64_t outer, int64_t n, int64_t inner, const void *y, const void *dy, void *dx), \
    (logarithm, outer, n, inner, y, dy, dx), NOTHING, "softmax gradient")                              \
  X(void, cross_entropy,                                                                               \
    (int64_t rows, int64_t n, const void *x, const void *labels, void *loss, void *dx),                \
    (rows, n, x, labels, loss, dx), NOTHING, "cross entropy")                                          \
  X(void, normalise,                                                                                   \
    (int64_t outer, int64_t n, int64_t inner, double epsilon, const void *x, void *y, void *mean,      \
     void *inverse),                                                                                   \
    (outer, n, inner, epsilon, x, y, mean, inverse), NOTHING, "normalise")                             \
  X(void, normalise_gradient,                                                                          \
    (int64_t outer, int64_t n, int64_t inner, const void *y, const void *inverse, const void *dy,      \
     void *dx),                                                                                        \
    (outer, n, inner, y, inverse, dy, dx), NOTHING, "normalise gradient")                              \
  X(void, matmul,                                                                                      \
    (int transpose_a, int transpose_b, int64_t m, int64_t n, int64_t k, const void *a, const void *b,  \
     const void *bias, void *out, int64_t batch, int64_t a_stride, int64_t b_stride),                  \
    (transpose_a, transpose_b, m, n, k, a, b, bias, out, batch, a_stride, b_stride), NOTHING,          \
    "matmul %ldx%ldx%ldx%ld", (long)batch, (long)m, (long)n, (long)k)                                  \
  X(void, convolve,                                                                                    \
    (const ce_convolution *g, const void *x, const void *w, const void *bias, void *out),              \
    (g, x, w, bias, out), NOTHING, CONVOLUTION_NAME("conv2d", g))                                      \
  X(void, convolve_input,                                                                              \
    (const ce_convolution *g, const void *dy, const void *w, void *dx),                                \
    (g, dy, w, dx), ce_repair_input_gradient(dtype, g, dy, w, dx),                                     \
    CONVOLUTION_NAME("conv2d to dx", g))                                                               \
  X(void, convolve_weight,                                                                             \
    (const ce_convolution *g, const void *x, const void *dy, void *dw, void *db),                      \
    (g, x, dy, dw, db), ce_repair_weight_gradient(dtype, g, x, dy, dw),                                \
    CONVOLUTION_NAME("conv2d to dw", g))                                                               \
  X(void, max_pool, (const ce_pooling *g, const void *x, void *y, int32_t *winners),                   \
    (g, x, y, winners), NOTHING, "max pool")                                                           \
  X(void, pool_scatter, (const ce_pooling *g, const void *dy, const int32_t *winners, void *dx),       \
    (g, dy, winners, dx), NOTHING, "pool scatter")                                                     \
  X(void, pool_gather, (const ce_pooling *g, const void *x, const int32_t *winners, void *y),          \
    (g, x, winners, y), NOTHING, "pool gather")                                                        \
  X(void, average_pool, (const ce_pooling *g, const void *x, void *y), (g, x, y), NOTHING,             \
    "average pool")                                                                                    \
  X(void, average_pool_gradient, (const ce_pooling *g, const void *dy, void *dx), (g, dy, dx),         \
    NOTHING, "average pool gradient")                                                                  \
  X(void, run_block,                                                                                   \
    (const ce_block *b, const void *x, const void *w, const void *bias, void *y, void *pooled,         \
     int32_t *winners),                                                                                \
    (b, x, w, bias, y, pooled, winners), NOTHING, CONVOLUTION_NAME("block", &b->convolution))          \
  X(void, run_block_back,                                                                              \
    (const ce_block *b, const void *x, const void *w, const void *y, const int32_t *winners,           \
     const void *upstream, void *dx, void *dw, void *db),                                              \
    (b, x, w, y, winners, upstream, dx, dw, db), NOTHING,                                              \
    CONVOLUTION_NAME("block back", &b->convolution))                                                   \
  X(void, recur,                                                                                       \
    (const ce_recurrent *g, const void *x, const void *h0, const void *c0, const void *w_ih,           \
     const void *w_hh, const void *b_ih, const void *b_hh, void *out, void *gates, void *extra),       \
    (g, x, h0, c0, w_ih, w_hh, b_ih, b_hh, out, gates, extra), NOTHING,                                \
    RECURRENT_NAME("recurrent", g))                                                                    \
  X(void, recur_back,                                                                                  \
    (const ce_recurrent *g, const void *x, const void *h0, const void *c0, const void *w_ih,           \
     const void *w_hh, const void *out, const void *gates, const void *extra, const void *dy,          \
     const void *dc, void *dx, void *dh0, void *dc0, void *dw_ih, void *dw_hh, void *db_ih,            \
     void *db_hh),                                                                                     \
    (g, x, h0, c0, w_ih, w_hh, out, gates, extra, dy, dc, dx, dh0, dc0, dw_ih, dw_hh, db_ih, db_hh),   \
    NOTHING, RECURRENT_NAME("recurrent back", g))                                                      \
  X(void, sgd,                                                                                         \
    (int64_t n, void *w, const void *gradient, void *velocity, double rate, double momentum,           \
     double decay, int nesterov, int first),                                                           \
    (n, w, gradient, velocity, rate, momentum, decay, nesterov, first), NOTHING, "sgd")                \
  X(void, adam,                                                                                        \
    (int64_t n, void *w, const void *gradient, void *mean, void *square, double rate, double beta1,    \
     double beta2, double epsilon, double decay, int decoupled, double correction1,                    \
     double correction2),                                                                              \
    (n, w, gradient, mean, square, rate, beta1, beta2, epsilon, decay, decoupled, correction1,         \
     correction2),                                                                                     \
    NOTHING, "adam")                                                                                   \
  X(void, rmsprop,                                                                                     \
    (int64_t n, void *w, const void *gradient, void *square, void *velocity, double rate,              \
     double alpha, double epsilon, double momentum, double decay),                                     \
    (n, w, gradient, square, velocity, rate, alpha, epsilon, momentum, decay), NOTHING, "rmsprop")

#define KERNEL_VALUES(X)                                                                               \
  X(double, distance, (int64_t n, const void *a, const void *b), (n, a, b), "distance")                \
  X(double, multiply_adds, (int64_t rounds), (rounds), "multiply-adds")

// The `after` of a kernel that needs none.
#define NOTHING (void)0

#endif
