package dev.kazasu.app

import dev.kazasu.core.Answer
import dev.kazasu.core.CardFacts
import dev.kazasu.core.CardFault
import dev.kazasu.sdk.CardPort
import java.io.DataInputStream
import java.io.IOException
import java.net.InetSocketAddress
import java.net.Socket
import kotlin.concurrent.thread

/**
 * The practice card behind its TCP protocol: connecting is tapping. A frame is a length of four bytes, big-endian, and so
 * many bytes; an empty answer, or the end of the connection, says that the card has left.
 */
class TcpCard(private val host: String, private val port: Int) : CardPort {
    @Volatile
    private var socket: Socket? = null

    override fun open(tell: (Answer) -> Unit) {
        thread(name = "tcp-card") {
            val connection = Socket()
            try {
                connection.tcpNoDelay = true
                connection.connect(InetSocketAddress(host, port), CONNECTING_MS)
                socket = connection
                tell(Answer.CardFound(CardFacts(extendedLength = null)))
            } catch (_: IOException) {
                connection.close()
                tell(Answer.CardFailed(CardFault.NO_CARD))
            }
        }
    }

    override fun transmit(command: ByteArray, timeoutMs: Int): Answer {
        val connection = socket ?: return Answer.CardLost
        return try {
            connection.soTimeout = timeoutMs
            val frame = ByteArray(LENGTH + command.size)
            (0 until LENGTH).forEach { frame[it] = (command.size shr 8 * (LENGTH - 1 - it)).toByte() }
            command.copyInto(frame, LENGTH)
            try {
                connection.getOutputStream().write(frame)
            } finally {
                frame.fill(0)
            }
            val input = DataInputStream(connection.getInputStream())
            val length = input.readInt()
            if (length !in 1..LONGEST) return Answer.CardLost
            Answer.CardAnswered(ByteArray(length).also(input::readFully))
        } catch (_: IOException) {
            Answer.CardLost
        }
    }

    override fun close() {
        try {
            socket?.close()
        } catch (_: IOException) {
            // It is gone.
        }
        socket = null
    }

    private companion object {
        const val CONNECTING_MS = 2000
        const val LENGTH = 4

        /** The longest answer APDU: 65,536 bytes and the status word. */
        const val LONGEST = 65_538
    }
}
