#include "simd.h"

#include "functions.h"

#include "elementwise.h"

#include "reduce.h"

#include "gemm.h"

#include "pairs.h"

#include "pooling.h"

#include "convolution-layout.h"

#include "channels.h"

#include "channel-rows.h"

#include "winograd.h"

#include "convolution-tiles.h"

#include "convolution-rows.h"

#include "convolution.h"

#include "winograd-weight.h"

#include "convolution-weight.h"

#include "block.h"

#include "recurrent.h"

#include "optimizer.h"

#include "ceiling.h"

#include "table.h"
