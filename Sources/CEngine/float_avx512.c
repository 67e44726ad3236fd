// float, AVX-512. Used only where the processor has F, BW, DQ and VL. Same bits as float_avx2.c.
#include "internal.h"

#define REAL float
#define IS_DOUBLE 0
#define VECTOR_BYTES 64
#define KERNEL(name) f32w_##name
#define TABLE ce_float_avx512

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("fma,avx512f,avx512bw,avx512dq,avx512vl"))),         \
                             apply_to = function)
#include "kernels/all.h"
#pragma clang attribute pop
#endif
