// Pooling over windows of each plane. A window's part outside the image does not take part in a
// maximum; in an average it counts as zeros or not at all.

typedef struct SET(pool_task) {
  const ce_pooling *g;
  const REAL *x;
  REAL *y;
  int32_t *winners;
  const int32_t *chosen;
} SET(pool_task);

#if VECTOR_BYTES / (IS_DOUBLE ? 8 : 4) == 16
#define EVEN(a, b)                                                                                     \
  __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define ODD(a, b)                                                                                      \
  __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)
#elif VECTOR_BYTES / (IS_DOUBLE ? 8 : 4) == 8
#define EVEN(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
#define ODD(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15)
#elif VECTOR_BYTES / (IS_DOUBLE ? 8 : 4) == 4
#define EVEN(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6)
#define ODD(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7)
#else
#define EVEN(a, b) __builtin_shufflevector(a, b, 0, 2)
#define ODD(a, b) __builtin_shufflevector(a, b, 1, 3)
#endif

// One row of 2x2 windows, 2 apart: the usual pooling, without branches. `at` is the plane position of
// upper[0].
INLINE void max_pairs(const REAL *upper, const REAL *lower, int64_t width, int64_t at, int64_t count,
                      REAL *y, int32_t *winners) {
  typedef int32_t indices __attribute__((vector_size(4 * VL), aligned(4)));
  VI lane;
  for (int i = 0; i < VL; i++) lane[i] = 2 * i;
  for (int64_t i = 0; i < count; i += VL) {
    int64_t rest = count - i;
    if (rest < VL && count >= VL) { // the last vector overlaps the one before
      i = count - VL;
      rest = VL;
    }
    REAL padded[4 * VL] = {0};
    const REAL *u = upper + 2 * i, *l = lower + 2 * i;
    if (rest < VL) {
      memcpy(padded, u, (size_t)(2 * rest) * sizeof(REAL));
      memcpy(padded + 2 * VL, l, (size_t)(2 * rest) * sizeof(REAL));
      u = padded;
      l = padded + 2 * VL;
    }
    const V u0 = load(u), u1 = load(u + VL), l0 = load(l), l1 = load(l + VL);
    const V others[3] = {ODD(u0, u1), EVEN(l0, l1), ODD(l0, l1)};
    const bits places[3] = {1, (bits)width, (bits)width + 1};
    V best = EVEN(u0, u1);
    VI where = {0};
    UNROLL for (int k = 0; k < 3; k++) {
      const V v = others[k];
      const VI wins = ((v > best) | (v != v)) & (best == best); // the first NaN stays
      best = choose(wins, v, best);
      where = (wins & places[k]) | (~wins & where);
    }
    where += lane + (bits)(at + 2 * i);
    const indices chosen = __builtin_convertvector(where, indices);
    if (rest >= VL) {
      store(y + i, best);
      if (winners) memcpy(winners + i, &chosen, sizeof chosen);
    } else {
      store_rest(y + i, best, rest);
      for (int64_t j = 0; winners && j < rest; j++) winners[i + j] = chosen[j];
    }
  }
}

static void SET(max_plane)(void *context, int64_t plane) {
  const SET(pool_task) *t = context;
  const ce_pooling *g = t->g;
  const REAL *x = t->x + plane * g->height * g->width;
  const int64_t base = plane * g->out_height * g->out_width;
  REAL *y = t->y + base;
  int32_t *winners = t->winners ? t->winners + base : NULL;
  if (g->kernel_height == 2 && g->kernel_width == 2 && g->stride_y == 2 && g->stride_x == 2 &&
      g->padding_y == 0 && g->padding_x == 0) {
    for (int64_t oy = 0; oy < g->out_height; oy++, y += g->out_width) {
      const REAL *upper = x + 2 * oy * g->width;
      max_pairs(upper, upper + g->width, g->width, 2 * oy * g->width, g->out_width, y, winners);
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
      *y++ = best;
      if (winners) *winners++ = (int32_t)where;
    }
  }
}
static void SET(max_pool)(const ce_pooling *g, const void *x, void *y, int32_t *winners) {
  SET(pool_task) t = {.g = g, .x = x, .y = y, .winners = winners};
  SET(for_each)(g->planes, g->height * g->width, SET(max_plane), &t);
}

static void SET(scatter_plane)(void *context, int64_t plane) {
  const SET(pool_task) *t = context;
  const ce_pooling *g = t->g;
  const int64_t area = g->height * g->width, count = g->out_height * g->out_width;
  REAL *dx = t->y + plane * area;
  memset(dx, 0, (size_t)area * sizeof(REAL));
  const REAL *dy = t->x + plane * count;
  const int32_t *chosen = t->chosen + plane * count;
  for (int64_t i = 0; i < count; i++) dx[chosen[i]] += dy[i];
}
static void SET(pool_scatter)(const ce_pooling *g, const void *dy, const int32_t *winners, void *dx) {
  SET(pool_task) t = {.g = g, .x = dy, .y = dx, .chosen = winners};
  SET(for_each)(g->planes, g->height * g->width, SET(scatter_plane), &t);
}
static void SET(gather_plane)(void *context, int64_t plane) {
  const SET(pool_task) *t = context;
  const ce_pooling *g = t->g;
  const int64_t area = g->height * g->width, count = g->out_height * g->out_width;
  const REAL *x = t->x + plane * area;
  const int32_t *chosen = t->chosen + plane * count;
  REAL *y = t->y + plane * count;
  for (int64_t i = 0; i < count; i++) y[i] = x[chosen[i]];
}
static void SET(pool_gather)(const ce_pooling *g, const void *x, const int32_t *winners, void *y) {
  SET(pool_task) t = {.g = g, .x = x, .y = y, .chosen = winners};
  SET(for_each)(g->planes, g->height * g->width, SET(gather_plane), &t);
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
INLINE int is_plain_half(const ce_pooling *g) {
  return g->kernel_height == 2 && g->kernel_width == 2 && g->stride_y == 2 && g->stride_x == 2 &&
         g->padding_y == 0 && g->padding_x == 0;
}
static void SET(average_plane)(void *context, int64_t plane) {
  const SET(pool_task) *t = context;
  const ce_pooling *g = t->g;
  const REAL *x = t->x + plane * g->height * g->width;
  REAL *y = t->y + plane * g->out_height * g->out_width;
  if (is_plain_half(g)) {
    for (int64_t oy = 0; oy < g->out_height; oy++, y += g->out_width) {
      const REAL *upper = x + 2 * oy * g->width, *lower = upper + g->width;
      for (int64_t i = 0; i < g->out_width; i++) {
        y[i] = (REAL)0.25 * ((upper[2 * i] + upper[2 * i + 1]) + (lower[2 * i] + lower[2 * i + 1]));
      }
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
static void SET(average_pool)(const ce_pooling *g, const void *x, void *y) {
  SET(pool_task) t = {.g = g, .x = x, .y = y};
  SET(for_each)(g->planes, g->height * g->width, SET(average_plane), &t);
}
static void SET(average_gradient_plane)(void *context, int64_t plane) {
  const SET(pool_task) *t = context;
  const ce_pooling *g = t->g;
  const int64_t area = g->height * g->width;
  REAL *dx = t->y + plane * area;
  const REAL *dy = t->x + plane * g->out_height * g->out_width;
  if (is_plain_half(g) && g->height == 2 * g->out_height && g->width == 2 * g->out_width) {
    for (int64_t oy = 0; oy < g->out_height; oy++, dy += g->out_width) {
      REAL *upper = dx + 2 * oy * g->width, *lower = upper + g->width;
      for (int64_t i = 0; i < g->out_width; i++) {
        const REAL share = (REAL)0.25 * dy[i];
        upper[2 * i] = upper[2 * i + 1] = lower[2 * i] = lower[2 * i + 1] = share;
      }
    }
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
static void SET(average_pool_gradient)(const ce_pooling *g, const void *dy, void *dx) {
  SET(pool_task) t = {.g = g, .x = dy, .y = dx};
  SET(for_each)(g->planes, g->height * g->width, SET(average_gradient_plane), &t);
}
