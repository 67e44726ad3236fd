// Elementwise operations. Each operation is written once, as an expression on a vector; loops over a
// flat array do whole vectors and mask the rest, so that a result never depends on where an element
// stands.

enum { flat_part = 16384 }; // elements a thread takes at once; below it no thread is woken

typedef struct KERNEL(flat_task) {
  int op, a_step, b_step;
  int64_t n;
  const REAL *a, *b, *c;
  REAL *out;
  REAL p, q;
} KERNEL(flat_task);

#define FOR_EACH_BINARY(X)                                                                             \
  X(ce_add, a + b)                                                                                     \
  X(ce_subtract, a - b)                                                                                \
  X(ce_multiply, a * b)                                                                                \
  X(ce_divide, a / b)                                                                                  \
  X(ce_maximum, choose((a > b) | (a != a), a, b))                                                      \
  X(ce_minimum, choose((a < b) | (a != a), a, b))                                                      \
  X(ce_less, choose(a < b, splat(1), splat(0)))                                                        \
  X(ce_less_equal, choose(a <= b, splat(1), splat(0)))                                                 \
  X(ce_greater, choose(a > b, splat(1), splat(0)))                                                     \
  X(ce_greater_equal, choose(a >= b, splat(1), splat(0)))                                              \
  X(ce_equal, choose(a == b, splat(1), splat(0)))                                                      \
  X(ce_not_equal, choose(a != b, splat(1), splat(0)))                                                  \
  X(ce_relu_gradient, choose(a <= splat(0), splat(0), b)) /* passes where the output is NaN */           \
  X(ce_sigmoid_gradient, b * (a * (splat(1) - a)))                                                     \
  X(ce_tanh_gradient, b * (splat(1) - a * a))                                                          \
  X(ce_power, each_pow(a, b))                                                                          \
  X(ce_gelu_gradient, b * gelu_slope(a))

INLINE V each_pow(V a, V b) {
  V r;
  for (int i = 0; i < VL; i++) r[i] = r_pow(a[i], b[i]);
  return r;
}
INLINE V normal_cdf(V x) {
  V r;
  for (int i = 0; i < VL; i++) r[i] = (REAL)0.5 * (1 + r_erf(x[i] * (REAL)0.70710678118654752440));
  return r;
}
INLINE V gelu_slope(V x) {
  return normal_cdf(x) + x * splat((REAL)0.39894228040143267794) * v_exp(splat((REAL)-0.5) * x * x);
}
INLINE V softplus(V x) {
  // max(x, 0) + log(1 + exp(-|x|)) overflows nowhere
  const V a = choose(x < splat(0), -x, x);
  const V e = v_exp(-a);
#if IS_DOUBLE
  V l;
  for (int i = 0; i < VL; i++) l[i] = log1p(e[i]);
#else
  // log(1 + e) loses e's low bits; the ratio e / ((1 + e) - 1) puts them back
  const V u = splat(1) + e, d = u - splat(1);
  const V l = choose(d == splat(0), e, v_log(u) * (e / choose(d == splat(0), splat(1), d)));
#endif
  return choose(x > splat(0), x, choose(x != x, x, splat(0))) + l;
}
INLINE V each_sin(V x) {
  V r;
  for (int i = 0; i < VL; i++) r[i] = IS_DOUBLE ? (REAL)sin(x[i]) : (REAL)sinf((float)x[i]);
  return r;
}
INLINE V each_cos(V x) {
  V r;
  for (int i = 0; i < VL; i++) r[i] = IS_DOUBLE ? (REAL)cos(x[i]) : (REAL)cosf((float)x[i]);
  return r;
}
INLINE V each_sqrt(V x) { return __builtin_elementwise_sqrt(x); }

#define FOR_EACH_UNARY(X)                                                                              \
  X(ce_negate, -a)                                                                                     \
  X(ce_absolute, choose(a < splat(0), -a, a + splat(0)))                                               \
  X(ce_sign, choose(a > splat(0), splat(1), choose(a < splat(0), splat(-1), choose(a != a, a, splat(0))))) \
  X(ce_exp, v_exp(a))                                                                                  \
  X(ce_log, v_log(a))                                                                                  \
  X(ce_sqrt, each_sqrt(a))                                                                             \
  X(ce_square, a *a)                                                                                   \
  X(ce_sin, each_sin(a))                                                                               \
  X(ce_cos, each_cos(a))                                                                               \
  X(ce_relu, choose(a > splat(0), a, choose(a != a, a, splat(0))))                                     \
  X(ce_leaky_relu, choose(a > splat(0), a, a *splat(p)))                                               \
  X(ce_sigmoid, v_sigmoid(a))                                                                          \
  X(ce_tanh, v_tanh(a))                                                                                \
  X(ce_gelu, a *normal_cdf(a))                                                                         \
  X(ce_softplus, softplus(a))                                                                          \
  X(ce_clamp, choose(a < splat(p), splat(p), choose(a > splat(q), splat(q), a)))                       \
  X(ce_scale_shift, a *splat(p) + splat(q))                                                            \
  X(ce_power_scalar, each_pow(a, splat(p)))                                                            \
  X(ce_floor, __builtin_elementwise_floor(a))                                                          \
  X(ce_is_nan, choose(a != a, splat(1), splat(0)))

// Loads an operand at i: a whole vector, the first `rest` elements of one, or a scalar in all lanes.
INLINE V operand(const REAL *a, int step, int64_t i) { return step ? load(a + i) : splat(*a); }
INLINE V operand_rest(const REAL *a, int step, int64_t i, int64_t rest) {
  return step ? load_rest(a + i, rest) : splat(*a);
}

#define BINARY_LOOP(A_STEP, B_STEP, EXPRESSION)                                                        \
  {                                                                                                    \
    int64_t i = 0;                                                                                     \
    for (; i + VL <= n; i += VL) {                                                                     \
      const V a = operand(x, A_STEP, i), b = operand(y, B_STEP, i);                                    \
      store(out + i, EXPRESSION);                                                                      \
    }                                                                                                  \
    if (i < n) {                                                                                       \
      const V a = operand_rest(x, A_STEP, i, n - i), b = operand_rest(y, B_STEP, i, n - i);            \
      store_rest(out + i, EXPRESSION, n - i);                                                          \
    }                                                                                                  \
  }
#define BINARY_FUNCTION(NAME, EXPRESSION)                                                              \
  static void KERNEL(NAME)(int64_t n, const REAL *x, int xs, const REAL *y, int ys, REAL *out) {       \
    if (xs && ys) BINARY_LOOP(1, 1, EXPRESSION)                                                        \
    else if (xs) BINARY_LOOP(1, 0, EXPRESSION)                                                         \
    else if (ys) BINARY_LOOP(0, 1, EXPRESSION)                                                         \
    else BINARY_LOOP(0, 0, EXPRESSION)                                                                 \
  }
FOR_EACH_BINARY(BINARY_FUNCTION)
#define BINARY_CASE(NAME, EXPRESSION)                                                                  \
  case NAME: KERNEL(NAME)(n, x, xs, y, ys, out); break;
static void KERNEL(binary_serial)(int op, int64_t n, const REAL *x, int xs, const REAL *y, int ys,
                                  REAL *out) {
  switch (op) { FOR_EACH_BINARY(BINARY_CASE) }
}

static void KERNEL(binary_part)(void *context, int64_t index) {
  const KERNEL(flat_task) *t = context;
  const int64_t start = index * flat_part;
  KERNEL(binary_serial)(t->op, smaller(flat_part, t->n - start), t->a + (t->a_step ? start : 0), t->a_step,
                        t->b + (t->b_step ? start : 0), t->b_step, t->out + start);
}
static void KERNEL(binary)(int op, int64_t n, const void *a, int a_step, const void *b, int b_step,
                           void *out) {
  if (n <= flat_part) {
    KERNEL(binary_serial)(op, n, a, a_step, b, b_step, out);
    return;
  }
  KERNEL(flat_task) t = {.op = op, .a_step = a_step, .b_step = b_step, .n = n, .a = a, .b = b, .out = out};
  ce_parallel(parts(n, flat_part), flat_part, KERNEL(binary_part), &t);
}

#define UNARY_FUNCTION(NAME, EXPRESSION)                                                               \
  static void KERNEL(NAME)(int64_t n, const REAL *x, REAL *out, REAL p, REAL q) {                      \
    (void)p, (void)q;                                                                                  \
    int64_t i = 0;                                                                                     \
    for (; i + VL <= n; i += VL) {                                                                     \
      const V a = load(x + i);                                                                         \
      store(out + i, EXPRESSION);                                                                      \
    }                                                                                                  \
    if (i < n) {                                                                                       \
      const V a = operand_rest(x, 1, i, n - i);                                                        \
      store_rest(out + i, EXPRESSION, n - i);                                                          \
    }                                                                                                  \
  }
FOR_EACH_UNARY(UNARY_FUNCTION)
#define UNARY_CASE(NAME, EXPRESSION)                                                                   \
  case NAME: KERNEL(NAME)(n, x, out, p, q); break;
static void KERNEL(unary_serial)(int op, int64_t n, const REAL *x, REAL *out, REAL p, REAL q) {
  switch (op) { FOR_EACH_UNARY(UNARY_CASE) }
}
static void KERNEL(unary_part)(void *context, int64_t index) {
  const KERNEL(flat_task) *t = context;
  const int64_t start = index * flat_part;
  KERNEL(unary_serial)(t->op, smaller(flat_part, t->n - start), t->a + start, t->out + start, t->p, t->q);
}
static void KERNEL(unary)(int op, int64_t n, const void *a, void *out, double p, double q) {
  if (n <= flat_part) {
    KERNEL(unary_serial)(op, n, a, out, (REAL)p, (REAL)q);
    return;
  }
  KERNEL(flat_task) t = {.op = op, .n = n, .a = a, .out = out, .p = (REAL)p, .q = (REAL)q};
  ce_parallel(parts(n, flat_part), flat_part, KERNEL(unary_part), &t);
}

static void KERNEL(select)(int64_t n, const void *condition, const void *a, const void *b, void *out) {
  const REAL *c = condition, *x = a, *y = b;
  REAL *o = out;
  for (int64_t i = 0; i < n; i++) o[i] = c[i] != 0 ? x[i] : y[i];
}

static void KERNEL(accumulate_part)(void *context, int64_t index) {
  const KERNEL(flat_task) *t = context;
  const int64_t start = index * flat_part, end = smaller(start + flat_part, t->n);
  const REAL p = t->p;
  if (p == 1) {
    for (int64_t i = start; i < end; i++) t->out[i] += t->a[i];
  } else {
    for (int64_t i = start; i < end; i++) t->out[i] += p * t->a[i];
  }
}
static void KERNEL(accumulate)(int64_t n, double scale, const void *source, void *target) {
  KERNEL(flat_task) t = {.n = n, .a = source, .out = target, .p = (REAL)scale};
  ce_parallel(parts(n, flat_part), flat_part, KERNEL(accumulate_part), &t);
}

static void KERNEL(fill)(int64_t n, double value, void *out) {
  REAL *o = out;
  if (value == 0 && !signbit(value)) {
    memset(o, 0, (size_t)n * sizeof(REAL));
    return;
  }
  for (int64_t i = 0; i < n; i++) o[i] = (REAL)value;
}

// Drops axes of length 1 and joins neighbours that all operands step through alike. Returns the rank.
static int KERNEL(join)(int rank, const int64_t *shape, const int64_t *const *strides, int operands,
                        int64_t *new_shape, int64_t (*new_strides)[8]) {
  int r = 0;
  for (int axis = 0; axis < rank; axis++) {
    if (shape[axis] == 1) continue;
    int joins = r > 0;
    for (int o = 0; joins && o < operands; o++) {
      joins = new_strides[o][r - 1] == strides[o][axis] * shape[axis];
    }
    if (joins) {
      new_shape[r - 1] *= shape[axis];
      for (int o = 0; o < operands; o++) new_strides[o][r - 1] = strides[o][axis];
    } else {
      new_shape[r] = shape[axis];
      for (int o = 0; o < operands; o++) new_strides[o][r] = strides[o][axis];
      r++;
    }
  }
  if (r == 0) {
    new_shape[0] = 1;
    for (int o = 0; o < operands; o++) new_strides[o][0] = 1;
    r = 1;
  }
  return r;
}

static void KERNEL(binary_strided)(int op, int rank, const int64_t *shape, const void *a,
                                   const int64_t *a_strides, const void *b, const int64_t *b_strides,
                                   void *out) {
  int64_t s[8], st[2][8];
  const int64_t *const strides[2] = {a_strides, b_strides};
  const int r = KERNEL(join)(rank, shape, strides, 2, s, st);
  const int64_t inner = s[r - 1], ai = st[0][r - 1], bi = st[1][r - 1];
  int64_t rows = 1, index[8] = {0};
  for (int axis = 0; axis < r - 1; axis++) rows *= s[axis];
  const REAL *x = a, *y = b;
  REAL *o = out;
  // An operand that steps by more than one is first copied into a contiguous row.
  REAL *x_row = ai > 1 || ai < 0 ? scratch(inner) : NULL, *y_row = bi > 1 || bi < 0 ? scratch(inner) : NULL;
  int64_t xo = 0, yo = 0;
  for (int64_t row = 0; row < rows; row++) {
    const REAL *xr = x + xo, *yr = y + yo;
    if (x_row) {
      for (int64_t i = 0; i < inner; i++) x_row[i] = xr[i * ai];
      xr = x_row;
    }
    if (y_row) {
      for (int64_t i = 0; i < inner; i++) y_row[i] = yr[i * bi];
      yr = y_row;
    }
    KERNEL(binary_serial)(op, inner, xr, ai != 0, yr, bi != 0, o + row * inner);
    for (int axis = r - 2; axis >= 0; axis--) {
      xo += st[0][axis];
      yo += st[1][axis];
      if (++index[axis] < s[axis]) break;
      index[axis] = 0;
      xo -= st[0][axis] * s[axis];
      yo -= st[1][axis] * s[axis];
    }
  }
  if (x_row) drop(x_row, inner);
  if (y_row) drop(y_row, inner);
}

static void KERNEL(strided_copy)(int rank, const int64_t *shape, const void *source,
                                 const int64_t *source_strides, void *target,
                                 const int64_t *target_strides) {
  int64_t s[8], st[2][8];
  const int64_t *const strides[2] = {source_strides, target_strides};
  const int r = KERNEL(join)(rank, shape, strides, 2, s, st);
  const int64_t inner = s[r - 1], fi = st[0][r - 1], ti = st[1][r - 1];
  int64_t rows = 1, index[8] = {0};
  for (int axis = 0; axis < r - 1; axis++) rows *= s[axis];
  const REAL *from = source;
  REAL *to = target;
  for (int64_t row = 0; row < rows; row++) {
    if (fi == 1 && ti == 1) {
      memcpy(to, from, (size_t)inner * sizeof(REAL));
    } else {
      for (int64_t i = 0; i < inner; i++) to[i * ti] = from[i * fi];
    }
    for (int axis = r - 2; axis >= 0; axis--) {
      from += st[0][axis];
      to += st[1][axis];
      if (++index[axis] < s[axis]) break;
      index[axis] = 0;
      from -= st[0][axis] * s[axis];
      to -= st[1][axis] * s[axis];
    }
  }
}

static void KERNEL(gather_rows)(int64_t rows, int64_t width, const void *indices, const void *table,
                                void *out) {
  const REAL *index = indices, *from = table;
  REAL *to = out;
  for (int64_t r = 0; r < rows; r++) {
    memcpy(to + r * width, from + (int64_t)index[r] * width, (size_t)width * sizeof(REAL));
  }
}
static void KERNEL(scatter_rows)(int64_t rows, int64_t width, const void *indices, const void *source,
                                 void *table) {
  const REAL *index = indices, *from = source;
  REAL *to = table;
  for (int64_t r = 0; r < rows; r++) {
    REAL *row = to + (int64_t)index[r] * width;
    for (int64_t i = 0; i < width; i++) row[i] += from[r * width + i];
  }
}
