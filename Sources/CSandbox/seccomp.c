/* The deny lists, as raw BPF. */
#define _GNU_SOURCE
#include "CSandbox.h"

#include <asm/unistd.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "no seccomp list for this architecture"
#endif

#define LENGTH(list) (sizeof(list) / sizeof(list[0]))
#define REFUSE (SECCOMP_RET_ERRNO | EPERM)

/* Numbers that old kernel headers lack; the same on every architecture. */
enum { CLONE3 = 435, IO_URING_FIRST = 425, IO_URING_LAST = 427, OPENAT2 = 437, PIDFD_GETFD = 438 };

/* Libraries try some of these in passing and live with the refusal. */
static const int outside_refused[] = {
    __NR_socket, __NR_socketpair, __NR_connect, __NR_bind, __NR_listen, __NR_accept, __NR_accept4, __NR_sendto,
    __NR_sendmsg, __NR_sendmmsg, __NR_recvfrom, __NR_recvmsg, __NR_recvmmsg, __NR_kill, __NR_tkill, __NR_setsid,
    __NR_setpgid, __NR_memfd_create, __NR_shmget, __NR_msgget, __NR_semget, __NR_mq_open,
#ifdef __NR_fork
    __NR_fork, __NR_vfork,
#endif
};

/* Nothing that reads a file ever comes near these. */
static const int outside_fatal[] = {
    __NR_ptrace, __NR_mount, __NR_umount2, __NR_pivot_root, __NR_chroot, __NR_unshare, __NR_setns, __NR_bpf,
    __NR_keyctl, __NR_add_key, __NR_request_key, __NR_userfaultfd, __NR_process_vm_readv, __NR_process_vm_writev,
    __NR_perf_event_open, __NR_kexec_load, __NR_init_module, __NR_finit_module, __NR_delete_module, __NR_reboot,
    __NR_swapon, __NR_swapoff, __NR_open_by_handle_at, __NR_name_to_handle_at, __NR_personality,
};

struct list {
    struct sock_filter code[192];
    unsigned short length;
};

static void add(struct list *list, unsigned short code, unsigned char yes, unsigned char no, unsigned int value) {
    list->code[list->length++] = (struct sock_filter){code, yes, no, value};
}

/* The number of the call is in the accumulator, before and after. */
static void when(struct list *list, int call, unsigned int answer) {
    add(list, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, (unsigned int)call);
    add(list, BPF_RET | BPF_K, 0, 0, answer);
}

static void when_argument(struct list *list, int call, int argument, unsigned int bits, int any, unsigned int answer) {
    add(list, BPF_JMP | BPF_JEQ | BPF_K, 0, 4, (unsigned int)call);
    add(list, BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, args) + 8 * (unsigned int)argument);
    add(list, BPF_JMP | BPF_JSET | BPF_K, any ? 0 : 1, any ? 1 : 0, bits);
    add(list, BPF_RET | BPF_K, 0, 0, answer);
    add(list, BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr));
}

static void unless_first_is(struct list *list, int call, unsigned int value, unsigned int answer) {
    add(list, BPF_JMP | BPF_JEQ | BPF_K, 0, 4, (unsigned int)call);
    add(list, BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, args));
    add(list, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, value);
    add(list, BPF_RET | BPF_K, 0, 0, answer);
    add(list, BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr));
}

static void deny_outside(struct list *list) {
    for (size_t i = 0; i < LENGTH(outside_refused); i++) when(list, outside_refused[i], REFUSE);
    for (size_t i = 0; i < LENGTH(outside_fatal); i++) when(list, outside_fatal[i], SECCOMP_RET_KILL_PROCESS);
    for (int call = IO_URING_FIRST; call <= IO_URING_LAST; call++) when(list, call, SECCOMP_RET_KILL_PROCESS);
    when(list, PIDFD_GETFD, SECCOMP_RET_KILL_PROCESS);
    /* Its flags lie in memory that a filter cannot read: the C library falls back to clone. */
    when(list, CLONE3, SECCOMP_RET_ERRNO | ENOSYS);
    when_argument(list, __NR_clone, 0, CLONE_THREAD, 0, REFUSE);
    /* The C library's abort and getrlimit. */
    unless_first_is(list, __NR_tgkill, (unsigned int)getpid(), REFUSE);
    unless_first_is(list, __NR_prlimit64, 0, REFUSE);
}

static void deny_files(struct list *list, int all) {
    when(list, __NR_execve, REFUSE);
    when(list, __NR_execveat, REFUSE);
    when(list, OPENAT2, REFUSE);
    const unsigned int changing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
    if (all) {
        when(list, __NR_openat, REFUSE);
    } else {
        when_argument(list, __NR_openat, 2, changing, 1, REFUSE);
    }
#ifdef __NR_open
    when(list, __NR_creat, REFUSE);
    if (all) {
        when(list, __NR_open, REFUSE);
    } else {
        when_argument(list, __NR_open, 1, changing, 1, REFUSE);
    }
#endif
}

int sandbox_deny(unsigned int what) {
    struct list list = {.length = 0};
    add(&list, BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, arch));
    add(&list, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, ARCHITECTURE);
    add(&list, BPF_RET | BPF_K, 0, 0, SECCOMP_RET_KILL_PROCESS);
    add(&list, BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
    /* The same calls by their x32 numbers. */
    add(&list, BPF_JMP | BPF_JGE | BPF_K, 0, 1, 0x40000000);
    add(&list, BPF_RET | BPF_K, 0, 0, SECCOMP_RET_KILL_PROCESS);
#endif
    if (what & SANDBOX_OUTSIDE) deny_outside(&list);
    if (what & (SANDBOX_CHANGES | SANDBOX_OPENING)) deny_files(&list, (what & SANDBOX_OPENING) != 0);
    add(&list, BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW);

    struct sock_fprog program = {.len = list.length, .filter = list.code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0 ? 0 : errno;
}
