/// Memory that belongs to a thread. Swift has no thread-local variables of its own.
#ifndef CTHREADLOCAL_H
#define CTHREADLOCAL_H

enum { cthread_local_size = 64 };
/// The calling thread's block of `cthread_local_size` bytes, aligned to 16 and zeroed when the thread
/// starts. It has one user: Runtime/ThreadState.swift of CoreEngine says what lies in it.
void *cthread_local(void);

#endif
