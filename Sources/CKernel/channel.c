// Requests and messages on the socket between the driver and a snapshot.
#define _GNU_SOURCE
#include "channel.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

int ck_socket_pair(int pair[2]) {
  return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0 ? 0 : errno;
}

int ck_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

int ck_send_request(int channel, const ck_request *request, const int *descriptors, int count) {
  struct iovec part = {(void *)request, sizeof *request};
  union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(int) * ck_descriptors)];
  } control;
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  if (count > 0) {
    memset(&control, 0, sizeof control);
    message.msg_control = &control;
    message.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)count);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int) * (size_t)count);
    memcpy(CMSG_DATA(header), descriptors, sizeof(int) * (size_t)count);
  }
  // The descriptors are sent with the first bytes; if the socket takes only a part, the rest follows
  // without descriptors.
  ssize_t sent;
  do sent = sendmsg(channel, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent < 0) return errno;
  return ck_write_all(channel, (const char *)request + sent, sizeof *request - (size_t)sent);
}

int ck_receive_request(int channel, ck_request *request, int descriptors[ck_descriptors]) {
  union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(int) * ck_descriptors)];
  } control;
  for (int i = 0; i < ck_descriptors; i++) descriptors[i] = -1;
  size_t got = 0;
  while (got < sizeof *request) {
    struct iovec part = {(char *)request + got, sizeof *request - got};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    ssize_t count = recvmsg(channel, &message, MSG_CMSG_CLOEXEC);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return -1;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header && header->cmsg_type == SCM_RIGHTS) {
      size_t bytes = header->cmsg_len - CMSG_LEN(0);
      if (bytes > sizeof(int) * ck_descriptors) bytes = sizeof(int) * ck_descriptors;
      memcpy(descriptors, CMSG_DATA(header), bytes);
    }
    got += (size_t)count;
  }
  return 0;
}

int ck_write_all(int descriptor, const void *bytes, size_t length) {
  const char *rest = bytes;
  while (length > 0) {
    ssize_t count = send(descriptor, rest, length, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    rest += count;
    length -= (size_t)count;
  }
  return 0;
}
