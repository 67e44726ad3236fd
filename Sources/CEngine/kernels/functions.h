// exp, log, tanh, sigmoid on one vector.
//
// float: polynomials after range reduction (the method of W. J. Cody and W. Waite, Software Manual for
// the Elementary Functions, 1980). Measured against double over the whole range: exp within 1.1 ulp,
// tanh within 2 ulp, sigmoid within 2.5 ulp, log within 1 ulp (Tests: MathFunctionTests).
// double: the C library, lane by lane; it serves gradient checks, where exactness counts.

#if IS_DOUBLE
#define EACH_LANE(function)                                                                            \
  V r;                                                                                                 \
  for (int i = 0; i < VL; i++) r[i] = function(x[i]);                                                  \
  return r
INLINE V v_exp(V x) { EACH_LANE(exp); }
INLINE V v_log(V x) { EACH_LANE(log); }
INLINE V v_tanh(V x) { EACH_LANE(tanh); }
#undef EACH_LANE
INLINE V v_sigmoid(V x) { return splat(1) / (splat(1) + v_exp(-x)); }
#else
#if defined(__x86_64__) && VECTOR_BYTES == 64
// One instruction each; a NaN in x goes through.
INLINE V at_most(V x, REAL limit) { return (V)_mm512_min_ps((__m512)splat(limit), (__m512)x); }
INLINE V at_least(V x, REAL limit) { return (V)_mm512_max_ps((__m512)splat(limit), (__m512)x); }
INLINE V times_power_of_two(V x, V n) { return (V)_mm512_scalef_ps((__m512)x, (__m512)n); }
#else
INLINE V at_most(V x, REAL limit) { return choose(x > splat(limit), splat(limit), x); }
INLINE V at_least(V x, REAL limit) { return choose(x < splat(limit), splat(limit), x); }
INLINE V times_power_of_two(V x, V n) {
  // in two factors, since n may leave the range of one exponent
  const VI whole = __builtin_convertvector(n, VI), half = whole >> 1, rest = whole - half;
  return x * (V)((half + 127) << 23) * (V)((rest + 127) << 23);
}
#endif
// exp within -104...89, beyond which it is 0 or infinity.
INLINE V exp_between(V c) {
  // n = round(c / ln 2), by the constant that pushes the fraction out of the mantissa
  const V magic = splat(0x1.8p23f);
  const V n = c * splat(1.44269504088896341f) + magic - magic;
  V r = c - n * splat(0.693359375f);
  r = r - n * splat(-2.12194440e-4f);
  V p = splat(1.9875691500e-4f);
  p = p * r + splat(1.3981999507e-3f);
  p = p * r + splat(8.3334519073e-3f);
  p = p * r + splat(4.1665795894e-2f);
  p = p * r + splat(1.6666665459e-1f);
  p = p * r + splat(5.0000001201e-1f);
  p = p * (r * r) + r + splat(1);
  return times_power_of_two(p, n);
}
INLINE V v_exp(V x) { return choose(x != x, x, exp_between(at_least(at_most(x, 89), -104))); }
INLINE V v_log(V x) {
  const VI tiny = x < splat(FLT_MIN); // denormals, zero, negatives
  const V scaled = choose(tiny, x * splat(0x1p25f), x);
  VI i = (VI)scaled;
  VI e = ((i - 0x3f3504f3) >> 23); // exponent such that the mantissa lies in sqrt(1/2)...sqrt(2)
  const V m = (V)(i - (e << 23)) - splat(1);
  const V exponent = __builtin_convertvector(e, V) - choose(tiny, splat(25), splat(0));
  const V z = m * m;
  V p = splat(7.0376836292e-2f);
  p = p * m + splat(-1.1514610310e-1f);
  p = p * m + splat(1.1676998740e-1f);
  p = p * m + splat(-1.2420140846e-1f);
  p = p * m + splat(1.4249322787e-1f);
  p = p * m + splat(-1.6668057665e-1f);
  p = p * m + splat(2.0000714765e-1f);
  p = p * m + splat(-2.4999993993e-1f);
  p = p * m + splat(3.3333331174e-1f);
  V y = p * m * z;
  y = y + exponent * splat(-2.12194440e-4f);
  y = y - splat(0.5f) * z;
  V r = m + y;
  r = r + exponent * splat(0.693359375f);
  r = choose(x == splat(0), splat(-INFINITY), r);
  r = choose(x == splat(INFINITY), x, r);
  return choose((x < splat(0)) | (x != x), splat(NAN), r);
}
INLINE V v_tanh(V x) {
  const VI sign = (VI)x & (VI)splat(-0.0f);
  const V a = (V)((VI)x & ~(VI)splat(-0.0f));
  const V z = x * x;
  V p = splat(-5.70498872745e-3f);
  p = p * z + splat(2.06390887954e-2f);
  p = p * z + splat(-5.37397155531e-2f);
  p = p * z + splat(1.33314422036e-1f);
  p = p * z + splat(-3.33332819422e-1f);
  const V small = p * z * x + x;
  // beyond 22 the result is 1; a NaN stays in x
  const V large = splat(1) - splat(2) / (exp_between(at_most(a + a, 44)) + splat(1));
  return choose(a < splat(0.625f), small, (V)((VI)large | sign));
}
INLINE V v_sigmoid(V x) {
  return splat(1) / (splat(1) + exp_between(at_least(at_most(-x, 89), -104)));
}
#endif

// erf on one number: the C library's, or a vector loop of it; gelu is rare enough.
INLINE REAL r_erf(REAL x) { return IS_DOUBLE ? (REAL)erf((double)x) : (REAL)erff((float)x); }
INLINE REAL r_pow(REAL x, REAL y) { return IS_DOUBLE ? (REAL)pow(x, y) : (REAL)powf(x, y); }
