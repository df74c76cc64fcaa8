#pragma once
/* Both are built with NDEBUG. */
#define assert(condition) ((void)0)
