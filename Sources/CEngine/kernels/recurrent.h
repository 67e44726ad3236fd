// A whole sequence through a recurrent layer, and back.
//
// A few rows of the batch go through the whole sequence at a time: those rows depend on no others, so
// threads meet once a sequence instead of once a step, and the weights stay in the second-level cache.
// The products with the input do not depend on the state. With several rows they are made at each step,
// where the gates read them from the first-level cache; with fewer they are one matrix product for all
// times, since a step would read the weights for next to nothing.
//
// Gate order as in PyTorch: LSTM input, forget, cell, output; GRU reset, update, new.
//
// Source: S. Hochreiter and J. Schmidhuber, Neural Computation 9, 1997; K. Cho et al.,
// arXiv:1406.1078; Goodfellow, Bengio and Courville, Deep Learning, section 10.2.2.

enum { batch_rows = 16 };    // rows of the batch a thread takes through the sequence
enum { rows_for_input = 8 }; // rows that make the input product of one step worth its weights

// out[rows][n] = start + a[rows][depth] * packed, whose panels are [depth][NR]; rows of `a` and `out` are
// `a_step` and `out_step` apart, those of `start` `start_step` (0: a bias). Null is a start from zero.
static void KERNEL(state_product)(int64_t rows, int64_t n, int64_t depth, const REAL *a, int64_t a_step,
                               const REAL *packed, const REAL *start, int64_t start_step, REAL *out,
                               int64_t out_step) {
  REAL acc[MR * NR] __attribute__((aligned(64)));
  const int64_t tiles = parts(rows, MR), height = parts(rows, tiles);
  for (int64_t j = 0; j < n; j += NR) {
    const REAL *b = packed + j * depth;
    const int64_t columns = smaller(NR, n - j);
    for (int64_t i = 0; i < rows; i += height) {
      const int64_t count = smaller(height, rows - i);
      const REAL *from = a + i * a_step;
      KERNEL(tiles)[0][columns > VL][count - 1](depth, from, a_step, b, acc);
      for (int64_t r = 0; r < count; r++) {
        REAL *to = out + (i + r) * out_step + j;
        const REAL *before = start ? start + (i + r) * start_step + j : NULL;
        UNROLL for (int v = 0; v < NV; v++) {
          const int64_t lanes = columns - v * VL;
          const V sum = load(acc + r * NR + v * VL);
          if (lanes >= VL) {
            store(to + v * VL, before ? load(before + v * VL) + sum : sum);
          } else if (lanes > 0) {
            store_rest(to + v * VL, before ? load_rest(before + v * VL, lanes) + sum : sum, lanes);
          }
        }
      }
    }
  }
}

// Packs the [k, n] matrix `b` (or its transpose, stored [n, k]) into panels of NR columns.
static REAL *KERNEL(pack_matrix)(const REAL *b, int transposed, int64_t k, int64_t n, int64_t *count) {
  *count = parts(n, NR) * NR * k;
  KERNEL(gemm_task) t = {.transpose_b = transposed, .n = n, .k = k, .depth = k, .b = b,
                      .packed_b = scratch(*count)};
  KERNEL(for_each)(parts(n, NR), NR * k, KERNEL(pack_b_part), &t);
  return t.packed_b;
}

typedef struct KERNEL(recurrent_task) {
  const ce_recurrent *g;
  int64_t gates, width; // gates of the kind; gates * hidden
  const REAL *h0, *c0, *packed, *b_hh;
  const REAL *x, *packed_input, *bias; // for the input product, or null where it is done already
  REAL *pre;           // [T, B, width]: input products; becomes the gates' values
  REAL *out, *extra;   // hidden states [T, B, H]; LSTM cells or GRU's hidden part of `new`, the same shape
  const REAL *dy, *dc; // gradients that arrive
  REAL *dh0, *dc0, *dgates, *dstate; // dstate: GRU's gradient at the hidden products
} KERNEL(recurrent_task);

// Runs BODY(i, V-loader, storer) over a row of `h` elements, the last ones through masked vectors.
#define FOR_ROW(H, BODY)                                                                               \
  for (int64_t i = 0; i < (H); i += VL) {                                                              \
    const int64_t rest = (H) - i;                                                                      \
    if (rest >= VL) {                                                                                  \
      BODY(load, store)                                                                                \
    } else {                                                                                           \
      BODY(REST_LOAD, REST_STORE)                                                                      \
    }                                                                                                  \
  }

static void KERNEL(recurrent_rows)(void *context, int64_t index) {
  const KERNEL(recurrent_task) *t = context;
  const ce_recurrent *g = t->g;
  const int64_t H = g->hidden, B = g->batch, first = index * batch_rows;
  const int64_t rows = smaller(batch_rows, B - first);
  const int is_gru = g->kind == ce_gru;
  REAL *hidden = is_gru ? scratch(rows * t->width) : NULL;
  for (int64_t time = 0; time < g->time; time++) {
    const int64_t at = time * B + first;
    REAL *pre = t->pre + at * t->width;
    const REAL *before = time ? t->out + (at - B) * H : t->h0 + first * H;
    REAL *now = t->out + at * H, *extra = t->extra ? t->extra + at * H : NULL;
    if (t->packed_input) {
      KERNEL(state_product)(rows, t->width, g->inputs, t->x + at * g->inputs, g->inputs, t->packed_input,
                         t->bias, 0, pre, t->width);
    }
    KERNEL(state_product)(rows, t->width, H, before, H, t->packed, is_gru ? NULL : pre, t->width,
                       is_gru ? hidden : pre, t->width);
    for (int64_t r = 0; r < rows; r++) {
      REAL *z = pre + r * t->width, *h = now + r * H;
      switch (g->kind) {
      case ce_rnn_tanh:
#define BODY(LOAD, STORE) STORE(h + i, v_tanh(LOAD(z + i)));
        FOR_ROW(H, BODY)
#undef BODY
        break;
      case ce_rnn_relu:
#define BODY(LOAD, STORE)                                                                              \
  const V x = LOAD(z + i);                                                                             \
  STORE(h + i, choose(x > splat(0), x, choose(x != x, x, splat(0))));
        FOR_ROW(H, BODY)
#undef BODY
        break;
      case ce_lstm: {
        const REAL *c_before = time ? extra - B * H + r * H : t->c0 + (first + r) * H;
        REAL *c = extra + r * H;
#define BODY(LOAD, STORE)                                                                              \
  const V in = v_sigmoid(LOAD(z + i)), forget = v_sigmoid(LOAD(z + H + i));                            \
  const V cell = v_tanh(LOAD(z + 2 * H + i)), open = v_sigmoid(LOAD(z + 3 * H + i));                   \
  const V next = forget * LOAD(c_before + i) + in * cell;                                              \
  STORE(z + i, in);                                                                                    \
  STORE(z + H + i, forget);                                                                            \
  STORE(z + 2 * H + i, cell);                                                                          \
  STORE(z + 3 * H + i, open);                                                                          \
  STORE(c + i, next);                                                                                  \
  STORE(h + i, open * v_tanh(next));
        FOR_ROW(H, BODY)
#undef BODY
        break;
      }
      default: {
        const REAL *y = hidden + r * t->width, *b = t->b_hh, *old = before + r * H;
        REAL *part = extra + r * H;
#define BODY(LOAD, STORE)                                                                              \
  const V reset = v_sigmoid(LOAD(z + i) + LOAD(y + i) + LOAD(b + i));                                  \
  const V update = v_sigmoid(LOAD(z + H + i) + LOAD(y + H + i) + LOAD(b + H + i));                     \
  const V inner = LOAD(y + 2 * H + i) + LOAD(b + 2 * H + i);                                           \
  const V fresh = v_tanh(LOAD(z + 2 * H + i) + reset * inner);                                         \
  STORE(z + i, reset);                                                                                 \
  STORE(z + H + i, update);                                                                            \
  STORE(z + 2 * H + i, fresh);                                                                         \
  STORE(part + i, inner);                                                                              \
  STORE(h + i, fresh + update * (LOAD(old + i) - fresh));
        FOR_ROW(H, BODY)
#undef BODY
        break;
      }
      }
    }
  }
  if (hidden) drop(hidden, rows * t->width);
}

static void KERNEL(recurrent_back_rows)(void *context, int64_t index) {
  const KERNEL(recurrent_task) *t = context;
  const ce_recurrent *g = t->g;
  const int64_t H = g->hidden, B = g->batch, first = index * batch_rows;
  const int64_t rows = smaller(batch_rows, B - first);
  // Gradients at the state and the cell that come back from the step after.
  REAL *dh = scratch(2 * rows * H), *dc = dh + rows * H;
  memset(dh, 0, (size_t)(2 * rows * H) * sizeof(REAL));
  if (t->dc) memcpy(dc, t->dc + first * H, (size_t)(rows * H) * sizeof(REAL));
  for (int64_t time = g->time - 1; time >= 0; time--) {
    const int64_t at = time * B + first;
    const REAL *state = t->dstate ? t->dstate : t->dgates; // what the hidden product gets back
    for (int64_t r = 0; r < rows; r++) {
      const REAL *z = t->pre + (at + r) * t->width, *y = t->out + (at + r) * H;
      const REAL *dy = t->dy + (at + r) * H;
      REAL *d = t->dgates + (at + r) * t->width, *e = dh + r * H, *f = dc + r * H;
      switch (g->kind) {
      case ce_rnn_tanh:
#define BODY(LOAD, STORE)                                                                              \
  const V h = LOAD(y + i);                                                                             \
  STORE(d + i, (LOAD(dy + i) + LOAD(e + i)) * (splat(1) - h * h));
        FOR_ROW(H, BODY)
#undef BODY
        break;
      case ce_rnn_relu:
#define BODY(LOAD, STORE)                                                                              \
  STORE(d + i, choose(LOAD(y + i) <= splat(0), splat(0), LOAD(dy + i) + LOAD(e + i)));
        FOR_ROW(H, BODY)
#undef BODY
        break;
      case ce_lstm: {
        const REAL *c = t->extra + (at + r) * H;
        const REAL *before = time ? c - B * H : t->c0 + (first + r) * H;
#define BODY(LOAD, STORE)                                                                              \
  const V in = LOAD(z + i), forget = LOAD(z + H + i), cell = LOAD(z + 2 * H + i);                      \
  const V open = LOAD(z + 3 * H + i), squashed = v_tanh(LOAD(c + i));                                  \
  const V up = LOAD(dy + i) + LOAD(e + i);                                                             \
  const V down = LOAD(f + i) + up * open * (splat(1) - squashed * squashed);                           \
  STORE(d + i, down * cell * in * (splat(1) - in));                                                    \
  STORE(d + H + i, down * LOAD(before + i) * forget * (splat(1) - forget));                            \
  STORE(d + 2 * H + i, down * in * (splat(1) - cell * cell));                                          \
  STORE(d + 3 * H + i, up * squashed * open * (splat(1) - open));                                      \
  STORE(f + i, down * forget);
        FOR_ROW(H, BODY)
#undef BODY
        break;
      }
      default: {
        const REAL *part = t->extra + (at + r) * H;
        const REAL *old = time ? y - B * H : t->h0 + (first + r) * H;
        REAL *s = t->dstate + (at + r) * t->width;
#define BODY(LOAD, STORE)                                                                              \
  const V reset = LOAD(z + i), update = LOAD(z + H + i), fresh = LOAD(z + 2 * H + i);                  \
  const V up = LOAD(dy + i) + LOAD(e + i);                                                             \
  const V dn = up * (splat(1) - update) * (splat(1) - fresh * fresh);                                  \
  const V dz = up * (LOAD(old + i) - fresh) * update * (splat(1) - update);                            \
  const V dr = dn * LOAD(part + i) * reset * (splat(1) - reset);                                       \
  STORE(d + i, dr);                                                                                    \
  STORE(d + H + i, dz);                                                                                \
  STORE(d + 2 * H + i, dn);                                                                            \
  STORE(s + i, dr);                                                                                    \
  STORE(s + H + i, dz);                                                                                \
  STORE(s + 2 * H + i, dn * reset);                                                                    \
  STORE(e + i, up *update);
        FOR_ROW(H, BODY)
#undef BODY
        break;
      }
      }
    }
    KERNEL(state_product)(rows, H, t->width, state + at * t->width, t->width, t->packed,
                       g->kind == ce_gru ? dh : NULL, H, dh, H);
  }
  memcpy(t->dh0 + first * H, dh, (size_t)(rows * H) * sizeof(REAL));
  if (t->dc0) memcpy(t->dc0 + first * H, dc, (size_t)(rows * H) * sizeof(REAL));
  drop(dh, 2 * rows * H);
}
INLINE int64_t gate_count(const ce_recurrent *g) {
  return g->kind == ce_lstm ? 4 : g->kind == ce_gru ? 3 : 1;
}

static void KERNEL(recur)(const ce_recurrent *g, const void *x, const void *h0, const void *c0,
                       const void *w_ih, const void *w_hh, const void *b_ih, const void *b_hh,
                       void *out, void *gates, void *extra) {
  const int64_t width = gate_count(g) * g->hidden, rows = g->time * g->batch;
  KERNEL(recurrent_task) t = {.g = g, .gates = gate_count(g), .width = width, .h0 = h0, .c0 = c0,
                           .b_hh = b_hh, .pre = gates, .out = out, .extra = extra};
  // Both biases go in with the input product, but the GRU's hidden bias is scaled by a gate.
  REAL *bias = scratch(width);
  memcpy(bias, b_ih, (size_t)width * sizeof(REAL));
  if (g->kind != ce_gru) {
    for (int64_t i = 0; i < width; i++) bias[i] += ((const REAL *)b_hh)[i];
  }
  int64_t count, input_count;
  REAL *packed = KERNEL(pack_matrix)(w_hh, 1, g->hidden, width, &count), *packed_input = NULL;
  t.packed = packed;
  if (g->batch >= rows_for_input) {
    packed_input = KERNEL(pack_matrix)(w_ih, 1, g->inputs, width, &input_count);
    t.x = x;
    t.packed_input = packed_input;
    t.bias = bias;
  } else {
    KERNEL(matmul)(0, 1, rows, width, g->inputs, x, w_ih, bias, gates, 1, 0, 0);
  }
  const int64_t work = g->time * smaller(g->batch, batch_rows) * width * g->hidden / 16;
  KERNEL(for_each)(parts(g->batch, batch_rows), work, KERNEL(recurrent_rows), &t);
  drop(packed, count);
  if (packed_input) drop(packed_input, input_count);
  drop(bias, width);
}

static void KERNEL(recur_back)(const ce_recurrent *g, const void *x, const void *h0, const void *c0,
                            const void *w_ih, const void *w_hh, const void *out, const void *gates,
                            const void *extra, const void *dy, const void *dc, void *dx, void *dh0,
                            void *dc0, void *dw_ih, void *dw_hh, void *db_ih, void *db_hh) {
  const int64_t H = g->hidden, width = gate_count(g) * H, rows = g->time * g->batch;
  const int is_gru = g->kind == ce_gru;
  REAL *dgates = scratch(rows * width), *dstate = is_gru ? scratch(rows * width) : NULL;
  KERNEL(recurrent_task) t = {.g = g, .gates = gate_count(g), .width = width, .h0 = h0, .c0 = c0,
                           .pre = (REAL *)gates, .out = (REAL *)out, .extra = (REAL *)extra,
                           .dy = dy, .dc = dc, .dh0 = dh0, .dc0 = dc0, .dgates = dgates,
                           .dstate = dstate};
  int64_t count;
  REAL *packed = KERNEL(pack_matrix)(w_hh, 0, width, H, &count);
  t.packed = packed;
  const int64_t work = g->time * smaller(g->batch, batch_rows) * width * H / 16;
  KERNEL(for_each)(parts(g->batch, batch_rows), work, KERNEL(recurrent_back_rows), &t);
  drop(packed, count);
  const REAL *state = is_gru ? dstate : dgates;
  if (dx) KERNEL(matmul)(0, 0, rows, g->inputs, width, dgates, w_ih, NULL, dx, 1, 0, 0);
  if (dw_ih) KERNEL(matmul)(1, 0, width, g->inputs, rows, dgates, x, NULL, dw_ih, 1, 0, 0);
  if (dw_hh) {
    // The state before each step: h0, then all states but the last.
    KERNEL(gemm_task) product = {.transpose_a = 1, .m = width, .n = H, .k = rows, .a = state, .b = out,
                              .first_b = h0, .first_rows = g->batch, .out = dw_hh};
    KERNEL(gemm)(&product);
  }
  if (db_ih) KERNEL(reduce)(ce_sum, 1, rows, width, dgates, db_ih);
  if (db_hh) {
    if (is_gru) KERNEL(reduce)(ce_sum, 1, rows, width, dstate, db_hh);
    else memcpy(db_hh, db_ih, (size_t)width * sizeof(REAL));
  }
  drop(dgates, rows * width);
  if (dstate) drop(dstate, rows * width);
}
