#include "simd.h"

#include "functions.h"

#include "elementwise.h"

#include "reduce.h"

#include "gemm.h"

#include "pooling.h"

#include "convolution.h"

#include "block.h"

#include "recurrent.h"

#include "optimizer.h"

#include "table.h"
