#pragma once
#include <stdint.h>
typedef struct {
#ifdef __LP64__
    int32_t private_to_bionic[14];
#else
    int32_t private_to_bionic[10];
#endif
} pthread_rwlock_t;
#define PTHREAD_RWLOCK_INITIALIZER { { 0 } }
#ifdef __cplusplus
extern "C" {
#endif
int pthread_rwlock_rdlock(pthread_rwlock_t *);
int pthread_rwlock_wrlock(pthread_rwlock_t *);
int pthread_rwlock_unlock(pthread_rwlock_t *);
#ifdef __cplusplus
}
#endif
