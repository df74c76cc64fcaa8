package dev.kazasu.app

import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.shadows.ShadowLinux
import java.io.File
import java.io.FileDescriptor
import java.io.FileInputStream

/** Robolectric opens files only; a system opens folders, too, and writes their entries to the disk. */
@Implements(className = "libcore.io.Linux", isInAndroidSdk = false)
class DirectoriesToo : ShadowLinux() {
    @Implementation
    public override fun open(path: String, flags: Int, mode: Int): FileDescriptor =
        if (File(path).isDirectory) FileInputStream("/dev/null").fd.also { folders[it] = File(path) } else super.open(path, flags, mode)

    @Implementation
    public fun fsync(file: FileDescriptor) {
        folders[file]?.let { synced += it }
    }

    companion object {
        private val folders = HashMap<FileDescriptor, File>()

        /** The folders whose entries are on the disk, in order. */
        val synced = mutableListOf<File>()
    }
}
