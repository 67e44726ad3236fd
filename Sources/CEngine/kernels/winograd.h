// 3x3 convolutions of stride 1 with many channels, by Winograd's minimal filtering F(2x2, 3x3).
//
// A tile of 2x2 outputs needs 4x4 inputs d. With U = G w G' and V = B' d B, both 4x4, it is
// A' (sum over channels of U * V) A, * element by element: 16 multiplications instead of 36. Each of
// the 16 places is a matrix product [outputs][inputs] x [inputs][tiles], done by the tiles of gemm.h on a
// panel of NR tiles at a time, which stays in the second-level cache from its making to its use.
//
// Tiles are counted along rows of tiles, and on through the images of a unit, so that a panel is full
// whatever the width of an image. A place sums its inputs one after the other from zero: the bits do
// not depend on panels, units or the width of a register.
//
// V and the result are sums and differences, so one infinity or NaN would reach all four outputs of its
// tiles, and numbers near the largest would overflow. Images with such numbers take the direct kernel
// (special-values.c has the policy).
//
// Source: A. Lavin and S. Gray, Fast Algorithms for Convolutional Neural Networks, arXiv:1509.09308.

#if HAS_CHANNELS
#define HAS_WINOGRAD 1

enum { places = 16 }; // of a transformed tile

// Whether it pays: the transforms want channels, and so does what the last row and column of tiles waste
// where the height or the width is odd.
INLINE int winograd_fits(const ce_convolution *g, int64_t up_y, int64_t up_x) {
  const int64_t area = g->out_height * g->out_width;
  const int64_t covered = 4 * parts(g->out_height, 2) * parts(g->out_width, 2);
  const int64_t least = 20 * covered <= 23 * area ? 16 : 48;
  return g->kernel_height == 3 && g->kernel_width == 3 && g->stride_y == 1 && g->stride_x == 1 &&
         g->dilation_y == 1 && g->dilation_x == 1 && g->groups == 1 && up_y == 1 && up_x == 1 &&
         g->inputs >= least && g->outputs >= least && area >= 36;
}

// Whether an element is NaN, infinite or beyond 2^50: products of two, summed, stay below the largest.
static int KERNEL(any_huge)(int64_t n, const REAL *x) {
  VI found = {0};
  int64_t i = 0;
  for (; i + VL <= n; i += VL) found |= ((VI)load(x + i) & 0x7fffffff) > 0x58800000;
  int any = 0;
  for (int lane = 0; lane < VL; lane++) any |= found[lane] != 0;
  for (; i < n; i++) any |= !(fabsf(x[i]) <= 0x1p50f);
  return any;
}

// Elements of the transformed weights of a block of outputs, [place][input][rows]; vectors run past the
// end of a row into the next, and past the last into a few unused ones.
INLINE int64_t winograd_block(const KERNEL(conv_task) *t) {
  return places * (t->g->inputs * t->rows + LANES);
}
static void KERNEL(winograd_weights)(void *context, int64_t block) {
  const KERNEL(conv_task) *t = context;
  const int64_t inputs = t->g->inputs, k = block * t->rows, rows = smaller(t->rows, t->g->outputs - k);
  const int64_t step = inputs * t->rows + LANES;
  REAL *to = t->weights + block * winograd_block(t);
  REAL lane[9][LANES] = {{0}};
  for (int64_t c = 0; c < inputs; c++, to += rows) {
    for (int64_t r = 0; r < rows; r++) {
      const REAL *w = t->w + (k + r) * t->k_step + c * t->c_step;
      if (t->flipped) {
        UNROLL for (int tap = 0; tap < 9; tap++) lane[tap][r] = w[8 - tap];
      } else {
        UNROLL for (int tap = 0; tap < 9; tap++) lane[tap][r] = w[tap];
      }
    }
    W half[4][3];
    UNROLL for (int j = 0; j < 3; j++) {
      const W a = load_wide(lane[j]), b = load_wide(lane[3 + j]), d = load_wide(lane[6 + j]);
      half[0][j] = a;
      half[1][j] = ((a + d) + b) * (REAL)0.5;
      half[2][j] = ((a + d) - b) * (REAL)0.5;
      half[3][j] = d;
    }
    UNROLL for (int i = 0; i < 4; i++) {
      const W a = half[i][0], b = half[i][1], d = half[i][2];
      *(unaligned_w *)(to + (4 * i + 0) * step) = a;
      *(unaligned_w *)(to + (4 * i + 1) * step) = ((a + d) + b) * (REAL)0.5;
      *(unaligned_w *)(to + (4 * i + 2) * step) = ((a + d) - b) * (REAL)0.5;
      *(unaligned_w *)(to + (4 * i + 3) * step) = d;
    }
  }
}

// The transformed inputs of N tiles side by side, from four padded rows: place p goes to to + p * step.
#define WINOGRAD_INPUT(NAME, TYPE, UNALIGNED, N)                                                       \
  INLINE void NAME(const REAL *from, int64_t row, REAL *to, int64_t step) {                            \
    TYPE h[4][4];                                                                                      \
    UNROLL for (int i = 0; i < 4; i++) {                                                               \
      const REAL *p = from + i * row;                                                                  \
      const TYPE a = *(const UNALIGNED *)p, b = *(const UNALIGNED *)(p + N);                           \
      const TYPE c = *(const UNALIGNED *)(p + 2), d = *(const UNALIGNED *)(p + N + 2);                 \
      const TYPE even = EVEN_##N(a, b), odd = ODD_##N(a, b);                                           \
      const TYPE next_even = EVEN_##N(c, d), next_odd = ODD_##N(c, d);                                 \
      h[i][0] = even - next_even;                                                                      \
      h[i][1] = odd + next_even;                                                                       \
      h[i][2] = next_even - odd;                                                                       \
      h[i][3] = odd - next_odd;                                                                        \
    }                                                                                                  \
    UNROLL for (int j = 0; j < 4; j++) {                                                               \
      *(UNALIGNED *)(to + (0 + j) * step) = h[0][j] - h[2][j];                                         \
      *(UNALIGNED *)(to + (4 + j) * step) = h[1][j] + h[2][j];                                         \
      *(UNALIGNED *)(to + (8 + j) * step) = h[2][j] - h[1][j];                                         \
      *(UNALIGNED *)(to + (12 + j) * step) = h[1][j] - h[3][j];                                        \
    }                                                                                                  \
  }
#define EVEN_8(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
#define ODD_8(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15)
#define LOW_8(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH_8(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
WINOGRAD_INPUT(winograd_input_8, eight, unaligned_eight, 8)
#if VECTOR_BYTES == 64
#define EVEN_16(a, b)                                                                                  \
  __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define ODD_16(a, b)                                                                                   \
  __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)
#define LOWER(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define UPPER(a, b)                                                                                    \
  __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
WINOGRAD_INPUT(winograd_input_16, V, unaligned_v, 16)
#else
#define LOWER LOW_8
#define UPPER HIGH_8
#endif

// The outputs of VL tiles of one channel, as two rows, from their 16 places, `step` apart.
INLINE void winograd_output(const REAL *m, int64_t step, REAL bias, REAL *upper, REAL *lower) {
  V s[2][4];
  UNROLL for (int j = 0; j < 4; j++) {
    const V a = load(m + j * step), b = load(m + (4 + j) * step);
    const V c = load(m + (8 + j) * step), d = load(m + (12 + j) * step);
    s[0][j] = (a + b) + c;
    s[1][j] = (b - c) - d;
  }
  UNROLL for (int i = 0; i < 2; i++) {
    const V even = ((s[i][0] + s[i][1]) + s[i][2]) + splat(bias);
    const V odd = ((s[i][1] - s[i][2]) - s[i][3]) + splat(bias);
    REAL *to = i ? lower : upper;
    store(to, LOWER(even, odd));
    store(to + VL, UPPER(even, odd));
  }
}

// Tiles of a panel that stand in one image: whole rows of them, or a part of one row.
typedef struct KERNEL(tile_piece) {
  int64_t image, y, x; // of the first tile; y and x count tiles
  int64_t rows, length, at;
} KERNEL(tile_piece);

// Cuts `count` tiles from number `first` on into pieces, counted along rows of tiles.
static int KERNEL(cut_pieces)(int64_t across, int64_t down, int64_t first, int64_t count,
                              KERNEL(tile_piece) *pieces) {
  int n = 0;
  for (int64_t at = 0; at < count; n++) {
    KERNEL(tile_piece) *p = pieces + n;
    const int64_t row = (first + at) / across;
    *p = (KERNEL(tile_piece)){row / down, row % down, (first + at) % across, 1, 0, at};
    p->length = smaller(across - p->x, count - at);
    if (p->length == across) p->rows = smaller((count - at) / across, down - p->y);
    at += p->rows * p->length;
  }
  return n;
}

// The transformed inputs of a panel: place p of channel c and tile i at to[p * step + c * c_step + i].
// Vectors run past the end of a piece, into what a later piece or channel writes.
static void KERNEL(winograd_inputs)(const KERNEL(conv_layout) *l, int64_t inputs,
                                    const KERNEL(tile_piece) *pieces, int count, const REAL *padded,
                                    int64_t image_step, REAL *to, int64_t c_step, int64_t step) {
  for (int64_t c = 0; c < inputs; c++) {
    for (const KERNEL(tile_piece) *p = pieces; p < pieces + count; p++) {
      const REAL *from = padded + p->image * image_step + c * l->plane + 2 * (p->y * l->width + p->x);
      REAL *target = to + c * c_step + p->at;
      for (int64_t y = 0; y < p->rows; y++, from += 2 * l->width, target += p->length) {
        int64_t x = 0;
#if VECTOR_BYTES == 64
        for (; x + 8 < p->length; x += 16) winograd_input_16(from + 2 * x, l->width, target + x, step);
#endif
        for (; x < p->length; x += 8) winograd_input_8(from + 2 * x, l->width, target + x, step);
      }
    }
  }
}

enum { strip_step = 5 * NR }; // of a channel: two rows of 2 * NR outputs, and what a vector reads past them

// Copies a piece of the strips of channels k0..<k0 + channels to the result.
static void KERNEL(store_piece)(const KERNEL(conv_task) *t, const KERNEL(tile_piece) *p, const REAL *strip,
                                int64_t k0, int64_t channels, REAL *out) {
  const ce_convolution *g = t->g;
  const int64_t area = g->out_height * g->out_width, width = smaller(2 * p->length, g->out_width - 2 * p->x);
  for (int64_t y = 0; y < 2; y++) {
    const int64_t rows = smaller(p->rows, parts(g->out_height - 2 * p->y - y, 2));
    const REAL *from = strip + 2 * (y * NR + p->at);
    REAL *to = out + (p->image * g->outputs + k0) * area + (2 * p->y + y) * g->out_width + 2 * p->x;
    for (int64_t k = 0; k < channels; k++, from += strip_step, to += area) {
      KERNEL(store_rows)(t->activation, rows, width, from, 2 * p->length, to, 2 * g->out_width);
    }
  }
}

// Computes `count` tiles from number `first` on, counted through images whose padded blocks stand
// `image_step` apart; `out` is the first image's result.
static void KERNEL(winograd_tiles)(const KERNEL(conv_task) *t, const REAL *padded, int64_t image_step,
                                   int64_t first, int64_t count, REAL *out) {
  const ce_convolution *g = t->g;
  const KERNEL(conv_layout) *l = &t->layout;
  const int64_t inputs = g->inputs, across = parts(g->out_width, 2), down = parts(g->out_height, 2);
  const int64_t v_step = inputs * NR + LANES;
  const int64_t size = places * (v_step + MR * NR) + MR * strip_step;
  REAL *v = scratch(size), *m = v + places * v_step, *strip = m + places * MR * NR;
  KERNEL(tile_piece) pieces[NR];
  for (const int64_t end = first + count; first < end; first += NR) {
    const int64_t tiles_here = smaller(NR, end - first);
    const int n = KERNEL(cut_pieces)(across, down, first, tiles_here, pieces);
    KERNEL(winograd_inputs)(l, inputs, pieces, n, padded, image_step, v, NR, v_step);
    const int64_t vectors = parts(tiles_here, VL);
    for (int64_t block = 0; block < t->blocks; block++) {
      const int64_t k0 = block * t->rows, rows = smaller(t->rows, g->outputs - k0);
      const REAL *weights = t->weights + block * winograd_block(t);
      for (int f = 0; f < places; f++, weights += inputs * t->rows + LANES) {
        KERNEL(tiles)[1][vectors - 1][rows - 1](inputs, weights, rows, v + f * v_step, m + f * MR * NR);
      }
      for (int64_t r = 0; r < rows; r++) {
        const REAL bias = t->bias ? t->bias[k0 + r] : 0;
        for (int64_t i = 0; i < vectors; i++) {
          REAL *to = strip + r * strip_step + 2 * i * VL;
          winograd_output(m + r * NR + i * VL, MR * NR, bias, to, to + 2 * NR);
        }
      }
      for (int i = 0; i < n; i++) KERNEL(store_piece)(t, pieces + i, strip, k0, rows, out);
    }
  }
  drop(v, size);
}

// A padded block with room for whole tiles.
static void KERNEL(make_tile_layout)(KERNEL(conv_layout) *l, const ce_convolution *g) {
  KERNEL(make_layout)(l, g, 1, 1);
  l->rows = 2 * parts(g->out_height, 2) + 2;
  l->width = 2 * parts(g->out_width, 2) + 2;
  l->phase = l->plane = l->rows * l->width;
  l->image = l->plane * l->channels;
}

// The layout, the weights, and units that fill their panels.
static void KERNEL(prepare_winograd)(KERNEL(conv_task) *t) {
  const ce_convolution *g = t->g;
  const int64_t across = parts(g->out_width, 2), down = parts(g->out_height, 2), tiles_each = across * down;
  KERNEL(make_tile_layout)(&t->layout, g);
  t->blocks = parts(g->outputs, MR);
  t->rows = parts(g->outputs, t->blocks);
  t->blocks = parts(g->outputs, t->rows);
  t->weight_count = t->blocks * winograd_block(t);
  t->weights = scratch(t->weight_count);
  KERNEL(for_each)(t->blocks, g->inputs * t->rows * places, KERNEL(winograd_weights), t);
  t->images_at_once = 1;
  while (t->images_at_once < 8 && 2 * t->images_at_once * ce_thread_count() <= g->batch) {
    const int64_t count = tiles_each * t->images_at_once;
    if (12 * (parts(count, VL) * VL - count) <= count) break;
    t->images_at_once *= 2;
  }
  t->band_rows = smaller(2 * down, 2 * parts(3 * NR, across));
  t->bands = parts(g->out_height, t->band_rows);
}
#endif
