package dev.kazasu.app

import android.nfc.INfcTag
import android.nfc.Tag
import android.nfc.TransceiveResult
import android.nfc.tech.IsoDep
import android.os.Bundle
import org.robolectric.annotation.Implements
import java.lang.reflect.Proxy
import java.util.concurrent.CopyOnWriteArrayList

/** Empty shadows take the place of Robolectric's, so that the framework's own code runs. */
@Implements(IsoDep::class)
class RealIsoDep

@Implements(className = "android.nfc.tech.BasicTagTechnology")
class RealTagTechnology

/** A tag whose other end is [card]; null is a card that has left. Only the NFC service's process is missing. */
class Card(private val card: (ByteArray) -> ByteArray?) {
    /** What the service was asked for, in order: `connect`, `transceive`, `reconnect`, … */
    val calls = CopyOnWriteArrayList<String>()

    /** The threads that card bytes were sent on. */
    val threads: MutableSet<String> = java.util.concurrent.ConcurrentHashMap.newKeySet()

    /** What `IsoDep` was given as its time limit, in milliseconds. */
    val timeouts = CopyOnWriteArrayList<Int>()

    /** What comes of connecting: 0, or a code of the service's. */
    @Volatile
    var connecting: () -> Int = { 0 }

    /** The longest command that the phone carries. */
    @Volatile
    var longest = 0xFEFF

    @Volatile
    private var timeout = 618

    private val service = Proxy.newProxyInstance(javaClass.classLoader, arrayOf(INfcTag::class.java)) { _, method, args ->
        calls += method.name
        when (method.name) {
            "isTagUpToDate", "isPresent" -> true
            "connect" -> connecting()
            "reconnect" -> 0
            "getTimeout" -> timeout
            "setTimeout" -> {
                timeout = args[1] as Int
                timeouts += timeout
                0
            }
            "resetTimeouts" -> {
                timeout = 618
                null
            }
            "getMaxTransceiveLength" -> longest
            "getExtendedLengthApdusSupported" -> longest > 261
            "transceive" -> {
                threads += Thread.currentThread().name
                when (val answer = card((args[1] as ByteArray).copyOf())) {
                    null -> TransceiveResult(TransceiveResult.RESULT_TAGLOST, null)
                    else -> TransceiveResult(TransceiveResult.RESULT_SUCCESS, answer)
                }
            }
            else -> error("not expected: ${method.name}")
        }
    } as INfcTag

    /** The tag, as the system would hand it over. */
    fun tag(vararg technologies: Int = intArrayOf(ISO_DEP)): Tag =
        Tag(byteArrayOf(1, 2, 3, 4), technologies, technologies.map { Bundle() }.toTypedArray(), 7, 0L, service)

    private companion object {
        /** `TagTechnology.ISO_DEP` */
        const val ISO_DEP = 3
    }
}
