#pragma once
/* Never read through: libunwind asks the kernel whether an address that it casts to this can be read. */
typedef unsigned long sigset_t;
#define NSIG 65
