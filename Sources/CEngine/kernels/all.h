#include "simd.h"

#include "functions.h"

#include "elementwise.h"

#include "reduce.h"

#include "gemm.h"

#include "convolution.h"

#include "pooling.h"

#include "recurrent.h"

#include "optimizer.h"

#include "table.h"
