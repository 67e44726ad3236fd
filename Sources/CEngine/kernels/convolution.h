// Cross-correlation without an im2col matrix.
//
// Each image is copied once into a zero-padded block. With a row width of W in that block, the
// element under kernel tap (c, y, x) at output position p (counted along padded rows) stands at
// p + offset[c, y, x], so a run of output positions reads a run of memory for every tap: the
// convolution is a matrix product whose right operand is never built. The few positions that fall
// into the padding at the end of a row are computed and thrown away.
//
// A stride s splits the block into s * s phases (every s-th row and column), within which the same
// holds. Dilation only changes the offsets.
//
// The gradient in x is the same loop over dy with the kernel flipped and its channel axes exchanged;
// for a stride, zeros are put between the elements of dy. The gradient in w is a set of dot products
// between rows of dy and shifted rows of x, over the same layout.
//
// Source: Goodfellow, Bengio and Courville, Deep Learning, chapter 9; V. Dumoulin and F. Visin,
// arXiv:1603.07285, for the transposed geometry.

typedef struct SET(conv_layout) {
  // Padded block of one image: [channels][stride_y][stride_x][rows][width]
  int64_t channels, stride_y, stride_x, rows, width, phase, plane, image;
  int64_t height, row_length;       // of the source image
  int64_t pad_y, pad_x, up_y, up_x; // zeros before, and spread of the source elements
  int64_t taps;                     // of one group
  int64_t *offsets;                 // [taps], from the group's first channel
  int64_t positions;                // output positions along padded rows
  int64_t slack;                    // elements read past the end
} SET(conv_layout);

static void SET(make_layout)(SET(conv_layout) *l, const ce_convolution *g, int64_t up_y, int64_t up_x) {
  l->channels = g->inputs;
  l->stride_y = g->stride_y;
  l->stride_x = g->stride_x;
  l->height = g->height;
  l->row_length = g->width;
  l->pad_y = g->padding_y;
  l->pad_x = g->padding_x;
  l->up_y = up_y;
  l->up_x = up_x;
  const int64_t padded_rows = (g->out_height - 1) * g->stride_y + (g->kernel_height - 1) * g->dilation_y + 1;
  const int64_t padded_width = (g->out_width - 1) * g->stride_x + (g->kernel_width - 1) * g->dilation_x + 1;
  l->rows = parts(padded_rows, g->stride_y);
  l->width = parts(padded_width, g->stride_x);
  l->phase = l->rows * l->width;
  l->plane = l->phase * g->stride_y * g->stride_x;
  l->image = l->plane * l->channels;
  const int64_t inputs = g->inputs / g->groups;
  l->taps = inputs * g->kernel_height * g->kernel_width;
  l->offsets = malloc((size_t)(l->taps > 0 ? l->taps : 1) * sizeof(int64_t));
  int64_t t = 0;
  for (int64_t c = 0; c < inputs; c++) {
    for (int64_t ky = 0; ky < g->kernel_height; ky++) {
      for (int64_t kx = 0; kx < g->kernel_width; kx++) {
        const int64_t y = ky * g->dilation_y, x = kx * g->dilation_x;
        l->offsets[t++] = c * l->plane + (y % g->stride_y * g->stride_x + x % g->stride_x) * l->phase +
                          y / g->stride_y * l->width + x / g->stride_x;
      }
    }
  }
  l->positions = (g->out_height - 1) * l->width + g->out_width;
  l->slack = 16 * VL;
}

// Copies one channel of an image into its padded plane.
static void SET(pad_plane)(const SET(conv_layout) *l, const REAL *from, REAL *to) {
  if (l->stride_y == 1 && l->stride_x == 1 && l->up_y == 1 && l->up_x == 1) {
    // Columns first..<last of the padded row hold the image, the others zeros.
    const int64_t first = smaller(larger(l->pad_x, 0), l->width);
    const int64_t last = larger(first, smaller(l->row_length + l->pad_x, l->width));
    for (int64_t y = 0; y < l->rows; y++, to += l->width) {
      const int64_t source = y - l->pad_y;
      if (source < 0 || source >= l->height) {
        for (int64_t x = 0; x < l->width; x++) to[x] = 0;
        continue;
      }
      const REAL *row = from + source * l->row_length - l->pad_x;
      for (int64_t x = 0; x < first; x++) to[x] = 0;
      int64_t x = first;
      for (; x + VL <= last; x += VL) store(to + x, load(row + x));
      if (x < last && last - first >= VL) store(to + last - VL, load(row + last - VL));
      else for (; x < last; x++) to[x] = row[x];
      for (x = last; x < l->width; x++) to[x] = 0;
    }
    return;
  }
  memset(to, 0, (size_t)l->plane * sizeof(REAL));
  for (int64_t y = 0; y < l->height; y++) {
    const int64_t py = y * l->up_y + l->pad_y;
    if (py < 0 || py / l->stride_y >= l->rows) continue;
    REAL *rows = to + py % l->stride_y * l->stride_x * l->phase + py / l->stride_y * l->width;
    const REAL *row = from + y * l->row_length;
    for (int64_t x = 0; x < l->row_length; x++) {
      const int64_t px = x * l->up_x + l->pad_x;
      if (px < 0 || px / l->stride_x >= l->width) continue;
      rows[px % l->stride_x * l->phase + px / l->stride_x] = row[x];
    }
  }
}

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

typedef struct SET(conv_task) {
  const ce_convolution *g;
  SET(conv_layout) layout;
  const REAL *x, *bias;
  REAL *out, *weights, *padded; // weights [group][block][taps][rows]; padded blocks, or null
  int64_t rows, blocks, bands, band_rows; // output channels a block, blocks a group, row bands
  int64_t weight_count;
  int by_channels;            // tiles of channels.h, `rows` channels each
  int activation;             // applied to what is stored, see ce_block
  SET(pool_task) *pool;       // what is pooled from the stored image, or null
  void (*pool_plane)(void *, int64_t);
} SET(conv_task);

// Copies rows of a strip to their places in the result, through the activation.
#define STORE_ROWS(EXPRESSION)                                                                         \
  for (int64_t y = 0; y < rows; y++, from += from_step, to += width) {                                 \
    int64_t i = 0;                                                                                     \
    for (; i + VL <= width; i += VL) {                                                                 \
      const V a = load(from + i);                                                                      \
      store(to + i, EXPRESSION);                                                                       \
    }                                                                                                  \
    if (i < width && width >= VL) { /* the last vector overlaps the one before */                      \
      const V a = load(from + width - VL);                                                             \
      store(to + width - VL, EXPRESSION);                                                              \
    } else if (i < width) { /* a strip is longer than its rows */                                      \
      const V a = load(from);                                                                          \
      store_rest(to, EXPRESSION, width);                                                               \
    }                                                                                                  \
  }
static void SET(store_rows)(int activation, int64_t rows, int64_t width, const REAL *from,
                            int64_t from_step, REAL *to) {
  switch (activation) {
  case ce_activation_relu: STORE_ROWS(choose(a > splat(0), a, choose(a != a, a, splat(0)))) break;
  case ce_activation_sigmoid: STORE_ROWS(v_sigmoid(a)) break;
  case ce_activation_tanh: STORE_ROWS(v_tanh(a)) break;
  default: STORE_ROWS(a) break;
  }
}

#if HAS_CHANNELS
static void SET(channel_band)(const SET(conv_task) *t, const REAL *padded, int64_t y0, int64_t y1,
                              REAL *out, REAL *strip) {
  const ce_convolution *g = t->g;
  const SET(conv_layout) *l = &t->layout;
  const int64_t outputs = g->outputs / g->groups, area = g->out_height * g->out_width;
  const int64_t width = g->out_width, count = (y1 - y0) * width, channels = t->rows;
  const int64_t step = parts(width, parts(width, most_positions));
  const int64_t plane_step = parts(count, VL) * VL;
  REAL *planes = strip + count * channels;
  const SET(channel_kernel) *kernels = SET(channel_kernels)[channels == VL];
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
    SET(transpose)(count, channels, strip, channels, planes, plane_step);
    for (int64_t c = 0; c < channels; c++) {
      SET(store_rows)(t->activation, 1, count, planes + c * plane_step, 0,
                      out + (k + c) * area + y0 * width);
    }
  }
}
#endif

// Computes output rows y0..<y1 of one image from its padded block.
static void SET(conv_band)(const SET(conv_task) *t, const REAL *padded, int64_t y0, int64_t y1,
                           REAL *out, REAL *strip) {
#if HAS_CHANNELS
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
        SET(store_rows)(t->activation, y1 - y0, g->out_width, from, l->width, row);
      }
    }
  }
}

// The strip holds the widest block, each row rounded up to a whole tile; for channels, both layouts.
INLINE int64_t strip_size(const SET(conv_task) *t) {
  if (t->by_channels) return 2 * t->rows * (t->band_rows * t->g->out_width + VL);
  return most_rows * (t->band_rows * t->layout.width + 12 * VL);
}

static void SET(conv_image)(void *context, int64_t n) {
  const SET(conv_task) *t = context;
  const ce_convolution *g = t->g;
  const SET(conv_layout) *l = &t->layout;
  const int64_t size = l->image + l->slack, strip_count = strip_size(t);
  REAL *padded = scratch(size), *strip = scratch(strip_count);
  memset(padded + l->image, 0, (size_t)l->slack * sizeof(REAL));
  const int64_t area = g->height * g->width;
  for (int64_t c = 0; c < g->inputs; c++) {
    SET(pad_plane)(l, t->x + (n * g->inputs + c) * area, padded + c * l->plane);
  }
  // A result that only its pooling reads is forgotten with the image.
  const int64_t count = g->outputs * g->out_height * g->out_width;
  REAL *own = t->out ? NULL : scratch(count), *out = t->out ? t->out + n * count : own;
  for (int64_t y = 0; y < g->out_height; y += t->band_rows) {
    SET(conv_band)(t, padded, y, smaller(y + t->band_rows, g->out_height), out, strip);
  }
  if (t->pool) {
    SET(pool_task) pool = *t->pool;
    pool.x = out - n * count;
    for (int64_t k = 0; k < g->outputs; k++) t->pool_plane(&pool, n * g->outputs + k);
  }
  if (own) drop(own, count);
  drop(padded, size);
  drop(strip, strip_count);
}

// A batch of a few large images is cut into bands of rows instead.
static void SET(conv_pad_part)(void *context, int64_t index) {
  const SET(conv_task) *t = context;
  const SET(conv_layout) *l = &t->layout;
  const int64_t n = index / l->channels, c = index % l->channels;
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

// Packs the weights and chooses how the work is cut. The weight of output k (of a group) and tap t is
// w[group * group_step + k * k_step + c * c_step + tap], the tap counted backwards when `flipped`.
static void SET(prepare)(SET(conv_task) *t, const ce_convolution *g, const REAL *w, int64_t group_step,
                         int64_t k_step, int64_t c_step, int flipped, int64_t up_y, int64_t up_x) {
  t->g = g;
  SET(make_layout)(&t->layout, g, up_y, up_x);
  const SET(conv_layout) *l = &t->layout;
  const int64_t outputs = g->outputs / g->groups, window = g->kernel_height * g->kernel_width;
  t->rows = rows_at_once(outputs);
#if HAS_CHANNELS
  // One vector of channels is bound by loads: it pays only where runs of positions waste more.
  t->by_channels = outputs % channel_multiple == 0 && (outputs % (2 * VL) == 0 || l->width * 6 > g->out_width * 7);
  if (t->by_channels) t->rows = channels_at_once(outputs);
#endif
  t->blocks = parts(outputs, t->rows);
  t->weight_count = g->outputs * l->taps;
  t->weights = scratch(t->weight_count);
  for (int64_t group = 0; group < g->groups; group++) {
    for (int64_t k = 0; k < outputs; k++) {
      const int64_t k0 = k / t->rows * t->rows, rows = smaller(t->rows, outputs - k0);
      REAL *to = t->weights + (group * outputs + k0) * l->taps + (k - k0);
      const REAL *from = w + group * group_step + k * k_step;
      for (int64_t c = 0; c < l->taps / window; c++, from += c_step) {
        for (int64_t at = 0; at < window; at++, to += rows) {
          *to = from[flipped ? window - 1 - at : at];
        }
      }
    }
  }
  // Bands keep the strip of results in the first-level cache.
  t->band_rows = smaller(g->out_height, larger(1, (t->by_channels ? 256 : 1024) / l->width));
  t->bands = parts(g->out_height, t->band_rows);
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
  SET(prepare)(t, adjoint, w, g->outputs / g->groups * inputs * window, window, inputs * window, 1,
               g->stride_y, g->stride_x);
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
    SET(for_each)(g->batch, work, SET(conv_image), t);
    return;
  }
  const int64_t size = g->batch * (l->image + l->slack);
  t->padded = scratch(size);
  for (int64_t n = 0; n < g->batch; n++) {
    memset(t->padded + n * (l->image + l->slack) + l->image, 0, (size_t)l->slack * sizeof(REAL));
  }
  SET(for_each)(g->batch * g->inputs, l->plane, SET(conv_pad_part), t);
  SET(for_each)(g->batch * t->bands, work / t->bands, SET(conv_band_part), t);
  drop(t->padded, size);
  if (t->pool) {
    SET(for_each)(g->batch * g->outputs, g->out_height * g->out_width, t->pool_plane, t->pool);
  }
}

static void SET(prepare_forward)(SET(conv_task) *t, const ce_convolution *g, const REAL *w) {
  const int64_t window = g->kernel_height * g->kernel_width, inputs = g->inputs / g->groups;
  SET(prepare)(t, g, w, g->outputs / g->groups * inputs * window, inputs * window, window, 0, 1, 1);
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
