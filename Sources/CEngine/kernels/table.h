// The whole set, field by field.
#define FIELD(RESULT, NAME, ...) .NAME = KERNEL(NAME),
const ce_kernels TABLE = {KERNEL_OPERATIONS(FIELD) KERNEL_VALUES(FIELD)};
#undef FIELD
