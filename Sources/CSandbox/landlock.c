/* What may be read and executed, by Landlock. */
#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* linux/landlock.h of the oldest supported system knows only the first of these. */
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446, ASK_VERSION = 1, PATH_BENEATH = 1 };
enum { EXECUTE = 1 << 0, READ_FILE = 1 << 2, READ_DIR = 1 << 3 };

struct ruleset {
    uint64_t files;
    uint64_t network;
    uint64_t scoped;
};

struct rule {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

int sandbox_landlock_version(void) {
    long version = syscall(CREATE_RULESET, NULL, 0, ASK_VERSION);
    return version > 0 ? (int)version : 0;
}

static int allow(int ruleset, const char *path, uint64_t access) {
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT || errno == ENOTDIR || errno == EACCES ? 0 : errno;
    struct stat status;
    int isFolder = fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
    struct rule rule = {.allowed = isFolder ? access : access & ~(uint64_t)READ_DIR, .parent = fd};
    long failed = syscall(ADD_RULE, ruleset, PATH_BENEATH, &rule, 0);
    int error = failed ? errno : 0;
    close(fd);
    return error;
}

int sandbox_landlock(const char *const *readable, const char *const *executable) {
    int version = sandbox_landlock_version();
    if (version == 0) return ENOSYS;
    /* Rights by version: 13 in the first, then refer, truncate, and ioctl on devices with the fifth. */
    int rights = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;
    struct ruleset all = {
        .files = ((uint64_t)1 << rights) - 1,
        .network = version >= 4 ? 3 : 0,
        .scoped = version >= 6 ? 3 : 0,
    };
    int ruleset = (int)syscall(CREATE_RULESET, &all, version >= 6 ? 24 : version >= 4 ? 16 : 8, 0);
    if (ruleset < 0) return errno;
    int error = 0;
    for (; !error && *readable; readable++) error = allow(ruleset, *readable, READ_FILE | READ_DIR);
    for (; !error && *executable; executable++) error = allow(ruleset, *executable, READ_FILE | EXECUTE);
    if (!error && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) error = errno;
    if (!error && syscall(RESTRICT_SELF, ruleset, 0) != 0) error = errno;
    close(ruleset);
    return error;
}
