// A disk that fails on order: loaded with LD_PRELOAD, it refuses writes below DISK_SHIM_ROOT as the shared page
// DISK_SHIM_CONTROL says, and hands itself on to the processes that its process starts.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

/* Written by the test, counted by every process. */
struct control {
  _Atomic int error;   /* errno of a refused write; 0: the disk is well */
  _Atomic int first;   /* the first write that is refused, counted from 1 */
  _Atomic int last;    /* the last one */
  _Atomic int no_open; /* 1: nothing can be opened for writing either */
  _Atomic int seen;    /* writes so far */
  _Atomic int refused; /* writes refused so far */
};

static struct control *control;
static char root[PATH_MAX], control_path[PATH_MAX];
static size_t root_length;
extern char **environ;

__attribute__((constructor)) static void load(void) {
  const char *path = getenv("DISK_SHIM_CONTROL");
  const char *below = getenv("DISK_SHIM_ROOT");
  if (path == NULL || below == NULL) return;
  int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void *page = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (page == MAP_FAILED) return;
  root_length = strlen(strcpy(root, below));
  strcpy(control_path, path);
  control = page;
}

static int is_below(const char *path) { return strncmp(path, root, root_length) == 0; }

/* Returns 1, with errno set, when this write is to be refused. */
static int refuses(int fd) {
  if (control == NULL) return 0;
  int saved = errno;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  errno = saved;
  if (length < 0) return 0;
  path[length] = 0;
  if (!is_below(path)) return 0;
  int number = atomic_fetch_add(&control->seen, 1) + 1;
  int error = control->error;
  if (error == 0 || number < control->first || number > control->last) return 0;
  atomic_fetch_add(&control->refused, 1);
  errno = error;
  return 1;
}

static int refuses_open(const char *path, int flags) {
  if (control == NULL || control->error == 0 || control->no_open == 0) return 0;
  if ((flags & O_ACCMODE) == O_RDONLY && (flags & O_CREAT) == 0) return 0;
  if (!is_below(path)) return 0;
  errno = control->error;
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t size) { return refuses(fd) ? -1 : REAL(write)(fd, data, size); }
ssize_t writev(int fd, const struct iovec *parts, int count) {
  return refuses(fd) ? -1 : REAL(writev)(fd, parts, count);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
  return refuses(fd) ? -1 : REAL(pwrite)(fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
  return refuses(fd) ? -1 : REAL(pwrite64)(fd, data, size, at);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
  return refuses(fd) ? -1 : REAL(pwritev)(fd, parts, count, at);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
  return refuses(fd) ? -1 : REAL(pwritev64)(fd, parts, count, at);
}
int fsync(int fd) { return refuses(fd) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return refuses(fd) ? -1 : REAL(fdatasync)(fd); }
int ftruncate(int fd, off_t size) { return refuses(fd) ? -1 : REAL(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { return refuses(fd) ? -1 : REAL(ftruncate64)(fd, size); }

static mode_t mode_of(int flags, va_list rest) { return (flags & O_CREAT) ? va_arg(rest, mode_t) : 0; }

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = mode_of(flags, rest);
  va_end(rest);
  return refuses_open(path, flags) ? -1 : REAL(open)(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = mode_of(flags, rest);
  va_end(rest);
  return refuses_open(path, flags) ? -1 : REAL(open64)(path, flags, mode);
}

/* A process that is started with an environment of its own gets the same disk. */
int execvp(const char *file, char *const arguments[]) {
  static char own[3][PATH_MAX + 32];
  static char *all[1024];
  Dl_info self;
  int count = 0;
  for (char **one = environ; one && *one && count < 1000; one++) all[count++] = *one;
  if (control != NULL && dladdr((void *)execvp, &self)) {
    snprintf(own[0], sizeof own[0], "LD_PRELOAD=%s", self.dli_fname);
    snprintf(own[1], sizeof own[1], "DISK_SHIM_CONTROL=%s", control_path);
    snprintf(own[2], sizeof own[2], "DISK_SHIM_ROOT=%s", root);
    for (int i = 0; i < 3; i++) all[count++] = own[i];
  }
  all[count] = NULL;
  return execvpe(file, arguments, all);
}
