// The gradients of a convolution by their definition, for operands with NaN or infinity.
//
// The kernels walk rows with zeros between and beside the elements, which adds 0 * x to a sum. That is
// nothing as long as x is finite; where it is not, a NaN would appear in weights and pixels that never
// meet it. So results that are not finite although what arrived was are computed once more, here.
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
  static void input_##REAL(const ce_convolution *g, const REAL *dy, const REAL *w, const REAL *bias,   \
                           REAL *dx) {                                                                 \
    const int64_t inputs = g->inputs / g->groups, outputs = g->outputs / g->groups;                    \
    const int64_t window = g->kernel_height * g->kernel_width;                                         \
    for (int64_t at = 0; at < g->batch * g->inputs * g->height * g->width; at++) {                     \
      const int64_t column = at % g->width, row = at / g->width % g->height;                           \
      const int64_t c = at / (g->width * g->height) % g->inputs, n = at / (g->width * g->height * g->inputs);  \
      double sum = bias ? bias[c] : 0;                                                                 \
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

void ce_exact_weight(int dtype, const ce_convolution *g, const void *x, const void *dy, void *dw) {
  if (!dtype) weight_float(g, x, dy, dw);
  else weight_double(g, x, dy, dw);
}

void ce_exact_input(int dtype, const ce_convolution *g, const void *dy, const void *w, const void *bias,
                    void *dx) {
  if (!dtype) input_float(g, dy, w, bias, dx);
  else input_double(g, dy, w, bias, dx);
}
