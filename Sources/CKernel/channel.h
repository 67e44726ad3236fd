// Shared by the files of this target; not for Swift.
#ifndef CKERNEL_CHANNEL_H
#define CKERNEL_CHANNEL_H
#include "CKernel.h"

enum { ck_descriptors = 3 };

// Returns 0, or -1 when the driver has closed its end.
int ck_receive_request(int channel, ck_request *request, int descriptors[ck_descriptors]);

// Returns 0 or errno.
int ck_write_all(int descriptor, const void *bytes, size_t length);

// Reports a fatal signal or a call of exit to the driver before the process ends.
void ck_watch_for_crashes(void);

// Whether this process runs a cell and is not a child of one.
int ck_is_cell(void);

// Kills the children of this process that started at `since` or later, except `keep`, and waits for
// them; their own children, which become children of this process, too.
void ck_end_children(uint64_t since, pid_t keep);

// Records the library of each cell, so that a crash report can contain its frames.
void ck_remember_library(uint32_t cell, const void *base);

#endif
