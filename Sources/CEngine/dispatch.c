// Selects the kernel set: number type by argument, instruction set by what the processor can do.
#include "internal.h"

#include <stdlib.h>
#include <string.h>

enum { portable, avx2, avx512 };
static int level = -1; // not yet known

// What the processor can do, at most what RUNBOOK_KERNELS asks for: portable, avx2 or avx512.
static int find_level(int wanted) {
#if defined(__x86_64__)
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return portable;
  const int has_wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                       __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  const int best = has_wide ? avx512 : avx2;
  return wanted < best ? wanted : best;
#else
  (void)wanted;
  return portable;
#endif
}

static int current_level(void) {
  if (level < 0) {
    const char *asked = getenv("RUNBOOK_KERNELS");
    if (!asked) asked = "";
    level = find_level(!strcmp(asked, "portable") ? portable : !strcmp(asked, "avx2") ? avx2 : avx512);
  }
  return level;
}

int ce_set_kernel_level(int wanted) {
  level = wanted < 0 ? -1 : find_level(wanted);
  return current_level();
}

static const ce_kernels *kernels(int dtype) {
#if defined(__x86_64__)
  switch (current_level()) {
  case avx512: return dtype ? &ce_double_avx2 : &ce_float_avx512;
  case avx2: return dtype ? &ce_double_avx2 : &ce_float_avx2;
  default: break;
  }
#endif
  return dtype ? &ce_double_portable : &ce_float_portable;
}

// The names of elementwise operations in a profile.
static const char *const binary_names[] = {
    [ce_add] = "add", [ce_subtract] = "subtract", [ce_multiply] = "multiply",
    [ce_divide] = "divide", [ce_maximum] = "maximum", [ce_minimum] = "minimum",
    [ce_power] = "power", [ce_less] = "less", [ce_less_equal] = "less equal",
    [ce_greater] = "greater", [ce_greater_equal] = "greater equal", [ce_equal] = "equal",
    [ce_not_equal] = "not equal", [ce_relu_gradient] = "relu gradient",
    [ce_sigmoid_gradient] = "sigmoid gradient", [ce_tanh_gradient] = "tanh gradient",
    [ce_gelu_gradient] = "gelu gradient",
};
static const char *const unary_names[] = {
    [ce_negate] = "negate", [ce_absolute] = "absolute", [ce_sign] = "sign", [ce_exp] = "exp",
    [ce_log] = "log", [ce_sqrt] = "sqrt", [ce_square] = "square",
    [ce_sin] = "sin", [ce_cos] = "cos", [ce_relu] = "relu", [ce_leaky_relu] = "leaky relu",
    [ce_sigmoid] = "sigmoid", [ce_tanh] = "tanh", [ce_gelu] = "gelu", [ce_softplus] = "softplus",
    [ce_clamp] = "clamp", [ce_scale_shift] = "scale shift", [ce_power_scalar] = "power scalar",
    [ce_floor] = "floor", [ce_is_nan] = "is nan",
};
#define CONVOLUTION_NAME(NAME, G)                                                                      \
  NAME " %ldx%ldx%ldx%ld k%ld f%ld", (long)(G)->batch, (long)(G)->inputs, (long)(G)->height,           \
      (long)(G)->width, (long)(G)->outputs, (long)(G)->kernel_height
#define RECURRENT_NAME(NAME, G)                                                                        \
  NAME " t%ldb%ldi%ldh%ld", (long)(G)->time, (long)(G)->batch, (long)(G)->inputs, (long)(G)->hidden

void ce_convert(int from, int to, int64_t n, const void *source, void *target) {
  MEASURE("convert");
  if (from == 0 && to == 1) {
    for (int64_t i = 0; i < n; i++) ((double *)target)[i] = (double)((const float *)source)[i];
  } else {
    for (int64_t i = 0; i < n; i++) ((float *)target)[i] = (float)((const double *)source)[i];
  }
}

// Each function of CEngine.h: it selects the set, calls the kernel there, and repairs what the set's
// kernel leaves wrong about NaN.
#define OPERATION(RESULT, NAME, PARAMETERS, ARGUMENTS, AFTER, ...)                                     \
  RESULT ce_##NAME WITH_DTYPE PARAMETERS {                                                             \
    MEASURE(__VA_ARGS__);                                                                              \
    kernels(dtype)->NAME ARGUMENTS;                                                                    \
    AFTER;                                                                                             \
  }
#define VALUE(RESULT, NAME, PARAMETERS, ARGUMENTS, ...)                                                \
  RESULT ce_##NAME WITH_DTYPE PARAMETERS {                                                             \
    MEASURE(__VA_ARGS__);                                                                              \
    return kernels(dtype)->NAME ARGUMENTS;                                                             \
  }
#define WITH_DTYPE(...) (int dtype, __VA_ARGS__)
KERNEL_OPERATIONS(OPERATION)
KERNEL_VALUES(VALUE)
