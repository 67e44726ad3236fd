#include "CThreadLocal.h"

void *cthread_local(void) {
  static _Thread_local _Alignas(16) unsigned char block[cthread_local_size];
  return block;
}
