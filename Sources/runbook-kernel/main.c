#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
int main(int argc, char **argv) {
  void *h = dlopen("libRunbookRuntime.so", RTLD_NOW | RTLD_GLOBAL);
  if (!h) { fprintf(stderr, "%s\n", dlerror()); return 1; }
  int (*m)(int, char **) = dlsym(h, "runbook_kernel_main");
  m(argc, argv);
  for (int i = 1; i + 1 < argc; i += 2) { void *c = dlopen(argv[i], RTLD_NOW | RTLD_GLOBAL); if (!c) { fprintf(stderr, "%s\n", dlerror()); return 1; } ((int (*)(int, char **))dlsym(c, argv[i+1]))(0, 0); }
  return 0;
}
