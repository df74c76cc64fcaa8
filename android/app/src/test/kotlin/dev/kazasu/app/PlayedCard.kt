package dev.kazasu.app

import android.os.RemoteException
import dev.kazasu.core.Answer
import dev.kazasu.core.CardFault
import dev.kazasu.sdk.CardPort
import dev.kazasu.sdk.IsoDepCard
import org.json.JSONObject
import java.util.concurrent.CountDownLatch

/** The framework's IsoDep, where what is due goes wrong before, in or after it. */
class PlayedCard(private val wings: Wings, private val stage: Stage, private val real: IsoDepCard = IsoDepCard()) :
    CardPort by real {
    /** How the card is held to the phone. */
    lateinit var hold: () -> Unit

    @Volatile
    private var fault: Any? = null

    @Volatile
    private var closed = CountDownLatch(1)

    /** A card is looked for. What closes it then is that the core takes it back, not that it lets the card go. */
    @Volatile
    private var isLooking = false

    override fun open(tell: (Answer) -> Unit) {
        wings.happenings.incrementAndGet()
        wings.note("open")
        isLooking = true
        closed = CountDownLatch(1)
        val fault = wings.faults.due("open")
        val reason = if (fault == "fails") "no-card" else fault.value("no-card")
        if (reason != null) {
            val answer = Answer.CardFailed(CardFault.valueOf(reason.uppercase().replace('-', '_')))
            wings.later += {
                wings.draw()
                isLooking = false
                tell(answer)
            }
            return
        }
        real.open { answer ->
            isLooking = false
            if (answer is Answer.CardFound) wings.holds.incrementAndGet()
            tell(answer)
        }
        val press = fault.value("press")
        wings.later += {
            wings.draw()
            if (press != null) wings.press(press) else hold()
        }
    }

    override fun transmit(command: ByteArray, timeoutMs: Int): Answer {
        wings.note(kind(command))
        while (!wings.isDrawn() && wings.over.count > 0) Thread.sleep(1)
        fault = wings.faults.due("exchange", kind(command))
        if (fault == "not-sent") return Answer.NotSent
        return real.transmit(command, timeoutMs)
    }

    override fun close() {
        wings.happenings.incrementAndGet()
        if (!isLooking) wings.note("close")
        isLooking = false
        real.close()
        closed.countDown()
        stage.leave()
    }

    /** The far end of the tag: the virtual card. Null when it is gone. */
    @OptIn(ExperimentalStdlibApi::class)
    fun answer(command: ByteArray): ByteArray? {
        val fault = fault
        fault.value("answers")?.let { return it.hexToByteArray() }
        fault.value("press")?.let { action ->
            wings.later += { wings.press(action) }
            closed.await()
            return null
        }
        when (fault) {
            "stale" -> throw SecurityException("Permission Denial: Tag is out of date")
            "service-died" -> throw RemoteException()
            "not-connected" -> throw IllegalStateException("Call connect() first!")
        }
        val answer = if (fault == "lost-before") JSONObject() else stage.tell("transmit", "hex" to command.toHexString())
        wings.clock.monotonicMs += answer.optInt("ms")
        if (fault == "lost-before" || fault == "lost-after") return null.also { stage.leave() }
        return if (answer.has("hex")) answer.getString("hex").hexToByteArray() else null
    }

    private fun kind(command: ByteArray) = when (command[1].toInt()) {
        0xA4 - 256 -> "select"
        0xB0 - 256 -> "read"
        0x20 -> if (command.size == 4) "query" else "verify"
        0x2A -> "sign"
        else -> "other"
    }
}
