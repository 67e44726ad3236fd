// Direct convolution whose vectors begin at the beginnings of rows, without the rows of zeros.
//
// convolution-tiles.h takes runs of positions through padding and all. Where a kernel is large against the
// image, as in the backward pass of a convolution without padding, a good part of the taps then meets
// rows of zeros above and below the image, and each row of outputs drags its padding along. Here a tile is
// a few channels by two vectors, each within one row, and takes only the rows of the kernel that
// meet the image. Those left out would have added zeros: the bits are the same.

#define ROW_TILE(ROWS)                                                                                 \
  static void KERNEL(rows_##ROWS)(int64_t inputs, int64_t window, int64_t count, const int64_t *offsets, \
                                  const REAL *weights, const REAL *x0, const REAL *x1, const REAL *bias,  \
                                  REAL *out) {                                                         \
    V acc[ROWS][2];                                                                                    \
    UNROLL for (int r = 0; r < ROWS; r++) acc[r][0] = acc[r][1] = splat(bias[r]);                      \
    for (int64_t c = 0; c < inputs; c++, offsets += window, weights += window * ROWS) {                \
      const REAL *w = weights;                                                                         \
      for (int64_t t = 0; t < count; t++, w += ROWS) {                                                 \
        const V a = load(x0 + offsets[t]), b = load(x1 + offsets[t]);                                  \
        UNROLL for (int r = 0; r < ROWS; r++) {                                                        \
          const V weight = splat(w[r]);                                                                \
          MULTIPLY_ADD(acc[r][0], weight, a);                                                          \
          MULTIPLY_ADD(acc[r][1], weight, b);                                                          \
        }                                                                                              \
      }                                                                                                \
    }                                                                                                  \
    UNROLL for (int r = 0; r < ROWS; r++) {                                                            \
      store(out + 2 * r * VL, acc[r][0]);                                                              \
      store(out + (2 * r + 1) * VL, acc[r][1]);                                                        \
    }                                                                                                  \
  }
ROW_TILE(4) ROW_TILE(5) ROW_TILE(6)
typedef void (*KERNEL(row_tile))(int64_t, int64_t, int64_t, const int64_t *, const REAL *, const REAL *,
                                 const REAL *, const REAL *, REAL *);
enum { least_rows = 4 }; // fewer do not fill the multiply-add units
#if VECTOR_BYTES == 64
ROW_TILE(7) ROW_TILE(8)
static const KERNEL(row_tile) KERNEL(row_tiles)[] = {
    KERNEL(rows_4), KERNEL(rows_5), KERNEL(rows_6), KERNEL(rows_7), KERNEL(rows_8)};
#else
static const KERNEL(row_tile) KERNEL(row_tiles)[] = {KERNEL(rows_4), KERNEL(rows_5), KERNEL(rows_6)};
#endif
#undef ROW_TILE

// Rows of the kernel first..<last that meet the image from the rows of outputs y0...y1.
typedef struct KERNEL(kernel_rows) {
  int64_t first, last;
} KERNEL(kernel_rows);
INLINE KERNEL(kernel_rows) rows_that_meet(const KERNEL(conv_task) *t, int64_t y0, int64_t y1) {
  const ce_convolution *g = t->g;
  int64_t first = 0, last = g->kernel_height;
  if (!t->flipped) return (KERNEL(kernel_rows)){first, last};
  while (first < last && y1 + first * g->dilation_y < t->layout.pad_y) first++;
  while (last > first && y0 + (last - 1) * g->dilation_y >= t->layout.pad_y + g->height) last--;
  return (KERNEL(kernel_rows)){first, last};
}

// Whether rows of whole vectors suit an image better than channels.h: nothing is wasted then, and results
// of few taps cost less than their transposition would.
INLINE int suits_whole_rows(const KERNEL(conv_task) *t) {
  const ce_convolution *g = t->g;
  return VECTOR_BYTES == 64 && g->out_width % (2 * VL) == 0 && g->outputs / g->groups % 8 == 0 &&
         t->layout.taps <= 128 && g->stride_y == 1 && g->stride_x == 1 && t->up_y == 1 && t->up_x == 1;
}

// Whether leaving out rows of zeros pays, counted in vectors of multiply-adds for a channel with 12 % for
// the shorter tiles. In the backward pass only: forward, zeros of the padding times an infinite weight are
// NaN, here as elsewhere.
INLINE int suits_rows(const KERNEL(conv_task) *t) {
  const ce_convolution *g = t->g;
  const int64_t outputs = g->outputs / g->groups, across = parts(g->out_width, VL);
  if (!t->flipped || g->stride_y != 1 || g->stride_x != 1 || t->up_y != 1 || t->up_x != 1) return 0;
  if (t->rows < least_rows || outputs % t->rows) return 0;
  int64_t taps = 0;
  const int64_t together = across == 1 ? 2 : 1;
  for (int64_t y = 0; y < g->out_height; y += together) {
    const KERNEL(kernel_rows) k = rows_that_meet(t, y, smaller(y + together, g->out_height) - 1);
    taps += (k.last - k.first) * parts(across * together, 2) * 2;
  }
  return 28 * taps < 25 * parts(t->layout.positions, VL) * g->kernel_height;
}

// Computes output rows y0..<y1 of one image from its padded block.
static void KERNEL(row_band)(const KERNEL(conv_task) *t, const REAL *padded, int64_t y0, int64_t y1, REAL *out,
                             REAL *strip) {
  const ce_convolution *g = t->g;
  const KERNEL(conv_layout) *l = &t->layout;
  const int64_t outputs = g->outputs / g->groups, inputs = g->inputs / g->groups;
  const int64_t area = g->out_height * g->out_width, across = parts(g->out_width, VL);
  const int64_t window = g->kernel_height * g->kernel_width, count = (y1 - y0) * across;
  const REAL none[most_rows] = {0};
  for (int64_t k = 0; k < g->outputs; k += t->rows) {
    const REAL *x = padded + k / outputs * inputs * l->plane;
    const REAL *bias = t->bias ? t->bias + k : none;
    for (int64_t i = 0; i < count;) {
      // Vectors of one row, or of two neighbouring rows where a row is one vector.
      const int64_t y = y0 + i / across, at = i % across * VL;
      const int pair = at + VL < g->out_width || (across == 1 && i + 1 < count);
      const int64_t next_y = pair ? y0 + (i + 1) / across : y, next = pair ? (i + 1) % across * VL : at;
      const KERNEL(kernel_rows) rows = rows_that_meet(t, y, next_y);
      const int64_t tap = rows.first * g->kernel_width;
      KERNEL(row_tiles)[t->rows - least_rows](
          inputs, window, rows.last * g->kernel_width - tap, l->offsets + tap,
          t->weights + k * l->taps + tap * t->rows, x + y * l->width + at, x + next_y * l->width + next, bias,
          strip);
      for (int v = 0; v <= pair; v++) {
        const int64_t column = v ? next : at, rest = smaller(VL, g->out_width - column);
        REAL *to = out + k * area + (v ? next_y : y) * g->out_width + column;
        for (int64_t r = 0; r < t->rows; r++, to += area) {
          const REAL *from = strip + (2 * r + v) * VL;
          if (t->activation != ce_activation_none) KERNEL(store_rows)(t->activation, 1, rest, from, 0, to, 0);
          else if (rest == VL) store(to, load(from));
          else store_rest(to, load(from), rest);
        }
      }
      i += 1 + pair;
    }
  }
}
