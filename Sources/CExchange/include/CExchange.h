/// Two paths exchanged in one step, which Swift's Glibc does not offer.
#ifndef CEXCHANGE_H
#define CEXCHANGE_H

/// Exchanges what `first` and `second` name; at no moment does either name nothing.
/// Returns 0, or the error number: EINVAL or ENOSYS where the file system cannot do it.
int cexchange(const char *first, const char *second);

#endif
