/// Thread-local memory. Swift has no thread-local variables.
#ifndef CTHREADLOCAL_H
#define CTHREADLOCAL_H

enum { cthread_local_size = 64 };
/// The calling thread's block of `cthread_local_size` bytes, aligned to 16 and zeroed when the thread
/// starts. Its only user is Runtime/ThreadState.swift of CoreEngine, which defines its contents.
void *cthread_local(void);

#endif
