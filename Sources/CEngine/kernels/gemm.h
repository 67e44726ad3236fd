// Matrix product after K. Goto and R. van de Geijn, "Anatomy of high-performance matrix
// multiplication", ACM TOMS 34, 2008: both operands are packed into panels that the innermost kernel
// reads in order; the kernel keeps a tile of the result in registers.
//
// Work is cut into tiles of the result, and each element sums its k products in one fixed order, so
// the bits are the same for any number of threads.

enum { MR = 6, NV = 2, NR = NV * VL, KC = 384, MC = 96, NC = 16 * NR };

typedef struct SET(gemm_task) {
  int transpose_a, transpose_b;
  int64_t m, n, k, start, depth; // this pass covers k indices start..<start + depth
  const REAL *a, *b, *bias;
  REAL *out, *packed_a, *packed_b;
  int64_t row_blocks, column_blocks;
} SET(gemm_task);

// Rows i..<i + rows of A as [depth][MR], missing rows as zeros.
INLINE void pack_rows(const SET(gemm_task) *t, int64_t i, REAL *to) {
  const int64_t rows = smaller(MR, t->m - i);
  if (t->transpose_a) {
    const REAL *from = t->a + t->start * t->m + i;
    for (int64_t p = 0; p < t->depth; p++, from += t->m, to += MR) {
      if (rows == MR) {
        UNROLL for (int r = 0; r < MR; r++) to[r] = from[r];
      } else {
        for (int r = 0; r < MR; r++) to[r] = r < rows ? from[r] : 0;
      }
    }
  } else {
    const REAL *row[MR];
    for (int r = 0; r < MR; r++) row[r] = t->a + (i + (r < rows ? r : 0)) * t->k + t->start;
    for (int64_t p = 0; p < t->depth; p++, to += MR) {
      UNROLL for (int r = 0; r < MR; r++) to[r] = r < rows ? row[r][p] : 0;
    }
  }
}
#if VECTOR_BYTES == 32 && !IS_DOUBLE
#define SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
// Eight rows of eight become eight columns: to[p * stride + r] = from[r][p].
INLINE void transpose_eight(const REAL *const *from, int64_t p, REAL *to, int64_t stride) {
  V r[8], s[8];
  UNROLL for (int i = 0; i < 8; i++) r[i] = load(from[i] + p);
  UNROLL for (int i = 0; i < 8; i += 2) {
    s[i] = SHUFFLE(r[i], r[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    s[i + 1] = SHUFFLE(r[i], r[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  UNROLL for (int i = 0; i < 8; i += 4) {
    r[i] = SHUFFLE(s[i], s[i + 2], 0, 1, 8, 9, 4, 5, 12, 13);
    r[i + 1] = SHUFFLE(s[i], s[i + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    r[i + 2] = SHUFFLE(s[i + 1], s[i + 3], 0, 1, 8, 9, 4, 5, 12, 13);
    r[i + 3] = SHUFFLE(s[i + 1], s[i + 3], 2, 3, 10, 11, 6, 7, 14, 15);
  }
  UNROLL for (int i = 0; i < 4; i++) {
    store(to + i * stride, SHUFFLE(r[i], r[i + 4], 0, 1, 2, 3, 8, 9, 10, 11));
    store(to + (i + 4) * stride, SHUFFLE(r[i], r[i + 4], 4, 5, 6, 7, 12, 13, 14, 15));
  }
}
#undef SHUFFLE
#endif
// Columns j..<j + NR of B as [depth][NR], missing columns as zeros.
INLINE void pack_columns(const SET(gemm_task) *t, int64_t j, REAL *to) {
  const int64_t columns = smaller(NR, t->n - j);
  if (!t->transpose_b) {
    const REAL *from = t->b + t->start * t->n + j;
    for (int64_t p = 0; p < t->depth; p++, from += t->n, to += NR) {
      if (columns == NR) {
        UNROLL for (int v = 0; v < NV; v++) store(to + v * VL, load(from + v * VL));
      } else {
        for (int c = 0; c < NR; c++) to[c] = c < columns ? from[c] : 0;
      }
    }
  } else {
    const REAL *column[NR];
    for (int c = 0; c < NR; c++) column[c] = t->b + (j + (c < columns ? c : 0)) * t->k + t->start;
    int64_t p = 0;
#if VECTOR_BYTES == 32 && !IS_DOUBLE
    for (; p + 8 <= t->depth; p += 8) {
      UNROLL for (int c = 0; c < NR; c += 8) transpose_eight(column + c, p, to + p * NR + c, NR);
    }
#endif
    for (; p < t->depth; p++) {
      for (int c = 0; c < NR; c++) to[p * NR + c] = column[c][p];
    }
    if (columns < NR) {
      for (int64_t q = 0; q < t->depth; q++)
        for (int64_t c = columns; c < NR; c++) to[q * NR + c] = 0;
    }
  }
}

// acc[rows][NV] = sum over p of a[p][r] * b[p][:].
#define TILE(ROWS)                                                                                     \
  static void SET(tile_##ROWS)(int64_t depth, const REAL *a, const REAL *b, REAL *out) {               \
    V acc[ROWS][NV];                                                                                   \
    UNROLL for (int r = 0; r < ROWS; r++) UNROLL for (int v = 0; v < NV; v++) acc[r][v] = (V){0};      \
    for (int64_t p = 0; p < depth; p++, a += MR, b += NR) {                                            \
      V column[NV];                                                                                    \
      UNROLL for (int v = 0; v < NV; v++) column[v] = load(b + v * VL);                                \
      UNROLL for (int r = 0; r < ROWS; r++) {                                                          \
        const V x = splat(a[r]);                                                                       \
        UNROLL for (int v = 0; v < NV; v++) MULTIPLY_ADD(acc[r][v], x, column[v]);                     \
      }                                                                                                \
    }                                                                                                  \
    UNROLL for (int r = 0; r < ROWS; r++)                                                              \
      UNROLL for (int v = 0; v < NV; v++) store(out + (r * NV + v) * VL, acc[r][v]);                   \
  }
TILE(1) TILE(2) TILE(3) TILE(4) TILE(5) TILE(6)
#undef TILE
INLINE void tile(int64_t rows, int64_t depth, const REAL *a, const REAL *b, REAL *out) {
  switch (rows) {
  case 1: SET(tile_1)(depth, a, b, out); break;
  case 2: SET(tile_2)(depth, a, b, out); break;
  case 3: SET(tile_3)(depth, a, b, out); break;
  case 4: SET(tile_4)(depth, a, b, out); break;
  case 5: SET(tile_5)(depth, a, b, out); break;
  default: SET(tile_6)(depth, a, b, out); break;
  }
}

static void SET(pack_a_part)(void *context, int64_t panel) {
  const SET(gemm_task) *t = context;
  pack_rows(t, panel * MR, t->packed_a + panel * MR * t->depth);
}
static void SET(pack_b_part)(void *context, int64_t panel) {
  const SET(gemm_task) *t = context;
  pack_columns(t, panel * NR, t->packed_b + panel * NR * t->depth);
}
static void SET(gemm_block)(void *context, int64_t index) {
  const SET(gemm_task) *t = context;
  const int64_t i0 = index / t->column_blocks * MC, j0 = index % t->column_blocks * NC;
  const int64_t i1 = smaller(i0 + MC, t->m), j1 = smaller(j0 + NC, t->n);
  REAL acc[MR * NR] __attribute__((aligned(64)));
  for (int64_t j = j0; j < j1; j += NR) {
    const int64_t columns = smaller(NR, t->n - j);
    const REAL *b = t->packed_b + j * t->depth;
    for (int64_t i = i0; i < i1; i += MR) {
      const int64_t rows = smaller(MR, t->m - i);
      tile(rows, t->depth, t->packed_a + i * t->depth, b, acc);
      for (int64_t r = 0; r < rows; r++) {
        REAL *out = t->out + (i + r) * t->n + j;
        const REAL *from = acc + r * NR;
        if (columns == NR) {
          UNROLL for (int v = 0; v < NV; v++) {
            V x = load(from + v * VL);
            if (t->start) x += load(out + v * VL);
            else if (t->bias) x += load(t->bias + j + v * VL);
            store(out + v * VL, x);
          }
        } else {
          for (int64_t c = 0; c < columns; c++) {
            const REAL before = t->start ? out[c] : t->bias ? t->bias[j + c] : 0;
            out[c] = from[c] + before;
          }
        }
      }
    }
  }
}

static void SET(gemm)(SET(gemm_task) *t) {
  const int64_t row_panels = parts(t->m, MR), column_panels = parts(t->n, NR);
  const int64_t depth = smaller(KC, t->k);
  const int64_t a_count = row_panels * MR * depth, b_count = column_panels * NR * depth;
  t->packed_a = scratch(a_count);
  t->packed_b = scratch(b_count);
  t->row_blocks = parts(t->m, MC);
  t->column_blocks = parts(t->n, NC);
  for (t->start = 0; t->start == 0 || t->start < t->k; t->start += KC) {
    t->depth = smaller(KC, t->k - t->start);
    SET(for_each)(row_panels, MR * t->depth, SET(pack_a_part), t);
    SET(for_each)(column_panels, NR * t->depth, SET(pack_b_part), t);
    const int64_t work = smaller(t->m, MC) * smaller(t->n, NC) * t->depth / 16;
    SET(for_each)(t->row_blocks * t->column_blocks, work, SET(gemm_block), t);
  }
  drop(t->packed_a, a_count);
  drop(t->packed_b, b_count);
}

typedef struct SET(batch_task) {
  SET(gemm_task) one;
  int64_t a_stride, b_stride;
} SET(batch_task);
static void SET(batch_part)(void *context, int64_t index) {
  const SET(batch_task) *t = context;
  SET(gemm_task) one = t->one;
  one.a += index * t->a_stride;
  one.b += index * t->b_stride;
  one.out += index * one.m * one.n;
  SET(gemm)(&one);
}
static void SET(matmul)(int transpose_a, int transpose_b, int64_t m, int64_t n, int64_t k,
                        const void *a, const void *b, const void *bias, void *out, int64_t batch,
                        int64_t a_stride, int64_t b_stride) {
  SET(batch_task) t = {{.transpose_a = transpose_a, .transpose_b = transpose_b, .m = m, .n = n,
                        .k = k, .a = a, .b = b, .bias = bias, .out = out}, a_stride, b_stride};
  if (m == 0 || n == 0) return;
  if (batch == 1) SET(gemm)(&t.one);
  else SET(for_each)(batch, m * n * k / 16, SET(batch_part), &t);
}
