/// The arithmetic under CoreEngine: plain loops over plain memory, vectorised, threaded.
///
/// Tensors are contiguous and row-major. `dtype` is 0 for float (32 bits) and 1 for double. Sizes and
/// strides count elements, never bytes. No function keeps a pointer, and none checks a shape: the
/// Swift side has done so. Every result has the same bits whatever the number of threads.
/// special-values.c states how NaN and infinity are treated. Swift calls these functions from
/// Sources/CoreEngine/Backend only.
#ifndef CENGINE_H
#define CENGINE_H

#include <stddef.h>
#include <stdint.h>

// MARK: Memory, threads, kernel sets, profile (memory.c, threads.c, dispatch.c, profile.c)

/// A block of at least `bytes` bytes, aligned to 64, from a pool of freed blocks of that size class.
void *ce_allocate(size_t bytes);
/// Gives back a block that `ce_allocate(bytes)` returned.
void ce_release(void *block, size_t bytes);

/// Threads that parallel loops use, the caller's included.
int ce_thread_count(void);
/// Sets that number (1 or more) until the next call.
void ce_set_thread_count(int count);
/// Ends the pool's threads; the next loop that needs them starts them again.
void ce_stop_threads(void);
/// Selects kernels: 0 portable, 1 AVX2 and FMA, 2 AVX-512 (float only; double then uses AVX2); at most
/// those that the processor can run, and -1 for what RUNBOOK_KERNELS (portable, avx2, avx512) asks for.
/// Returns the level that holds from now on. Not while another thread computes.
int ce_set_kernel_level(int level);

/// Computes in registers for the sake of a benchmark: returns the operations (a multiply-add is two) of
/// `rounds` rounds, which the caller times.
double ce_multiply_adds(int dtype, int64_t rounds);

/// Counts calls and time by operation from now on (1, from zero), or stops (0).
void ce_set_profiling(int on);
/// What was counted under the name returned, in nanoseconds; null past the last entry.
const char *ce_profile_entry(int index, int64_t *calls, int64_t *nanoseconds);

// MARK: Elementwise (kernels/elementwise.h)

enum {
  ce_add, ce_subtract, ce_multiply, ce_divide, ce_maximum, ce_minimum, ce_power,
  ce_less, ce_less_equal, ce_greater, ce_greater_equal, ce_equal, ce_not_equal,
  // gradients: a is what the function saved, b is the gradient that arrives
  ce_relu_gradient, ce_sigmoid_gradient, ce_tanh_gradient, ce_gelu_gradient,
};
enum {
  ce_negate, ce_absolute, ce_sign, ce_exp, ce_log, ce_sqrt, ce_square, ce_sin, ce_cos,
  ce_relu, ce_leaky_relu, ce_sigmoid, ce_tanh, ce_gelu, ce_softplus, ce_clamp, ce_scale_shift,
  ce_power_scalar, ce_floor, ce_is_nan,
};
/// out[i] = a[i] op b[i]; a step of 0 makes that operand a scalar, 1 a vector.
void ce_binary(int dtype, int op, int64_t n, const void *a, int a_step, const void *b, int b_step,
               void *out);
/// The same over strided operands; `out` is contiguous with `shape`.
void ce_binary_strided(int dtype, int op, int rank, const int64_t *shape, const void *a,
                       const int64_t *a_strides, const void *b, const int64_t *b_strides, void *out);
/// out[i] = op(a[i]); `p` and `q` are the slope of leaky_relu, the bounds of clamp, the factor and
/// addend of scale_shift, the exponent of power_scalar.
void ce_unary(int dtype, int op, int64_t n, const void *a, void *out, double p, double q);
/// out[i] = condition[i] != 0 ? a[i] : b[i].
void ce_select(int dtype, int64_t n, const void *condition, const void *a, const void *b, void *out);
/// target[i] += scale * source[i].
void ce_accumulate(int dtype, int64_t n, double scale, const void *source, void *target);
void ce_fill(int dtype, int64_t n, double value, void *out);
void ce_convert(int from, int to, int64_t n, const void *source, void *target);
/// Copies an n-dimensional block between two layouts.
void ce_strided_copy(int dtype, int rank, const int64_t *shape, const void *source,
                     const int64_t *source_strides, void *target, const int64_t *target_strides);
/// Row r of `out` is row indices[r] of `table` (indices are stored as values of `dtype`).
void ce_gather_rows(int dtype, int64_t rows, int64_t width, const void *indices, const void *table,
                    void *out);
/// Adds row r of `source` to row indices[r] of `table`.
void ce_scatter_rows(int dtype, int64_t rows, int64_t width, const void *indices,
                     const void *source, void *table);

// MARK: Reductions (kernels/reduce.h); x has shape [outer, n, inner], out [outer, inner]

enum { ce_sum, ce_max, ce_min };
void ce_reduce(int dtype, int op, int64_t outer, int64_t n, int64_t inner, const void *x, void *out);
/// Index of the first greatest (op ce_max) or least (ce_min) element; a NaN counts as either.
void ce_arg_reduce(int dtype, int op, int64_t outer, int64_t n, int64_t inner, const void *x,
                   void *out);
/// Greatest |a - b|; NaN when one is NaN.
double ce_distance(int dtype, int64_t n, const void *a, const void *b);
/// Whether neither a NaN nor an infinity is among the values (special-values.c).
int ce_is_finite(int dtype, int64_t n, const void *values);
/// Softmax, or its logarithm, over the middle axis.
void ce_softmax(int dtype, int logarithm, int64_t outer, int64_t n, int64_t inner, const void *x,
                void *out);
/// Gradient of `ce_softmax` from its output y and the arriving dy.
void ce_softmax_gradient(int dtype, int logarithm, int64_t outer, int64_t n, int64_t inner,
                         const void *y, const void *dy, void *dx);
/// Mean over rows of -log softmax(x)[label]; also writes (softmax - one-hot) / rows into `dx`.
void ce_cross_entropy(int dtype, int64_t rows, int64_t n, const void *x, const void *labels,
                      void *loss, void *dx);
/// (x - mean) / sqrt(variance + epsilon) of each group; a group is [outer, n, inner] at the middle
/// index. Writes mean and 1 / sqrt(variance + epsilon), one per group.
void ce_normalise(int dtype, int64_t outer, int64_t n, int64_t inner, double epsilon, const void *x,
                  void *y, void *mean, void *inverse);
/// Gradient of `ce_normalise` from its output.
void ce_normalise_gradient(int dtype, int64_t outer, int64_t n, int64_t inner, const void *y,
                           const void *inverse, const void *dy, void *dx);

// MARK: Matrix product (kernels/gemm.h)

/// out[b] = op(A[b]) op(B[b]) (+ bias, one per column) for `batch` matrices, `m` by `k` times `k` by `n`.
/// A transposed operand is stored `k` by `m`, or `n` by `k`. A batch stride of 0 repeats a matrix.
void ce_matmul(int dtype, int transpose_a, int transpose_b, int64_t m, int64_t n, int64_t k,
               const void *a, const void *b, const void *bias, void *out, int64_t batch,
               int64_t a_stride, int64_t b_stride);

// MARK: Convolution (kernels/convolution.h)

/// Geometry of a cross-correlation.
typedef struct ce_convolution {
  int64_t batch, inputs, height, width;
  int64_t outputs, kernel_height, kernel_width;
  int64_t stride_y, stride_x, padding_y, padding_x, dilation_y, dilation_x, groups;
  int64_t out_height, out_width;
} ce_convolution;
/// out [batch, outputs, out_height, out_width] = x [batch, inputs, height, width] * w + bias.
void ce_convolve(int dtype, const ce_convolution *g, const void *x, const void *w, const void *bias,
                 void *out);
/// dx from dy: the adjoint of `ce_convolve` in x.
void ce_convolve_input(int dtype, const ce_convolution *g, const void *dy, const void *w, void *dx);
/// dw, and db when it is not null, from x and dy.
void ce_convolve_weight(int dtype, const ce_convolution *g, const void *x, const void *dy, void *dw,
                        void *db);

// MARK: Pooling (kernels/pooling.h)

typedef struct ce_pooling {
  int64_t planes, height, width;
  int64_t kernel_height, kernel_width, stride_y, stride_x, padding_y, padding_x;
  int64_t out_height, out_width;
  int64_t count_padding; ///< average: 1 divides by the whole window, 0 by its part inside the image
} ce_pooling;
/// `winners` gets, for each output, the index of the chosen element in its plane. It may be null.
void ce_max_pool(int dtype, const ce_pooling *g, const void *x, void *y, int32_t *winners);
/// dx[plane, winners[i]] += dy[i].
void ce_pool_scatter(int dtype, const ce_pooling *g, const void *dy, const int32_t *winners, void *dx);
/// y[i] = x[plane, winners[i]].
void ce_pool_gather(int dtype, const ce_pooling *g, const void *x, const int32_t *winners, void *y);
void ce_average_pool(int dtype, const ce_pooling *g, const void *x, void *y);
void ce_average_pool_gradient(int dtype, const ce_pooling *g, const void *dy, void *dx);

// MARK: Convolution, activation and pooling in one pass (kernels/block.h)

enum { ce_activation_none, ce_activation_relu, ce_activation_sigmoid, ce_activation_tanh };
enum { ce_pool_none, ce_pool_max, ce_pool_average };
typedef struct ce_block {
  ce_convolution convolution;
  ce_pooling pooling; ///< of the convolution's result; `planes` is batch * outputs
  int64_t activation, pool;
} ce_block;
/// y is the activated convolution, kept for the backward pass; `pooled` and `winners` (max) as for pooling.
/// With max-pooling y may be null: the backward pass then takes `pooled` for it.
void ce_run_block(int dtype, const ce_block *b, const void *x, const void *w, const void *bias,
                  void *y, void *pooled, int32_t *winners);
/// dw, db and dx (the latter two may be null) from the gradient at the block's result. Where an operand is
/// not finite the result may not hold: see `ce_block_holds`.
void ce_run_block_back(int dtype, const ce_block *b, const void *x, const void *w, const void *y,
                       const int32_t *winners, const void *upstream, void *dx, void *dw, void *db);
/// Whether what `ce_run_block_back` computed holds; 0 where a NaN or infinity among the operands may have
/// reached more than it should, so that the gradient has to be put together from the block's parts.
int ce_block_holds(int dtype, const ce_block *b, const void *w, const void *dw, const void *upstream);

// MARK: Recurrent layers (kernels/recurrent.h)

enum { ce_rnn_tanh, ce_rnn_relu, ce_lstm, ce_gru };
typedef struct ce_recurrent {
  int64_t kind, time, batch, inputs, hidden;
} ce_recurrent;
/// The whole sequence. x [T, B, I], h0 and c0 [B, H], w_ih [gates * H, I], w_hh [gates * H, H], biases
/// [gates * H], out [T, B, H]. For the backward pass: `gates` [T, B, gates * H] and `extra` [T, B, H] (the
/// LSTM's cells; the GRU's hidden part; not used by the plain RNN).
void ce_recur(int dtype, const ce_recurrent *g, const void *x, const void *h0, const void *c0,
              const void *w_ih, const void *w_hh, const void *b_ih, const void *b_hh, void *out,
              void *gates, void *extra);
/// Gradients from dy [T, B, H] and (LSTM, or null) dc [B, H] at the last cell. dx, the weights' and the
/// biases' may be null; db_hh needs db_ih.
void ce_recur_back(int dtype, const ce_recurrent *g, const void *x, const void *h0, const void *c0,
                   const void *w_ih, const void *w_hh, const void *out, const void *gates,
                   const void *extra, const void *dy, const void *dc, void *dx, void *dh0,
                   void *dc0, void *dw_ih, void *dw_hh, void *db_ih, void *db_hh);

// MARK: Optimizers (kernels/optimizer.h), in place

void ce_sgd(int dtype, int64_t n, void *w, const void *gradient, void *velocity, double rate,
            double momentum, double decay, int nesterov, int first);
/// `decoupled` is AdamW's decay; `correction1`, `correction2` are 1 - beta^t.
void ce_adam(int dtype, int64_t n, void *w, const void *gradient, void *mean, void *square,
             double rate, double beta1, double beta2, double epsilon, double decay, int decoupled,
             double correction1, double correction2);
void ce_rmsprop(int dtype, int64_t n, void *w, const void *gradient, void *square, void *velocity,
                double rate, double alpha, double epsilon, double momentum, double decay);

// MARK: Random numbers (random.c): Philox 4x32-10, element i from block counter + i / 4 (or / 2)

void ce_random_bits(uint64_t seed, uint64_t counter, uint32_t out[4]);
/// Uniform in [low, high).
void ce_random_uniform(int dtype, uint64_t seed, uint64_t counter, int64_t n, double low,
                       double high, void *out);
void ce_random_normal(int dtype, uint64_t seed, uint64_t counter, int64_t n, double mean,
                      double standard_deviation, void *out);
/// 1 / (1 - rate) with probability 1 - rate, else 0.
void ce_random_mask(int dtype, uint64_t seed, uint64_t counter, int64_t n, double rate, void *out);

#endif
