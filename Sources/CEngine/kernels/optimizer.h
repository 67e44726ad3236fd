// One pass over a parameter: read gradient and state, write state and parameter.

static void SET(sgd)(int64_t n, void *w, const void *gradient, void *velocity, double rate,
                     double momentum, double decay, int nesterov, int first) {
  REAL *p = w, *v = velocity;
  const REAL *g = gradient;
  const REAL step = (REAL)rate, keep = (REAL)momentum, shrink = (REAL)decay;
  if (!v) {
    for (int64_t i = 0; i < n; i++) p[i] -= step * (g[i] + shrink * p[i]);
    return;
  }
  for (int64_t i = 0; i < n; i++) {
    const REAL d = g[i] + shrink * p[i];
    const REAL speed = first ? d : keep * v[i] + d;
    v[i] = speed;
    p[i] -= step * (nesterov ? d + keep * speed : speed);
  }
}

static void SET(adam)(int64_t n, void *w, const void *gradient, void *mean, void *square, double rate,
                      double beta1, double beta2, double epsilon, double decay, int decoupled,
                      double correction1, double correction2) {
  REAL *p = w, *m = mean, *s = square;
  const REAL *g = gradient;
  const REAL b1 = (REAL)beta1, b2 = (REAL)beta2, c1 = (REAL)(1 - beta1), c2 = (REAL)(1 - beta2);
  const REAL step = (REAL)(rate / correction1), root = (REAL)(1 / sqrt(correction2)), e = (REAL)epsilon;
  const REAL coupled = decoupled ? 0 : (REAL)decay, shrink = decoupled ? (REAL)(1 - rate * decay) : 1;
  int64_t i = 0;
  for (; i + VL <= n; i += VL) {
    V x = load(p + i) * splat(shrink);
    const V d = load(g + i) + splat(coupled) * x;
    const V a = splat(b1) * load(m + i) + splat(c1) * d, b = splat(b2) * load(s + i) + splat(c2) * d * d;
    store(m + i, a);
    store(s + i, b);
    store(p + i, x - splat(step) * a / (__builtin_elementwise_sqrt(b) * splat(root) + splat(e)));
  }
  for (; i < n; i++) {
    const REAL x = p[i] * shrink, d = g[i] + coupled * x;
    m[i] = b1 * m[i] + c1 * d;
    s[i] = b2 * s[i] + c2 * d * d;
    p[i] = x - step * m[i] / ((REAL)sqrt((double)s[i]) * root + e);
  }
}

static void SET(rmsprop)(int64_t n, void *w, const void *gradient, void *square, void *velocity,
                         double rate, double alpha, double epsilon, double momentum, double decay) {
  REAL *p = w, *s = square, *v = velocity;
  const REAL *g = gradient;
  const REAL step = (REAL)rate, keep = (REAL)alpha, rest = (REAL)(1 - alpha), e = (REAL)epsilon;
  const REAL shrink = (REAL)decay, inertia = (REAL)momentum;
  for (int64_t i = 0; i < n; i++) {
    const REAL d = g[i] + shrink * p[i];
    s[i] = keep * s[i] + rest * d * d;
    REAL move = d / ((REAL)sqrt((double)s[i]) + e);
    if (v) move = v[i] = inertia * v[i] + move;
    p[i] -= step * move;
  }
}
