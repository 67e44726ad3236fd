// Convolution: packed weights, algorithm selection, the walk over images.

// Computes output rows y0..<y1 of one image from its padded block.
static void KERNEL(conv_band)(const KERNEL(conv_task) *t, const REAL *padded, int64_t y0, int64_t y1,
                              REAL *out, REAL *strip) {
#if HAS_CHANNELS
  if (t->winograd) {
    const int64_t across = parts(t->g->out_width, 2), first = y0 / 2 * across;
    KERNEL(winograd_tiles)(t, padded, 0, first, parts(y1, 2) * across - first, out);
    return;
  }
  if (t->by_channels) {
    KERNEL(channel_band)(t, padded, y0, y1, out, strip);
    return;
  }
#endif
  if (t->by_rows) KERNEL(row_band)(t, padded, y0, y1, out, strip);
  else KERNEL(run_band)(t, padded, y0, y1, out, strip);
}

// The strip holds the widest block, each row rounded up to a whole tile.
INLINE int64_t strip_size(const KERNEL(conv_task) *t) {
  if (t->winograd) return 1; // it brings its own
  if (t->by_channels) return t->rows * t->band_rows * t->g->out_width;
  return most_rows * (t->band_rows * t->layout.width + 12 * VL);
}

// Copies an image into its padded block.
static void KERNEL(pad_image)(const KERNEL(conv_task) *t, int64_t n, REAL *padded) {
  const KERNEL(conv_layout) *l = &t->layout;
  const int64_t area = l->height * l->row_length;
  for (int64_t c = 0; c < l->channels; c++) {
    KERNEL(pad_plane)(l, t->x + (n * l->channels + c) * area, padded + c * l->plane);
  }
  memset(padded + l->image, 0, (size_t)l->slack * sizeof(REAL));
}
static void KERNEL(pool_image)(const KERNEL(conv_task) *t, int64_t n, const REAL *out) {
  if (!t->pool) return;
  const ce_convolution *g = t->g;
  KERNEL(pool_task) pool = *t->pool;
  pool.x = out - n * g->outputs * g->out_height * g->out_width;
  for (int64_t k = 0; k < g->outputs; k++) t->pool_plane(&pool, n * g->outputs + k);
}

// Computes one image into `out` by its padded block, band by band.
static void KERNEL(conv_directly)(const KERNEL(conv_task) *t, int64_t n, REAL *out) {
  const KERNEL(conv_layout) *l = &t->layout;
  const int64_t strip_count = strip_size(t);
  // Tiles of channels read no element but those under the kernel: an image without padding serves as it is.
  const int as_it_is = t->by_channels && l->pad_y == 0 && l->pad_x == 0 && l->phase == l->plane &&
                       l->rows == l->height && l->width == l->row_length && t->up_y == 1 && t->up_x == 1;
  const int64_t size = as_it_is ? 0 : l->image + l->slack;
  REAL *own = as_it_is ? NULL : scratch(size), *strip = scratch(strip_count);
  if (own) KERNEL(pad_image)(t, n, own);
  for (int64_t y = 0; y < t->g->out_height; y += t->band_rows) {
    KERNEL(conv_band)(t, own ? own : t->x + n * l->image, y, smaller(y + t->band_rows, t->g->out_height), out,
                      strip);
  }
  if (own) drop(own, size);
  drop(strip, strip_count);
}

#if HAS_CHANNELS
static void KERNEL(prepare_directly)(KERNEL(conv_task) *t);
static void KERNEL(release)(KERNEL(conv_task) *t);

// Computes neighbouring images into `out` as one run of tiles.
static void KERNEL(conv_by_tiles)(const KERNEL(conv_task) *t, int64_t first, int64_t images, REAL *out) {
  const ce_convolution *g = t->g;
  const int64_t size = t->layout.image + t->layout.slack, source = g->inputs * g->height * g->width;
  REAL *padded = scratch(images * size);
  int huge = 0;
  for (int64_t i = 0; i < images; i++) {
    huge |= KERNEL(any_huge)(source, t->x + (first + i) * source);
    KERNEL(pad_image)(t, first + i, padded + i * size);
  }
  const int64_t each = parts(g->out_height, 2) * parts(g->out_width, 2);
  KERNEL(winograd_tiles)(t, padded, size, 0, images * each, out);
  drop(padded, images * size);
  if (!huge) return;
  KERNEL(conv_task) direct = *t;
  KERNEL(prepare_directly)(&direct);
  for (int64_t i = 0; i < images; i++) {
    if (!KERNEL(any_huge)(source, t->x + (first + i) * source)) continue;
    KERNEL(conv_directly)(&direct, first + i, out + i * g->outputs * g->out_height * g->out_width);
  }
  KERNEL(release)(&direct);
}
#endif

static void KERNEL(conv_images)(const KERNEL(conv_task) *t, int64_t first, int64_t images) {
  const ce_convolution *g = t->g;
  // A result that only its pooling reads is forgotten with the image.
  const int64_t count = g->outputs * g->out_height * g->out_width;
  REAL *own = t->out ? NULL : scratch(images * count), *out = t->out ? t->out + first * count : own;
#if HAS_CHANNELS
  if (t->winograd) KERNEL(conv_by_tiles)(t, first, images, out);
#endif
  for (int64_t i = 0; i < images; i++) {
    if (!t->winograd) KERNEL(conv_directly)(t, first + i, out + i * count);
    KERNEL(pool_image)(t, first + i, out + i * count);
  }
  if (own) drop(own, images * count);
}
static void KERNEL(conv_unit)(void *context, int64_t index) {
  const KERNEL(conv_task) *t = context;
  const int64_t first = index * t->images_at_once;
  KERNEL(conv_images)(t, first, smaller(t->images_at_once, t->g->batch - first));
}

// A batch of a few large images is cut into bands of rows instead.
static void KERNEL(conv_pad_part)(void *context, int64_t index) {
  KERNEL(conv_task) *t = context;
  const KERNEL(conv_layout) *l = &t->layout;
  const int64_t n = index / l->channels, c = index % l->channels;
#if HAS_CHANNELS
  const int64_t area = l->height * l->row_length;
  if (t->winograd && KERNEL(any_huge)(area, t->x + index * area)) {
    __atomic_store_n(&t->huge, 1, __ATOMIC_RELAXED);
  }
#endif
  KERNEL(pad_plane)(l, t->x + index * l->height * l->row_length,
                    t->padded + n * (l->image + l->slack) + c * l->plane);
}
static void KERNEL(conv_band_part)(void *context, int64_t index) {
  const KERNEL(conv_task) *t = context;
  const ce_convolution *g = t->g;
  const int64_t n = index / t->bands, y = index % t->bands * t->band_rows, strip_count = strip_size(t);
  REAL *strip = scratch(strip_count);
  KERNEL(conv_band)(t, t->padded + n * (t->layout.image + t->layout.slack), y,
                    smaller(y + t->band_rows, g->out_height),
                    t->out + n * g->outputs * g->out_height * g->out_width, strip);
  drop(strip, strip_count);
}

// Packs the weights and chooses how the work is cut, without winograd.h.
static void KERNEL(prepare_directly)(KERNEL(conv_task) *t) {
  const ce_convolution *g = t->g;
  KERNEL(make_layout)(&t->layout, g, t->up_y, t->up_x);
  const KERNEL(conv_layout) *l = &t->layout;
  const int64_t outputs = g->outputs / g->groups, window = g->kernel_height * g->kernel_width;
  t->winograd = 0;
  t->images_at_once = 1;
  t->rows = rows_at_once(outputs);
#if HAS_CHANNELS
  // One vector of channels is bound by loads: it pays only where runs of positions waste more, or where
  // channel-rows.h spares them.
  t->by_channels = outputs % channel_multiple == 0 &&
                   (outputs % (2 * VL) == 0 || has_row_kernel(g) || l->width * 6 > g->out_width * 7);
  const int whole_rows = t->by_channels && suits_whole_rows(t);
  if (whole_rows) t->by_channels = 0;
  if (t->by_channels) t->rows = channels_at_once(outputs);
  t->by_rows = whole_rows || (!t->by_channels && suits_rows(t));
#else
  t->by_rows = suits_rows(t);
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
static void KERNEL(prepare)(KERNEL(conv_task) *t) {
#if HAS_CHANNELS
  const ce_convolution *g = t->g;
  t->winograd = winograd_fits(g, t->up_y, t->up_x) && !KERNEL(any_huge)(9 * g->inputs * g->outputs, t->w);
  if (t->winograd) {
    KERNEL(prepare_winograd)(t);
    return;
  }
#endif
  KERNEL(prepare_directly)(t);
}

// The transposed convolution of `g`, from dy to dx, as a convolution.
static void KERNEL(prepare_input)(KERNEL(conv_task) *t, ce_convolution *adjoint, const ce_convolution *g,
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
  KERNEL(prepare)(t);
}

static void KERNEL(release)(KERNEL(conv_task) *t) {
  drop(t->weights, t->weight_count);
  free(t->layout.offsets);
}

// Whether threads take whole images, rather than bands of rows of a few large ones.
INLINE int runs_by_image(const KERNEL(conv_task) *t) { return t->g->batch >= 4 || t->bands == 1; }

static void KERNEL(run_convolution)(KERNEL(conv_task) *t) {
  const ce_convolution *g = t->g;
  const KERNEL(conv_layout) *l = &t->layout;
  if (g->batch * g->outputs * g->out_height * g->out_width == 0) return;
  const int64_t work = l->positions * l->taps * g->outputs / g->groups / 8;
  if (runs_by_image(t)) {
    KERNEL(for_each)(parts(g->batch, t->images_at_once), work * t->images_at_once, KERNEL(conv_unit), t);
    return;
  }
  const int64_t size = g->batch * (l->image + l->slack);
  t->padded = scratch(size);
  for (int64_t n = 0; n < g->batch; n++) {
    memset(t->padded + n * (l->image + l->slack) + l->image, 0, (size_t)l->slack * sizeof(REAL));
  }
  KERNEL(for_each)(g->batch * g->inputs, l->plane, KERNEL(conv_pad_part), t);
  if (t->huge) {
    drop(t->padded, size);
    KERNEL(conv_task) direct = *t;
    direct.huge = 0;
    KERNEL(prepare_directly)(&direct);
    KERNEL(run_convolution)(&direct);
    KERNEL(release)(&direct);
    return;
  }
  KERNEL(for_each)(g->batch * t->bands, work / t->bands, KERNEL(conv_band_part), t);
  drop(t->padded, size);
  if (t->pool) {
    KERNEL(for_each)(g->batch * g->outputs, g->out_height * g->out_width, t->pool_plane, t->pool);
  }
}

static void KERNEL(prepare_forward)(KERNEL(conv_task) *t, const ce_convolution *g, const REAL *w) {
  const int64_t window = g->kernel_height * g->kernel_width, inputs = g->inputs / g->groups;
  t->g = g;
  t->w = w;
  t->group_step = g->outputs / g->groups * inputs * window;
  t->k_step = inputs * window;
  t->c_step = window;
  t->up_y = t->up_x = 1;
  KERNEL(prepare)(t);
}

static void KERNEL(convolve)(const ce_convolution *g, const void *x, const void *w, const void *bias,
                             void *out) {
  KERNEL(conv_task) t = {.x = x, .bias = bias, .out = out};
  KERNEL(prepare_forward)(&t, g, w);
  KERNEL(run_convolution)(&t);
  KERNEL(release)(&t);
}

static void KERNEL(convolve_input)(const ce_convolution *g, const void *dy, const void *w, void *dx) {
  KERNEL(conv_task) t = {.x = dy, .out = dx};
  ce_convolution adjoint;
  KERNEL(prepare_input)(&t, &adjoint, g, w);
  KERNEL(run_convolution)(&t);
  KERNEL(release)(&t);
}
