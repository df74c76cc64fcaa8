#pragma once
#ifdef __cplusplus
extern "C" {
#endif
int *__errno(void);
#ifdef __cplusplus
}
#endif
#define errno (*__errno())
#define EFAULT 14
#define EINVAL 22
