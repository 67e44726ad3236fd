// float, AVX2 and FMA. Used only where the processor has both.
#include "internal.h"

#define REAL float
#define IS_DOUBLE 0
#define VECTOR_BYTES 32
#define KERNEL(name) f32v_##name
#define TABLE ce_float_avx2

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "kernels/all.h"
#pragma clang attribute pop
#endif
