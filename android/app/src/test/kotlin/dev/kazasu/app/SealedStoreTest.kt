package dev.kazasu.app

import android.security.keystore.KeyProperties
import dev.kazasu.sdk.SealedStore
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import java.io.File
import java.io.IOException

/** What is kept on the phone: sealed, bound to its place, whole or not there. */
@RunWith(RobolectricTestRunner::class)
@Config(shadows = [DirectoriesToo::class])
class SealedStoreTest {
    private val app = RuntimeEnvironment.getApplication()
    private val folder = File(app.noBackupFilesDir, "kazasu")
    private val store by lazy { SealedStore(app) }

    @Before
    fun keystore() = FakeKeystore.install()

    @Test
    fun `what is saved is there again, for another start too`() {
        store.save("pending", SECRET)
        assertArrayEquals(SECRET, SealedStore(app).load("pending"))
        store.save("pending", byteArrayOf(1))
        assertArrayEquals(byteArrayOf(1), store.load("pending"))
        assertNull(store.load("preferences"))
    }

    @Test
    fun `t02 the file tells nothing, and no two are alike`() {
        store.save("pending", SECRET)
        val first = file("pending").readBytes()
        store.save("pending", SECRET)
        assertFalse(first.contentEquals(file("pending").readBytes()))
        assertEquals(12 + SECRET.size + 16, first.size)
        assertFalse("sealed" in first.toString(Charsets.ISO_8859_1))
    }

    @Test
    fun `t02 the key is for this and nothing else, and stays in the Keystore`() {
        store.save("pending", SECRET)
        val spec = FakeKeystore.specs.values.single()
        assertEquals(KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT, spec.purposes)
        assertEquals(256, spec.keySize)
        assertEquals(listOf(KeyProperties.BLOCK_MODE_GCM), spec.blockModes.toList())
        assertTrue(spec.isRandomizedEncryptionRequired)
    }

    @Test
    fun `t03 it lies where no backup looks`() {
        store.save("pending", SECRET)
        assertEquals(listOf("pending"), folder.list()?.toList())
        val elsewhere = app.dataDir.walk().filter { it.isFile && !it.path.startsWith(app.noBackupFilesDir.path) }
        assertEquals(emptyList<File>(), elsewhere.toList())
    }

    @Test
    fun `another key opens nothing`() {
        store.save("pending", SECRET)
        val held = file("pending").readBytes()
        FakeKeystore.install()
        store.save("preferences", SECRET)
        file("pending").writeBytes(held)
        assertThrows(IOException::class.java) { store.load("pending") }
    }

    @Test
    fun `a key that is gone is said, not passed over`() {
        store.save("pending", SECRET)
        FakeKeystore.install()
        assertThrows(IOException::class.java) { store.load("pending") }
        FakeKeystore.isBroken = true
        assertThrows(IOException::class.java) { store.load("pending") }
        assertThrows(IOException::class.java) { store.save("pending", SECRET) }
    }

    @Test
    fun `a file cut at any place, or changed at any place, is refused`() {
        store.save("pending", SECRET)
        val whole = file("pending").readBytes()
        for (length in whole.indices) {
            file("pending").writeBytes(whole.copyOf(length))
            assertThrows("cut at $length", IOException::class.java) { store.load("pending") }
        }
        for (at in whole.indices) {
            file("pending").writeBytes(whole.copyOf().also { it[at] = (it[at] + 1).toByte() })
            assertThrows("changed at $at", IOException::class.java) { store.load("pending") }
        }
    }

    @Test
    fun `one slot's file in another one's place is refused`() {
        store.save("pending", SECRET)
        file("pending").copyTo(file("preferences"))
        assertThrows(IOException::class.java) { store.load("preferences") }
    }

    @Test
    fun `req_118 a crash while writing leaves what was there`() {
        store.save("pending", SECRET)
        File(folder, "pending.new").writeBytes(byteArrayOf(1, 2, 3)) // begun and not finished
        assertArrayEquals(SECRET, SealedStore(app).load("pending"))
        store.save("pending", byteArrayOf(7))
        assertArrayEquals(byteArrayOf(7), store.load("pending"))
        assertEquals(listOf("pending"), folder.list()?.toList())
    }

    @Test
    fun `req_118 the folder's entry is on the disk before it returns`() {
        DirectoriesToo.synced.clear()
        store.save("pending", SECRET)
        assertEquals(listOf(folder), DirectoriesToo.synced)
    }

    @Test
    fun `a place that cannot be written to is said, and what was there stays`() {
        store.save("pending", SECRET)
        File(folder, "pending.new").mkdir()
        assertThrows(IOException::class.java) { store.save("pending", byteArrayOf(1)) }
        assertArrayEquals(SECRET, store.load("pending"))
    }

    @Test
    fun `what is forgotten is gone`() {
        store.save("receipt/123", SECRET)
        assertArrayEquals(SECRET, store.load("receipt/123"))
        store.forget("receipt/123")
        assertNull(store.load("receipt/123"))
        assertEquals(0, folder.list()?.size)
        store.forget("receipt/123")
    }

    private fun file(slot: String) = File(folder, slot)

    private companion object {
        val SECRET = "to be sealed".toByteArray()
    }
}
