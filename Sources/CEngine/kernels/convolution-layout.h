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

typedef struct KERNEL(conv_layout) {
  // Padded block of one image: [channels][stride_y][stride_x][rows][width]
  int64_t channels, stride_y, stride_x, rows, width, phase, plane, image;
  int64_t height, row_length;       // of the source image
  int64_t pad_y, pad_x, up_y, up_x; // zeros before, and spread of the source elements
  int64_t taps;                     // of one group
  int64_t *offsets;                 // [taps], from the group's first channel
  int64_t positions;                // output positions along padded rows
  int64_t slack;                    // elements read past the end
} KERNEL(conv_layout);

static void KERNEL(make_layout)(KERNEL(conv_layout) *l, const ce_convolution *g, int64_t up_y, int64_t up_x) {
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

// Lanes begin..<end of a vector, zeros in the others; no other element is read.
#if defined(__x86_64__) && VECTOR_BYTES == 64
INLINE V load_between(const REAL *p, int64_t begin, int64_t end) {
  return (V)_mm512_maskz_loadu_ps(first_lanes(end) & ~first_lanes(begin), p);
}
#elif defined(__x86_64__) && VECTOR_BYTES == 32
INLINE V load_between(const REAL *p, int64_t begin, int64_t end) {
  const __m256i mask = _mm256_andnot_si256(first_lanes(begin), first_lanes(end));
#if IS_DOUBLE
  return (V)_mm256_maskload_pd(p, mask);
#else
  return (V)_mm256_maskload_ps(p, mask);
#endif
}
#else
INLINE V load_between(const REAL *p, int64_t begin, int64_t end) {
  V v = {0};
  for (int64_t i = begin; i < end; i++) v[i] = p[i];
  return v;
}
#endif

// Copies one channel of an image into its padded plane.
static void KERNEL(pad_plane)(const KERNEL(conv_layout) *l, const REAL *from, REAL *to) {
  if (l->stride_y == 1 && l->stride_x == 1 && l->up_y == 1 && l->up_x == 1) {
    // Columns first..<last of the padded row hold the image, the others zeros.
    const int64_t first = smaller(larger(l->pad_x, 0), l->width);
    const int64_t last = larger(first, smaller(l->row_length + l->pad_x, l->width));
    const int64_t top = smaller(larger(l->pad_y, 0), l->rows);
    const int64_t bottom = larger(top, smaller(l->height + l->pad_y, l->rows));
    memset(to, 0, (size_t)(top * l->width) * sizeof(REAL));
    memset(to + bottom * l->width, 0, (size_t)((l->rows - bottom) * l->width) * sizeof(REAL));
    from += (top - l->pad_y) * l->row_length - l->pad_x;
    to += top * l->width;
    for (int64_t x = 0; x < l->width; x += VL) { // a column of vectors, so that one mask serves all rows
      const int64_t rest = smaller(VL, l->width - x);
      const int64_t begin = smaller(larger(first - x, 0), VL), end = smaller(larger(last - x, 0), VL);
      const REAL *source = from + x;
      REAL *target = to + x;
      if (begin == 0 && end == VL) {
        for (int64_t y = top; y < bottom; y++, source += l->row_length, target += l->width) {
          store(target, load(source));
        }
        continue;
      }
      for (int64_t y = top; y < bottom; y++, source += l->row_length, target += l->width) {
        const V v = load_between(source, begin, end);
        if (rest == VL) store(target, v);
        else store_rest(target, v, rest);
      }
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

typedef struct KERNEL(conv_task) {
  const ce_convolution *g;
  KERNEL(conv_layout) layout;
  const REAL *x, *bias;
  REAL *out, *weights, *padded; // weights [group][block][taps][rows]; padded blocks, or null
  int64_t rows, blocks, bands, band_rows; // output channels a block, blocks a group, row bands
  int64_t weight_count;
  // Where the weight of output k (of a group), input c and tap stands, the tap counted backwards when
  // `flipped`: w[group * group_step + k * k_step + c * c_step + tap].
  const REAL *w;
  int64_t group_step, k_step, c_step;
  int flipped;
  int64_t up_y, up_x;
  int by_channels;            // tiles of channels.h, `rows` channels each
  int by_rows;                // tiles of convolution-rows.h
  int winograd;               // winograd.h, in units of `images_at_once`
  int64_t images_at_once;
  int huge;                   // winograd.h cannot take this input
  int activation;             // applied to what is stored, see ce_block
  KERNEL(pool_task) *pool;       // what is pooled from the stored image, or null
  void (*pool_plane)(void *, int64_t);
} KERNEL(conv_task);

// Copies rows of a strip to their places in the result, through the activation.
#define STORE_ROWS(EXPRESSION)                                                                         \
  for (int64_t y = 0; y < rows; y++, from += from_step, to += to_step) {                                 \
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
static void KERNEL(store_rows)(int activation, int64_t rows, int64_t width, const REAL *from,
                               int64_t from_step, REAL *to, int64_t to_step) {
  switch (activation) {
  case ce_activation_relu: STORE_ROWS(choose(a > splat(0), a, choose(a != a, a, splat(0)))) break;
  case ce_activation_sigmoid: STORE_ROWS(v_sigmoid(a)) break;
  case ce_activation_tanh: STORE_ROWS(v_tanh(a)) break;
  default: STORE_ROWS(a) break;
  }
}
