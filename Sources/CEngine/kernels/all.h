// One kernel set, for the number type and instruction set that the including file chose (see simd.h).
//
// The order matters. Each file uses what the files above it define and includes none of them itself, since
// all of it is compiled five times under other names and no file can stand alone. From the bottom up:

// vectors, and functions of one vector
#include "simd.h"

#include "functions.h"

// arrays element by element, sums (and `for_each`, the parallel loop of all below), matrix products
#include "elementwise.h"

#include "reduce.h"

#include "gemm.h"

// pooling: 2x2 windows first, which `pooling.h` chooses where they fit
#include "pairs.h"

#include "pooling.h"

// convolution: the layout, then the tiles that work on it, then the choice among them
#include "convolution-layout.h"

#include "channels.h"

#include "channel-rows.h"

#include "winograd.h"

#include "convolution-tiles.h"

#include "convolution-rows.h"

#include "convolution.h"

// its gradient in the weights, which `convolution-weight.h` hands to Winograd's form where that is faster
#include "winograd-weight.h"

#include "convolution-weight.h"

// what is made of the parts above
#include "block.h"

#include "recurrent.h"

// what needs vectors only
#include "optimizer.h"

#include "ceiling.h"

// the table of all of them comes last
#include "table.h"
