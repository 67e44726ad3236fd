// Pooling over windows of each plane. A window's part outside the image does not take part in a
// maximum; in an average it counts as zeros or not at all.

typedef struct KERNEL(pool_task) {
  const ce_pooling *g;
  const REAL *x;
  REAL *y;
  int32_t *winners;
  const int32_t *chosen;
  int relu; // of the maxima
} KERNEL(pool_task);

static void KERNEL(max_plane)(void *context, int64_t plane) {
  const KERNEL(pool_task) *t = context;
  const ce_pooling *g = t->g;
  const REAL *x = t->x + plane * g->height * g->width;
  const int64_t base = plane * g->out_height * g->out_width;
  REAL *y = t->y + base;
  int32_t *winners = t->winners ? t->winners + base : NULL;
  if (is_plain_half(g)) {
    for (int64_t oy = 0; oy < g->out_height; oy++, y += g->out_width) {
      const REAL *upper = x + 2 * oy * g->width;
      max_pairs(upper, upper + g->width, g->width, 2 * oy * g->width, g->out_width, t->relu, y, winners);
      if (winners) winners += g->out_width;
    }
    return;
  }
  for (int64_t oy = 0; oy < g->out_height; oy++) {
    const int64_t top = oy * g->stride_y - g->padding_y;
    const int64_t y0 = larger(top, 0), y1 = smaller(top + g->kernel_height, g->height);
    for (int64_t ox = 0; ox < g->out_width; ox++) {
      const int64_t left = ox * g->stride_x - g->padding_x;
      const int64_t x0 = larger(left, 0), x1 = smaller(left + g->kernel_width, g->width);
      int64_t where = y0 * g->width + x0;
      REAL best = x[where];
      for (int64_t iy = y0; iy < y1 && best == best; iy++) {
        for (int64_t ix = x0; ix < x1 && best == best; ix++) {
          const REAL v = x[iy * g->width + ix];
          if (v > best || v != v) {
            best = v;
            where = iy * g->width + ix;
          }
        }
      }
      *y++ = t->relu && best <= 0 ? 0 : best;
      if (winners) *winners++ = (int32_t)where;
    }
  }
}
static void KERNEL(max_pool)(const ce_pooling *g, const void *x, void *y, int32_t *winners) {
  KERNEL(pool_task) t = {.g = g, .x = x, .y = y, .winners = winners};
  KERNEL(for_each)(g->planes, g->height * g->width, KERNEL(max_plane), &t);
}

static void KERNEL(scatter_plane)(void *context, int64_t plane) {
  const KERNEL(pool_task) *t = context;
  const ce_pooling *g = t->g;
  const int64_t area = g->height * g->width, count = g->out_height * g->out_width;
  REAL *dx = t->y + plane * area;
  const REAL *dy = t->x + plane * count;
  const int32_t *chosen = t->chosen + plane * count;
  if (is_plain_half(g)) {
    for (int64_t oy = 0; oy < g->out_height; oy++) {
      const int64_t at = 2 * oy * g->width, from = oy * g->out_width;
      spread_pairs(dy + from, chosen + from, g->width, at, g->out_width, dx + at, dx + at + g->width);
    }
    clear_margins(g, dx);
    return;
  }
  memset(dx, 0, (size_t)area * sizeof(REAL));
  for (int64_t i = 0; i < count; i++) dx[chosen[i]] += dy[i];
}
static void KERNEL(pool_scatter)(const ce_pooling *g, const void *dy, const int32_t *winners, void *dx) {
  KERNEL(pool_task) t = {.g = g, .x = dy, .y = dx, .chosen = winners};
  KERNEL(for_each)(g->planes, g->height * g->width, KERNEL(scatter_plane), &t);
}
static void KERNEL(gather_plane)(void *context, int64_t plane) {
  const KERNEL(pool_task) *t = context;
  const ce_pooling *g = t->g;
  const int64_t area = g->height * g->width, count = g->out_height * g->out_width;
  const REAL *x = t->x + plane * area;
  const int32_t *chosen = t->chosen + plane * count;
  REAL *y = t->y + plane * count;
  for (int64_t i = 0; i < count; i++) y[i] = x[chosen[i]];
}
static void KERNEL(pool_gather)(const ce_pooling *g, const void *x, const int32_t *winners, void *y) {
  KERNEL(pool_task) t = {.g = g, .x = x, .y = y, .chosen = winners};
  KERNEL(for_each)(g->planes, g->height * g->width, KERNEL(gather_plane), &t);
}

// One over the number of elements an average divides by. The whole window ends at the padded edge.
INLINE REAL average_scale(const ce_pooling *g, int64_t top, int64_t left) {
  int64_t height, width;
  if (g->count_padding) {
    height = smaller(top + g->kernel_height, g->height + g->padding_y) - top;
    width = smaller(left + g->kernel_width, g->width + g->padding_x) - left;
  } else {
    height = smaller(top + g->kernel_height, g->height) - larger(top, 0);
    width = smaller(left + g->kernel_width, g->width) - larger(left, 0);
  }
  return (REAL)1 / (REAL)(height * width);
}
static void KERNEL(average_plane)(void *context, int64_t plane) {
  const KERNEL(pool_task) *t = context;
  const ce_pooling *g = t->g;
  const REAL *x = t->x + plane * g->height * g->width;
  REAL *y = t->y + plane * g->out_height * g->out_width;
  if (is_plain_half(g)) {
    for (int64_t oy = 0; oy < g->out_height; oy++, y += g->out_width) {
      const REAL *upper = x + 2 * oy * g->width;
      average_pairs(upper, upper + g->width, g->out_width, y);
    }
    return;
  }
  for (int64_t oy = 0; oy < g->out_height; oy++) {
    const int64_t top = oy * g->stride_y - g->padding_y;
    const int64_t y0 = larger(top, 0), y1 = smaller(top + g->kernel_height, g->height);
    for (int64_t ox = 0; ox < g->out_width; ox++) {
      const int64_t left = ox * g->stride_x - g->padding_x;
      const int64_t x0 = larger(left, 0), x1 = smaller(left + g->kernel_width, g->width);
      REAL sum = 0;
      for (int64_t iy = y0; iy < y1; iy++)
        for (int64_t ix = x0; ix < x1; ix++) sum += x[iy * g->width + ix];
      *y++ = sum * average_scale(g, top, left);
    }
  }
}
static void KERNEL(average_pool)(const ce_pooling *g, const void *x, void *y) {
  KERNEL(pool_task) t = {.g = g, .x = x, .y = y};
  KERNEL(for_each)(g->planes, g->height * g->width, KERNEL(average_plane), &t);
}
static void KERNEL(average_gradient_plane)(void *context, int64_t plane) {
  const KERNEL(pool_task) *t = context;
  const ce_pooling *g = t->g;
  const int64_t area = g->height * g->width;
  REAL *dx = t->y + plane * area;
  const REAL *dy = t->x + plane * g->out_height * g->out_width;
  if (is_plain_half(g)) {
    for (int64_t oy = 0; oy < g->out_height; oy++, dy += g->out_width) {
      REAL *upper = dx + 2 * oy * g->width;
      share_pairs(dy, g->out_width, upper, upper + g->width);
    }
    clear_margins(g, dx);
    return;
  }
  memset(dx, 0, (size_t)area * sizeof(REAL));
  for (int64_t oy = 0; oy < g->out_height; oy++) {
    const int64_t top = oy * g->stride_y - g->padding_y;
    const int64_t y0 = larger(top, 0), y1 = smaller(top + g->kernel_height, g->height);
    for (int64_t ox = 0; ox < g->out_width; ox++) {
      const int64_t left = ox * g->stride_x - g->padding_x;
      const int64_t x0 = larger(left, 0), x1 = smaller(left + g->kernel_width, g->width);
      const REAL share = *dy++ * average_scale(g, top, left);
      for (int64_t iy = y0; iy < y1; iy++)
        for (int64_t ix = x0; ix < x1; ix++) dx[iy * g->width + ix] += share;
    }
  }
}
static void KERNEL(average_pool_gradient)(const ce_pooling *g, const void *dy, void *dx) {
  KERNEL(pool_task) t = {.g = g, .x = dy, .y = dx};
  KERNEL(for_each)(g->planes, g->height * g->width, KERNEL(average_gradient_plane), &t);
}
