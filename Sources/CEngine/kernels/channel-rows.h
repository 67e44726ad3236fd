// Convolution tiles for one vector of output channels and kernels of 3 or 5 columns.
//
// With a single vector of channels, channels.h loads an input for every multiply-add, and the loads set the
// pace. Here the inputs under a row of the kernel are broadcast into registers once and serve all its
// columns: 14 inputs for 10 outputs and 5 columns. Taps keep their order, so the bits are the same.

#if VECTOR_BYTES == 64 && !IS_DOUBLE
#define HAS_CHANNEL_ROWS 1

#define CHANNEL_ROW(POSITIONS, COLUMNS)                                                                \
  static void KERNEL(row_##POSITIONS##_##COLUMNS)(int64_t taps, const int64_t *offsets,                \
                                                  const REAL *weights, const REAL *x, const REAL *bias,   \
                                                  REAL *out) {                                         \
    V acc[POSITIONS];                                                                                  \
    const V start = bias ? load(bias) : splat(0);                                                      \
    UNROLL for (int i = 0; i < POSITIONS; i++) acc[i] = start;                                         \
    for (int64_t t = 0; t < taps; t += COLUMNS) {                                                      \
      const REAL *p = x + offsets[t];                                                                  \
      V a[POSITIONS + COLUMNS - 1];                                                                    \
      UNROLL for (int i = 0; i < POSITIONS + COLUMNS - 1; i++) a[i] = splat(p[i]);                     \
      UNROLL for (int j = 0; j < COLUMNS; j++, weights += VL) {                                        \
        const V w = load(weights);                                                                     \
        UNROLL for (int i = 0; i < POSITIONS; i++) MULTIPLY_ADD(acc[i], a[i + j], w);                  \
      }                                                                                                \
    }                                                                                                  \
    UNROLL for (int i = 0; i < POSITIONS; i++) store(out + i * VL, acc[i]);                            \
  }
#define CHANNEL_ROW_NAME(POSITIONS, COLUMNS) KERNEL(row_##POSITIONS##_##COLUMNS),
#define EACH_POSITION(X, COLUMNS)                                                                      \
  X(1, COLUMNS) X(2, COLUMNS) X(3, COLUMNS) X(4, COLUMNS) X(5, COLUMNS) X(6, COLUMNS) X(7, COLUMNS)     \
  X(8, COLUMNS) X(9, COLUMNS) X(10, COLUMNS) X(11, COLUMNS) X(12, COLUMNS)
EACH_POSITION(CHANNEL_ROW, 3) CHANNEL_ROW(13, 3) CHANNEL_ROW(14, 3)
EACH_POSITION(CHANNEL_ROW, 5)
// As channel_kernels; by columns, 3 or 5, and positions.
enum { most_row_positions = 12 };
static const KERNEL(channel_kernel) KERNEL(row_kernels)[][most_positions] = {
    {EACH_POSITION(CHANNEL_ROW_NAME, 3) KERNEL(row_13_3), KERNEL(row_14_3)},
    {EACH_POSITION(CHANNEL_ROW_NAME, 5)}};
INLINE int has_row_kernel(const ce_convolution *g) {
  return g->stride_x == 1 && g->dilation_x == 1 && (g->kernel_width == 3 || g->kernel_width == 5);
}
#undef CHANNEL_ROW
#undef CHANNEL_ROW_NAME
#undef EACH_POSITION
#else
INLINE int has_row_kernel(const ce_convolution *g) {
  (void)g;
  return 0;
}
#endif
