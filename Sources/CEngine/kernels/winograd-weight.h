// The gradient in the weights of a 3x3 convolution by the transforms of winograd.h.
//
// The result of a tile is A' (sum of U * V) A, so the gradient in U is the sum over tiles of V * (A dy A'),
// place by place, and that in w is G' dU G. For each place this is a matrix product
// [inputs][tiles] x [tiles][outputs]; vectors run over outputs, and each element sums the tiles of the
// images of a chunk one after the other, whatever the panels.

#if HAS_WINOGRAD
enum { panel_tiles = 64 }; // of one panel: the transformed x and dy stay in the second-level cache

// sums[ROWS][VECTORS * VL] += v[ROWS][tile] * d[tile][VECTORS * VL]; rows of v are panel_tiles apart.
#define PLACE_DOT(ROWS, VECTORS)                                                                       \
  static void KERNEL(place_dot_##ROWS##_##VECTORS)(int64_t count, const REAL *v, const REAL *d,        \
                                                   REAL *sums) {                                       \
    V acc[ROWS][VECTORS];                                                                              \
    UNROLL for (int r = 0; r < ROWS; r++)                                                              \
      UNROLL for (int i = 0; i < VECTORS; i++) acc[r][i] = load(sums + (r * VECTORS + i) * VL);        \
    for (int64_t t = 0; t < count; t++, v++, d += VECTORS * VL) {                                      \
      V column[VECTORS];                                                                               \
      UNROLL for (int i = 0; i < VECTORS; i++) column[i] = load(d + i * VL);                           \
      UNROLL for (int r = 0; r < ROWS; r++) {                                                          \
        const V a = splat(v[r * panel_tiles]);                                                         \
        UNROLL for (int i = 0; i < VECTORS; i++) MULTIPLY_ADD(acc[r][i], a, column[i]);                \
      }                                                                                                \
    }                                                                                                  \
    UNROLL for (int r = 0; r < ROWS; r++)                                                              \
      UNROLL for (int i = 0; i < VECTORS; i++) store(sums + (r * VECTORS + i) * VL, acc[r][i]);        \
  }
#define EACH_ROW(X, VECTORS)                                                                           \
  X(1, VECTORS) X(2, VECTORS) X(3, VECTORS) X(4, VECTORS) X(5, VECTORS) X(6, VECTORS) EACH_MORE(X, VECTORS)
#if VECTOR_BYTES == 64
#define EACH_MORE(X, VECTORS)                                                                          \
  X(7, VECTORS) X(8, VECTORS) X(9, VECTORS) X(10, VECTORS) X(11, VECTORS) X(12, VECTORS)
EACH_ROW(PLACE_DOT, 1)
#else
#define EACH_MORE(X, VECTORS)
#endif
EACH_ROW(PLACE_DOT, 2)
#define PLACE_DOT_NAME(ROWS, VECTORS) KERNEL(place_dot_##ROWS##_##VECTORS),
typedef void (*KERNEL(place_dot))(int64_t, const REAL *, const REAL *, REAL *);
// By vectors, 2 or 1, and rows, as in channels.h.
static const KERNEL(place_dot) KERNEL(place_dots)[][MR] = {
    {EACH_ROW(PLACE_DOT_NAME, 2)},
#if VECTOR_BYTES == 64
    {EACH_ROW(PLACE_DOT_NAME, 1)},
#endif
};
#undef PLACE_DOT
#undef PLACE_DOT_NAME
#undef EACH_ROW
#undef EACH_MORE

// A dy A' of one tile for a vector of channels; the four elements of dy stand `right` and `down` apart.
INLINE void winograd_gradient(const REAL *dy, int64_t right, int64_t down, REAL *to, int64_t step) {
  V r[4][2];
  UNROLL for (int j = 0; j < 2; j++) {
    const V a = load(dy + j * right), b = load(dy + down + j * right);
    r[0][j] = a;
    r[1][j] = a + b;
    r[2][j] = a - b;
    r[3][j] = -b;
  }
  UNROLL for (int i = 0; i < 4; i++) {
    store(to + (4 * i + 0) * step, r[i][0]);
    store(to + (4 * i + 1) * step, r[i][0] + r[i][1]);
    store(to + (4 * i + 2) * step, r[i][0] - r[i][1]);
    store(to + (4 * i + 3) * step, -r[i][1]);
  }
}

// The transformed dy of a piece, for `channels` channels from those that `dy` (one image's) points to.
static void KERNEL(gradient_piece)(const ce_convolution *g, const KERNEL(tile_piece) *p, const REAL *dy,
                                   int64_t channels, REAL *rows, REAL *to, int64_t step) {
  const int64_t area = g->out_height * g->out_width, across = 2 * p->length;
  const int64_t width = smaller(across, g->out_width - 2 * p->x);
  for (int64_t y = 0; y < p->rows; y++, to += p->length * channels) {
    for (int64_t i = 0; i < 2; i++) {
      const int64_t row = 2 * (p->y + y) + i, count = row < g->out_height ? width : 0;
      REAL *target = rows + i * across * channels;
      KERNEL(transpose_back)(count, channels, dy + row * g->out_width + 2 * p->x, area, target);
      if (count < across) {
        memset(target + count * channels, 0, (size_t)((across - count) * channels) * sizeof(REAL));
      }
    }
    for (int64_t x = 0; x < p->length; x++) {
      for (int64_t k = 0; k < channels; k += VL) {
        winograd_gradient(rows + 2 * x * channels + k, channels, across * channels, to + x * channels + k,
                          step);
      }
    }
  }
}

// G' dU G of a vector of channels: place p of dU at from + p * step, tap q of the sums at to + q * VL * n.
INLINE void winograd_taps(const REAL *from, int64_t step, REAL *to, int64_t channels) {
  V h[3][4];
  UNROLL for (int j = 0; j < 4; j++) {
    const V a = load(from + j * step), b = load(from + (4 + j) * step);
    const V c = load(from + (8 + j) * step), d = load(from + (12 + j) * step);
    h[0][j] = a + (b + c) * (REAL)0.5;
    h[1][j] = (b - c) * (REAL)0.5;
    h[2][j] = (b + c) * (REAL)0.5 + d;
  }
  UNROLL for (int i = 0; i < 3; i++, to += 3 * channels) {
    store(to, h[i][0] + (h[i][1] + h[i][2]) * (REAL)0.5);
    store(to + channels, (h[i][1] - h[i][2]) * (REAL)0.5);
    store(to + 2 * channels, (h[i][1] + h[i][2]) * (REAL)0.5 + h[i][3]);
  }
}

INLINE int64_t place_channels(int64_t outputs) { return outputs % (2 * VL) ? VL : 2 * VL; }

// dw of some images into `sums`, [output / channels][input][tap][channels] with place_channels.
static void KERNEL(winograd_weight)(const ce_convolution *g, const KERNEL(conv_layout) *l, const REAL *x,
                                    const REAL *dy, int64_t images, REAL *sums) {
  const int64_t across = parts(g->out_width, 2), down = parts(g->out_height, 2), each = across * down;
  const int64_t channels = place_channels(g->outputs), height = parts(g->inputs, parts(g->inputs, MR));
  const int64_t area = g->height * g->width, out_image = g->outputs * g->out_height * g->out_width;
  const int64_t image = l->image + l->slack, at_once = larger(1, panel_tiles / each);
  const int64_t v_step = g->inputs * panel_tiles + LANES, d_step = panel_tiles * channels + LANES;
  const int64_t place = g->inputs * g->outputs, size = places * (v_step + d_step + place) +
                        at_once * image + 4 * panel_tiles * channels;
  REAL *v = scratch(size), *d = v + places * v_step, *du = d + places * d_step;
  REAL *padded = du + places * place, *rows = padded + at_once * image;
  memset(du, 0, (size_t)(places * place) * sizeof(REAL));
  for (int64_t n = 0; n < images; n += at_once) {
    const int64_t together = smaller(at_once, images - n), all = together * each;
    for (int64_t i = 0; i < together; i++) {
      REAL *to = padded + i * image;
      for (int64_t c = 0; c < g->inputs; c++) {
        KERNEL(pad_plane)(l, x + ((n + i) * g->inputs + c) * area, to + c * l->plane);
      }
      memset(to + l->image, 0, (size_t)l->slack * sizeof(REAL));
    }
    const int64_t panel = parts(all, parts(all, panel_tiles));
    for (int64_t first = 0; first < all; first += panel) {
      const int64_t count = smaller(panel, all - first);
      KERNEL(tile_piece) pieces[panel_tiles];
      const int piece_count = KERNEL(cut_pieces)(across, down, first, count, pieces);
      KERNEL(winograd_inputs)(l, g->inputs, pieces, piece_count, padded, image, v, panel_tiles, v_step);
      for (int64_t k = 0; k < g->outputs; k += channels) {
        for (const KERNEL(tile_piece) *p = pieces; p < pieces + piece_count; p++) {
          KERNEL(gradient_piece)(g, p, dy + (n + p->image) * out_image + k * (out_image / g->outputs), channels,
                                 rows, d + p->at * channels, d_step);
        }
        for (int f = 0; f < places; f++) {
          for (int64_t c = 0; c < g->inputs; c += height) {
            KERNEL(place_dots)[channels == VL][smaller(height, g->inputs - c) - 1](
                count, v + f * v_step + c * panel_tiles, d + f * d_step,
                du + f * place + k * g->inputs + c * channels);
          }
        }
      }
    }
  }
  for (int64_t k = 0; k < g->outputs; k += channels) {
    for (int64_t c = 0; c < g->inputs; c++) {
      for (int64_t i = 0; i < channels; i += VL) {
        winograd_taps(du + k * g->inputs + c * channels + i, place,
                      sums + (k * g->inputs + c * channels) * 9 + i, channels);
      }
    }
  }
  drop(v, size);
}
#endif
