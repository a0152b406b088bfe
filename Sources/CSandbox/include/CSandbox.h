#ifndef CSANDBOX_H
#define CSANDBOX_H

/* What a program is denied by seccomp, each set on top of the others. */
enum sandbox_deny {
    /* Sockets, new processes, debugging, mounts and the kernel's rarer doors. */
    SANDBOX_OUTSIDE = 1,
    /* Opening anything but for reading, and starting another program. */
    SANDBOX_CHANGES = 2,
    /* Opening anything at all, and starting another program. */
    SANDBOX_OPENING = 4,
};

/* 0, or the errno with which the kernel refused. Sets no_new_privs. */
int sandbox_deny(unsigned int what);

/* The kernel's version of Landlock; 0 where it has none. */
int sandbox_landlock_version(void);

/* From here on: reads only below `readable`, executes only `executable`, writes and connects nowhere. Both lists end
   with a null pointer; what does not exist is left out. 0, or an errno. Sets no_new_privs. */
int sandbox_landlock(const char *const *readable, const char *const *executable);

/* What the program was started with, without asking /proc. */
int sandbox_argument_count(void);

/* Null behind the last one. */
const char *sandbox_argument(int index);

#endif
