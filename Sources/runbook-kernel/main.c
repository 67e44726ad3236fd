// The process that runs a notebook's cells. It loads the notebook runtime, one shared library that
// holds the engine once for all cells, and serves requests from descriptor 3.
//
// usage: runbook-kernel SEED   (started by runbook, not by hand)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/personality.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { channel = 3 };

static void (*fill)(void *, size_t);

// Found before the Swift library's function of the same name: randomness in cells is seeded.
__attribute__((visibility("default"))) void swift_stdlib_random(void *buffer, size_t length) {
  fill(buffer, length);
}

static void (*report_exit)(int);

// Found before the system's functions of the same names, so that a cell that ends its process at once
// is reported at that line too.
__attribute__((visibility("default"), noreturn)) void _exit(int status) {
  if (report_exit) report_exit(status);
  for (;;) syscall(SYS_exit_group, status);
}

__attribute__((visibility("default"), noreturn)) void _Exit(int status) { _exit(status); }

static void *symbol(void *library, const char *name) {
  void *address = dlsym(library, name);
  if (!address) {
    fprintf(stderr, "runbook-kernel: %s\n", dlerror());
    exit(70);
  }
  return address;
}

int main(int count, char **arguments) {
  if (count != 2) {
    fprintf(stderr, "runbook-kernel is started by runbook\n");
    return 64;
  }
  // Nothing that the driver has open is a cell's business.
  syscall(SYS_close_range, channel + 1, ~0u, 0);

  // Addresses that differ from run to run would show in a report that prints one. Where a sandbox
  // forbids it, everything else still works.
  int persona = personality(0xffffffff);
  if (persona >= 0 && !(persona & ADDR_NO_RANDOMIZE) &&
      personality((unsigned long)persona | ADDR_NO_RANDOMIZE) >= 0)
    execv("/proc/self/exe", arguments);

  void *runtime = dlopen("libRunbookRuntime.so", RTLD_NOW | RTLD_GLOBAL);
  if (!runtime) {
    fprintf(stderr, "runbook-kernel: %s\n", dlerror());
    return 70;
  }
  ((void (*)(int))symbol(runtime, "ck_stand_guard"))(channel);
  report_exit = (void (*)(int))symbol(runtime, "ck_report_exit");
  fill = (void (*)(void *, size_t))symbol(runtime, "ck_random");
  ((void (*)(uint64_t))symbol(runtime, "ck_seed"))(strtoull(arguments[1], NULL, 10));
  void (*start)(uint64_t) = (void (*)(uint64_t))symbol(runtime, "runbook_runtime_start");
  start(strtoull(arguments[1], NULL, 10));
  void (*quiesce)(void) = (void (*)(void))symbol(runtime, "runbook_runtime_quiesce");
  return ((int (*)(int, void (*)(void)))symbol(runtime, "ck_serve"))(channel, quiesce);
}
