#pragma once
#include <stddef.h>
void *memcpy(void *target, const void *source, size_t count);
void *memmove(void *target, const void *source, size_t count);
void *memset(void *target, int value, size_t count);
int strcmp(const char *a, const char *b);
