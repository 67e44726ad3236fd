// One pass over a parameter: read gradient and state, write state and parameter. Each element is on its
// own, so threads take parts of a large one.

enum { optimizer_part = 8192 };

typedef struct KERNEL(optimizer_task) {
  int64_t n;
  REAL *p, *mean, *square; // parameter and state; SGD's velocity is `mean`
  const REAL *g;
  REAL rate, keep, square_keep, rest, square_rest, epsilon, root, decay, shrink;
  int nesterov, first;
} KERNEL(optimizer_task);

static void KERNEL(sgd_part)(void *context, int64_t index) {
  const KERNEL(optimizer_task) *t = context;
  const int64_t start = index * optimizer_part, n = smaller(optimizer_part, t->n - start);
  REAL *p = t->p + start, *v = t->mean ? t->mean + start : NULL;
  const REAL *g = t->g + start;
  const REAL step = t->rate, keep = t->keep, decay = t->decay;
  if (!v) {
    for (int64_t i = 0; i < n; i++) p[i] -= step * (g[i] + decay * p[i]);
    return;
  }
  const int nesterov = t->nesterov, first = t->first;
  for (int64_t i = 0; i < n; i++) {
    const REAL d = g[i] + decay * p[i];
    const REAL speed = first ? d : keep * v[i] + d;
    v[i] = speed;
    p[i] -= step * (nesterov ? d + keep * speed : speed);
  }
}
static void KERNEL(sgd)(int64_t n, void *w, const void *gradient, void *velocity, double rate,
                        double momentum, double decay, int nesterov, int first) {
  KERNEL(optimizer_task) t = {.n = n, .p = w, .g = gradient, .mean = velocity, .rate = (REAL)rate,
                              .keep = (REAL)momentum, .decay = (REAL)decay, .nesterov = nesterov,
                              .first = first};
  KERNEL(for_each)(parts(n, optimizer_part), optimizer_part, KERNEL(sgd_part), &t);
}

static void KERNEL(adam_part)(void *context, int64_t index) {
  const KERNEL(optimizer_task) *t = context;
  const int64_t start = index * optimizer_part, end = smaller(start + optimizer_part, t->n);
  const V b1 = splat(t->keep), b2 = splat(t->square_keep), c1 = splat(t->rest), c2 = splat(t->square_rest);
  for (int64_t i = start; i < end; i += VL) {
    const int64_t rest = end - i;
#define BODY(LOAD, STORE)                                                                              \
  const V x = LOAD(t->p + i) * splat(t->shrink), d = LOAD(t->g + i) + splat(t->decay) * x;             \
  const V a = b1 * LOAD(t->mean + i) + c1 * d, b = b2 * LOAD(t->square + i) + c2 * d * d;              \
  STORE(t->mean + i, a);                                                                               \
  STORE(t->square + i, b);                                                                             \
  STORE(t->p + i, x - splat(t->rate) * a                                                               \
                        / (__builtin_elementwise_sqrt(b) * splat(t->root) + splat(t->epsilon)));
    if (rest >= VL) {
      BODY(load, store)
    } else {
      BODY(REST_LOAD, REST_STORE)
    }
#undef BODY
  }
}
static void KERNEL(adam)(int64_t n, void *w, const void *gradient, void *mean, void *square, double rate,
                         double beta1, double beta2, double epsilon, double decay, int decoupled,
                         double correction1, double correction2) {
  KERNEL(optimizer_task) t = {.n = n, .p = w, .g = gradient, .mean = mean, .square = square,
                              .rate = (REAL)(rate / correction1), .root = (REAL)(1 / sqrt(correction2)),
                              .keep = (REAL)beta1, .square_keep = (REAL)beta2, .rest = (REAL)(1 - beta1),
                              .square_rest = (REAL)(1 - beta2), .epsilon = (REAL)epsilon,
                              .decay = decoupled ? 0 : (REAL)decay,
                              .shrink = decoupled ? (REAL)(1 - rate * decay) : 1};
  KERNEL(for_each)(parts(n, optimizer_part), 2 * optimizer_part, KERNEL(adam_part), &t);
}

static void KERNEL(rmsprop_part)(void *context, int64_t index) {
  const KERNEL(optimizer_task) *t = context;
  const int64_t start = index * optimizer_part, end = smaller(start + optimizer_part, t->n);
  REAL *p = t->p, *s = t->square, *v = t->mean;
  for (int64_t i = start; i < end; i++) {
    const REAL d = t->g[i] + t->decay * p[i];
    s[i] = t->square_keep * s[i] + t->square_rest * d * d;
    REAL move = d / ((REAL)sqrt((double)s[i]) + t->epsilon);
    if (v) move = v[i] = t->keep * v[i] + move;
    p[i] -= t->rate * move;
  }
}
static void KERNEL(rmsprop)(int64_t n, void *w, const void *gradient, void *square, void *velocity,
                            double rate, double alpha, double epsilon, double momentum, double decay) {
  KERNEL(optimizer_task) t = {.n = n, .p = w, .g = gradient, .mean = velocity, .square = square,
                              .rate = (REAL)rate, .keep = (REAL)momentum, .square_keep = (REAL)alpha,
                              .square_rest = (REAL)(1 - alpha), .epsilon = (REAL)epsilon,
                              .decay = (REAL)decay};
  KERNEL(for_each)(parts(n, optimizer_part), 2 * optimizer_part, KERNEL(rmsprop_part), &t);
}
