#pragma once
#include <stdint.h>
#define PRIu8 "u"
#define PRIxPTR "lx"
#ifdef __LP64__
#define PRIu64 "lu"
#define PRIx64 "lx"
#else
#define PRIu64 "llu"
#define PRIx64 "llx"
#endif
