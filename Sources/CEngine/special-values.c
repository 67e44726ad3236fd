// NaN and infinity: the one policy, and what enforces it.
//
// A result is what arithmetic after IEEE 754 makes of the operation's definition:
//  1. What meets a NaN is NaN. Sums and functions do so by themselves; a maximum, a minimum, a pooling
//     window or a position of the greatest element is written so that a NaN wins (`better` in
//     kernels/reduce.h and the comparisons with `x != x`), and a loss or a softmax that meets one is NaN.
//  2. Nothing else is. An element that the definition does not combine with a NaN stays what it was. A zero
//     that the definition itself multiplies (forward padding, a zero weight) is combined: 0 * NaN is NaN.
//  3. Equal infinities are equal; their difference is NaN, wherever the definition subtracts them.
//
// Two kinds of kernel would break the second rule for speed, and are kept from it like this:
//  - Winograd's transforms mix the sixteen pixels of a tile (kernels/winograd.h). Images with a NaN, an
//    infinity or a magnitude whose products could overflow take the direct kernel instead.
//  - The gradients of a convolution multiply elements by padding zeros that the definition leaves out, which
//    yields NaN in weights and pixels that never meet the NaN. That shows: a result is not finite although
//    the gradient that arrived was. Only then it is computed once more, by the definition, here
//    (`ce_repair_…`). A block of convolution, activation and pooling leaves that to its parts
//    (`ce_block_holds`).
#include "internal.h"

int ce_is_finite(int dtype, int64_t n, const void *values) {
  // All bits of an exponent are set in infinities and NaN alone. Blocks, so that a long array with an
  // early one is soon left, and the loops within are vectors.
  enum { block = 4096 };
  for (int64_t at = 0; at < n; at += block) {
    const int64_t end = n < at + block ? n : at + block;
    int found = 0;
    if (!dtype) {
      const uint32_t *bits = values;
      for (int64_t i = at; i < end; i++) found |= (bits[i] & 0x7f800000u) == 0x7f800000u;
    } else {
      const uint64_t *bits = values, mask = 0x7ff0000000000000u;
      for (int64_t i = at; i < end; i++) found |= (bits[i] & mask) == mask;
    }
    if (found) return 0;
  }
  return 1;
}

#define DEFINE(REAL)                                                                                   \
  static void weight_##REAL(const ce_convolution *g, const REAL *x, const REAL *dy, REAL *dw) {        \
    const int64_t inputs = g->inputs / g->groups, outputs = g->outputs / g->groups;                    \
    for (int64_t k = 0; k < g->outputs; k++)                                                           \
      for (int64_t c = 0; c < inputs; c++)                                                             \
        for (int64_t i = 0; i < g->kernel_height; i++)                                                 \
          for (int64_t j = 0; j < g->kernel_width; j++) {                                              \
            double sum = 0;                                                                            \
            for (int64_t n = 0; n < g->batch; n++) {                                                   \
              const REAL *plane = x + (n * g->inputs + k / outputs * inputs + c) * g->height * g->width;  \
              const REAL *up = dy + (n * g->outputs + k) * g->out_height * g->out_width;               \
              for (int64_t y = 0; y < g->out_height; y++) {                                            \
                const int64_t row = y * g->stride_y + i * g->dilation_y - g->padding_y;                \
                if (row < 0 || row >= g->height) continue;                                             \
                for (int64_t z = 0; z < g->out_width; z++) {                                           \
                  const int64_t column = z * g->stride_x + j * g->dilation_x - g->padding_x;           \
                  if (column < 0 || column >= g->width) continue;                                      \
                  sum += (double)up[y * g->out_width + z] * plane[row * g->width + column];            \
                }                                                                                      \
              }                                                                                        \
            }                                                                                          \
            *dw++ = (REAL)sum;                                                                         \
          }                                                                                            \
  }                                                                                                    \
  static void input_##REAL(const ce_convolution *g, const REAL *dy, const REAL *w, REAL *dx) {         \
    const int64_t inputs = g->inputs / g->groups, outputs = g->outputs / g->groups;                    \
    const int64_t window = g->kernel_height * g->kernel_width;                                         \
    for (int64_t at = 0; at < g->batch * g->inputs * g->height * g->width; at++) {                     \
      const int64_t column = at % g->width, row = at / g->width % g->height;                           \
      const int64_t c = at / (g->width * g->height) % g->inputs, n = at / (g->width * g->height * g->inputs);  \
      double sum = 0;                                                                                  \
      for (int64_t k = c / inputs * outputs; k < (c / inputs + 1) * outputs; k++)                      \
        for (int64_t i = 0; i < g->kernel_height; i++) {                                               \
          const int64_t y = row + g->padding_y - i * g->dilation_y;                                    \
          if (y < 0 || y % g->stride_y || y / g->stride_y >= g->out_height) continue;                  \
          for (int64_t j = 0; j < g->kernel_width; j++) {                                              \
            const int64_t z = column + g->padding_x - j * g->dilation_x;                               \
            if (z < 0 || z % g->stride_x || z / g->stride_x >= g->out_width) continue;                 \
            const int64_t place = ((n * g->outputs + k) * g->out_height + y / g->stride_y) * g->out_width;  \
            sum += (double)dy[place + z / g->stride_x]                                                 \
                   * w[(k * inputs + c % inputs) * window + i * g->kernel_width + j];                  \
          }                                                                                            \
        }                                                                                              \
      dx[at] = (REAL)sum;                                                                              \
    }                                                                                                  \
  }
DEFINE(float)
DEFINE(double)
#undef DEFINE

static int64_t weight_count(const ce_convolution *g) {
  return g->outputs * (g->inputs / g->groups) * g->kernel_height * g->kernel_width;
}
static int64_t output_count(const ce_convolution *g) {
  return g->batch * g->outputs * g->out_height * g->out_width;
}

void ce_repair_weight_gradient(int dtype, const ce_convolution *g, const void *x, const void *dy,
                               void *dw) {
  if (ce_is_finite(dtype, weight_count(g), dw) || !ce_is_finite(dtype, output_count(g), dy)) return;
  if (!dtype) weight_float(g, x, dy, dw);
  else weight_double(g, x, dy, dw);
}

void ce_repair_input_gradient(int dtype, const ce_convolution *g, const void *dy, const void *w,
                              void *dx) {
  if (ce_is_finite(dtype, weight_count(g), w) || !ce_is_finite(dtype, output_count(g), dy)) return;
  if (!dtype) input_float(g, dy, w, dx);
  else input_double(g, dy, w, dx);
}

int ce_block_holds(int dtype, const ce_block *b, const void *w, const void *dw,
                   const void *upstream) {
  const ce_convolution *g = &b->convolution;
  const int64_t weights = weight_count(g);
  if (ce_is_finite(dtype, weights, dw) && ce_is_finite(dtype, weights, w)) return 1;
  const ce_pooling *p = &b->pooling;
  const int64_t arriving =
      b->pool == ce_pool_none ? output_count(g) : p->planes * p->out_height * p->out_width;
  return !ce_is_finite(dtype, arriving, upstream);
}
