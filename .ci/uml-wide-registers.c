/*
 * Lets an older User-Mode Linux run on processors whose register state is larger than it knows (AMX: 11 KB).
 * The host's kernel takes that state only whole ("ptrace set fp regs failed, errno = 14" otherwise), so what the guest
 * hands over is laid over the whole of what is there; the guest never uses the rest.
 *
 * cc -O2 -shared -fPIC -o wide.so uml-wide-registers.c; LD_PRELOAD=wide.so linux.uml ...
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* Not on the stack: the guest's kernel stacks are too small for it. */
static unsigned char whole[65536] __attribute__((aligned(64)));

static long set_whole(pid_t pid, const struct iovec *given)
{
    struct iovec all = { whole, sizeof whole };
    if (syscall(SYS_ptrace, PTRACE_GETREGSET, pid, NT_X86_XSTATE, &all) != 0) return -1;
    if (given->iov_len >= all.iov_len) return syscall(SYS_ptrace, PTRACE_SETREGSET, pid, NT_X86_XSTATE, given);
    memcpy(whole, given->iov_base, given->iov_len);
    return syscall(SYS_ptrace, PTRACE_SETREGSET, pid, NT_X86_XSTATE, &all);
}

long ptrace(enum __ptrace_request request, ...)
{
    va_list arguments;
    va_start(arguments, request);
    pid_t pid = va_arg(arguments, pid_t);
    long address = va_arg(arguments, long), data = va_arg(arguments, long);
    va_end(arguments);
    /* As glibc does: the kernel returns what it read through a pointer. */
    if (request == PTRACE_PEEKTEXT || request == PTRACE_PEEKDATA || request == PTRACE_PEEKUSER) {
        long word = 0;
        if (syscall(SYS_ptrace, request, pid, address, &word) < 0) return -1;
        errno = 0;
        return word;
    }
    if (request != PTRACE_SETREGSET || address != NT_X86_XSTATE) return syscall(SYS_ptrace, request, pid, address, data);
    /* One buffer: no timer of the guest may come in between. */
    sigset_t every, before;
    sigfillset(&every);
    sigprocmask(SIG_SETMASK, &every, &before);
    long result = set_whole(pid, (const struct iovec *)data);
    int failure = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = failure;
    return result;
}
