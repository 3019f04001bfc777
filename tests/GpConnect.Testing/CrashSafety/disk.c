// Preloaded into the provider, this library simulates its disk: it records changes and flushes of the files of one folder, and it
// can be full, read-only or unable to flush.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, TRUNCATE = 2, FLUSH = 3, UNLINK = 4 };

struct event { uint32_t kind, path_length; uint64_t offset, length; };

static const char *folder, *state_file, *journal_file;
static size_t folder_length;

__attribute__((constructor)) static void begin(void)
{
    folder = getenv("DISK_FOLDER");
    state_file = getenv("DISK_STATE");
    journal_file = getenv("DISK_JOURNAL");
    folder_length = folder ? strlen(folder) : 0;
}

static int is_ours(const char *path) { return folder && strncmp(path, folder, folder_length) == 0; }

// The path of an open file of the folder, or null.
static const char *path_of(int fd, char *path)
{
    char link[32];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, 4095);
    if (length <= 0)
        return 0;
    path[length] = 0;
    return is_ours(path) ? path : 0;
}

// f for full, r for read-only, s for flushes that fail; 0 when the disk works.
static char state(void)
{
    char value = 0;
    int fd = state_file ? syscall(SYS_openat, AT_FDCWD, state_file, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return 0;
    if (syscall(SYS_read, fd, &value, 1) != 1)
        value = 0;
    syscall(SYS_close, fd);
    return value;
}

static int fail(int error) { errno = error; return -1; }

static uint64_t journal_length(void)
{
    struct stat info;
    return stat(journal_file, &info) == 0 ? info.st_size : 0;
}

// Opens the journal for one event, under a shared lock. The test kills a process only while it holds the exclusive lock (Disk.cs),
// because SIGKILL may cut short a write, of the file or of the journal. So no process is killed before its event is recorded.
static int begin_event(void)
{
    int journal = syscall(SYS_openat, AT_FDCWD, journal_file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    while (flock(journal, LOCK_SH) != 0)
        if (errno != EINTR)
            abort();
    return journal;
}

static void end_event(int journal)
{
    int error = errno;
    syscall(SYS_close, journal);
    errno = error;
}

// A single writev to a file that is open for appending gives the events of all threads and processes one order.
static void record(int journal, uint32_t kind, const char *path, uint64_t offset, uint64_t length, const void *data)
{
    struct event event = { kind, strlen(path), offset, length };
    struct iovec parts[] = { { &event, sizeof event }, { (void *)path, event.path_length }, { (void *)data, data ? length : 0 } };
    if (syscall(SYS_writev, journal, parts, 3) != (ssize_t)(sizeof event + event.path_length + parts[2].iov_len))
        abort();
}

// An event is recorded after it has happened, so that a flush never seems to cover a later write.
static ssize_t write_at(int fd, const void *data, size_t count, off64_t offset, ssize_t (*real)(int, const void *, size_t, off64_t))
{
    char buffer[4096];
    const char *path = path_of(fd, buffer);
    if (!path)
        return real(fd, data, count, offset);
    switch (state())
    {
    case 'r': return fail(EROFS);
    case 'f':
        // A part that still fits is written first, as on a real disk.
        if (count <= 2048)
            return fail(ENOSPC);
        count /= 2;
    }
    int journal = begin_event();
    ssize_t written = real(fd, data, count, offset);
    if (written > 0)
        record(journal, WRITE, path, offset, written, data);
    end_event(journal);
    return written;
}

static ssize_t plain_pwrite(int fd, const void *data, size_t count, off64_t offset) { return syscall(SYS_pwrite64, fd, data, count, offset); }
static ssize_t plain_write(int fd, const void *data, size_t count, off64_t offset) { (void)offset; return syscall(SYS_write, fd, data, count); }

ssize_t pwrite64(int fd, const void *data, size_t count, off64_t offset) { return write_at(fd, data, count, offset, plain_pwrite); }
ssize_t pwrite(int fd, const void *data, size_t count, off_t offset) { return write_at(fd, data, count, offset, plain_pwrite); }
ssize_t write(int fd, const void *data, size_t count) { return write_at(fd, data, count, lseek64(fd, 0, SEEK_CUR), plain_write); }

int ftruncate64(int fd, off64_t length)
{
    char buffer[4096];
    const char *path = path_of(fd, buffer);
    if (!path)
        return syscall(SYS_ftruncate, fd, length);
    if (state() == 'r')
        return fail(EROFS);
    int journal = begin_event();
    int result = syscall(SYS_ftruncate, fd, length);
    if (result == 0)
        record(journal, TRUNCATE, path, length, 0, 0);
    end_event(journal);
    return result;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static int flush(int fd, long call)
{
    char buffer[4096];
    const char *path = path_of(fd, buffer);
    if (!path)
        return syscall(call, fd);
    if (state() == 's')
        return fail(EIO);
    uint64_t covered = journal_length();
    // Takes as long as on a real disk, so that an answer that does not wait for its flush is detected.
    usleep(20000);
    if (syscall(call, fd) != 0)
        return -1;
    int journal = begin_event();
    record(journal, FLUSH, path, covered, 0, 0);
    end_event(journal);
    return 0;
}

int fsync(int fd) { return flush(fd, SYS_fsync); }
int fdatasync(int fd) { return flush(fd, SYS_fdatasync); }

int unlink(const char *path)
{
    if (!is_ours(path))
        return syscall(SYS_unlink, path);
    if (state() == 'r')
        return fail(EROFS);
    int journal = begin_event();
    int result = syscall(SYS_unlink, path);
    if (result == 0)
        record(journal, UNLINK, path, 0, 0, 0);
    end_event(journal);
    return result;
}

static int open_at(const char *path, int flags, mode_t mode)
{
    if (is_ours(path))
    {
        char now = state();
        if (now == 'r' && (flags & (O_WRONLY | O_RDWR | O_CREAT)))
            return fail(EROFS);
        if (now == 'f' && (flags & O_CREAT) && syscall(SYS_faccessat, AT_FDCWD, path, F_OK) != 0)
            return fail(ENOSPC);
    }
    return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return open_at(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return open_at(path, flags, mode);
}

int mkdir(const char *path, mode_t mode)
{
    char now = is_ours(path) ? state() : 0;
    return now == 'r' ? fail(EROFS) : now == 'f' ? fail(ENOSPC) : syscall(SYS_mkdir, path, mode);
}
