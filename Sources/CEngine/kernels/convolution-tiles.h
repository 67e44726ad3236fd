// The direct convolution of some rows of one image, over the layout of convolution-layout.h.

// acc[ROWS][COLUMNS * VL] at `out`, rows `out_step` apart: weights [taps][ROWS], x plus offsets.
#define CONV_TILE(ROWS, COLUMNS)                                                                       \
  static void KERNEL(conv_##ROWS##_##COLUMNS)(int64_t taps, const int64_t *offsets, const REAL *weights, \
                                              const REAL *x, const REAL *bias, REAL *out,              \
                                              int64_t out_step) {                                      \
    V acc[ROWS][COLUMNS];                                                                              \
    UNROLL for (int r = 0; r < ROWS; r++)                                                              \
      UNROLL for (int v = 0; v < COLUMNS; v++) acc[r][v] = splat(bias[r]);                             \
    for (int64_t t = 0; t < taps; t++, weights += ROWS) {                                              \
      const REAL *p = x + offsets[t];                                                                  \
      V column[COLUMNS];                                                                               \
      UNROLL for (int v = 0; v < COLUMNS; v++) column[v] = load(p + v * VL);                           \
      UNROLL for (int r = 0; r < ROWS; r++) {                                                          \
        const V w = splat(weights[r]);                                                                 \
        UNROLL for (int v = 0; v < COLUMNS; v++) MULTIPLY_ADD(acc[r][v], w, column[v]);                \
      }                                                                                                \
    }                                                                                                  \
    UNROLL for (int r = 0; r < ROWS; r++)                                                              \
      UNROLL for (int v = 0; v < COLUMNS; v++) store(out + r * out_step + v * VL, acc[r][v]);          \
  }
#define CONV_KERNEL(ROWS, COLUMNS) {KERNEL(conv_##ROWS##_##COLUMNS), COLUMNS}
typedef void (*KERNEL(conv_kernel))(int64_t, const int64_t *, const REAL *, const REAL *, const REAL *,
                                    REAL *, int64_t);
typedef struct KERNEL(conv_choice) {
  KERNEL(conv_kernel) run;
  int columns;
} KERNEL(conv_choice);
// Tiles that fill the registers, 32 of them or 16, and leave room for the columns and a weight.
#if VECTOR_BYTES == 64
enum { most_rows = 8 };
CONV_TILE(1, 12) CONV_TILE(2, 10) CONV_TILE(3, 8) CONV_TILE(4, 6) CONV_TILE(5, 5) CONV_TILE(6, 4)
CONV_TILE(7, 3) CONV_TILE(8, 3)
static const KERNEL(conv_choice) KERNEL(conv_kernels)[most_rows] = {
    CONV_KERNEL(1, 12), CONV_KERNEL(2, 10), CONV_KERNEL(3, 8), CONV_KERNEL(4, 6),
    CONV_KERNEL(5, 5), CONV_KERNEL(6, 4), CONV_KERNEL(7, 3), CONV_KERNEL(8, 3)};

// Rows a kernel takes, so that `outputs` splits evenly: 10 = 5 + 5, 20 = 7 + 7 + 6.
INLINE int64_t rows_at_once(int64_t outputs) {
  return outputs % 6 == 0 && outputs % 8 ? 6 : parts(outputs, parts(outputs, most_rows));
}
#else
enum { most_rows = 6 };
CONV_TILE(1, 8) CONV_TILE(2, 6) CONV_TILE(3, 4) CONV_TILE(4, 3) CONV_TILE(5, 2) CONV_TILE(6, 2)
static const KERNEL(conv_choice) KERNEL(conv_kernels)[most_rows] = {
    CONV_KERNEL(1, 8), CONV_KERNEL(2, 6), CONV_KERNEL(3, 4),
    CONV_KERNEL(4, 3), CONV_KERNEL(5, 2), CONV_KERNEL(6, 2)};

// The same here: 6 = 6, 8 = 4 + 4, 10 = 5 + 5, 16 = 4 * 4.
INLINE int64_t rows_at_once(int64_t outputs) {
  if (outputs <= 6) return outputs;
  if (outputs % 4 == 0) return 4;
  if (outputs % 6 == 0) return 6;
  if (outputs % 5 == 0) return 5;
  return 4;
}
#endif
#undef CONV_TILE
#undef CONV_KERNEL

#if HAS_CHANNELS
static void KERNEL(channel_band)(const KERNEL(conv_task) *t, const REAL *padded, int64_t y0, int64_t y1,
                                 REAL *out, REAL *strip) {
  const ce_convolution *g = t->g;
  const KERNEL(conv_layout) *l = &t->layout;
  const int64_t outputs = g->outputs / g->groups, area = g->out_height * g->out_width;
  const int64_t width = g->out_width, count = (y1 - y0) * width, channels = t->rows;
  const KERNEL(channel_kernel) *kernels = KERNEL(channel_kernels)[channels == VL];
  int64_t step = parts(width, parts(width, most_positions));
#if HAS_CHANNEL_ROWS
  if (channels == VL && has_row_kernel(g)) {
    kernels = KERNEL(row_kernels)[g->kernel_width == 5];
    if (g->kernel_width == 5) step = parts(width, parts(width, most_row_positions));
  }
#endif
  for (int64_t k = 0; k < g->outputs; k += channels) {
    const REAL *x = padded + k / outputs * (g->inputs / g->groups) * l->plane + y0 * l->width;
    const REAL *weights = t->weights + k * l->taps, *bias = t->bias ? t->bias + k : NULL;
    REAL *to = strip;
    for (int64_t y = y0; y < y1; y++, x += l->width) {
      for (int64_t i = 0; i < width; i += step) {
        const int64_t positions = smaller(step, width - i);
        kernels[positions - 1](l->taps, l->offsets, weights, x + i, bias, to);
        to += positions * channels;
      }
    }
    if (t->activation != ce_activation_none) {
      KERNEL(store_rows)(t->activation, 1, count * channels, strip, 0, strip, 0);
    }
    KERNEL(transpose)(count, channels, strip, channels, out + k * area + y0 * width, area);
  }
}
#endif

// The same by vectors over runs of positions.
static void KERNEL(run_band)(const KERNEL(conv_task) *t, const REAL *padded, int64_t y0, int64_t y1, REAL *out,
                             REAL *strip) {
  const ce_convolution *g = t->g;
  const KERNEL(conv_layout) *l = &t->layout;
  const int64_t outputs = g->outputs / g->groups, area = g->out_height * g->out_width;
  const int64_t first = y0 * l->width;
  const int64_t count = (y1 - y0 - 1) * l->width + g->out_width; // positions of this band
  const REAL none[most_rows] = {0};
  for (int64_t group = 0; group < g->groups; group++) {
    const REAL *x = padded + group * (g->inputs / g->groups) * l->plane + first;
    for (int64_t block = 0; block < t->blocks; block++) {
      const int64_t k0 = block * t->rows, rows = smaller(t->rows, outputs - k0);
      const REAL *weights = t->weights + (group * outputs + k0) * l->taps;
      const REAL *bias = t->bias ? t->bias + group * outputs + k0 : none;
      const KERNEL(conv_kernel) run = KERNEL(conv_kernels)[rows - 1].run;
      const int64_t step = KERNEL(conv_kernels)[rows - 1].columns * VL;
      REAL *to = out + (group * outputs + k0) * area + y0 * g->out_width;
      const int64_t strip_step = parts(count, step) * step;
      for (int64_t p = 0; p < count; p += step) {
        run(l->taps, l->offsets, weights, x + p, bias, strip + p, strip_step);
      }
      for (int64_t r = 0; r < rows; r++) {
        const REAL *from = strip + r * strip_step;
        REAL *row = to + r * area;
        KERNEL(store_rows)(t->activation, y1 - y0, g->out_width, from, l->width, row,
                           g->out_width);
      }
    }
  }
}
