// What one core can reach: independent multiply-adds in registers, nothing else.

static double KERNEL(multiply_adds)(int64_t rounds) {
  enum { chains = 12 };
  V acc[chains];
  UNROLL for (int i = 0; i < chains; i++) acc[i] = splat((REAL)i);
  const V a = splat((REAL)0.5), b = splat((REAL)1);
  for (int64_t round = 0; round < rounds; round++) {
    UNROLL for (int i = 0; i < chains; i++) MULTIPLY_ADD(acc[i], a, b);
  }
  W sum = {0}; // what is not used is not computed
  UNROLL for (int i = 0; i < chains; i++) sum[i % LANES] += acc[i][0];
  return sum_lanes(&sum) > 0 ? 2.0 * chains * VL * (double)rounds : 0;
}
