/* Starts another program where it can do nothing but compute:
     confine [--strict|--off] [--parent PID] [--memory BYTES] [--cpu SECONDS] [--read PATH]… PROGRAM ARGUMENT…
     confine --check [--read PATH]… PROGRAM
   --check prints a line for each layer, `NAME yes` or `NAME no: why`, then `landlock-version NUMBER`, and starts nothing.
   Ends with 125 where `--strict` cannot be kept, with 126 where the program cannot be started. */
#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MOST_PATHS = 24, FAILED = 125, NOT_STARTED = 126, CLOSE_RANGE = 436 };

static const char *readable[MOST_PATHS + 1] = {
    "/usr", "/lib", "/lib64", "/lib32", "/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/fonts", "/dev/null",
    "/dev/urandom",
};
static int paths = 9;
static const char *const loaders[] = {
    "/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1", "/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
};
static int isStrict, isOff, isCheck;

static void report(const char *layer, int error) {
    if (isCheck) printf(error ? "%s no: %s\n" : "%s yes\n", layer, strerror(error));
    else if (error && isStrict) {
        fprintf(stderr, "confine: no %s: %s\n", layer, strerror(error));
        _exit(FAILED);
    }
}

static int limit(int what, rlim_t soft, rlim_t hard) {
    struct rlimit now;
    if (getrlimit(what, &now) != 0) return errno;
    if (hard > now.rlim_max) hard = now.rlim_max;
    struct rlimit wanted = {.rlim_cur = soft < hard ? soft : hard, .rlim_max = hard};
    return setrlimit(what, &wanted) == 0 ? 0 : errno;
}

static int limit_all(rlim_t memory, rlim_t seconds) {
    int error = memory ? limit(RLIMIT_AS, memory, memory) : 0;
    if (!error && seconds) error = limit(RLIMIT_CPU, seconds, seconds + 2);
    if (!error) error = limit(RLIMIT_FSIZE, 0, 0);
    if (!error) error = limit(RLIMIT_CORE, 0, 0);
    if (!error) error = limit(RLIMIT_NOFILE, 64, 64);
    if (!error) error = limit(RLIMIT_STACK, 8 << 20, 8 << 20);
    return error;
}

static void close_others(void) {
    if (syscall(CLOSE_RANGE, 3U, ~0U, 0U) == 0) return;
    struct rlimit now;
    int last = getrlimit(RLIMIT_NOFILE, &now) == 0 && now.rlim_cur < 65536 ? (int)now.rlim_cur : 65536;
    for (int fd = 3; fd < last; fd++) close(fd);
}

/* A world of its own, without network. Many containers forbid it; seccomp and Landlock hold all the same. */
static int leave_namespaces(void) { return unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) == 0 ? 0 : errno; }

static int restrict_files(const char *program) {
    const char *executable[] = {program, loaders[0], loaders[1], loaders[2], NULL};
    readable[paths] = NULL;
    return sandbox_landlock(readable, executable);
}

int main(int count, char **arguments) {
    rlim_t memory = 0, seconds = 0;
    pid_t parent = 0;
    int at = 1;
    for (; at < count && strncmp(arguments[at], "--", 2) == 0; at++) {
        const char *option = arguments[at];
        if (strcmp(option, "--strict") == 0) isStrict = 1;
        else if (strcmp(option, "--off") == 0) isOff = 1;
        else if (strcmp(option, "--check") == 0) isCheck = 1;
        else if (++at >= count) return NOT_STARTED;
        else if (strcmp(option, "--parent") == 0) parent = (pid_t)strtol(arguments[at], NULL, 10);
        else if (strcmp(option, "--memory") == 0) memory = strtoull(arguments[at], NULL, 10);
        else if (strcmp(option, "--cpu") == 0) seconds = strtoull(arguments[at], NULL, 10);
        else if (strcmp(option, "--read") == 0 && paths < MOST_PATHS) readable[paths++] = arguments[at];
        else return NOT_STARTED;
    }
    if (at >= count || arguments[at][0] != '/') {
        fprintf(stderr, "confine: no program\n");
        return NOT_STARTED;
    }
    char **program = arguments + at;

    setsid();
    close_others();
    signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    report("limits", limit_all(memory, seconds));
    if (!isOff) report("namespaces", isStrict ? (leave_namespaces(), 0) : leave_namespaces());
    /* Changing the user namespace takes an earlier wish back. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (parent && getppid() != parent) return NOT_STARTED;
    if (!isOff) {
        report("landlock", restrict_files(program[0]));
        report("seccomp", sandbox_deny(SANDBOX_OUTSIDE));
    }
    if (isCheck) {
        printf("landlock-version %d\n", sandbox_landlock_version());
        return 0;
    }
    char *environment[] = {"LANG=C.UTF-8", "PATH=/usr/bin", NULL};
    execve(program[0], program, environment);
    fprintf(stderr, "confine: %s: %s\n", program[0], strerror(errno));
    return NOT_STARTED;
}
