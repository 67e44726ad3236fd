// Matrix product after K. Goto and R. van de Geijn, "Anatomy of high-performance matrix
// multiplication", ACM TOMS 34, 2008: the right operand is packed into panels that the innermost kernel
// reads in order; the kernel keeps a tile of the result in registers.
//
// Work is cut into tiles of the result, and each element sums its k products in one fixed order, so
// the bits are the same for any number of threads.

#if VECTOR_BYTES == 64
enum { MR = 12 }; // 24 of 32 registers
#else
enum { MR = 6 }; // 12 of 16 registers
#endif
enum { NV = 2, NR = NV * VL, KC = 256, MC = 96, NC = 256 };
enum { few_rows = 384 }; // up to which a thread takes all rows of a panel, and threads meet once

typedef struct KERNEL(gemm_task) {
  int transpose_a, transpose_b;
  int64_t m, n, k, start, depth; // this pass covers k indices start..<start + depth
  const REAL *a, *b, *bias;
  const REAL *first_b; // if given, the first rows of B (not transposed), `b` then holds those behind
  int64_t first_rows;
  REAL *out, *packed_b;
  int64_t row_blocks, column_blocks;
  int64_t height, block_rows; // of a tile, at most MR; of a block, whole tiles
} KERNEL(gemm_task);

#if VECTOR_BYTES >= 32 && !IS_DOUBLE
typedef REAL eight __attribute__((vector_size(32)));
typedef REAL unaligned_eight __attribute__((vector_size(32), aligned(sizeof(REAL)), may_alias));
#define SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
// Eight rows of eight become eight columns: to[p * stride + r] = from[r][p].
INLINE void transpose_eight(const REAL *const *from, int64_t p, REAL *to, int64_t stride) {
  eight r[8], s[8];
  UNROLL for (int i = 0; i < 8; i++) r[i] = *(const unaligned_eight *)(from[i] + p);
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
    *(unaligned_eight *)(to + i * stride) = SHUFFLE(r[i], r[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    *(unaligned_eight *)(to + (i + 4) * stride) = SHUFFLE(r[i], r[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}
#undef SHUFFLE
#endif

// Columns j..<j + NR of B as [depth][NR], missing columns as zeros.
INLINE void pack_columns(const KERNEL(gemm_task) *t, int64_t j, REAL *to) {
  const int64_t columns = smaller(NR, t->n - j);
  if (!t->transpose_b) {
    for (int64_t p = 0; p < t->depth; p++, to += NR) {
      const int64_t row = t->start + p;
      const int is_first = row < t->first_rows;
      const REAL *from = is_first ? t->first_b + row * t->n : t->b + (row - t->first_rows) * t->n;
      from += j;
      if (columns == NR) {
        UNROLL for (int v = 0; v < NV; v++) store(to + v * VL, load(from + v * VL));
      } else {
        UNROLL for (int v = 0; v < NV; v++) {
          store(to + v * VL, load_rest(from + v * VL, larger(0, smaller(VL, columns - v * VL))));
        }
      }
    }
  } else {
    const REAL *column[NR];
    for (int c = 0; c < NR; c++) column[c] = t->b + (j + (c < columns ? c : 0)) * t->k + t->start;
    int64_t p = 0;
#if VECTOR_BYTES >= 32 && !IS_DOUBLE
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

// out[ROWS][VECTORS] = sum over p of A[r][p] * b[p][:], rows of `out` NR apart. A is read where it stands:
// its rows are `a_step` apart, or its columns when it is stored transposed. A line of it that is not in the
// first-level cache is asked for long before it is needed, so that copying A into panels gains nothing.
#define TILE_AT(NAME, ROWS, VECTORS, ELEMENT)                                                          \
  static void KERNEL(NAME##_##ROWS##_##VECTORS)(int64_t depth, const REAL *a, int64_t a_step,          \
                                                const REAL *b, REAL *out) {                            \
    V acc[ROWS][VECTORS];                                                                              \
    UNROLL for (int r = 0; r < ROWS; r++) UNROLL for (int v = 0; v < VECTORS; v++) acc[r][v] = (V){0}; \
    _Pragma("clang loop unroll_count(4)") for (int64_t p = 0; p < depth; p++, b += NR) {               \
      V column[VECTORS];                                                                               \
      UNROLL for (int v = 0; v < VECTORS; v++) column[v] = load(b + v * VL);                           \
      UNROLL for (int r = 0; r < ROWS; r++) {                                                          \
        const V x = splat(ELEMENT);                                                                    \
        UNROLL for (int v = 0; v < VECTORS; v++) MULTIPLY_ADD(acc[r][v], x, column[v]);                \
      }                                                                                                \
    }                                                                                                  \
    UNROLL for (int r = 0; r < ROWS; r++)                                                              \
      UNROLL for (int v = 0; v < VECTORS; v++) store(out + r * NR + v * VL, acc[r][v]);                \
  }
#define TILE(ROWS, VECTORS)                                                                            \
  TILE_AT(tile, ROWS, VECTORS, a[r * a_step + p])                                                      \
  TILE_AT(turned, ROWS, VECTORS, a[p * a_step + r])
#define TILES(VECTORS)                                                                                 \
  TILE(1, VECTORS) TILE(2, VECTORS) TILE(3, VECTORS) TILE(4, VECTORS) TILE(5, VECTORS) TILE(6, VECTORS)
TILES(1) TILES(2)
#undef TILES
#define TILE_ROW(NAME, V)                                                                              \
  KERNEL(NAME##_1_##V), KERNEL(NAME##_2_##V), KERNEL(NAME##_3_##V), KERNEL(NAME##_4_##V),              \
      KERNEL(NAME##_5_##V), KERNEL(NAME##_6_##V)
#if VECTOR_BYTES == 64
#define TILES(VECTORS)                                                                                 \
  TILE(7, VECTORS) TILE(8, VECTORS) TILE(9, VECTORS) TILE(10, VECTORS) TILE(11, VECTORS) TILE(12, VECTORS)
TILES(1) TILES(2)
#undef TILES
#define TILE_REST(NAME, V)                                                                             \
  , KERNEL(NAME##_7_##V), KERNEL(NAME##_8_##V), KERNEL(NAME##_9_##V), KERNEL(NAME##_10_##V),           \
      KERNEL(NAME##_11_##V), KERNEL(NAME##_12_##V)
#else
#define TILE_REST(NAME, V)
#endif
typedef void (*KERNEL(tile_kernel))(int64_t, const REAL *, int64_t, const REAL *, REAL *);
// By whether A is stored transposed, vectors and rows.
static const KERNEL(tile_kernel) KERNEL(tiles)[2][NV][MR] = {
    {{TILE_ROW(tile, 1) TILE_REST(tile, 1)}, {TILE_ROW(tile, 2) TILE_REST(tile, 2)}},
    {{TILE_ROW(turned, 1) TILE_REST(turned, 1)}, {TILE_ROW(turned, 2) TILE_REST(turned, 2)}}};
#undef TILE
#undef TILE_AT
#undef TILE_ROW
#undef TILE_REST

// Columns j0..<j1 of rows i0..<i1 of the result, from packed panels; `packed` begins at column j0.
INLINE void multiply_block(const KERNEL(gemm_task) *t, int64_t i0, int64_t i1, int64_t j0, int64_t j1,
                           const REAL *packed) {
  REAL acc[MR * NR] __attribute__((aligned(64)));
  for (int64_t j = j0; j < j1; j += NR, packed += NR * t->depth) {
    const int64_t columns = smaller(NR, t->n - j);
    const KERNEL(tile_kernel) *tiles = KERNEL(tiles)[t->transpose_a][columns > VL];
    for (int64_t i = i0; i < i1; i += t->height) {
      const int64_t rows = smaller(t->height, t->m - i);
      const REAL *a = t->transpose_a ? t->a + t->start * t->m + i : t->a + i * t->k + t->start;
      tiles[rows - 1](t->depth, a, t->transpose_a ? t->m : t->k, packed, acc);
      for (int64_t r = 0; r < rows; r++) {
        REAL *out = t->out + (i + r) * t->n + j;
        const REAL *from = acc + r * NR;
        const REAL *before = t->start ? out : t->bias ? t->bias + j : NULL;
        UNROLL for (int v = 0; v < NV; v++) {
          const int64_t lanes = columns - v * VL;
          const V x = load(from + v * VL);
          if (lanes >= VL) {
            store(out + v * VL, before ? load(before + v * VL) + x : x);
          } else if (lanes > 0) {
            store_rest(out + v * VL, before ? load_rest(before + v * VL, lanes) + x : x, lanes);
          }
        }
      }
    }
  }
}

// All rows of one panel of columns, packed into a buffer of the thread's own.
static void KERNEL(gemm_panel)(void *context, int64_t panel) {
  KERNEL(gemm_task) t = *(const KERNEL(gemm_task) *)context;
  const int64_t j = panel * NR, count = NR * smaller(KC, t.k);
  REAL *packed = scratch(count);
  for (t.start = 0; t.start == 0 || t.start < t.k; t.start += KC) {
    t.depth = smaller(KC, t.k - t.start);
    pack_columns(&t, j, packed);
    multiply_block(&t, 0, t.m, j, smaller(j + NR, t.n), packed);
  }
  drop(packed, count);
}

static void KERNEL(pack_b_part)(void *context, int64_t panel) {
  const KERNEL(gemm_task) *t = context;
  pack_columns(t, panel * NR, t->packed_b + panel * NR * t->depth);
}
static void KERNEL(gemm_block)(void *context, int64_t index) {
  const KERNEL(gemm_task) *t = context;
  const int64_t i = index / t->column_blocks * t->block_rows, j = index % t->column_blocks * NC;
  multiply_block(t, i, smaller(i + t->block_rows, t->m), j, smaller(j + NC, t->n),
                 t->packed_b + j * t->depth);
}

static void KERNEL(gemm)(KERNEL(gemm_task) *t) {
  const int64_t column_panels = parts(t->n, NR);
  t->height = parts(t->m, parts(t->m, MR)); // even tiles: 32 rows as 11 + 11 + 10
  if (t->m <= few_rows) {
    KERNEL(for_each)(column_panels, t->m * NR * t->k / 16, KERNEL(gemm_panel), t);
    return;
  }
  const int64_t count = column_panels * NR * smaller(KC, t->k);
  t->block_rows = MC / t->height * t->height;
  t->packed_b = scratch(count);
  t->row_blocks = parts(t->m, t->block_rows);
  t->column_blocks = parts(t->n, NC);
  for (t->start = 0; t->start == 0 || t->start < t->k; t->start += KC) {
    t->depth = smaller(KC, t->k - t->start);
    KERNEL(for_each)(column_panels, NR * t->depth, KERNEL(pack_b_part), t);
    const int64_t work = smaller(t->m, MC) * smaller(t->n, NC) * t->depth / 16;
    KERNEL(for_each)(t->row_blocks * t->column_blocks, work, KERNEL(gemm_block), t);
  }
  drop(t->packed_b, count);
}

typedef struct KERNEL(batch_task) {
  KERNEL(gemm_task) one;
  int64_t a_stride, b_stride;
} KERNEL(batch_task);
static void KERNEL(batch_part)(void *context, int64_t index) {
  const KERNEL(batch_task) *t = context;
  KERNEL(gemm_task) one = t->one;
  one.a += index * t->a_stride;
  one.b += index * t->b_stride;
  one.out += index * one.m * one.n;
  KERNEL(gemm)(&one);
}
static void KERNEL(matmul)(int transpose_a, int transpose_b, int64_t m, int64_t n, int64_t k,
                           const void *a, const void *b, const void *bias, void *out, int64_t batch,
                           int64_t a_stride, int64_t b_stride) {
  KERNEL(batch_task) t = {{.transpose_a = transpose_a, .transpose_b = transpose_b, .m = m, .n = n,
                           .k = k, .a = a, .b = b, .bias = bias, .out = out}, a_stride, b_stride};
  if (m == 0 || n == 0) return;
  if (batch == 1) KERNEL(gemm)(&t.one);
  else KERNEL(for_each)(batch, m * n * k / 16, KERNEL(batch_part), &t);
}
