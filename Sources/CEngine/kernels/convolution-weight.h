// The gradient of a convolution in its weights, over the layout of convolution.h.

// sums[r][c] += dot(dy row r, x row c) over `count` positions, for `images` images.
#define DOT_TILE(ROWS, TAPS)                                                                           \
  static void KERNEL(dot_##ROWS##_##TAPS)(int64_t images, int64_t count, const REAL *dy, int64_t dy_row, \
                                          int64_t dy_image, const REAL *x, const int64_t *offsets,     \
                                          int64_t x_image, REAL *out, int64_t out_step) {              \
    V acc[ROWS][TAPS][WIDE];                                                                           \
    UNROLL for (int r = 0; r < ROWS; r++) UNROLL for (int c = 0; c < TAPS; c++)                        \
      UNROLL for (int v = 0; v < WIDE; v++) acc[r][c][v] = (V){0};                                     \
    for (int64_t n = 0; n < images; n++) {                                                             \
      const REAL *d = dy + n * dy_image, *base = x + n * x_image;                                      \
      const REAL *tap[TAPS];                                                                           \
      UNROLL for (int c = 0; c < TAPS; c++) tap[c] = base + offsets[c];                                \
      for (int64_t p = 0; p < count; p += LANES) {                                                     \
        UNROLL for (int v = 0; v < WIDE; v++) {                                                        \
          V g[ROWS];                                                                                   \
          UNROLL for (int r = 0; r < ROWS; r++) g[r] = load(d + r * dy_row + p + v * VL);              \
          UNROLL for (int c = 0; c < TAPS; c++) {                                                      \
            const V y = load(tap[c] + p + v * VL);                                                     \
            UNROLL for (int r = 0; r < ROWS; r++) MULTIPLY_ADD(acc[r][c][v], g[r], y);                 \
          }                                                                                            \
        }                                                                                              \
      }                                                                                                \
    }                                                                                                  \
    UNROLL for (int r = 0; r < ROWS; r++) UNROLL for (int c = 0; c < TAPS; c++) {                      \
      W sum;                                                                                           \
      memcpy(&sum, acc[r][c], sizeof sum);                                                             \
      out[r * out_step + c] = sum_lanes(&sum);                                                         \
    }                                                                                                  \
  }
typedef void (*KERNEL(dot_kernel))(int64_t, int64_t, const REAL *, int64_t, int64_t, const REAL *,
                                   const int64_t *, int64_t, REAL *, int64_t);
#if VECTOR_BYTES == 64
enum { dot_rows = 4, dot_taps = 6 };
DOT_TILE(1, 1) DOT_TILE(1, 2) DOT_TILE(1, 3) DOT_TILE(1, 4) DOT_TILE(1, 5) DOT_TILE(1, 6)
DOT_TILE(2, 1) DOT_TILE(2, 2) DOT_TILE(2, 3) DOT_TILE(2, 4) DOT_TILE(2, 5) DOT_TILE(2, 6)
DOT_TILE(3, 1) DOT_TILE(3, 2) DOT_TILE(3, 3) DOT_TILE(3, 4) DOT_TILE(3, 5) DOT_TILE(3, 6)
DOT_TILE(4, 1) DOT_TILE(4, 2) DOT_TILE(4, 3) DOT_TILE(4, 4) DOT_TILE(4, 5) DOT_TILE(4, 6)
#define DOT_ROW(ROWS)                                                                                  \
  {KERNEL(dot_##ROWS##_1), KERNEL(dot_##ROWS##_2), KERNEL(dot_##ROWS##_3), KERNEL(dot_##ROWS##_4),     \
   KERNEL(dot_##ROWS##_5), KERNEL(dot_##ROWS##_6)}
static const KERNEL(dot_kernel) KERNEL(dot_kernels)[dot_rows][dot_taps] = {DOT_ROW(1), DOT_ROW(2), DOT_ROW(3),
                                                                           DOT_ROW(4)};
#else
enum { dot_rows = 2, dot_taps = 3 };
DOT_TILE(1, 1) DOT_TILE(1, 2) DOT_TILE(1, 3) DOT_TILE(2, 1) DOT_TILE(2, 2) DOT_TILE(2, 3)
#define DOT_ROW(ROWS) {KERNEL(dot_##ROWS##_1), KERNEL(dot_##ROWS##_2), KERNEL(dot_##ROWS##_3)}
static const KERNEL(dot_kernel) KERNEL(dot_kernels)[dot_rows][dot_taps] = {DOT_ROW(1), DOT_ROW(2)};
#endif
#undef DOT_TILE
#undef DOT_ROW

typedef struct KERNEL(weight_task) {
  const ce_convolution *g;
  KERNEL(conv_layout) layout;
  const REAL *x, *dy;
  REAL *dw, *db; // one copy a chunk of images
  int64_t chunk; // images a chunk
  int winograd;  // see winograd-weight.h
} KERNEL(weight_task);

// Rows of positions whose dy, channels innermost, stays in the first-level cache for all taps. Sums over
// such a band are added to the whole, so it follows from the shape alone.
INLINE int64_t weight_band(const ce_convolution *g) {
  return smaller(g->out_height, larger(1, 64 / g->out_width));
}

// Sums one image's part of dw into `sums`, [output / channels][tap][channels].
#if HAS_CHANNELS
static void KERNEL(channel_weight)(const KERNEL(weight_task) *t, const REAL *x, const REAL *dy, REAL *rows,
                                   REAL *sums) {
  const ce_convolution *g = t->g;
  const KERNEL(conv_layout) *l = &t->layout;
  const int64_t outputs = g->outputs / g->groups, width = g->out_width, area = g->out_height * width;
  const KERNEL(dot_choice) tile = choose_dot(outputs);
  const int64_t tap_step = parts(l->taps, parts(l->taps, tile.taps)), band = weight_band(g);
  for (int64_t y = 0; y < g->out_height; y += band) {
    const int64_t height = smaller(band, g->out_height - y);
    for (int64_t k = 0; k < g->outputs; k += tile.channels) {
      const REAL *block = x + k / outputs * (g->inputs / g->groups) * l->plane + y * l->width;
      KERNEL(transpose_back)(height * width, tile.channels, dy + k * area + y * width, area, rows);
      for (int64_t tap = 0; tap < l->taps; tap += tap_step) {
        const int64_t taps = smaller(tap_step, l->taps - tap);
        tile.run[taps - 1](height, width, rows, block, l->width, l->offsets + tap,
                           sums + k * l->taps + tap * tile.channels);
      }
    }
  }
}

static void KERNEL(channel_weight_directly)(const KERNEL(weight_task) *t, int64_t first, int64_t images,
                                            REAL *sums) {
  const ce_convolution *g = t->g;
  const KERNEL(conv_layout) *l = &t->layout;
  const int64_t size = l->image + l->slack, area = g->height * g->width;
  const int64_t row_count = weight_band(g) * g->out_width * choose_dot(g->outputs / g->groups).channels;
  REAL *x = scratch(size), *rows = scratch(row_count);
  memset(sums, 0, (size_t)(g->outputs * l->taps) * sizeof(REAL));
  memset(x + l->image, 0, (size_t)l->slack * sizeof(REAL));
  for (int64_t n = first; n < first + images; n++) {
    for (int64_t c = 0; c < g->inputs; c++) {
      KERNEL(pad_plane)(l, t->x + (n * g->inputs + c) * area, x + c * l->plane);
    }
    KERNEL(channel_weight)(t, x, t->dy + n * g->outputs * g->out_height * g->out_width, rows, sums);
  }
  drop(x, size);
  drop(rows, row_count);
}

static void KERNEL(channel_weight_chunk)(const KERNEL(weight_task) *t, int64_t index) {
  const ce_convolution *g = t->g;
  const int64_t first = index * t->chunk, images = smaller(t->chunk, g->batch - first);
  const int64_t image = g->inputs * g->height * g->width, area = g->out_height * g->out_width;
  const int64_t taps = t->layout.taps, weights = g->outputs * taps;
  const REAL *x = t->x + first * image, *dy = t->dy + first * g->outputs * area;
  REAL *sums = scratch(weights);
  REAL *dw = t->dw + index * weights, *db = t->db ? t->db + index * g->outputs : NULL;
  if (db) memset(db, 0, (size_t)g->outputs * sizeof(REAL));
  for (int64_t n = 0; db && n < images; n++) {
    for (int64_t k = 0; k < g->outputs; k++) db[k] += (REAL)run_sum(dy + (n * g->outputs + k) * area, area);
  }
  int64_t channels = choose_dot(g->outputs / g->groups).channels;
  if (!t->winograd) {
    KERNEL(channel_weight_directly)(t, first, images, sums);
  } else if (!KERNEL(any_huge)(images * image, x) && !KERNEL(any_huge)(images * g->outputs * area, dy)) {
    channels = place_channels(g->outputs);
    KERNEL(winograd_weight)(g, &t->layout, x, dy, images, sums);
  } else {
    KERNEL(weight_task) direct = *t;
    KERNEL(make_layout)(&direct.layout, g, 1, 1);
    KERNEL(channel_weight_directly)(&direct, first, images, sums);
    free(direct.layout.offsets);
  }
  for (int64_t k = 0; k < g->outputs; k += channels) {
    KERNEL(transpose)(taps, channels, sums + k * taps, channels, dw + k * taps, taps);
  }
  drop(sums, weights);
}
#endif

static void KERNEL(weight_chunk)(void *context, int64_t index) {
  const KERNEL(weight_task) *t = context;
#if HAS_CHANNELS
  if (t->g->outputs / t->g->groups % channel_multiple == 0) {
    KERNEL(channel_weight_chunk)(t, index);
    return;
  }
#endif
  const ce_convolution *g = t->g;
  const KERNEL(conv_layout) *l = &t->layout;
  const int64_t first = index * t->chunk, images = smaller(t->chunk, g->batch - first);
  const int64_t x_image = l->image + l->slack, count = parts(l->positions, LANES) * LANES;
  const int64_t dy_row = count, dy_image = g->outputs * dy_row;
  const int64_t area = g->height * g->width, out_area = g->out_height * g->out_width;
  REAL *x = scratch(images * x_image), *dy = scratch(images * dy_image);
  REAL *dw = t->dw + index * g->outputs * l->taps, *db = t->db ? t->db + index * g->outputs : NULL;
  if (db) memset(db, 0, (size_t)g->outputs * sizeof(REAL));
  for (int64_t n = 0; n < images; n++) {
    REAL *block = x + n * x_image;
    for (int64_t c = 0; c < g->inputs; c++) {
      KERNEL(pad_plane)(l, t->x + ((first + n) * g->inputs + c) * area, block + c * l->plane);
    }
    memset(block + l->image, 0, (size_t)l->slack * sizeof(REAL));
    for (int64_t k = 0; k < g->outputs; k++) {
      // dy along padded rows, zeros where a position is not an output
      const REAL *from = t->dy + ((first + n) * g->outputs + k) * out_area;
      REAL *to = dy + n * dy_image + k * dy_row;
      if (db) db[k] += (REAL)run_sum(from, out_area);
      for (int64_t y = 0; y < g->out_height; y++, from += g->out_width, to += l->width) {
        int64_t i = 0;
        for (; i + VL <= g->out_width; i += VL) store(to + i, load(from + i));
        if (i < g->out_width && g->out_width >= VL) {
          store(to + g->out_width - VL, load(from + g->out_width - VL));
        } else {
          for (; i < g->out_width; i++) to[i] = from[i];
        }
        i = g->out_width;
        const int64_t end = y + 1 < g->out_height ? l->width : count - y * l->width;
        for (; i < end; i++) to[i] = 0;
      }
    }
  }
  const int64_t outputs = g->outputs / g->groups, inputs = g->inputs / g->groups;
  for (int64_t group = 0; group < g->groups; group++) {
    const int64_t row_step = parts(outputs, parts(outputs, dot_rows));
    const int64_t tap_step = parts(l->taps, parts(l->taps, dot_taps));
    for (int64_t k = 0; k < outputs; k += row_step) {
      const int64_t rows = smaller(row_step, outputs - k);
      const int64_t row = group * outputs + k;
      for (int64_t tap = 0; tap < l->taps; tap += tap_step) {
        const int64_t taps = smaller(tap_step, l->taps - tap);
        KERNEL(dot_kernels)[rows - 1][taps - 1](images, count, dy + row * dy_row, dy_row, dy_image,
                                        x + group * inputs * l->plane, l->offsets + tap, x_image,
                                        dw + row * l->taps + tap, l->taps);
      }
    }
  }
  drop(x, images * x_image);
  drop(dy, images * dy_image);
}

// Makes room for one sum a chunk of images. The number of chunks follows from the batch alone, so that
// the sum over chunks has one order.
static int64_t KERNEL(prepare_weight)(KERNEL(weight_task) *t, const ce_convolution *g, int with_bias) {
  t->g = g;
#if HAS_WINOGRAD
  t->winograd = g->outputs % channel_multiple == 0 && winograd_fits(g, 1, 1);
  if (t->winograd) KERNEL(make_tile_layout)(&t->layout, g);
#endif
  if (!t->winograd) KERNEL(make_layout)(&t->layout, g, 1, 1);
  t->chunk = parts(g->batch, 16);
  const int64_t chunks = parts(g->batch, t->chunk);
  t->dw = scratch(chunks * g->outputs * t->layout.taps);
  t->db = with_bias ? scratch(chunks * g->outputs) : NULL;
  return chunks;
}

typedef struct KERNEL(sum_task) {
  int64_t chunks, count;
  const REAL *from; // [chunks][count]
  REAL *to;
} KERNEL(sum_task);
enum { sum_part = 4096 }; // elements at once
static void KERNEL(sum_chunks)(void *context, int64_t index) {
  const KERNEL(sum_task) *t = context;
  const int64_t end = smaller((index + 1) * sum_part, t->count);
  for (int64_t i = index * sum_part; i < end; i += VL) {
    const int64_t rest = smaller(VL, end - i);
    V sum = load_rest(t->from + i, rest);
    for (int64_t c = 1; c < t->chunks; c++) sum += load_rest(t->from + c * t->count + i, rest);
    store_rest(t->to + i, sum, rest);
  }
}
static void KERNEL(finish_weight)(KERNEL(weight_task) *t, int64_t chunks, REAL *dw, REAL *db) {
  const int64_t outputs = t->g->outputs, weights = outputs * t->layout.taps;
  KERNEL(sum_task) sum = {chunks, weights, t->dw, dw};
  KERNEL(for_each)(parts(weights, sum_part), sum_part * chunks, KERNEL(sum_chunks), &sum);
  drop(t->dw, chunks * weights);
  if (db) {
    sum = (KERNEL(sum_task)){chunks, outputs, t->db, db};
    KERNEL(for_each)(parts(outputs, sum_part), sum_part, KERNEL(sum_chunks), &sum);
    drop(t->db, chunks * outputs);
  }
  free(t->layout.offsets);
}
INLINE int64_t weight_work(const KERNEL(weight_task) *t) {
  return t->chunk * t->layout.positions * t->layout.taps * t->g->outputs / 8;
}

static void KERNEL(convolve_weight)(const ce_convolution *g, const void *x, const void *dy, void *dw,
                                    void *db) {
  const int64_t weights = g->outputs * (g->inputs / g->groups) * g->kernel_height * g->kernel_width;
  if (g->batch == 0 || g->out_height * g->out_width == 0) {
    memset(dw, 0, (size_t)weights * sizeof(REAL));
    if (db) memset(db, 0, (size_t)g->outputs * sizeof(REAL));
    return;
  }
  KERNEL(weight_task) t = {.x = x, .dy = dy};
  const int64_t chunks = KERNEL(prepare_weight)(&t, g, db != NULL);
  KERNEL(for_each)(chunks, weight_work(&t), KERNEL(weight_chunk), &t);
  KERNEL(finish_weight)(&t, chunks, dw, db);
}
