// Pooling over 2x2 windows that are 2 apart, the usual kind, a row of windows at a time: shuffles and masks
// instead of branches. Rows shorter than a vector, as small images have, are read and written through
// masks; the last vector of a longer row does the same.

#if VECTOR_BYTES / (IS_DOUBLE ? 8 : 4) == 16
#define EVEN_LANES 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define ODD_LANES 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#define LOW_PAIRS 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define HIGH_PAIRS 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#define LANE_NUMBERS 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
#elif VECTOR_BYTES / (IS_DOUBLE ? 8 : 4) == 8
#define EVEN_LANES 0, 2, 4, 6, 8, 10, 12, 14
#define ODD_LANES 1, 3, 5, 7, 9, 11, 13, 15
#define LOW_PAIRS 0, 8, 1, 9, 2, 10, 3, 11
#define HIGH_PAIRS 4, 12, 5, 13, 6, 14, 7, 15
#define LANE_NUMBERS 0, 1, 2, 3, 4, 5, 6, 7
#elif VECTOR_BYTES / (IS_DOUBLE ? 8 : 4) == 4
#define EVEN_LANES 0, 2, 4, 6
#define ODD_LANES 1, 3, 5, 7
#define LOW_PAIRS 0, 4, 1, 5
#define HIGH_PAIRS 2, 6, 3, 7
#define LANE_NUMBERS 0, 1, 2, 3
#else
#define EVEN_LANES 0, 2
#define ODD_LANES 1, 3
#define LOW_PAIRS 0, 2
#define HIGH_PAIRS 1, 3
#define LANE_NUMBERS 0, 1
#endif
#define EVEN(a, b) __builtin_shufflevector(a, b, EVEN_LANES)
#define ODD(a, b) __builtin_shufflevector(a, b, ODD_LANES)

// Up to VL indices into a plane. Those of float's lanes are as wide as the lanes.
#if IS_DOUBLE
INLINE VI load_indices(const int32_t *p, int64_t count) {
  VI v = {0};
  for (int64_t i = 0; i < VL && i < count; i++) v[i] = p[i];
  return v;
}
INLINE void store_indices(int32_t *p, VI v, int64_t count) {
  for (int64_t i = 0; i < VL && i < count; i++) p[i] = (int32_t)v[i];
}
#else
INLINE VI load_indices(const int32_t *p, int64_t count) {
  return (VI)(count >= VL ? load((const REAL *)p) : load_rest((const REAL *)p, count));
}
INLINE void store_indices(int32_t *p, VI v, int64_t count) {
  if (count >= VL) store((REAL *)p, (V)v);
  else store_rest((REAL *)p, (V)v, count);
}
#endif

// The inputs of `count` windows, up to VL, as the vectors of a row's even and odd elements.
INLINE void load_pairs(const REAL *p, int64_t count, V *even, V *odd) {
  V low, high;
  if (count >= VL) {
    low = load(p);
    high = load(p + VL);
  } else {
    low = load_rest(p, smaller(2 * count, VL));
    high = 2 * count > VL ? load_rest(p + VL, 2 * count - VL) : splat(0);
  }
  *even = EVEN(low, high);
  *odd = ODD(low, high);
}
INLINE void store_pairs(REAL *p, V even, V odd, int64_t count) {
  const V low = __builtin_shufflevector(even, odd, LOW_PAIRS);
  const V high = __builtin_shufflevector(even, odd, HIGH_PAIRS);
  if (count >= VL) {
    store(p, low);
    store(p + VL, high);
  } else {
    store_rest(p, low, smaller(2 * count, VL));
    if (2 * count > VL) store_rest(p + VL, high, 2 * count - VL);
  }
}

// Maxima of a row of windows, after ReLU if `relu`; `at` is the plane position of upper[0].
INLINE void max_pairs(const REAL *upper, const REAL *lower, int64_t width, int64_t at, int64_t count,
                      int relu, REAL *y, int32_t *winners) {
  const VI lanes = {LANE_NUMBERS};
  for (int64_t i = 0; i < count; i += VL) {
    const int64_t rest = count - i;
    V a, b, c, d;
    load_pairs(upper + 2 * i, rest, &a, &b);
    load_pairs(lower + 2 * i, rest, &c, &d);
    const V others[3] = {b, c, d};
    const bits places[3] = {1, (bits)width, (bits)width + 1};
    V best = a;
    VI where = {0};
    UNROLL for (int k = 0; k < 3; k++) {
      const V v = others[k];
      const VI wins = ((v > best) | (v != v)) & (best == best); // the first NaN stays
      best = choose(wins, v, best);
      where = (wins & places[k]) | (~wins & where);
    }
    if (relu) best = choose(best > splat(0), best, choose(best != best, best, splat(0)));
    if (rest >= VL) store(y + i, best);
    else store_rest(y + i, best, rest);
    if (winners) store_indices(winners + i, where + 2 * lanes + (bits)(at + 2 * i), rest);
  }
}

// The backward pass: each window's gradient at its winner, zeros at the other three.
INLINE void spread_pairs(const REAL *dy, const int32_t *winners, int64_t width, int64_t at, int64_t count,
                         REAL *upper, REAL *lower) {
  const VI lanes = {LANE_NUMBERS};
  const V none = splat(0);
  for (int64_t i = 0; i < count; i += VL) {
    const int64_t rest = count - i;
    const V g = rest >= VL ? load(dy + i) : load_rest(dy + i, rest);
    const VI where = load_indices(winners + i, rest) - 2 * lanes - (bits)(at + 2 * i);
    store_pairs(upper + 2 * i, choose(where == 0, g, none), choose(where == 1, g, none), rest);
    store_pairs(lower + 2 * i, choose(where == (bits)width, g, none),
                choose(where == (bits)width + 1, g, none), rest);
  }
}

// Means of a row of windows, and their backward pass.
INLINE void average_pairs(const REAL *upper, const REAL *lower, int64_t count, REAL *y) {
  for (int64_t i = 0; i < count; i += VL) {
    const int64_t rest = count - i;
    V a, b, c, d;
    load_pairs(upper + 2 * i, rest, &a, &b);
    load_pairs(lower + 2 * i, rest, &c, &d);
    const V mean = splat((REAL)0.25) * ((a + b) + (c + d));
    if (rest >= VL) store(y + i, mean);
    else store_rest(y + i, mean, rest);
  }
}
INLINE void share_pairs(const REAL *dy, int64_t count, REAL *upper, REAL *lower) {
  for (int64_t i = 0; i < count; i += VL) {
    const int64_t rest = count - i;
    const V share = splat((REAL)0.25) * (rest >= VL ? load(dy + i) : load_rest(dy + i, rest));
    store_pairs(upper + 2 * i, share, share, rest);
    store_pairs(lower + 2 * i, share, share, rest);
  }
}
#undef EVEN
#undef ODD
#undef EVEN_LANES
#undef ODD_LANES
#undef LOW_PAIRS
#undef HIGH_PAIRS
#undef LANE_NUMBERS

INLINE int is_plain_half(const ce_pooling *g) {
  return g->kernel_height == 2 && g->kernel_width == 2 && g->stride_y == 2 && g->stride_x == 2 &&
         g->padding_y == 0 && g->padding_x == 0;
}
// Zeros where no window of `g` reaches: the odd column and row of a plane.
INLINE void clear_margins(const ce_pooling *g, REAL *plane) {
  const int64_t used = 2 * g->out_width, rows = 2 * g->out_height;
  for (int64_t y = 0; used < g->width && y < rows; y++) {
    for (int64_t x = used; x < g->width; x++) plane[y * g->width + x] = 0;
  }
  memset(plane + rows * g->width, 0, (size_t)((g->height - rows) * g->width) * sizeof(REAL));
}
