#pragma once
#include <stdarg.h>
#include <stddef.h>
#ifdef __cplusplus
extern "C" {
#endif
typedef struct __sFILE FILE;
extern FILE *stderr;
int fprintf(FILE *, const char *, ...);
int fflush(FILE *);
int snprintf(char *, size_t, const char *, ...);
#ifdef __cplusplus
}
#endif
