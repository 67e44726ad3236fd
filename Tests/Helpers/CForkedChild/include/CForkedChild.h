/// Runs a function in a forked child, which Swift refuses to do itself.
#ifndef CFORKEDCHILD_H
#define CFORKEDCHILD_H

/// Returns what `body(context)` returned in the child (0...255), 256 + signal, or -1 without a child.
int run_in_forked_child(int (*body)(void *), void *context);

#endif
