// The part of the C library's header that the kernels use. What is not a builtin comes from host.c and
// run.mjs.
#pragma once
#define INFINITY __builtin_inff()
#define NAN __builtin_nanf("")
#define isnan(x) __builtin_isnan(x)
#define signbit(x) __builtin_signbit(x)
double exp(double), log(double), log1p(double), tanh(double), sin(double), cos(double), erf(double);
double pow(double, double), sqrt(double), fabs(double), frexp(double, int *);
float expf(float), sinf(float), cosf(float), erff(float), powf(float, float), sqrtf(float), fabsf(float);
