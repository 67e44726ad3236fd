// double, for any processor.
#include "internal.h"

#define REAL double
#define IS_DOUBLE 1
#define VECTOR_BYTES 16
#define KERNEL(name) f64p_##name
#define TABLE ce_double_portable

#include "kernels/all.h"
