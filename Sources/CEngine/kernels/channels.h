// Convolution tiles whose vectors run over output channels.
//
// Where the number of channels is a multiple of 16, a vector of outputs at one position takes a weight
// vector times one input, so no lane is lost at the ends of rows, whatever the width of an image. The
// result of a tile is [position][channel] and is transposed on its way out. Each output sums its taps
// in the same order as in convolution.h: the bits do not depend on the choice.
//
// For the gradient in the weights, a vector of dy at one position is multiplied by the inputs under a
// few taps. That sums positions one after the other, another order than the dot products in
// convolution-weight.h, so this choice follows from the shape alone.

enum { channel_multiple = 16 };

#if VECTOR_BYTES >= 32 && !IS_DOUBLE
#define HAS_CHANNELS 1
#if VECTOR_BYTES == 64
enum { most_positions = 14 };
#else
enum { most_positions = 6 };
#endif

// out[POSITIONS][VECTORS * VL] for neighbouring positions: weights [taps][VECTORS * VL].
#define CHANNEL_TILE(POSITIONS, VECTORS)                                                               \
  static void KERNEL(channel_##POSITIONS##_##VECTORS)(                                                 \
      int64_t taps, const int64_t *offsets, const REAL *weights, const REAL *x, const REAL *bias,      \
      REAL *out) {                                                                                     \
    V acc[POSITIONS][VECTORS];                                                                         \
    UNROLL for (int v = 0; v < VECTORS; v++) {                                                         \
      const V start = bias ? load(bias + v * VL) : splat(0);                                           \
      UNROLL for (int i = 0; i < POSITIONS; i++) acc[i][v] = start;                                    \
    }                                                                                                  \
    for (int64_t t = 0; t < taps; t++, weights += VECTORS * VL) {                                      \
      const REAL *p = x + offsets[t];                                                                  \
      V w[VECTORS];                                                                                    \
      UNROLL for (int v = 0; v < VECTORS; v++) w[v] = load(weights + v * VL);                          \
      UNROLL for (int i = 0; i < POSITIONS; i++) {                                                     \
        const V a = splat(p[i]);                                                                       \
        UNROLL for (int v = 0; v < VECTORS; v++) MULTIPLY_ADD(acc[i][v], a, w[v]);                     \
      }                                                                                                \
    }                                                                                                  \
    UNROLL for (int i = 0; i < POSITIONS; i++)                                                         \
      UNROLL for (int v = 0; v < VECTORS; v++) store(out + (i * VECTORS + v) * VL, acc[i][v]);         \
  }
#define CHANNEL_NAME(POSITIONS, VECTORS) KERNEL(channel_##POSITIONS##_##VECTORS),
#define EACH_SIX(X, VECTORS)                                                                           \
  X(1, VECTORS) X(2, VECTORS) X(3, VECTORS) X(4, VECTORS) X(5, VECTORS) X(6, VECTORS)
#define EACH_TEN(X, VECTORS)                                                                           \
  EACH_SIX(X, VECTORS) X(7, VECTORS) X(8, VECTORS) X(9, VECTORS) X(10, VECTORS)
#if VECTOR_BYTES == 64
#define EACH_POSITION(X, VECTORS)                                                                      \
  EACH_TEN(X, VECTORS) X(11, VECTORS) X(12, VECTORS) X(13, VECTORS) X(14, VECTORS)
EACH_POSITION(CHANNEL_TILE, 1)
#else
#define EACH_POSITION EACH_SIX
#endif
EACH_POSITION(CHANNEL_TILE, 2)
typedef void (*KERNEL(channel_kernel))(int64_t, const int64_t *, const REAL *, const REAL *, const REAL *,
                                       REAL *);
// By vectors, 2 or 1, and positions. Sixteen channels are two vectors of AVX2.
static const KERNEL(channel_kernel) KERNEL(channel_kernels)[][most_positions] = {
    {EACH_POSITION(CHANNEL_NAME, 2)},
#if VECTOR_BYTES == 64
    {EACH_POSITION(CHANNEL_NAME, 1)},
#endif
};

// Channels of a tile: two vectors if they divide the number of outputs, else one.
INLINE int64_t channels_at_once(int64_t outputs) { return outputs % (2 * VL) ? VL : 2 * VL; }

// to[c][p] = from[p][c] for `count` positions and `channels` (a multiple of 8) channels.
static void KERNEL(transpose)(int64_t count, int64_t channels, const REAL *from, int64_t from_step,
                              REAL *to, int64_t to_step) {
  for (int64_t c = 0; c < channels; c += 8) {
    int64_t p = 0;
    for (; p + 8 <= count; p += 8) {
      const REAL *row[8];
      UNROLL for (int i = 0; i < 8; i++) row[i] = from + (p + i) * from_step;
      transpose_eight(row, c, to + c * to_step + p, to_step);
      if (p + 8 < count && p + 16 > count) p = count - 16; // the last eight overlap those before
    }
    for (; p < count; p++)
      for (int i = 0; i < 8; i++) to[(c + i) * to_step + p] = from[p * from_step + c + i];
  }
}

// The other way: to[p][c] = from[c][p], positions `channels` apart.
static void KERNEL(transpose_back)(int64_t count, int64_t channels, const REAL *from, int64_t from_step,
                                   REAL *to) {
  for (int64_t c = 0; c < channels; c += 8) {
    const REAL *row[8];
    UNROLL for (int i = 0; i < 8; i++) row[i] = from + (c + i) * from_step;
    int64_t p = 0;
    for (; p + 8 <= count; p += 8) {
      transpose_eight(row, p, to + p * channels + c, channels);
      if (p + 8 < count && p + 16 > count) p = count - 16; // the last eight overlap those before
    }
    for (; p < count; p++)
      for (int i = 0; i < 8; i++) to[p * channels + c + i] = row[i][p];
  }
}

// sums[TAPS][VECTORS * VL] += dy[position][VECTORS * VL] * x[position + tap], over rows of positions.
#define CHANNEL_DOT(TAPS, VECTORS)                                                                     \
  static void KERNEL(channel_dot_##TAPS##_##VECTORS)(int64_t rows, int64_t width, const REAL *dy,      \
                                                     const REAL *x, int64_t x_step,                    \
                                                     const int64_t *offsets, REAL *sums) {             \
    V acc[TAPS][VECTORS];                                                                              \
    UNROLL for (int c = 0; c < TAPS; c++)                                                              \
      UNROLL for (int v = 0; v < VECTORS; v++) acc[c][v] = (V){0};                                     \
    for (int64_t y = 0; y < rows; y++, x += x_step) {                                                  \
      const REAL *tap[TAPS];                                                                           \
      UNROLL for (int c = 0; c < TAPS; c++) tap[c] = x + offsets[c];                                   \
      for (int64_t p = 0; p < width; p++, dy += VECTORS * VL) {                                        \
        V d[VECTORS];                                                                                  \
        UNROLL for (int v = 0; v < VECTORS; v++) d[v] = load(dy + v * VL);                             \
        UNROLL for (int c = 0; c < TAPS; c++) {                                                        \
          const V a = splat(tap[c][p]);                                                                \
          UNROLL for (int v = 0; v < VECTORS; v++) MULTIPLY_ADD(acc[c][v], a, d[v]);                   \
        }                                                                                              \
      }                                                                                                \
    }                                                                                                  \
    UNROLL for (int c = 0; c < TAPS; c++) UNROLL for (int v = 0; v < VECTORS; v++) {                   \
      REAL *to = sums + (c * VECTORS + v) * VL;                                                        \
      store(to, load(to) + acc[c][v]);                                                                 \
    }                                                                                                  \
  }
#define CHANNEL_DOT_NAME(TAPS, VECTORS) KERNEL(channel_dot_##TAPS##_##VECTORS),
typedef void (*KERNEL(channel_dot))(int64_t, int64_t, const REAL *, const REAL *, int64_t, const int64_t *,
                                    REAL *);
typedef struct KERNEL(dot_choice) {
  int64_t channels, taps; // of a tile
  const KERNEL(channel_dot) *run; // by taps
} KERNEL(dot_choice);
#if VECTOR_BYTES == 64
EACH_SIX(CHANNEL_DOT, 4) EACH_TEN(CHANNEL_DOT, 2) EACH_TEN(CHANNEL_DOT, 1)
static const KERNEL(channel_dot) KERNEL(channel_dots_4)[] = {EACH_SIX(CHANNEL_DOT_NAME, 4)};
static const KERNEL(channel_dot) KERNEL(channel_dots_2)[] = {EACH_TEN(CHANNEL_DOT_NAME, 2)};
static const KERNEL(channel_dot) KERNEL(channel_dots_1)[] = {EACH_TEN(CHANNEL_DOT_NAME, 1)};
INLINE KERNEL(dot_choice) choose_dot(int64_t outputs) {
  if (outputs % (4 * VL) == 0) return (KERNEL(dot_choice)){4 * VL, 6, KERNEL(channel_dots_4)};
  if (outputs % (2 * VL) == 0) return (KERNEL(dot_choice)){2 * VL, 10, KERNEL(channel_dots_2)};
  return (KERNEL(dot_choice)){VL, 10, KERNEL(channel_dots_1)};
}
#else
EACH_SIX(CHANNEL_DOT, 2)
static const KERNEL(channel_dot) KERNEL(channel_dots_2)[] = {EACH_SIX(CHANNEL_DOT_NAME, 2)};
INLINE KERNEL(dot_choice) choose_dot(int64_t outputs) {
  (void)outputs;
  return (KERNEL(dot_choice)){2 * VL, 6, KERNEL(channel_dots_2)};
}
#endif
#undef CHANNEL_TILE
#undef CHANNEL_NAME
#undef CHANNEL_DOT
#undef CHANNEL_DOT_NAME
#undef EACH_SIX
#undef EACH_TEN
#undef EACH_POSITION
#endif
