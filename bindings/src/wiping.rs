//! An allocator that wipes what it gives back.
//!
//! Bytes that cross the boundary pass through buffers of the generated glue, which nobody else could wipe: the answer
//! of a card, a record from storage, a command with a PIN on its way out. So everything is wiped, always.

#![allow(unsafe_code, reason = "an allocator cannot be written without; this file holds all of this crate's")]

use std::alloc::{GlobalAlloc, Layout};
use std::arch::asm;
use std::ptr;

/// Hands out memory of `A`, and wipes it before it goes back there.
pub(crate) struct Wiping<A>(A);

impl<A> Wiping<A> {
    pub(crate) const fn new(inner: A) -> Self {
        Self(inner)
    }
}

/// Overwrites `size` bytes, and is not left out although nobody reads them again.
///
/// # Safety
/// `size` bytes from `at` on are valid for writes.
unsafe fn wipe(at: *mut u8, size: usize) {
    // SAFETY: the caller's promise. The empty assembler text may, for all that the compiler knows, read the memory that
    // it is shown: the writes before it have to happen.
    unsafe {
        ptr::write_bytes(at, 0, size);
        asm!("/* {0} */", in(reg) at, options(nostack, preserves_flags));
    }
}

// SAFETY: memory comes from `A` and goes back to it with the layout that it came with; what is between is only zeroed,
// by its owner, at the end of its life.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Wiping<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as promised by the caller.
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as promised by the caller.
        unsafe { self.0.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller gives the whole block up, and its layout with it.
        unsafe {
            wipe(at, layout.size());
            self.0.dealloc(at, layout);
        }
    }

    /// Never in place: whatever moves or shrinks leaves nothing behind.
    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller promises that `size`, rounded up to the alignment, does not overflow.
        let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        // SAFETY: `size` is not zero, by the caller's promise.
        let moved = unsafe { self.0.alloc(wanted) };
        if !moved.is_null() {
            // SAFETY: two blocks, both at least as long as the shorter; the old one is given up only now.
            unsafe {
                ptr::copy_nonoverlapping(at, moved, layout.size().min(size));
                self.dealloc(at, layout);
            }
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use std::alloc::System;
    use std::cell::Cell;

    use super::*;

    /// Counts what is not zero in what is given back.
    #[derive(Default)]
    struct Looking {
        left: Cell<usize>,
        freed: Cell<usize>,
    }

    // SAFETY: memory of the system's allocator; it is only read before it goes back.
    unsafe impl GlobalAlloc for Looking {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            // SAFETY: as promised by the caller.
            unsafe { System.alloc(layout) }
        }

        unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
            // SAFETY: every byte was written by the tests below.
            let block = unsafe { std::slice::from_raw_parts(at, layout.size()) };
            self.left.set(self.left.get() + block.iter().filter(|byte| **byte != 0).count());
            self.freed.set(self.freed.get() + layout.size());
            // SAFETY: as promised by the caller.
            unsafe { System.dealloc(at, layout) }
        }
    }

    #[test]
    fn req_125_nothing_is_left_in_memory_that_is_freed() {
        let wiping = Wiping::new(Looking::default());
        for (first, then) in [(16, 64), (64, 16), (4096, 1), (1, 100_000)] {
            let layout = Layout::array::<u8>(first).unwrap();
            // SAFETY: sizes are not zero, and every block is written before it is read.
            unsafe {
                let block = wiping.alloc(layout);
                ptr::write_bytes(block, 0xA5, first);
                let moved = wiping.realloc(block, layout, then);
                let kept = std::slice::from_raw_parts(moved, first.min(then));
                assert!(kept.iter().all(|byte| *byte == 0xA5));
                ptr::write_bytes(moved, 0xA5, then);
                wiping.dealloc(moved, Layout::array::<u8>(then).unwrap());
            }
        }
        assert_eq!(wiping.0.left.get(), 0);
        assert_eq!(wiping.0.freed.get(), 16 + 64 + 64 + 16 + 4096 + 1 + 1 + 100_000);
    }
}
