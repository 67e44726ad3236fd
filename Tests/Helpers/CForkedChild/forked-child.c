#include "CForkedChild.h"

#include <sys/wait.h>
#include <unistd.h>

int run_in_forked_child(int (*body)(void *), void *context) {
  const pid_t child = fork();
  if (child < 0) return -1;
  if (child == 0) _exit(body(context));
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}
