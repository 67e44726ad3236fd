// A whole sequence through a recurrent layer, forward and backward.
//
// A few rows of the batch go through the whole sequence at a time: those rows depend on no others, so
// threads synchronise once per sequence instead of once per step, and the weights stay in the second-level cache.
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
  int64_t width; // gates of the kind, times hidden
  const REAL *h0, *c0, *packed, *b_hh;
  const REAL *x, *packed_input, *bias; // for the input product, or null where it is done already
  REAL *pre;           // [T, B, width]: input products; becomes the gates' values
  REAL *out, *extra;   // hidden states [T, B, H]; LSTM cells or GRU's hidden part of `new`, the same shape
  const REAL *dy, *dc; // gradients that arrive
  REAL *dh0, *dc0, *dgates, *dstate; // dstate: GRU's gradient at the hidden products
} KERNEL(recurrent_task);

// The first `lanes` lanes of a vector. In the loops of EACH_VECTOR the compiler knows when that is all of
// them.
INLINE V load_lanes(const REAL *p, int64_t lanes) { return lanes >= VL ? load(p) : load_rest(p, lanes); }
INLINE void store_lanes(REAL *p, V v, int64_t lanes) {
  if (lanes >= VL) store(p, v);
  else store_rest(p, v, lanes);
}
// Calls FUNCTION(ROW, at, lanes) for each vector of ROW's `hidden` elements.
#define EACH_VECTOR(FUNCTION, ROW)                                                                     \
  {                                                                                                    \
    int64_t at = 0;                                                                                    \
    for (; at + VL <= (ROW)->hidden; at += VL) FUNCTION(ROW, at, VL);                                  \
    if (at < (ROW)->hidden) FUNCTION(ROW, at, (ROW)->hidden - at);                                     \
  }

// MARK: One step forward

// One row of the batch at one step. The rows of several gates are `hidden` elements each.
typedef struct KERNEL(forward_row) {
  int64_t hidden;
  REAL *gates;                 // sums of products and biases; the LSTM and the GRU leave the gates here
  REAL *state, *cell;          // after the step
  const REAL *state_before, *cell_before;
  const REAL *hidden_products; // GRU: products with the state, apart since a gate scales one of them
  const REAL *hidden_bias;     // GRU
  REAL *hidden_part;           // GRU: product and bias that the reset gate scales, for the backward pass
} KERNEL(forward_row);

INLINE void KERNEL(tanh_vector)(const KERNEL(forward_row) *row, int64_t at, int64_t lanes) {
  store_lanes(row->state + at, v_tanh(load_lanes(row->gates + at, lanes)), lanes);
}

INLINE void KERNEL(relu_vector)(const KERNEL(forward_row) *row, int64_t at, int64_t lanes) {
  const V x = load_lanes(row->gates + at, lanes);
  store_lanes(row->state + at, choose(x > splat(0), x, choose(x != x, x, splat(0))), lanes);
}

INLINE void KERNEL(lstm_vector)(const KERNEL(forward_row) *row, int64_t at, int64_t lanes) {
  REAL *in_gate = row->gates + at, *forget_gate = in_gate + row->hidden;
  REAL *cell_gate = forget_gate + row->hidden, *out_gate = cell_gate + row->hidden;
  const V in = v_sigmoid(load_lanes(in_gate, lanes));
  const V forget = v_sigmoid(load_lanes(forget_gate, lanes));
  const V cell = v_tanh(load_lanes(cell_gate, lanes));
  const V open = v_sigmoid(load_lanes(out_gate, lanes));
  const V next = forget * load_lanes(row->cell_before + at, lanes) + in * cell;
  store_lanes(in_gate, in, lanes);
  store_lanes(forget_gate, forget, lanes);
  store_lanes(cell_gate, cell, lanes);
  store_lanes(out_gate, open, lanes);
  store_lanes(row->cell + at, next, lanes);
  store_lanes(row->state + at, open * v_tanh(next), lanes);
}

INLINE void KERNEL(gru_vector)(const KERNEL(forward_row) *row, int64_t at, int64_t lanes) {
  const int64_t to_update = row->hidden + at, to_new = 2 * row->hidden + at;
  REAL *gates = row->gates;
  const REAL *products = row->hidden_products, *bias = row->hidden_bias;
  const V reset = v_sigmoid(load_lanes(gates + at, lanes) + load_lanes(products + at, lanes)
                            + load_lanes(bias + at, lanes));
  const V update = v_sigmoid(load_lanes(gates + to_update, lanes)
                             + load_lanes(products + to_update, lanes)
                             + load_lanes(bias + to_update, lanes));
  const V inner = load_lanes(products + to_new, lanes) + load_lanes(bias + to_new, lanes);
  const V fresh = v_tanh(load_lanes(gates + to_new, lanes) + reset * inner);
  store_lanes(gates + at, reset, lanes);
  store_lanes(gates + to_update, update, lanes);
  store_lanes(gates + to_new, fresh, lanes);
  store_lanes(row->hidden_part + at, inner, lanes);
  store_lanes(row->state + at,
              fresh + update * (load_lanes(row->state_before + at, lanes) - fresh), lanes);
}

// The gates and the new state of one row, from its products.
INLINE void KERNEL(step_row)(int64_t kind, const KERNEL(forward_row) *row) {
  switch (kind) {
  case ce_rnn_tanh: EACH_VECTOR(KERNEL(tanh_vector), row) break;
  case ce_rnn_relu: EACH_VECTOR(KERNEL(relu_vector), row) break;
  case ce_lstm: EACH_VECTOR(KERNEL(lstm_vector), row) break;
  default: EACH_VECTOR(KERNEL(gru_vector), row) break;
  }
}

// Takes some rows of the batch, those of part `index`, through the whole sequence.
static void KERNEL(recurrent_rows)(void *context, int64_t index) {
  const KERNEL(recurrent_task) *t = context;
  const ce_recurrent *g = t->g;
  const int64_t hidden = g->hidden, first = index * batch_rows;
  const int64_t rows = smaller(batch_rows, g->batch - first);
  const int is_gru = g->kind == ce_gru, is_lstm = g->kind == ce_lstm;
  REAL *products = is_gru ? scratch(rows * t->width) : NULL;
  for (int64_t time = 0; time < g->time; time++) {
    const int64_t at = time * g->batch + first;
    REAL *gates = t->pre + at * t->width;
    const REAL *before = time ? t->out + (at - g->batch) * hidden : t->h0 + first * hidden;
    if (t->packed_input) {
      KERNEL(state_product)(rows, t->width, g->inputs, t->x + at * g->inputs, g->inputs,
                            t->packed_input, t->bias, 0, gates, t->width);
    }
    KERNEL(state_product)(rows, t->width, hidden, before, hidden, t->packed, is_gru ? NULL : gates,
                          t->width, is_gru ? products : gates, t->width);
    for (int64_t r = 0; r < rows; r++) {
      KERNEL(forward_row) row = {.hidden = hidden, .gates = gates + r * t->width,
                                 .state = t->out + (at + r) * hidden,
                                 .state_before = before + r * hidden};
      if (is_lstm) {
        row.cell = t->extra + (at + r) * hidden;
        row.cell_before =
            time ? row.cell - g->batch * hidden : t->c0 + (first + r) * hidden;
      } else if (is_gru) {
        row.hidden_products = products + r * t->width;
        row.hidden_bias = t->b_hh;
        row.hidden_part = t->extra + (at + r) * hidden;
      }
      KERNEL(step_row)(g->kind, &row);
    }
  }
  if (products) drop(products, rows * t->width);
}

// MARK: One step back

// One row of the batch at one step of the backward pass.
typedef struct KERNEL(backward_row) {
  int64_t hidden;
  const REAL *gates, *state, *state_before, *cell, *cell_before, *hidden_part; // as the step left them
  const REAL *upstream;                 // the gradient that arrives at the step's state from outside
  REAL *state_gradient, *cell_gradient; // those that come back from the step after
  REAL *gate_gradients;                 // at the sums under the gates
  REAL *product_gradients;              // GRU: at the products with the state
} KERNEL(backward_row);

INLINE void KERNEL(tanh_vector_back)(const KERNEL(backward_row) *row, int64_t at, int64_t lanes) {
  const V state = load_lanes(row->state + at, lanes);
  store_lanes(row->gate_gradients + at,
              (load_lanes(row->upstream + at, lanes) + load_lanes(row->state_gradient + at, lanes))
                  * (splat(1) - state * state),
              lanes);
}

INLINE void KERNEL(relu_vector_back)(const KERNEL(backward_row) *row, int64_t at, int64_t lanes) {
  store_lanes(row->gate_gradients + at,
              choose(load_lanes(row->state + at, lanes) <= splat(0), splat(0),
                     load_lanes(row->upstream + at, lanes)
                         + load_lanes(row->state_gradient + at, lanes)),
              lanes);
}

INLINE void KERNEL(lstm_vector_back)(const KERNEL(backward_row) *row, int64_t at, int64_t lanes) {
  const int64_t to_forget = row->hidden + at, to_cell = to_forget + row->hidden;
  const int64_t to_out = to_cell + row->hidden;
  const V in = load_lanes(row->gates + at, lanes), forget = load_lanes(row->gates + to_forget, lanes);
  const V cell = load_lanes(row->gates + to_cell, lanes);
  const V open = load_lanes(row->gates + to_out, lanes);
  const V squashed = v_tanh(load_lanes(row->cell + at, lanes));
  const V up = load_lanes(row->upstream + at, lanes) + load_lanes(row->state_gradient + at, lanes);
  const V down = load_lanes(row->cell_gradient + at, lanes)
                 + up * open * (splat(1) - squashed * squashed);
  REAL *to = row->gate_gradients;
  store_lanes(to + at, down * cell * in * (splat(1) - in), lanes);
  store_lanes(to + to_forget,
              down * load_lanes(row->cell_before + at, lanes) * forget * (splat(1) - forget), lanes);
  store_lanes(to + to_cell, down * in * (splat(1) - cell * cell), lanes);
  store_lanes(to + to_out, up * squashed * open * (splat(1) - open), lanes);
  store_lanes(row->cell_gradient + at, down * forget, lanes);
}

INLINE void KERNEL(gru_vector_back)(const KERNEL(backward_row) *row, int64_t at, int64_t lanes) {
  const int64_t to_update = row->hidden + at, to_new = to_update + row->hidden;
  const V reset = load_lanes(row->gates + at, lanes), update = load_lanes(row->gates + to_update, lanes);
  const V fresh = load_lanes(row->gates + to_new, lanes);
  const V up = load_lanes(row->upstream + at, lanes) + load_lanes(row->state_gradient + at, lanes);
  const V d_new = up * (splat(1) - update) * (splat(1) - fresh * fresh);
  const V d_update =
      up * (load_lanes(row->state_before + at, lanes) - fresh) * update * (splat(1) - update);
  const V d_reset = d_new * load_lanes(row->hidden_part + at, lanes) * reset * (splat(1) - reset);
  store_lanes(row->gate_gradients + at, d_reset, lanes);
  store_lanes(row->gate_gradients + to_update, d_update, lanes);
  store_lanes(row->gate_gradients + to_new, d_new, lanes);
  store_lanes(row->product_gradients + at, d_reset, lanes);
  store_lanes(row->product_gradients + to_update, d_update, lanes);
  store_lanes(row->product_gradients + to_new, d_new * reset, lanes);
  store_lanes(row->state_gradient + at, up * update, lanes);
}

// The gradients at one row's sums, and the part of them that goes straight to the step before.
INLINE void KERNEL(step_row_back)(int64_t kind, const KERNEL(backward_row) *row) {
  switch (kind) {
  case ce_rnn_tanh: EACH_VECTOR(KERNEL(tanh_vector_back), row) break;
  case ce_rnn_relu: EACH_VECTOR(KERNEL(relu_vector_back), row) break;
  case ce_lstm: EACH_VECTOR(KERNEL(lstm_vector_back), row) break;
  default: EACH_VECTOR(KERNEL(gru_vector_back), row) break;
  }
}

// Takes some rows of the batch, those of part `index`, back through the whole sequence.
static void KERNEL(recurrent_back_rows)(void *context, int64_t index) {
  const KERNEL(recurrent_task) *t = context;
  const ce_recurrent *g = t->g;
  const int64_t hidden = g->hidden, first = index * batch_rows;
  const int64_t rows = smaller(batch_rows, g->batch - first), size = rows * hidden;
  const int is_gru = g->kind == ce_gru, is_lstm = g->kind == ce_lstm;
  // Gradients at the state and the cell that come back from the step after.
  REAL *state_gradient = scratch(2 * size), *cell_gradient = state_gradient + size;
  memset(state_gradient, 0, (size_t)(2 * size) * sizeof(REAL));
  if (t->dc) memcpy(cell_gradient, t->dc + first * hidden, (size_t)size * sizeof(REAL));
  const REAL *product_gradients = is_gru ? t->dstate : t->dgates;
  for (int64_t time = g->time - 1; time >= 0; time--) {
    const int64_t at = time * g->batch + first;
    for (int64_t r = 0; r < rows; r++) {
      const int64_t element = (at + r) * hidden, gate = (at + r) * t->width;
      KERNEL(backward_row) row = {.hidden = hidden, .gates = t->pre + gate, .state = t->out + element,
                                  .upstream = t->dy + element,
                                  .state_gradient = state_gradient + r * hidden,
                                  .cell_gradient = cell_gradient + r * hidden,
                                  .gate_gradients = t->dgates + gate};
      if (is_lstm) {
        row.cell = t->extra + element;
        row.cell_before =
            time ? row.cell - g->batch * hidden : t->c0 + (first + r) * hidden;
      } else if (is_gru) {
        row.hidden_part = t->extra + element;
        row.state_before =
            time ? row.state - g->batch * hidden : t->h0 + (first + r) * hidden;
        row.product_gradients = t->dstate + gate;
      }
      KERNEL(step_row_back)(g->kind, &row);
    }
    KERNEL(state_product)(rows, hidden, t->width, product_gradients + at * t->width, t->width,
                          t->packed, is_gru ? state_gradient : NULL, hidden, state_gradient, hidden);
  }
  memcpy(t->dh0 + first * hidden, state_gradient, (size_t)size * sizeof(REAL));
  if (t->dc0) memcpy(t->dc0 + first * hidden, cell_gradient, (size_t)size * sizeof(REAL));
  drop(state_gradient, 2 * size);
}

// MARK: The whole sequence

INLINE int64_t gate_count(const ce_recurrent *g) {
  return g->kind == ce_lstm ? 4 : g->kind == ce_gru ? 3 : 1;
}

static void KERNEL(recur)(const ce_recurrent *g, const void *x, const void *h0, const void *c0,
                       const void *w_ih, const void *w_hh, const void *b_ih, const void *b_hh,
                       void *out, void *gates, void *extra) {
  const int64_t width = gate_count(g) * g->hidden, rows = g->time * g->batch;
  KERNEL(recurrent_task) t = {.g = g, .width = width, .h0 = h0, .c0 = c0,
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
  const int64_t hidden = g->hidden, width = gate_count(g) * hidden, rows = g->time * g->batch;
  const int is_gru = g->kind == ce_gru;
  REAL *dgates = scratch(rows * width), *dstate = is_gru ? scratch(rows * width) : NULL;
  KERNEL(recurrent_task) t = {.g = g, .width = width, .h0 = h0, .c0 = c0,
                           .pre = (REAL *)gates, .out = (REAL *)out, .extra = (REAL *)extra,
                           .dy = dy, .dc = dc, .dh0 = dh0, .dc0 = dc0, .dgates = dgates,
                           .dstate = dstate};
  int64_t count;
  REAL *packed = KERNEL(pack_matrix)(w_hh, 0, width, hidden, &count);
  t.packed = packed;
  const int64_t work = g->time * smaller(g->batch, batch_rows) * width * hidden / 16;
  KERNEL(for_each)(parts(g->batch, batch_rows), work, KERNEL(recurrent_back_rows), &t);
  drop(packed, count);
  const REAL *state = is_gru ? dstate : dgates;
  if (dx) KERNEL(matmul)(0, 0, rows, g->inputs, width, dgates, w_ih, NULL, dx, 1, 0, 0);
  if (dw_ih) KERNEL(matmul)(1, 0, width, g->inputs, rows, dgates, x, NULL, dw_ih, 1, 0, 0);
  if (dw_hh) {
    // The state before each step: h0, then all states but the last.
    KERNEL(gemm_task) product = {.transpose_a = 1, .m = width, .n = hidden, .k = rows, .a = state, .b = out,
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
