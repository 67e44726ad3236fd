// Convolution over the layout of convolution-layout.h: tiles, packed weights, the walk over images.

// acc[ROWS][COLUMNS * VL] at `out`, rows `out_step` apart: weights [taps][ROWS], x plus offsets.
#define CONV_TILE(ROWS, COLUMNS)                                                                       \
  static void SET(conv_##ROWS##_##COLUMNS)(int64_t taps, const int64_t *offsets, const REAL *weights,  \
                                           const REAL *x, const REAL *bias, REAL *out,                 \
                                           int64_t out_step) {                                         \
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
#define CONV_KERNEL(ROWS, COLUMNS) {SET(conv_##ROWS##_##COLUMNS), COLUMNS}
typedef void (*SET(conv_kernel))(int64_t, const int64_t *, const REAL *, const REAL *, const REAL *,
                                 REAL *, int64_t);
typedef struct SET(conv_choice) {
  SET(conv_kernel) run;
  int columns;
} SET(conv_choice);
// Tiles that fill the registers, 32 of them or 16, and leave room for the columns and a weight.
#if VECTOR_BYTES == 64
enum { most_rows = 8 };
CONV_TILE(1, 12) CONV_TILE(2, 10) CONV_TILE(3, 8) CONV_TILE(4, 6) CONV_TILE(5, 5) CONV_TILE(6, 4)
CONV_TILE(7, 3) CONV_TILE(8, 3)
static const SET(conv_choice) SET(conv_kernels)[most_rows] = {
    CONV_KERNEL(1, 12), CONV_KERNEL(2, 10), CONV_KERNEL(3, 8), CONV_KERNEL(4, 6),
    CONV_KERNEL(5, 5), CONV_KERNEL(6, 4), CONV_KERNEL(7, 3), CONV_KERNEL(8, 3)};

// Rows a kernel takes, so that `outputs` splits evenly: 10 = 5 + 5, 20 = 7 + 7 + 6.
INLINE int64_t rows_at_once(int64_t outputs) {
  return outputs % 6 == 0 && outputs % 8 ? 6 : parts(outputs, parts(outputs, most_rows));
}
#else
enum { most_rows = 6 };
CONV_TILE(1, 8) CONV_TILE(2, 6) CONV_TILE(3, 4) CONV_TILE(4, 3) CONV_TILE(5, 2) CONV_TILE(6, 2)
static const SET(conv_choice) SET(conv_kernels)[most_rows] = {
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
static void SET(channel_band)(const SET(conv_task) *t, const REAL *padded, int64_t y0, int64_t y1,
                              REAL *out, REAL *strip) {
  const ce_convolution *g = t->g;
  const SET(conv_layout) *l = &t->layout;
  const int64_t outputs = g->outputs / g->groups, area = g->out_height * g->out_width;
  const int64_t width = g->out_width, count = (y1 - y0) * width, channels = t->rows;
  const SET(channel_kernel) *kernels = SET(channel_kernels)[channels == VL];
  int64_t step = parts(width, parts(width, most_positions));
#if HAS_CHANNEL_ROWS
  if (channels == VL && has_row_kernel(g)) {
    kernels = SET(row_kernels)[g->kernel_width == 5];
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
      SET(store_rows)(t->activation, 1, count * channels, strip, 0, strip, 0);
    }
    SET(transpose)(count, channels, strip, channels, out + k * area + y0 * width, area);
  }
}
#endif

// Computes output rows y0..<y1 of one image from its padded block.
static void SET(conv_band)(const SET(conv_task) *t, const REAL *padded, int64_t y0, int64_t y1,
                           REAL *out, REAL *strip) {
#if HAS_CHANNELS
  if (t->winograd) {
    const int64_t across = parts(t->g->out_width, 2), first = y0 / 2 * across;
    SET(winograd_tiles)(t, padded, 0, first, parts(y1, 2) * across - first, out);
    return;
  }
  if (t->by_channels) {
    SET(channel_band)(t, padded, y0, y1, out, strip);
    return;
  }
#endif
  const ce_convolution *g = t->g;
  const SET(conv_layout) *l = &t->layout;
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
      const SET(conv_kernel) run = SET(conv_kernels)[rows - 1].run;
      const int64_t step = SET(conv_kernels)[rows - 1].columns * VL;
      REAL *to = out + (group * outputs + k0) * area + y0 * g->out_width;
      const int64_t strip_step = parts(count, step) * step;
      for (int64_t p = 0; p < count; p += step) {
        run(l->taps, l->offsets, weights, x + p, bias, strip + p, strip_step);
      }
      for (int64_t r = 0; r < rows; r++) {
        const REAL *from = strip + r * strip_step;
        REAL *row = to + r * area;
        SET(store_rows)(t->activation, y1 - y0, g->out_width, from, l->width, row,
                        g->out_width);
      }
    }
  }
}

// The strip holds the widest block, each row rounded up to a whole tile.
INLINE int64_t strip_size(const SET(conv_task) *t) {
  if (t->winograd) return 1; // it brings its own
  if (t->by_channels) return t->rows * t->band_rows * t->g->out_width;
  return most_rows * (t->band_rows * t->layout.width + 12 * VL);
}

// Copies an image into its padded block.
static void SET(pad_image)(const SET(conv_task) *t, int64_t n, REAL *padded) {
  const SET(conv_layout) *l = &t->layout;
  const int64_t area = l->height * l->row_length;
  for (int64_t c = 0; c < l->channels; c++) {
    SET(pad_plane)(l, t->x + (n * l->channels + c) * area, padded + c * l->plane);
  }
  memset(padded + l->image, 0, (size_t)l->slack * sizeof(REAL));
}
static void SET(pool_image)(const SET(conv_task) *t, int64_t n, const REAL *out) {
  if (!t->pool) return;
  const ce_convolution *g = t->g;
  SET(pool_task) pool = *t->pool;
  pool.x = out - n * g->outputs * g->out_height * g->out_width;
  for (int64_t k = 0; k < g->outputs; k++) t->pool_plane(&pool, n * g->outputs + k);
}

// Computes one image into `out` by its padded block, band by band.
static void SET(conv_directly)(const SET(conv_task) *t, int64_t n, REAL *out) {
  const SET(conv_layout) *l = &t->layout;
  const int64_t strip_count = strip_size(t);
  // Tiles of channels read no element but those under the kernel: an image without padding serves as it is.
  const int as_it_is = t->by_channels && l->pad_y == 0 && l->pad_x == 0 && l->phase == l->plane &&
                       l->rows == l->height && l->width == l->row_length && t->up_y == 1 && t->up_x == 1;
  const int64_t size = as_it_is ? 0 : l->image + l->slack;
  REAL *own = as_it_is ? NULL : scratch(size), *strip = scratch(strip_count);
  if (own) SET(pad_image)(t, n, own);
  for (int64_t y = 0; y < t->g->out_height; y += t->band_rows) {
    SET(conv_band)(t, own ? own : t->x + n * l->image, y, smaller(y + t->band_rows, t->g->out_height), out,
                   strip);
  }
  if (own) drop(own, size);
  drop(strip, strip_count);
}

#if HAS_CHANNELS
static void SET(prepare_directly)(SET(conv_task) *t);
static void SET(release)(SET(conv_task) *t);

// Computes neighbouring images into `out` as one run of tiles.
static void SET(conv_by_tiles)(const SET(conv_task) *t, int64_t first, int64_t images, REAL *out) {
  const ce_convolution *g = t->g;
  const int64_t size = t->layout.image + t->layout.slack, source = g->inputs * g->height * g->width;
  REAL *padded = scratch(images * size);
  int huge = 0;
  for (int64_t i = 0; i < images; i++) {
    huge |= SET(any_huge)(source, t->x + (first + i) * source);
    SET(pad_image)(t, first + i, padded + i * size);
  }
  const int64_t each = parts(g->out_height, 2) * parts(g->out_width, 2);
  SET(winograd_tiles)(t, padded, size, 0, images * each, out);
  drop(padded, images * size);
  if (!huge) return;
  SET(conv_task) direct = *t;
  SET(prepare_directly)(&direct);
  for (int64_t i = 0; i < images; i++) {
    if (!SET(any_huge)(source, t->x + (first + i) * source)) continue;
    SET(conv_directly)(&direct, first + i, out + i * g->outputs * g->out_height * g->out_width);
  }
  SET(release)(&direct);
}
#endif

static void SET(conv_images)(const SET(conv_task) *t, int64_t first, int64_t images) {
  const ce_convolution *g = t->g;
  // A result that only its pooling reads is forgotten with the image.
  const int64_t count = g->outputs * g->out_height * g->out_width;
  REAL *own = t->out ? NULL : scratch(images * count), *out = t->out ? t->out + first * count : own;
#if HAS_CHANNELS
  if (t->winograd) SET(conv_by_tiles)(t, first, images, out);
#endif
  for (int64_t i = 0; i < images; i++) {
    if (!t->winograd) SET(conv_directly)(t, first + i, out + i * count);
    SET(pool_image)(t, first + i, out + i * count);
  }
  if (own) drop(own, images * count);
}
static void SET(conv_unit)(void *context, int64_t index) {
  const SET(conv_task) *t = context;
  const int64_t first = index * t->images_at_once;
  SET(conv_images)(t, first, smaller(t->images_at_once, t->g->batch - first));
}

// A batch of a few large images is cut into bands of rows instead.
static void SET(conv_pad_part)(void *context, int64_t index) {
  SET(conv_task) *t = context;
  const SET(conv_layout) *l = &t->layout;
  const int64_t n = index / l->channels, c = index % l->channels;
#if HAS_CHANNELS
  const int64_t area = l->height * l->row_length;
  if (t->winograd && SET(any_huge)(area, t->x + index * area)) {
    __atomic_store_n(&t->huge, 1, __ATOMIC_RELAXED);
  }
#endif
  SET(pad_plane)(l, t->x + index * l->height * l->row_length,
                 t->padded + n * (l->image + l->slack) + c * l->plane);
}
static void SET(conv_band_part)(void *context, int64_t index) {
  const SET(conv_task) *t = context;
  const ce_convolution *g = t->g;
  const int64_t n = index / t->bands, y = index % t->bands * t->band_rows, strip_count = strip_size(t);
  REAL *strip = scratch(strip_count);
  SET(conv_band)(t, t->padded + n * (t->layout.image + t->layout.slack), y,
                 smaller(y + t->band_rows, g->out_height),
                 t->out + n * g->outputs * g->out_height * g->out_width, strip);
  drop(strip, strip_count);
}

// Packs the weights and chooses how the work is cut, without winograd.h.
static void SET(prepare_directly)(SET(conv_task) *t) {
  const ce_convolution *g = t->g;
  SET(make_layout)(&t->layout, g, t->up_y, t->up_x);
  const SET(conv_layout) *l = &t->layout;
  const int64_t outputs = g->outputs / g->groups, window = g->kernel_height * g->kernel_width;
  t->winograd = 0;
  t->images_at_once = 1;
  t->rows = rows_at_once(outputs);
#if HAS_CHANNELS
  // One vector of channels is bound by loads: it pays only where runs of positions waste more, or where
  // channel-rows.h spares them.
  t->by_channels = outputs % channel_multiple == 0 &&
                   (outputs % (2 * VL) == 0 || has_row_kernel(g) || l->width * 6 > g->out_width * 7);
  if (t->by_channels) t->rows = channels_at_once(outputs);
#endif
  t->blocks = parts(outputs, t->rows);
  t->weight_count = g->outputs * l->taps;
  t->weights = scratch(t->weight_count);
  for (int64_t group = 0; group < g->groups; group++) {
    for (int64_t k = 0; k < outputs; k++) {
      const int64_t k0 = k / t->rows * t->rows, rows = smaller(t->rows, outputs - k0);
      REAL *to = t->weights + (group * outputs + k0) * l->taps + (k - k0);
      const REAL *from = t->w + group * t->group_step + k * t->k_step;
      for (int64_t c = 0; c < l->taps / window; c++, from += t->c_step) {
        for (int64_t at = 0; at < window; at++, to += rows) {
          *to = from[t->flipped ? window - 1 - at : at];
        }
      }
    }
  }
  // Bands keep the strip of results in the first-level cache.
  t->band_rows = smaller(g->out_height, larger(1, (t->by_channels ? 256 : 1024) / l->width));
  t->bands = parts(g->out_height, t->band_rows);
}
static void SET(prepare)(SET(conv_task) *t) {
#if HAS_CHANNELS
  const ce_convolution *g = t->g;
  t->winograd = winograd_fits(g, t->up_y, t->up_x) && !SET(any_huge)(9 * g->inputs * g->outputs, t->w);
  if (t->winograd) {
    SET(prepare_winograd)(t);
    return;
  }
#endif
  SET(prepare_directly)(t);
}

// The transposed convolution of `g`, from dy to dx, as a convolution.
static void SET(prepare_input)(SET(conv_task) *t, ce_convolution *adjoint, const ce_convolution *g,
                               const REAL *w) {
  *adjoint = *g;
  adjoint->inputs = g->outputs;
  adjoint->outputs = g->inputs;
  adjoint->height = g->out_height;
  adjoint->width = g->out_width;
  adjoint->out_height = g->height;
  adjoint->out_width = g->width;
  adjoint->stride_y = adjoint->stride_x = 1;
  adjoint->padding_y = g->dilation_y * (g->kernel_height - 1) - g->padding_y;
  adjoint->padding_x = g->dilation_x * (g->kernel_width - 1) - g->padding_x;
  const int64_t window = g->kernel_height * g->kernel_width, inputs = g->inputs / g->groups;
  t->g = adjoint;
  t->w = w;
  t->group_step = g->outputs / g->groups * inputs * window;
  t->k_step = window;
  t->c_step = inputs * window;
  t->flipped = 1;
  t->up_y = g->stride_y;
  t->up_x = g->stride_x;
  SET(prepare)(t);
}

static void SET(release)(SET(conv_task) *t) {
  drop(t->weights, t->weight_count);
  free(t->layout.offsets);
}

// Whether threads take whole images, rather than bands of rows of a few large ones.
INLINE int runs_by_image(const SET(conv_task) *t) { return t->g->batch >= 4 || t->bands == 1; }

static void SET(run_convolution)(SET(conv_task) *t) {
  const ce_convolution *g = t->g;
  const SET(conv_layout) *l = &t->layout;
  if (g->batch * g->outputs * g->out_height * g->out_width == 0) return;
  const int64_t work = l->positions * l->taps * g->outputs / g->groups / 8;
  if (runs_by_image(t)) {
    SET(for_each)(parts(g->batch, t->images_at_once), work * t->images_at_once, SET(conv_unit), t);
    return;
  }
  const int64_t size = g->batch * (l->image + l->slack);
  t->padded = scratch(size);
  for (int64_t n = 0; n < g->batch; n++) {
    memset(t->padded + n * (l->image + l->slack) + l->image, 0, (size_t)l->slack * sizeof(REAL));
  }
  SET(for_each)(g->batch * g->inputs, l->plane, SET(conv_pad_part), t);
  if (t->huge) {
    drop(t->padded, size);
    SET(conv_task) direct = *t;
    direct.huge = 0;
    SET(prepare_directly)(&direct);
    SET(run_convolution)(&direct);
    SET(release)(&direct);
    return;
  }
  SET(for_each)(g->batch * t->bands, work / t->bands, SET(conv_band_part), t);
  drop(t->padded, size);
  if (t->pool) {
    SET(for_each)(g->batch * g->outputs, g->out_height * g->out_width, t->pool_plane, t->pool);
  }
}

static void SET(prepare_forward)(SET(conv_task) *t, const ce_convolution *g, const REAL *w) {
  const int64_t window = g->kernel_height * g->kernel_width, inputs = g->inputs / g->groups;
  t->g = g;
  t->w = w;
  t->group_step = g->outputs / g->groups * inputs * window;
  t->k_step = inputs * window;
  t->c_step = window;
  t->up_y = t->up_x = 1;
  SET(prepare)(t);
}

static void SET(convolve)(const ce_convolution *g, const void *x, const void *w, const void *bias,
                          void *out) {
  SET(conv_task) t = {.x = x, .bias = bias, .out = out};
  SET(prepare_forward)(&t, g, w);
  SET(run_convolution)(&t);
  SET(release)(&t);
}

static void SET(convolve_input)(const ce_convolution *g, const void *dy, const void *w,
                                const void *bias, void *dx) {
  SET(conv_task) t = {.x = dy, .bias = bias, .out = dx};
  ce_convolution adjoint;
  SET(prepare_input)(&t, &adjoint, g, w);
  SET(run_convolution)(&t);
  SET(release)(&t);
}
