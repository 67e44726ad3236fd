// A cell that is killed by a signal reports its position first.
//
// The handler runs on a separate stack, so that a stack overflow can be reported too.
// It uses backtrace(), which is not on the list of functions that are safe in a handler; the process
// is lost anyway, and the driver detects the end of the process whatever happens here.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <execinfo.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

#include "channel.h"

// The address at which the library of each cell was loaded, by the cell's number.
static const void **bases;
static uint32_t room;

// The position at which the latest error was thrown: an uncaught error is reported there, not where
// the program detects that it was not caught.
static void *throw_frames[ck_frames];
static int throw_count;

void ck_remember_library(uint32_t cell, const void *base) {
  if (cell >= room) {
    uint32_t more = cell + cell / 2 + 64;
    const void **larger = realloc(bases, more * sizeof *larger);
    if (!larger) return;
    memset(larger + room, 0, (more - room) * sizeof *larger);
    bases = larger;
    room = more;
  }
  bases[cell] = base;
}

static int add_frames(ck_frame *frames, int count, void *const *addresses, int found,
                      const void *fault, int thrown) {
  for (int i = 0; i < found && count < ck_frames; i++) {
    Dl_info info;
    // A caller's address is that of the next instruction: step back into the call. The address
    // of the failed instruction is exact.
    const char *address = (const char *)addresses[i] - (addresses[i] == fault ? 0 : 1);
    if (!dladdr(address, &info)) continue;
    for (uint32_t cell = 0; cell < room; cell++) {
      if (!bases[cell] || bases[cell] != info.dli_fbase) continue;
      frames[count++] = (ck_frame){cell, (uint32_t)thrown,
                                   (uint64_t)(address - (const char *)info.dli_fbase)};
      break;
    }
  }
  return count;
}

static const void *fault_address(const void *context) {
#if defined(__x86_64__)
  return (const void *)((const ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
  return (const void *)((const ucontext_t *)context)->uc_mcontext.pc;
#else
  (void)context;
  return NULL;
#endif
}

static void on_signal(int signal, siginfo_t *info, void *context) {
  (void)info;
  static volatile sig_atomic_t entered;
  if (!entered) {
    entered = 1;
    struct {
      int32_t signal, count;
      ck_frame frames[ck_frames];
    } report = {.signal = signal};
    void *addresses[ck_frames];
    int found = backtrace(addresses, ck_frames);
    const void *fault = fault_address(context);
    report.count = add_frames(report.frames, 0, addresses, found, fault, 0);
    report.count = add_frames(report.frames, report.count, throw_frames, throw_count, NULL, 1);
    ck_emit(ck_message_crashed, &report,
            offsetof(typeof(report), frames) + (size_t)report.count * sizeof(ck_frame));
  }
  struct sigaction usual = {.sa_handler = SIG_DFL};
  sigaction(signal, &usual, NULL);
  raise(signal);
}

void ck_report_exit(int status) {
  static volatile sig_atomic_t entered;
  if (entered || !ck_is_cell()) return;
  entered = 1;
  struct {
    int32_t status, count;
    ck_frame frames[ck_frames];
  } report = {.status = status};
  void *addresses[ck_frames];
  int found = backtrace(addresses, ck_frames);
  report.count = add_frames(report.frames, 0, addresses, found, NULL, 0);
  ck_emit(ck_message_exited, &report,
          offsetof(typeof(report), frames) + (size_t)report.count * sizeof(ck_frame));
}

static void on_exit_called(int status, void *argument) {
  (void)argument;
  ck_report_exit(status);
}

static void on_quick_exit_called(void) { ck_report_exit(0); }

static void on_throw(void *error) {
  (void)error;
  throw_count = backtrace(throw_frames, ck_frames);
}

void ck_watch_for_crashes(void) {
  static char stack[256 * 1024];
  stack_t alternative = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&alternative, NULL);
  struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  static const int fatal[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) sigaction(fatal[i], &action, NULL);

  on_exit(on_exit_called, NULL);
  at_quick_exit(on_quick_exit_called);

  // The first backtrace() loads a library; better here than in the handler.
  void *warm[2];
  backtrace(warm, 2);

  // The Swift runtime's hook, which its test libraries use too.
  void (*set_handler)(void (*)(void *)) =
      (void (*)(void (*)(void *)))dlsym(RTLD_DEFAULT, "_swift_setWillThrowHandler");
  if (set_handler) set_handler(on_throw);
}
