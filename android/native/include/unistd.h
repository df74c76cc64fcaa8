#pragma once
#ifdef __cplusplus
extern "C" {
#endif
long syscall(long, ...);
#ifdef __cplusplus
}
#endif
