// Shared by the files of this target; not for Swift.
#ifndef CKERNEL_CHANNEL_H
#define CKERNEL_CHANNEL_H
#include "CKernel.h"

enum { ck_descriptors = 3, ck_frames = 48 };

// Returns 0, or -1 when the driver has closed its end.
int ck_receive_request(int channel, ck_request *request, int descriptors[ck_descriptors]);

// Returns 0 or errno.
int ck_write_all(int descriptor, const void *bytes, size_t length);

// Reports a fatal signal to the driver before the process ends.
void ck_watch_for_crashes(void);

// Records the library of each cell, so that a crash report can contain its frames.
void ck_remember_library(uint32_t cell, const void *base);

#endif
