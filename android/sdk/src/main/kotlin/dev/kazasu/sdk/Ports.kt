package dev.kazasu.sdk

import android.app.Activity
import dev.kazasu.core.Answer
import dev.kazasu.core.HttpClient
import dev.kazasu.core.HttpRequest
import dev.kazasu.core.Now
import dev.kazasu.core.Readiness
import java.io.IOException

/** What a session needs of the phone. An app replaces what it has of its own: its network stack, for one. */
public class Ports(
    public val card: CardPort,
    public val store: Store,
    public val http: HttpPort = CoreHttp(),
    public val clock: Clock = PhoneClock(),
)

/** Where a card is held. The calls come one at a time, but for [close], which may come at any moment and twice. */
public interface CardPort {
    /**
     * Looks for a card until it has told of one ([Answer.CardFound]) or of why there is none ([Answer.CardFailed]), once,
     * or until [close]. Returns at once.
     */
    public fun open(tell: (Answer) -> Unit)

    /**
     * Sends a command APDU and waits for what comes: [Answer.CardAnswered], [Answer.CardLost], or [Answer.NotSent] if the
     * phone cannot carry so much. Never called on the main thread. The caller wipes [command].
     */
    public fun transmit(command: ByteArray, timeoutMs: Int): Answer

    /** The card may go. Ends whatever is under way. */
    public fun close()

    /** The activity is in the foreground: [tell] hears whether a card could be read now, and what changes of that. */
    public fun attach(activity: Activity, tell: (Readiness) -> Unit) {}

    /** The activity leaves the foreground. */
    public fun detach(activity: Activity) {}
}

/** Sealed storage: what is in it survives the app, and nobody else can read it. Never called on the main thread. */
public interface Store {
    /** Replaces what was in [slot], and returns when that would survive a power failure. */
    @Throws(IOException::class)
    public fun save(slot: String, bytes: ByteArray)

    /** What is in [slot]; null if nothing is. */
    @Throws(IOException::class)
    public fun load(slot: String): ByteArray?

    /** Empties [slot]. */
    public fun forget(slot: String)
}

/** Makes HTTP exchanges: no redirect, no retry, no cookie, no cache. */
public fun interface HttpPort {
    /** Makes the exchange, once: [Answer.HttpAnswered] or [Answer.HttpFailed]. Cancelled when nobody waits for it. */
    public suspend fun send(request: HttpRequest): Answer
}

/** The phone's clocks. */
public interface Clock {
    /** What they say now. */
    public fun now(): Now

    /** Does [work] after so many milliseconds, on any thread; the result takes that back. */
    public fun after(ms: Long, work: () -> Unit): () -> Unit
}

/** The core's own HTTP client: TLS 1.2 or 1.3, bundled roots and [roots], which are DER certificates. */
public class CoreHttp(roots: List<ByteArray> = emptyList()) : HttpPort {
    private val client by lazy { HttpClient(roots) }

    override suspend fun send(request: HttpRequest): Answer = client.send(request)
}
