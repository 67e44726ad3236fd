// A convolution, its activation and its pooling as one pass over the images.
//
// Done one after the other, each of the three reads and writes the whole batch, which is larger than the
// caches: at small channel counts that costs more than the arithmetic. Here an image is activated and
// pooled while it is in the cache, and in the backward pass the gradient before the activation is made for
// a few images, used for dw, db and dx, and forgotten. With max-pooling the gradient needs no more than
// the pooled values and their places, so that the convolution's own result is never stored.

static void KERNEL(set_pool)(KERNEL(pool_task) *pool, const ce_block *b, KERNEL(conv_task) *t) {
  if (b->pool == ce_pool_none) return;
  pool->g = &b->pooling;
  t->pool = pool;
  t->pool_plane = b->pool == ce_pool_max ? KERNEL(max_plane) : KERNEL(average_plane);
  // The maximum of the rectified is the rectified maximum, which is a quarter of the work.
  if (b->pool == ce_pool_max && b->activation == ce_activation_relu) {
    pool->relu = 1;
    t->activation = ce_activation_none;
  }
}

static void KERNEL(run_block)(const ce_block *b, const void *x, const void *w, const void *bias,
                              void *y, void *pooled, int32_t *winners) {
  const ce_convolution *g = &b->convolution;
  const int64_t count = g->batch * g->outputs * g->out_height * g->out_width;
  KERNEL(pool_task) pool = {.x = y, .y = pooled, .winners = winners};
  KERNEL(conv_task) t = {.x = x, .bias = bias, .out = y, .activation = (int)b->activation};
  KERNEL(set_pool)(&pool, b, &t);
  KERNEL(prepare_forward)(&t, g, w);
  REAL *whole = !y && !runs_by_image(&t) ? scratch(count) : NULL; // few images, cut into bands of rows
  if (whole) pool.x = t.out = whole;
  KERNEL(run_convolution)(&t);
  if (whole) drop(whole, count);
  KERNEL(release)(&t);
}

typedef struct KERNEL(block_task) {
  const ce_block *b;
  KERNEL(weight_task) weight;
  KERNEL(conv_task) input;
  KERNEL(pool_task) pool;
  int wants_input;
  const REAL *y, *upstream; // y: the activated convolution, or what max-pooling left of it
} KERNEL(block_task);

// The gradient before the activation from the one after it, in place.
static void KERNEL(activation_gradient)(int activation, int64_t n, const REAL *y, const REAL *dy, REAL *dz) {
  switch (activation) {
  case ce_activation_relu: KERNEL(binary_serial)(ce_relu_gradient, n, y, 1, dy, 1, dz); break;
  case ce_activation_sigmoid: KERNEL(binary_serial)(ce_sigmoid_gradient, n, y, 1, dy, 1, dz); break;
  case ce_activation_tanh: KERNEL(binary_serial)(ce_tanh_gradient, n, y, 1, dy, 1, dz); break;
  default:
    if (dz != dy) memcpy(dz, dy, (size_t)n * sizeof(REAL));
    break;
  }
}

static void KERNEL(block_chunk)(void *context, int64_t index) {
  const KERNEL(block_task) *t = context;
  const ce_convolution *g = &t->b->convolution;
  const int64_t first = index * t->weight.chunk, images = smaller(t->weight.chunk, g->batch - first);
  const int64_t image = g->outputs * g->out_height * g->out_width;
  const int64_t pooled = g->outputs * t->b->pooling.out_height * t->b->pooling.out_width;
  const int activation = (int)t->b->activation;
  REAL *at_winners = t->b->pool == ce_pool_max ? scratch(pooled) : NULL;
  // dz of these images only; the tasks below count images from the start of the batch.
  REAL *dz = scratch(images * image), *base = dz - first * image;
  KERNEL(weight_task) weight = t->weight;
  KERNEL(conv_task) input = t->input;
  KERNEL(pool_task) pool = t->pool;
  weight.dy = base;
  input.x = base;
  pool.y = base;
  for (int64_t n = first; n < first + images; n++) {
    const REAL *dy = t->upstream + n * image;
    if (t->b->pool == ce_pool_max) {
      // Only winners have a gradient, and their values are the pooled ones.
      const int64_t from = n * pooled;
      KERNEL(activation_gradient)(activation, pooled, t->y + from, t->upstream + from, at_winners);
      pool.x = at_winners - from;
      for (int64_t k = 0; k < g->outputs; k++) KERNEL(scatter_plane)(&pool, n * g->outputs + k);
      continue;
    }
    if (t->b->pool == ce_pool_average) {
      for (int64_t k = 0; k < g->outputs; k++) KERNEL(average_gradient_plane)(&pool, n * g->outputs + k);
      dy = base + n * image;
    }
    KERNEL(activation_gradient)(activation, image, t->y + n * image, dy, base + n * image);
  }
  if (at_winners) drop(at_winners, pooled);
  KERNEL(weight_chunk)(&weight, index);
  if (t->wants_input) KERNEL(conv_images)(&input, first, images);
  drop(dz, images * image);
}

static void KERNEL(run_block_back)(const ce_block *b, const void *x, const void *w, const void *y,
                                   const int32_t *winners, const void *upstream, void *dx, void *dw,
                                   void *db) {
  const ce_convolution *g = &b->convolution;
  KERNEL(block_task) t = {.b = b, .weight = {.x = x}, .input = {.out = dx}, .wants_input = dx != NULL,
                          .pool = {.g = &b->pooling, .x = upstream, .chosen = winners}, .y = y,
                          .upstream = upstream};
  ce_convolution adjoint;
  if (dx) KERNEL(prepare_input)(&t.input, &adjoint, g, w);
  const int64_t chunks = KERNEL(prepare_weight)(&t.weight, g, db != NULL);
  KERNEL(for_each)(chunks, weight_work(&t.weight), KERNEL(block_chunk), &t);
  KERNEL(finish_weight)(&t.weight, chunks, dw, db);
  if (dx) KERNEL(release)(&t.input);
}
