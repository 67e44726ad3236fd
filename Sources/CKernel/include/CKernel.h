#ifndef CKERNEL_H
#define CKERNEL_H
// The part of running cells that cannot be written in Swift: fork, signal handlers, descriptors
// passed over sockets. Both ends use it: the kernel process through `ck_serve`, the program that
// drives it through `ck_send_request`.
#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// The driver's requests: to a snapshot, to run a cell; to the root, to end the process of a cell and
// those that the cell has started, or to forget a process that is about to end.
enum { ck_request_run = 1, ck_request_end = 2, ck_request_forget = 3 };

// The fate of the state when a cell runs on it. The root remains unchanged and runs the cell in a
// child. Any other snapshot runs the cell itself and leaves a copy of itself behind. (If the
// child ran the cell, the process tree would be as deep as the notebook has cells, and Linux spends
// time on every ancestor of each page that it copies.) A state with threads cannot be copied.
enum { ck_mode_child = 0, ck_mode_copy = 1, ck_mode_alone = 2 };

// A request is one of these, sent whole. `ck_request_run` passes the files that receive the cell's
// standard output and standard error, and the channel of the child or of the copy.
typedef struct {
  uint32_t kind;
  uint32_t mode;          // run: the fate of the state
  int32_t pid;            // end, forget: the process
  uint32_t cell;          // run: the cell's number
  uint64_t memory_limit;  // run: bytes of data the cell may allocate; 0 for no limit
  uint64_t since;         // end: when the cell started, see ck_ticks_since_boot
  int32_t keep;           // end: a process that holds a state and started later; 0 for none
  char library[4000];     // run: the cell's shared library
  char entry[88];         // run: its entry point
} ck_request;

// The answer of a snapshot on its channel: to run, the pid of the child or of the copy, or a
// negative errno; to end, the status returned by waitpid, or a negative errno. There is no answer to
// forget.
typedef struct {
  int32_t value;
} ck_answer;

// A message of a running cell on the channel of the snapshot that it becomes: this header, then
// `length` bytes. The two offsets are the current lengths of the cell's streams.
typedef struct {
  uint32_t kind;
  uint32_t length;
  uint64_t standard_output;
  uint64_t standard_error;
} ck_header;

enum {
  ck_message_output = 1,    // JSON of an Output
  ck_message_progress = 2,  // JSON of a CellProgress
  ck_message_finished = 3,  // ck_completion: the cell ran to completion and waits for requests
  ck_message_crashed = 4,   // int32 signal, int32 count of frames, then ck_frame each
  ck_message_unloadable = 5, // text: the reason why the shared library was not loaded
  ck_message_inline = 6,     // JSON of an InlineValue
  ck_message_exited = 7      // int32 status, int32 count of frames, then ck_frame each: exit was called
};

// The greatest number of frames in a message.
enum { ck_frames = 48 };

typedef struct {
  uint32_t threads;  // threads besides the one that ran the cell: then no fork is safe
} ck_completion;

typedef struct {
  uint32_t cell;    // the cell whose library contains the address
  uint32_t thrown;  // 1 if the frame was recorded where an error was thrown
  uint64_t offset;  // from the library's base
} ck_frame;

// Called once by the kernel's main: goes on in a child, the root of all states, while this process
// waits for its end, ends whatever it and its cells have started, and ends like it. After a root that
// was killed the states stay until this process gets SIGTERM, which also ends a root that does not
// answer.
void ck_stand_guard(int channel);

// Serves requests from `channel` until it is closed; called once by the kernel's main. `quiesce` is
// called before threads are counted, so that the runtime's thread pool can be stopped.
int ck_serve(int channel, void (*quiesce)(void));

// Sends a message from the running cell, after flushing stdout, so that printed text keeps its
// position. A process that is not running a cell for a kernel sends nothing and gets 0.
int ck_emit(uint32_t kind, const void *bytes, size_t length);

// Executes the work that is queued for the main thread, waiting up to 50 ms for some to arrive; and
// ends that wait from another thread.
void ck_main_queue_run(void);
void ck_main_queue_wake(void);

// Starts the seeded source behind Swift's SystemRandomNumberGenerator and C's random() anew.
void ck_seed(uint64_t seed);

// Fills `buffer` from that source.
void ck_random(void *buffer, size_t length);

// Reports that the cell calls exit or _exit, unless it has been reported; frames are those of the
// caller. A process that is not running a cell for a kernel reports nothing.
void ck_report_exit(int status);

// GNU extensions that are not visible in Swift: pipe2 with O_CLOEXEC; a working directory for
// posix_spawn; the file of the library that contains `address`, or null.
int ck_pipe(int pair[2]);
int ck_spawn_in_folder(posix_spawn_file_actions_t *actions, const char *folder);
const char *ck_library_of(const void *address);

// Driver: makes a connected pair of sockets, closed on exec. Returns 0 or errno.
int ck_socket_pair(int pair[2]);

// Driver: sends a request with `count` descriptors. Returns 0 or errno.
int ck_send_request(int channel, const ck_request *request, const int *descriptors, int count);

// The time in the clock ticks in which Linux counts the start of a process.
uint64_t ck_ticks_since_boot(void);

// Driver: an unnamed file in memory, closed on exec; -1 with errno.
int ck_memory_file(const char *name);

#endif
