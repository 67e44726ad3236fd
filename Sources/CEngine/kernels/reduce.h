// Reductions. A sum is cut into blocks of a fixed length whose partial sums are added in double: the
// error does not grow with the length, and the order does not depend on threads.

enum { sum_block = 512 };

// Sum of f over a contiguous run, in LANES lanes within blocks.
#define BLOCK_SUM(N, VECTOR_TERM, SCALAR_TERM)                                                         \
  double total = 0;                                                                                    \
  for (int64_t start = 0; start < (N); start += sum_block) {                                           \
    const int64_t end = smaller(start + sum_block, (N));                                               \
    W lanes = {0};                                                                                     \
    int64_t i = start;                                                                                 \
    for (; i + LANES <= end; i += LANES) lanes += VECTOR_TERM;                                         \
    REAL rest = 0;                                                                                     \
    for (; i < end; i++) rest += SCALAR_TERM;                                                          \
    total += (double)sum_lanes(&lanes) + (double)rest;                                                 \
  }

INLINE double run_sum(const REAL *x, int64_t n) {
  BLOCK_SUM(n, load_wide(x + i), x[i])
  return total;
}
INLINE double run_dot(const REAL *x, const REAL *y, int64_t n) {
  BLOCK_SUM(n, load_wide(x + i) * load_wide(y + i), x[i] * y[i])
  return total;
}
INLINE double run_square(const REAL *x, REAL mean, int64_t n) {
  BLOCK_SUM(n, (load_wide(x + i) - mean) * (load_wide(x + i) - mean), (x[i] - mean) * (x[i] - mean))
  return total;
}

INLINE REAL better(int op, REAL best, REAL x) {
  if (op == ce_max) return x > best || x != x ? x : best;
  return x < best || x != x ? x : best;
}
// The greatest or least of a run; a NaN wins, whatever comes after it.
INLINE REAL run_best(int op, const REAL *x, int64_t n) {
  REAL best = x[0];
  for (int64_t i = 1; i < n && best == best; i++) best = better(op, best, x[i]);
  return best;
}
INLINE REAL run_max(const REAL *x, int64_t n) {
  if (n < 2 * LANES) return run_best(ce_max, x, n);
  W best = load_wide(x);
  WI nan = best != best;
  for (int64_t i = LANES; i < n; i += LANES) {
    const W v = load_wide(x + smaller(i, n - LANES)); // the last overlaps: a maximum may look twice
    nan |= v != v;
    const WI wins = v > best;
    best = (W)((wins & (WI)v) | (~wins & (WI)best));
  }
  REAL lane[LANES];
  memcpy(lane, &best, sizeof lane);
  for (int i = 0; i < LANES; i++) lane[i] = nan[i] ? (REAL)NAN : lane[i];
  return run_best(ce_max, lane, LANES);
}

typedef struct KERNEL(reduce_task) {
  int op;
  int64_t outer, n, inner;
  const REAL *x, *y, *dy;
  REAL *out, *mean, *inverse;
  double epsilon;
} KERNEL(reduce_task);

// Column sums of one strip of columns, whose partial sums stay in registers.
enum { strip = 32 };
static void KERNEL(sum_strip)(void *context, int64_t index) {
  const KERNEL(reduce_task) *t = context;
  const int64_t n = t->n, inner = t->inner, strips = parts(inner, strip), j = index % strips * strip;
  const int64_t width = smaller(strip, inner - j);
  const REAL *x = t->x + index / strips * n * inner + j;
  REAL *out = t->out + index / strips * inner + j;
  double total[strip] = {0};
  for (int64_t start = 0; start < n; start += sum_block) {
    const int64_t end = smaller(start + sum_block, n);
    REAL part[strip] = {0};
    if (width == strip) {
      for (int64_t i = start; i < end; i++)
        for (int k = 0; k < strip; k++) part[k] += x[i * inner + k];
    } else {
      for (int64_t i = start; i < end; i++)
        for (int64_t k = 0; k < width; k++) part[k] += x[i * inner + k];
    }
    for (int k = 0; k < strip; k++) total[k] += (double)part[k];
  }
  for (int64_t k = 0; k < width; k++) out[k] = (REAL)total[k];
}

static void KERNEL(reduce_outer)(void *context, int64_t o) {
  const KERNEL(reduce_task) *t = context;
  const int64_t n = t->n, inner = t->inner;
  const REAL *x = t->x + o * n * inner;
  REAL *out = t->out + o * inner;
  if (inner == 1) {
    switch (t->op) {
    case ce_sum: *out = (REAL)run_sum(x, n); return;
    case ce_max: *out = run_max(x, n); return;
    default: *out = run_best(ce_min, x, n); return;
    }
  }
  memcpy(out, x, (size_t)inner * sizeof(REAL));
  for (int64_t i = 1; i < n; i++) {
    const REAL *row = x + i * inner;
    for (int64_t j = 0; j < inner; j++) {
      if (out[j] == out[j]) out[j] = better(t->op, out[j], row[j]);
    }
  }
}
// Runs `body` for each of `count` outer indices, in parallel when the work is worth a wake-up.
static void KERNEL(for_each)(int64_t count, int64_t work, void (*body)(void *, int64_t), void *task) {
  if (count * work < 32768) {
    for (int64_t i = 0; i < count; i++) body(task, i);
  } else {
    ce_parallel(count, work, body, task);
  }
}
static void KERNEL(reduce)(int op, int64_t outer, int64_t n, int64_t inner, const void *x, void *out) {
  KERNEL(reduce_task) t = {.op = op, .outer = outer, .n = n, .inner = inner, .x = x, .out = out};
  if (op == ce_sum && inner > 1) {
    KERNEL(for_each)(outer * parts(inner, strip), n * smaller(inner, strip), KERNEL(sum_strip), &t);
    return;
  }
  KERNEL(for_each)(outer, n * inner, KERNEL(reduce_outer), &t);
}

static void KERNEL(arg_reduce)(int op, int64_t outer, int64_t n, int64_t inner, const void *x, void *out) {
  for (int64_t o = 0; o < outer; o++) {
    for (int64_t j = 0; j < inner; j++) {
      const REAL *p = (const REAL *)x + o * n * inner + j;
      REAL best = p[0];
      int64_t where = 0;
      for (int64_t i = 1; i < n && best == best; i++) {
        const REAL v = p[i * inner];
        if (v != v || (op == ce_max ? v > best : v < best)) {
          best = v;
          where = i;
        }
      }
      ((REAL *)out)[o * inner + j] = (REAL)where;
    }
  }
}

static double KERNEL(distance)(int64_t n, const void *a, const void *b) {
  const REAL *x = a, *y = b;
  REAL worst = 0;
  for (int64_t i = 0; i < n; i++) {
    // equal infinities are at distance 0; anything else with a NaN is NaN
    const REAL d = x[i] == y[i] ? 0 : x[i] - y[i], size = d < 0 ? -d : d;
    if (size != size) return (double)NAN;
    if (size > worst) worst = size;
  }
  return (double)worst;
}

// exp(x - shift) into out; returns the sum.
INLINE double exp_run(const REAL *x, REAL shift, int64_t n, REAL *out) {
  int64_t i = 0;
  W lanes = {0};
  for (; i + LANES <= n; i += LANES) {
    UNROLL for (int v = 0; v < LANES; v += VL) store(out + i + v, v_exp(load(x + i + v) - splat(shift)));
    lanes += load_wide(out + i);
  }
  double total = (double)sum_lanes(&lanes);
  for (; i < n; i += VL) {
    const int64_t count = smaller(VL, n - i);
    store_rest(out + i, v_exp(operand_rest(x, 1, i, count) - splat(shift)), count);
    for (int64_t j = i; j < i + count; j++) total += (double)out[j];
  }
  return total;
}

static void KERNEL(softmax_row)(int logarithm, int64_t n, const REAL *x, REAL *y) {
  REAL top = run_max(x, n);
  if (top == (REAL)-INFINITY) top = 0; // a row of -infinity: 0 / 0 below, a NaN, without inf - inf
  const double total = exp_run(x, top, n, y);
  if (logarithm) {
    const REAL shift = top + (REAL)log(total);
    for (int64_t i = 0; i < n; i++) y[i] = x[i] - shift;
  } else {
    const REAL scale = (REAL)(1 / total);
    for (int64_t i = 0; i < n; i++) y[i] *= scale;
  }
}
static void KERNEL(softmax_outer)(void *context, int64_t o) {
  const KERNEL(reduce_task) *t = context;
  const int64_t n = t->n, inner = t->inner;
  const REAL *x = t->x + o * n * inner;
  REAL *y = t->out + o * n * inner;
  if (inner == 1) {
    KERNEL(softmax_row)(t->op, n, x, y);
    return;
  }
  REAL *row = scratch(2 * n);
  for (int64_t j = 0; j < inner; j++) {
    for (int64_t i = 0; i < n; i++) row[i] = x[i * inner + j];
    KERNEL(softmax_row)(t->op, n, row, row + n);
    for (int64_t i = 0; i < n; i++) y[i * inner + j] = row[n + i];
  }
  drop(row, 2 * n);
}
static void KERNEL(softmax)(int logarithm, int64_t outer, int64_t n, int64_t inner, const void *x,
                            void *out) {
  KERNEL(reduce_task) t = {.op = logarithm, .n = n, .inner = inner, .x = x, .out = out};
  KERNEL(for_each)(outer, n * inner * 8, KERNEL(softmax_outer), &t);
}
static void KERNEL(softmax_gradient_outer)(void *context, int64_t o) {
  const KERNEL(reduce_task) *t = context;
  const int64_t n = t->n, inner = t->inner;
  for (int64_t j = 0; j < inner; j++) {
    const int64_t base = o * n * inner + j;
    const REAL *y = t->y + base, *dy = t->dy + base;
    REAL *dx = t->out + base;
    double sum = 0;
    for (int64_t i = 0; i < n; i++) {
      sum += t->op ? (double)dy[i * inner] : (double)dy[i * inner] * (double)y[i * inner];
    }
    const REAL total = (REAL)sum;
    for (int64_t i = 0; i < n; i++) {
      if (t->op) {
        const REAL p = IS_DOUBLE ? (REAL)exp(y[i * inner]) : (REAL)expf((float)y[i * inner]);
        dx[i * inner] = dy[i * inner] - p * total;
      } else {
        dx[i * inner] = y[i * inner] * (dy[i * inner] - total);
      }
    }
  }
}
static void KERNEL(softmax_gradient)(int logarithm, int64_t outer, int64_t n, int64_t inner,
                                     const void *y, const void *dy, void *dx) {
  KERNEL(reduce_task) t = {.op = logarithm, .n = n, .inner = inner, .y = y, .dy = dy, .out = dx};
  KERNEL(for_each)(outer, n * inner * 4, KERNEL(softmax_gradient_outer), &t);
}

static void KERNEL(cross_entropy)(int64_t rows, int64_t n, const void *x, const void *labels, void *loss,
                                  void *dx) {
  const REAL *logits = x, *label = labels;
  REAL *d = dx;
  const REAL share = (REAL)(1.0 / (double)rows);
  double total = 0;
  for (int64_t r = 0; r < rows; r++) {
    const REAL *row = logits + r * n;
    REAL *out = d + r * n;
    const int64_t target = (int64_t)label[r];
    const REAL top = run_max(row, n);
    const double sum = exp_run(row, top, n, out);
    total += log(sum) + (double)top - (double)row[target];
    const REAL scale = (REAL)(1 / sum) * share;
    for (int64_t i = 0; i < n; i++) out[i] *= scale;
    out[target] -= share;
  }
  *(REAL *)loss = (REAL)(total / (double)rows);
}

// Layer and batch normalisation share one form: groups along the middle axis of [outer, n, inner].
static void KERNEL(normalise_group)(void *context, int64_t c) {
  const KERNEL(reduce_task) *t = context;
  const int64_t outer = t->outer, inner = t->inner, step = t->n * inner;
  const double count = (double)(outer * inner);
  double sum = 0, square = 0;
  for (int64_t o = 0; o < outer; o++) sum += run_sum(t->x + o * step + c * inner, inner);
  const REAL mean = (REAL)(sum / count);
  for (int64_t o = 0; o < outer; o++) square += run_square(t->x + o * step + c * inner, mean, inner);
  const REAL inverse = (REAL)(1 / sqrt(square / count + t->epsilon));
  t->mean[c] = mean;
  t->inverse[c] = inverse;
  for (int64_t o = 0; o < outer; o++) {
    const REAL *x = t->x + o * step + c * inner;
    REAL *y = t->out + o * step + c * inner;
    for (int64_t i = 0; i < inner; i++) y[i] = (x[i] - mean) * inverse;
  }
}
static void KERNEL(normalise)(int64_t outer, int64_t n, int64_t inner, double epsilon, const void *x,
                              void *y, void *mean, void *inverse) {
  KERNEL(reduce_task) t = {.outer = outer, .n = n, .inner = inner, .x = x, .out = y, .mean = mean,
                           .inverse = inverse, .epsilon = epsilon};
  KERNEL(for_each)(n, outer * inner, KERNEL(normalise_group), &t);
}
static void KERNEL(normalise_gradient_group)(void *context, int64_t c) {
  const KERNEL(reduce_task) *t = context;
  const int64_t outer = t->outer, inner = t->inner, step = t->n * inner;
  const double count = (double)(outer * inner);
  double sum = 0, dot = 0;
  for (int64_t o = 0; o < outer; o++) {
    const int64_t at = o * step + c * inner;
    sum += run_sum(t->dy + at, inner);
    dot += run_dot(t->dy + at, t->y + at, inner);
  }
  const REAL mean = (REAL)(sum / count), along = (REAL)(dot / count), inverse = t->inverse[c];
  for (int64_t o = 0; o < outer; o++) {
    const int64_t at = o * step + c * inner;
    for (int64_t i = at; i < at + inner; i++) {
      t->out[i] = inverse * (t->dy[i] - mean - t->y[i] * along);
    }
  }
}
static void KERNEL(normalise_gradient)(int64_t outer, int64_t n, int64_t inner, const void *y,
                                       const void *inverse, const void *dy, void *dx) {
  KERNEL(reduce_task) t = {.outer = outer, .n = n, .inner = inner, .y = y, .dy = dy, .out = dx,
                           .inverse = (REAL *)inverse};
  KERNEL(for_each)(n, outer * inner, KERNEL(normalise_gradient_group), &t);
}
