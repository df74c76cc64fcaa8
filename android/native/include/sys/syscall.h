#pragma once
#if defined(__aarch64__)
#define SYS_rt_sigprocmask 135
#endif
