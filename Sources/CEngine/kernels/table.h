// The whole set, in the order of ce_kernels.
const ce_kernels TABLE = {
    SET(binary), SET(binary_strided), SET(unary), SET(select), SET(accumulate), SET(fill),
    SET(strided_copy), SET(gather_rows), SET(scatter_rows), SET(reduce), SET(arg_reduce),
    SET(distance), SET(softmax), SET(softmax_gradient), SET(cross_entropy), SET(normalise),
    SET(normalise_gradient), SET(matmul), SET(convolve), SET(convolve_input), SET(convolve_weight),
    SET(max_pool), SET(pool_scatter), SET(pool_gather), SET(average_pool),
    SET(average_pool_gradient), SET(block), SET(block_back), SET(recur),
    SET(recur_back), SET(sgd), SET(adam), SET(rmsprop), SET(multiply_adds),
};
