#include <stddef.h>
#include <stdint.h>
const uint8_t *ce_resource(const char *name, size_t *length);
int cengine_probe(int x);
