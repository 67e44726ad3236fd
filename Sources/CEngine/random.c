// Philox 4x32-10: J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as
// easy as 1, 2, 3", SC11, 2011. A block of four words is a function of (seed, counter) alone, so any
// element can be made by any thread, in any order.
//
// Compiled without fused multiply-add and without the C library's log, so that the same seed gives
// the same bits on every machine.
#include "internal.h"

#include <math.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

void ce_random_bits(uint64_t seed, uint64_t counter, uint32_t out[4]) {
  uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
  uint32_t c0 = (uint32_t)counter, c1 = (uint32_t)(counter >> 32), c2 = 0, c3 = 0;
  for (int round = 0; round < 10; round++) {
    const uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c1 = (uint32_t)p1;
    c3 = (uint32_t)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

typedef struct task {
  int dtype;
  uint64_t seed, counter;
  int64_t n;
  double p, q;
  void *out;
  double (*map)(double uniform, double p, double q);
} task;

enum { part = 4096 }; // elements a part of the loop, a multiple of 4

static void run(void *context, int64_t index) {
  const task *t = context;
  const int64_t start = index * part, end = start + part < t->n ? start + part : t->n;
  uint32_t words[4];
  if (t->dtype == 0) {
    float *out = t->out;
    for (int64_t i = start; i < end; i += 4) {
      ce_random_bits(t->seed, t->counter + (uint64_t)(i / 4), words);
      for (int64_t j = i; j < i + 4 && j < end; j++) {
        // 24 bits, the middle of each of 2^24 cells when a map needs 0 < u < 1
        const double u = (double)(words[j - i] >> 8) * 0x1p-24;
        out[j] = (float)t->map(u, t->p, t->q);
      }
    }
  } else {
    double *out = t->out;
    for (int64_t i = start; i < end; i += 2) {
      ce_random_bits(t->seed, t->counter + (uint64_t)(i / 2), words);
      for (int64_t j = i; j < i + 2 && j < end; j++) {
        const uint64_t bits = (uint64_t)words[2 * (j - i)] << 32 | words[2 * (j - i) + 1];
        out[j] = t->map((double)(bits >> 11) * 0x1p-53, t->p, t->q);
      }
    }
  }
}

static void fill(int dtype, uint64_t seed, uint64_t counter, int64_t n, double p, double q, void *out,
                 double (*map)(double, double, double)) {
  task t = {dtype, seed, counter, n, p, q, out, map};
  ce_parallel((n + part - 1) / part, 16 * part, run, &t);
}

static double uniform(double u, double low, double high) { return low + u * (high - low); }

static double mask(double u, double rate, double kept) { return u < rate ? 0 : kept; }

// Natural logarithm of a positive number by the series of atanh; relative error below 1e-15.
static double logarithm(double x) {
  int exponent;
  double m = frexp(x, &exponent);
  if (m < 0.70710678118654752440) {
    m *= 2;
    exponent -= 1;
  }
  const double z = (m - 1) / (m + 1), zz = z * z;
  double sum = 0;
  for (int k = 25; k >= 1; k -= 2) sum = sum * zz + 1.0 / k;
  return 2 * z * sum + exponent * 0.69314718055994530942;
}

// The inverse of the normal distribution function: M. J. Wichura, algorithm AS 241 (PPND16), Applied
// Statistics 37, 1988. Relative error about 1e-16.
static double normal_quantile(double p) {
  const double q = p - 0.5;
  if (fabs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q *
           (((((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r +
                 6.7265770927008700853e4) * r + 4.5921953931549871457e4) * r +
               1.3731693765509461125e4) * r + 1.9715909503065514427e3) * r +
             1.3314166789178437745e2) * r + 3.3871328727963666080e0) /
           (((((((5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r +
                 3.9307895800092710610e4) * r + 2.1213794301586595867e4) * r +
               5.3941960214247511077e3) * r + 6.8718700749205790830e2) * r +
             4.2313330701600911252e1) * r + 1.0);
  }
  double r = sqrt(-logarithm(q < 0 ? p : 1 - p));
  double value;
  if (r <= 5) {
    r -= 1.6;
    value = (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r +
                  2.41780725177450611770e-1) * r + 1.27045825245236838258e0) * r +
                3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r +
              4.63033784615654529590e0) * r + 1.42343711074968357734e0) /
            (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r +
                  1.51986665636164571966e-2) * r + 1.48103976427480074590e-1) * r +
                6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r +
              2.05319162663775882187e0) * r + 1.0);
  } else {
    r -= 5;
    value = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r +
                  1.24266094738807843860e-3) * r + 2.65321895265761230930e-2) * r +
                2.96560571828504891230e-1) * r + 1.78482653991729133580e0) * r +
              5.46378491116411436990e0) * r + 6.65790464350110377720e0) /
            (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r +
                  1.84631831751005468180e-5) * r + 7.86869131145613259100e-4) * r +
                1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r +
              5.99832206555887937690e-1) * r + 1.0);
  }
  return q < 0 ? -value : value;
}

static double normal(double u, double mean, double standard_deviation) {
  // u = 0 would be minus infinity: move every value into the middle of a 2^-54 cell
  return mean + standard_deviation * normal_quantile(u + (u < 0.5 ? 0x1p-54 : 0));
}

static double normal_single(double u, double mean, double standard_deviation) {
  return mean + standard_deviation * normal_quantile(u + 0x1p-25);
}

void ce_random_uniform(int dtype, uint64_t seed, uint64_t counter, int64_t n, double low,
                       double high, void *out) {
  fill(dtype, seed, counter, n, low, high, out, uniform);
}

void ce_random_normal(int dtype, uint64_t seed, uint64_t counter, int64_t n, double mean,
                      double standard_deviation, void *out) {
  fill(dtype, seed, counter, n, mean, standard_deviation, out, dtype == 0 ? normal_single : normal);
}

void ce_random_mask(int dtype, uint64_t seed, uint64_t counter, int64_t n, double rate, void *out) {
  fill(dtype, seed, counter, n, rate, 1 / (1 - rate), out, mask);
}
