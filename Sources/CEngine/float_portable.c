// float, for any processor.
#include "internal.h"

#define REAL float
#define IS_DOUBLE 0
#define VECTOR_BYTES 16
#define KERNEL(name) f32p_##name
#define TABLE ce_float_portable

#include "kernels/all.h"
