/* Tries what a reader of foreign files must not be able to do. Takes the options of `extractor` and looks only at the
   name of the file, which is the deed. Prints "done" where it succeeds and "refused" where it does not. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

static int finish(const char *outcome) {
    printf("%s\n", outcome);
    fflush(stdout);
    fprintf(stderr, "{\"status\":\"ok\",\"kind\":\"text\"}\n");
    return 0;
}

static int verdict(int isDone) { return finish(isDone ? "done" : "refused"); }

static int opens(const char *path, int flags) { return open(path, flags, 0600) >= 0; }

static int list_descriptors(void) {
    for (int fd = 3; fd < 4096; fd++)
        if (fcntl(fd, F_GETFD) >= 0) printf("%d ", fd);
    return finish("listed");
}

static int list_environment(void) {
    for (char **entry = environ; *entry; entry++) printf("%s\n", *entry);
    return finish("listed");
}

static int fill_memory(size_t bytes) {
    volatile char *memory = malloc(bytes);
    if (!memory) {
        fprintf(stderr, "cannot allocate memory\n");
        return 1;
    }
    for (size_t i = 0; i < bytes; i += 4096) memory[i] = 1;
    return finish("done");
}

static int flood(void) {
    static char line[1 << 16];
    memset(line, 'x', sizeof line);
    line[sizeof line - 1] = '\n';
    for (long written = 0; written < 1L << 30; written += sizeof line)
        if (write(1, line, sizeof line) < 0) return 1;
    return finish("done");
}

static int overflow(int depth) {
    volatile char frame[4096];
    frame[0] = (char)depth;
    return overflow(depth + 1) + frame[0];
}

/* Whether the launcher has put it into a session of its own and has become this program again. */
static int has_arrived(pid_t child) {
    char link[64], program[4096];
    snprintf(link, sizeof link, "/proc/%d/exe", child);
    ssize_t length = readlink(link, program, sizeof program - 1);
    if (length < 0) return 1;
    program[length] = 0;
    return getsid(child) == child && strstr(program, "sandbox-probe") != NULL;
}

/* Starts the given program, says which process it is, and leaves it alone. */
static int abandon(char **command) {
    pid_t child = fork();
    if (child == 0) {
        close(1);
        close(2);
        execv(command[0], command);
        _exit(1);
    }
    while (!has_arrived(child)) usleep(1000);
    printf("%d\n", child);
    return 0;
}

int main(int count, char **arguments) {
    const char *deed = "";
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], "--abandon") == 0) return abandon(arguments + i + 1);
        if (strcmp(arguments[i], "--name") == 0 && i + 1 < count) deed = arguments[i + 1];
    }
    if (strcmp(deed, "socket") == 0) return verdict(socket(AF_INET, SOCK_STREAM, 0) >= 0);
    if (strcmp(deed, "unix-socket") == 0) return verdict(socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
    if (strcmp(deed, "write") == 0) return verdict(opens("/tmp/sandbox-probe", O_WRONLY | O_CREAT));
    if (strcmp(deed, "passwd") == 0) return verdict(opens("/etc/passwd", O_RDONLY));
    if (strcmp(deed, "proc") == 0) return verdict(opens("/proc/self/environ", O_RDONLY));
    if (strcmp(deed, "descriptors") == 0) return list_descriptors();
    if (strcmp(deed, "environment") == 0) return list_environment();
    if (strcmp(deed, "fork") == 0) return verdict(fork() >= 0);
    if (strcmp(deed, "exec") == 0) return execl("/bin/true", "true", NULL), verdict(0);
    if (strcmp(deed, "kill-parent") == 0) return verdict(kill(getppid(), 0) == 0);
    if (strcmp(deed, "ptrace") == 0) return verdict(ptrace(PTRACE_TRACEME, 0, 0, 0) == 0);
    if (strcmp(deed, "privileges") == 0) return execl("/usr/bin/su", "su", NULL), verdict(0);
    if (strcmp(deed, "raise-limits") == 0) {
        struct rlimit wide = {RLIM_INFINITY, RLIM_INFINITY};
        return verdict(setrlimit(RLIMIT_FSIZE, &wide) == 0);
    }
    if (strcmp(deed, "memory") == 0) return fill_memory((size_t)2 << 30);
    if (strcmp(deed, "flood") == 0) return flood();
    if (strcmp(deed, "stack") == 0) return overflow(0);
    if (strcmp(deed, "spin") == 0) for (;;) continue;
    if (strcmp(deed, "silence") == 0) {
        for (int number = 1; number < 32; number++) (void)signal(number, SIG_IGN);
        close(1);
        close(2);
        for (;;) pause();
    }
    if (strcmp(deed, "sleep") == 0) for (;;) pause();
    return finish("nothing to do");
}
