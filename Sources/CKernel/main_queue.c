// Work for the main thread, while the main thread waits for a task.
//
// Through these two functions libdispatch gives another event loop access to its main queue;
// Foundation's run loop uses them too. They are found by name, because a process without Dispatch
// has no main queue.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <poll.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "CKernel.h"

static int wake_handle = -1;

static int open_wake_handle(void) {
  if (wake_handle < 0) wake_handle = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return wake_handle;
}

void ck_main_queue_run(void) {
  int (*handle)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "_dispatch_get_main_queue_handle_4CF");
  void (*drain)(void *) =
      (void (*)(void *))dlsym(RTLD_DEFAULT, "_dispatch_main_queue_callback_4CF");
  struct pollfd events[2] = {{.fd = open_wake_handle(), .events = POLLIN},
                             {.fd = handle ? handle() : -1, .events = POLLIN}};
  // The time limit handles a wake-up that happened before the handle was opened.
  if (poll(events, 2, 50) <= 0) return;
  uint64_t count;
  if (events[0].revents && read(events[0].fd, &count, sizeof count) < 0) return;
  if (events[1].revents && drain) {
    if (read(events[1].fd, &count, sizeof count) < 0) return;
    drain(NULL);
  }
}

void ck_main_queue_wake(void) {
  uint64_t one = 1;
  if (write(open_wake_handle(), &one, sizeof one) < 0) return;
}
