package dev.kazasu.sdk

import android.app.Activity
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.nfc.NfcAdapter
import android.nfc.Tag
import android.nfc.tech.IsoDep
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import dev.kazasu.core.Answer
import dev.kazasu.core.CardFacts
import dev.kazasu.core.CardFault
import dev.kazasu.core.Readiness
import java.io.IOException
import java.util.concurrent.atomic.AtomicReference

/**
 * A card at the phone's back. Reader mode is on from when a card is looked for until a moment after it may go; the system
 * drops it with every pause, so it is begun anew with every resume. One connection a reading: closing it switches the
 * field off, and what the card knew is gone.
 */
public class IsoDepCard : CardPort, NfcAdapter.ReaderCallback {
    private val main = Handler(Looper.getMainLooper())
    private val waiting = AtomicReference<((Answer) -> Unit)?>()
    private val tooLong = Runnable { fail(CardFault.NO_CARD) }
    private val disarm = Runnable { activity?.let { adapter(it)?.disableReaderMode(it) } }

    /** Whoever looks for a card or has one: until it is closed, and so longer than [waiting]. */
    @Volatile
    private var wanted: ((Answer) -> Unit)? = null

    @Volatile
    private var isoDep: IsoDep? = null
    private var activity: Activity? = null
    private var ready: (Readiness) -> Unit = {}

    override fun open(tell: (Answer) -> Unit) {
        wanted = tell
        waiting.set(tell)
        main.post(::arm)
    }

    override fun transmit(command: ByteArray, timeoutMs: Int): Answer {
        val card = isoDep ?: return Answer.CardLost
        return try {
            if (command.size > card.maxTransceiveLength) return Answer.NotSent
            // Set by every command: the stack does not raise it by itself for cards of type B.
            if (card.timeout != timeoutMs) card.timeout = timeoutMs
            Answer.CardAnswered(card.transceive(command))
        } catch (_: IOException) {
            Answer.CardLost
        } catch (_: SecurityException) {
            Answer.CardLost // the tag is out of date: the card left and came back
        } catch (_: IllegalStateException) {
            Answer.CardLost // closed while it was spoken to
        }
    }

    override fun close() {
        wanted = null
        waiting.set(null)
        main.removeCallbacks(tooLong)
        try {
            isoDep?.close()
        } catch (_: IOException) {
            // The card is gone already.
        }
        isoDep = null
        // A card that still lies there would else be offered to other apps.
        main.postDelayed(disarm, ARMED_AFTER_MS)
    }

    override fun attach(activity: Activity, tell: (Readiness) -> Unit) {
        this.activity = activity
        ready = tell
        activity.registerReceiver(switched, IntentFilter(NfcAdapter.ACTION_ADAPTER_STATE_CHANGED))
        look(activity)
        if (waiting.get() != null) arm()
    }

    override fun detach(activity: Activity) {
        if (this.activity !== activity) return
        activity.unregisterReceiver(switched)
        main.removeCallbacks(tooLong)
        main.removeCallbacks(disarm)
        adapter(activity)?.disableReaderMode(activity)
        this.activity = null
    }

    /** Comes on a thread of the system's, and again and again while a card lies badly. */
    override fun onTagDiscovered(tag: Tag) {
        val tell = waiting.getAndSet(null) ?: return
        val card = IsoDep.get(tag) ?: return end(tell, Answer.CardFailed(CardFault.NOT_A_CARD))
        try {
            card.connect()
            if (wanted !== tell) return card.close() // given up while it was connected
            isoDep = card
            end(tell, Answer.CardFound(CardFacts(extendedLength = card.isExtendedLengthApduSupported)))
        } catch (_: IOException) {
            again(tell)
        } catch (_: SecurityException) {
            again(tell)
        }
    }

    /** At the edge of the field: the card will be found again, if it is still wanted. */
    private fun again(tell: (Answer) -> Unit) {
        if (wanted === tell) waiting.compareAndSet(null, tell)
    }

    private fun arm() {
        val here = activity ?: return // with the next resume
        if (waiting.get() == null) return
        main.removeCallbacks(disarm)
        main.removeCallbacks(tooLong)
        val adapter = adapter(here) ?: return fail(CardFault.NFC_ABSENT)
        if (!adapter.isEnabled) return fail(CardFault.NFC_OFF)
        // Off and on: a card that was lying there already is found again.
        adapter.disableReaderMode(here)
        val extras = Bundle().apply { putInt(NfcAdapter.EXTRA_READER_PRESENCE_CHECK_DELAY, PRESENCE_MS) }
        adapter.enableReaderMode(here, this, READER_FLAGS, extras)
        main.postDelayed(tooLong, LOOKING_MS)
    }

    /** Tells whether a card could be read now. */
    private fun look(activity: Activity) {
        val adapter = adapter(activity)
        ready(if (adapter == null) Readiness.NFC_ABSENT else if (adapter.isEnabled) Readiness.READY else Readiness.NFC_OFF)
    }

    private fun fail(fault: CardFault) {
        waiting.getAndSet(null)?.let { end(it, Answer.CardFailed(fault)) }
    }

    private fun end(tell: (Answer) -> Unit, answer: Answer) {
        main.removeCallbacks(tooLong)
        tell(answer)
    }

    private fun adapter(activity: Activity): NfcAdapter? = NfcAdapter.getDefaultAdapter(activity)

    /** Switching NFC on in the quick settings pauses nothing, and ends reader mode all the same. */
    private val switched = object : BroadcastReceiver() {
        override fun onReceive(context: Context, intent: Intent) {
            activity?.let(::look)
            when (intent.getIntExtra(NfcAdapter.EXTRA_ADAPTER_STATE, NfcAdapter.STATE_OFF)) {
                NfcAdapter.STATE_ON -> arm()
                NfcAdapter.STATE_TURNING_OFF, NfcAdapter.STATE_OFF -> fail(CardFault.NFC_OFF)
            }
        }
    }

    public companion object {
        /** Cards of type B only; no commands of the system's own before ours; no sounds but our own cues. */
        public const val READER_FLAGS: Int = NfcAdapter.FLAG_READER_NFC_B or
            NfcAdapter.FLAG_READER_SKIP_NDEF_CHECK or NfcAdapter.FLAG_READER_NO_PLATFORM_SOUNDS

        /** Between two checks of the system's that the card is there. Its 125 ms break long key operations on some phones. */
        public const val PRESENCE_MS: Int = 1000

        /** How long a card is looked for. */
        public const val LOOKING_MS: Long = 60_000

        /** How long reader mode stays on when the card may go. */
        public const val ARMED_AFTER_MS: Long = 3000
    }
}
