package dev.kazasu.sdk

import android.content.Context
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import android.system.Os
import android.system.OsConstants
import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.security.KeyStore
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Files sealed by a key that never leaves the phone's Keystore (AES-256-GCM, bound to the slot's name), in the folder that
 * no backup takes.
 *
 * A file: the nonce, 12 bytes; what was saved, encrypted; the tag, 16 bytes.
 */
public class SealedStore(context: Context, private val alias: String = "kazasu.sealed") : Store {
    private val folder = File(context.noBackupFilesDir, "kazasu")

    override fun save(slot: String, bytes: ByteArray): Unit = sealed {
        val cipher = Cipher.getInstance(ALGORITHM)
        cipher.init(Cipher.ENCRYPT_MODE, key() ?: newKey())
        cipher.updateAAD(slot.encodeToByteArray())
        write(file(slot), cipher.iv + cipher.doFinal(bytes))
    }

    override fun load(slot: String): ByteArray? {
        val file = file(slot)
        if (!file.exists()) return null
        return sealed {
            val held = file.readBytes()
            if (held.size < NONCE) throw IOException("cut short")
            val cipher = Cipher.getInstance(ALGORITHM)
            val key = key() ?: throw IOException("the key is gone")
            cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, held, 0, NONCE))
            cipher.updateAAD(slot.encodeToByteArray())
            cipher.doFinal(held, NONCE, held.size - NONCE)
        }
    }

    override fun forget(slot: String) {
        file(slot).delete()
        file(slot, ".new").delete()
    }

    private fun file(slot: String, end: String = ""): File = File(folder, slot.replace('/', '.') + end)

    /** All or nothing, and on the disk before it returns: a new file takes the old one's name. */
    private fun write(file: File, bytes: ByteArray) {
        folder.mkdirs()
        val fresh = File(folder, file.name + ".new")
        FileOutputStream(fresh).use {
            it.write(bytes)
            it.fd.sync()
        }
        if (!fresh.renameTo(file)) throw IOException("not renamed")
        val directory = Os.open(folder.path, OsConstants.O_RDONLY, 0)
        try {
            Os.fsync(directory)
        } finally {
            Os.close(directory)
        }
    }

    private fun key(): SecretKey? = KeyStore.getInstance(KEYSTORE).run {
        load(null)
        getKey(alias, null) as SecretKey?
    }

    private fun newKey(): SecretKey {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val spec = KeyGenParameterSpec.Builder(alias, purposes)
            .setKeySize(KEY_BITS)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .build()
        return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, KEYSTORE).run {
            init(spec)
            generateKey()
        }
    }

    /** Whatever goes wrong with key or file is the same to the core: storage did not work. */
    private fun <T> sealed(work: () -> T): T = try {
        work()
    } catch (error: Exception) {
        throw error as? IOException ?: IOException(error) // the Keystore's own service fails by runtime exceptions, too
    }

    private companion object {
        const val KEYSTORE = "AndroidKeyStore"
        const val ALGORITHM = "AES/GCM/NoPadding"
        const val KEY_BITS = 256
        const val NONCE = 12
        const val TAG_BITS = 128
    }
}
