// A pool of threads for loops of tens of microseconds.
//
// Starting a loop costs a store, as long as the workers are awake. Waking one that sleeps costs its waker
// up to a hundred microseconds (on a virtual machine), as much as a whole step of a small network. So a
// worker that finds nothing waits actively for two milliseconds, since a training step is a series of short
// loops, unless others want its processor; and sleepers are woken only once the loops that they missed
// were worth it.
//
// Each thread begins with its own share of the indices, the same in every loop of one length, so that what
// a step wrote for an image is in the cache of the processor that reads it in the next; then it helps the
// others with theirs. The work of a loop is cut by the kernel, not by the number of threads, so results do
// not depend on who takes part.
//
// Nobody waits for a worker that has not begun: a loop is open for workers to join until the caller finds
// no index left to take, and then waits only for those that joined. On a machine with other things to do
// a worker may get its processor much too late, and the caller has long done the work alone.
//
// fork: the pool is stopped and joined before every fork, so that a process has one thread when it
// forks, and is built again on the next parallel loop, in parent and child alike.
#define _GNU_SOURCE // sched_getaffinity
#include "internal.h"

#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { most_threads = 64, closed = 1 << 15, loop_step = 1 << 16 };
enum { longest_wait = 2000000, taken_away = 100000 }; // of a worker before it sleeps, nanoseconds
enum { worth_waking = 500000 };                       // work, about 150 microseconds of a thread

// A thread's share of a loop.
typedef struct share {
  _Alignas(64) _Atomic int64_t next; // the next index to take
  int64_t end;
} share;

static struct {
  _Atomic int32_t generation; // odd or even, each loop adds one; workers wait for a change
  _Atomic int32_t sleeping;   // workers in the futex
  _Atomic int32_t stop;
  _Alignas(64) _Atomic uint64_t members; // number of the loop, whether it is closed, workers that joined
  _Atomic uint64_t left;                 // of those, how many are done
  int64_t missed;                        // work since the workers fell asleep
  void (*body)(void *, int64_t);
  void *context;
  share shares[most_threads]; // of the caller and the workers
  pthread_t threads[most_threads];
  int32_t start;   // the generation when the workers were started
  int workers;     // threads that run, the caller not counted
  int wanted;      // threads in all that are asked for, 0 when not yet known
  int at_fork_set; // handlers are registered
} pool = {.members = closed};
static pthread_mutex_t owner = PTHREAD_MUTEX_INITIALIZER; // held by the thread that runs a loop
static _Thread_local int inside;                          // this thread is within a loop's body

static void futex(_Atomic int32_t *word, int operation, int32_t value) {
  syscall(SYS_futex, (int32_t *)word, operation, value, NULL, NULL, 0);
}

static void pause_briefly(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#else
  atomic_signal_fence(memory_order_seq_cst);
#endif
}

// Takes indices until there are none, thread `self`'s own first.
static void take_work(int self) {
  const int threads = pool.workers + 1;
  for (int k = 0; k < threads; k++) {
    share *s = &pool.shares[(self + k) % threads];
    while (atomic_load_explicit(&s->next, memory_order_relaxed) < s->end) {
      const int64_t i = atomic_fetch_add_explicit(&s->next, 1, memory_order_relaxed);
      if (i < s->end) pool.body(pool.context, i);
    }
  }
}

// Takes part in the open loop, if there is one. The number of the loop in `members` keeps a worker that
// comes late from joining another loop than the one it saw open.
static void join_loop(int self) {
  uint64_t members = atomic_load_explicit(&pool.members, memory_order_relaxed);
  while (!(members & closed)) {
    if (atomic_compare_exchange_weak_explicit(&pool.members, &members, members + 1, memory_order_acquire,
                                              memory_order_relaxed)) {
      take_work(self);
      atomic_fetch_add_explicit(&pool.left, 1, memory_order_release);
      return;
    }
  }
}

static int64_t nanoseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

// Waits until the generation is another than `seen`, and returns it. Clocks are read every few pauses: a
// gap between two readings means that the processor was taken away, so that others want it.
static int32_t next_generation(int32_t seen) {
  int64_t since = 0, last = 0;
  for (int spin = 1;; spin++) {
    const int32_t now = atomic_load_explicit(&pool.generation, memory_order_acquire);
    if (now != seen) return now;
    pause_briefly();
    if (spin % 16) continue;
    const int64_t time = nanoseconds();
    if (!since) since = last = time;
    const int goes_on = time - since < longest_wait && time - last < taken_away;
    last = time;
    if (goes_on) continue;
    atomic_fetch_add(&pool.sleeping, 1);
    futex(&pool.generation, FUTEX_WAIT_PRIVATE, seen);
    atomic_fetch_sub(&pool.sleeping, 1);
    since = 0;
  }
}

static void *work(void *number) {
  const int self = (int)(intptr_t)number;
  int32_t seen = pool.start;
  inside = 1;
  for (;;) {
    seen = next_generation(seen);
    if (atomic_load(&pool.stop)) return NULL;
    join_loop(self);
  }
}

// Says that there is `work` to do (or to end), and wakes who sleeps if that is worth it.
static void announce(int64_t work) {
  atomic_fetch_add(&pool.generation, 1);
  if (!atomic_load(&pool.sleeping)) {
    pool.missed = 0;
    return;
  }
  pool.missed += work;
  if (pool.missed < worth_waking) return;
  pool.missed = 0;
  futex(&pool.generation, FUTEX_WAKE_PRIVATE, INT_MAX);
}

static void stop_workers(void) {
  if (!pool.workers) return;
  atomic_store(&pool.stop, 1);
  announce(worth_waking);
  for (int i = 0; i < pool.workers; i++) pthread_join(pool.threads[i], NULL);
  pool.workers = 0;
  atomic_store(&pool.stop, 0);
  atomic_store(&pool.sleeping, 0);
}

static void before_fork(void) {
  if (inside) return; // a body that forks: its loop holds the pool already
  pthread_mutex_lock(&owner);
  stop_workers();
}

static void after_fork(void) {
  if (!inside) pthread_mutex_unlock(&owner);
}

void ce_stop_threads(void) {
  pthread_mutex_lock(&owner);
  stop_workers();
  pthread_mutex_unlock(&owner);
}

static int asked_for(void) {
  if (!pool.wanted) {
    const char *text = getenv("RUNBOOK_THREADS");
    int count = text ? atoi(text) : 0;
    if (count < 1) {
      cpu_set_t set; // the processors this process may use, fewer than the machine's in a container
      count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    }
    pool.wanted = count > most_threads ? most_threads : count;
  }
  return pool.wanted;
}

static void start_workers(void) {
  if (!pool.at_fork_set) {
    pthread_atfork(before_fork, after_fork, after_fork);
    pool.at_fork_set = 1;
  }
  pool.start = atomic_load(&pool.generation);
  while (pool.workers < pool.wanted - 1) {
    if (pthread_create(&pool.threads[pool.workers], NULL, work,
                       (void *)(intptr_t)(pool.workers + 1))) {
      pool.wanted = pool.workers + 1; // the system gives no more: go on with what there is
      return;
    }
    pool.workers++;
  }
}

void ce_parallel(int64_t count, int64_t work, void (*body)(void *, int64_t), void *context) {
  if (count <= 1 || inside || asked_for() == 1 || pthread_mutex_trylock(&owner)) {
    for (int64_t i = 0; i < count; i++) body(context, i);
    return;
  }
  if (pool.workers != pool.wanted - 1) start_workers();
  pool.body = body;
  pool.context = context;
  const int threads = pool.workers + 1;
  for (int k = 0; k < threads; k++) {
    atomic_store_explicit(&pool.shares[k].next, count * k / threads, memory_order_relaxed);
    pool.shares[k].end = count * (k + 1) / threads;
  }
  atomic_store_explicit(&pool.left, 0, memory_order_relaxed);
  const uint64_t loop = atomic_load_explicit(&pool.members, memory_order_relaxed) / loop_step + 1;
  atomic_store_explicit(&pool.members, loop * loop_step, memory_order_release);
  announce(count * work);
  inside = 1;
  take_work(0);
  const uint64_t joined = atomic_fetch_or(&pool.members, closed) % closed;
  for (int spin = 0; atomic_load_explicit(&pool.left, memory_order_acquire) != joined; spin++) {
    if (spin < 20000) pause_briefly();
    else sched_yield(); // a worker lost its processor in the middle of its part
  }
  inside = 0;
  pthread_mutex_unlock(&owner);
}

int ce_thread_count(void) { return asked_for(); }

void ce_set_thread_count(int count) {
  pthread_mutex_lock(&owner);
  stop_workers();
  pool.wanted = count < 1 ? 1 : count > most_threads ? most_threads : count;
  pthread_mutex_unlock(&owner);
}

void ce_lock(int32_t *lock) {
  for (int spin = 0; __atomic_exchange_n(lock, 1, __ATOMIC_ACQUIRE); spin++) {
    if (spin < 100) pause_briefly();
    else sched_yield();
  }
}

void ce_unlock(int32_t *lock) { __atomic_store_n(lock, 0, __ATOMIC_RELEASE); }
