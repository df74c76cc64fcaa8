package dev.kazasu.app

import dev.kazasu.core.Answer
import dev.kazasu.core.HttpAnswer
import dev.kazasu.core.HttpHeader
import dev.kazasu.core.HttpRequest
import dev.kazasu.core.NetFault
import dev.kazasu.core.Now
import dev.kazasu.sdk.Clock
import dev.kazasu.sdk.HttpPort
import dev.kazasu.sdk.Store
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import org.json.JSONObject
import java.io.IOException
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicInteger

/** What goes wrong in a row, and at the how-manieth of what. A fault is a name, or a name with a value. */
class Faults(private val rows: List<JSONObject>) {
    private val counts = IntArray(rows.size)

    @Synchronized
    fun due(vararg names: String): Any? {
        var due: Any? = null
        rows.forEachIndexed { index, row ->
            if (names.none { it.startsWith(row.getString("at")) }) return@forEachIndexed
            val nth = row.optInt("nth", 1)
            if (++counts[index] in nth until nth + row.optInt("times", 1)) due = due ?: row.get("then")
        }
        return due
    }
}

fun Any?.value(name: String): String? = (this as? JSONObject)?.opt(name)?.toString()

/** What the ports of one run share with whoever plays. */
class Wings(
    val faults: Faults, val clock: PlayedClock, val holds: AtomicInteger, private val trace: Trace, val isDrawn: () -> Boolean,
) {
    /** What the player is to do on the main thread. */
    val later = ConcurrentLinkedQueue<() -> Unit>()

    /** What is to be pressed meanwhile. */
    lateinit var press: (String) -> Unit

    /** Waits until what is newest is shown: no person and no card are as fast as a test. */
    lateinit var draw: () -> Unit

    /** The app is to be killed. */
    lateinit var kill: () -> Unit

    /** Requests under way, and everything that a port has begun or ended. */
    val requests = AtomicInteger()
    val happenings = AtomicInteger()

    /** Whether the player has something to do. */
    val isWanted: Boolean get() = later.isNotEmpty()

    /** Whether nothing is under way that these ports know of. */
    fun isQuiet(scene: Scene): Boolean = requests.get() == 0 && !scene.session.isHolding

    /** The app is killed: what its session still gives up is asked for by nobody. */
    @Volatile
    var isEnding = false

    /** The app was killed. */
    val over = CountDownLatch(1)

    /** An effect begins. */
    fun note(effect: String) {
        if (!isEnding) trace.note(effect)
    }
}

/** The core's own HTTP client, where what is due goes wrong before or after it. */
class PlayedHttp(private val wings: Wings, private val real: HttpPort) : HttpPort {
    override suspend fun send(request: HttpRequest): Answer {
        wings.requests.incrementAndGet()
        wings.happenings.incrementAndGet()
        try {
            return exchange(request)
        } finally {
            wings.happenings.incrementAndGet()
            wings.requests.decrementAndGet()
        }
    }

    private suspend fun exchange(request: HttpRequest): Answer {
        val path = request.url().substringAfter("://").let { it.substring(it.indexOf('/')) }
        val name = "${request.method().name} $path"
        wings.note(name)
        while (!wings.isDrawn() && wings.over.count > 0) delay(1) // nobody is as fast as a test
        val fault = wings.faults.due(name)
        val stranger = fault.value("stranger")
        when {
            fault == "lost-before" -> return Answer.HttpFailed(NetFault.OFFLINE)
            fault == "insecure" -> return Answer.HttpFailed(NetFault.TLS)
            fault == "insecure-date" -> return Answer.HttpFailed(NetFault.TLS_DATE)
            stranger != null -> {
                val page = listOf(HttpHeader("content-type", "text/html"))
                return Answer.HttpAnswered(HttpAnswer(stranger.toUShort(), page, "<html>".encodeToByteArray()))
            }
            fault == "kill-before" -> wings.later += wings.kill
            fault is JSONObject -> wings.later += { wings.press(fault.getString("press")) }
            else -> {
                val answer = real.send(request)
                if (fault == "lost-after") return Answer.HttpFailed(NetFault.TIMEOUT)
                if (fault != "kill-after") return answer
                wings.later += wings.kill
            }
        }
        awaitCancellation()
    }
}

/** Storage, where what is due goes wrong. The shell's own slot is none of the table's. */
class PlayedStore(private val wings: Wings, private val real: Store) : Store by real {
    override fun save(slot: String, bytes: ByteArray) {
        val fault = due("save", slot)
        if (fault == "kill-before") killed()
        if (fault != null && fault != "kill-after") throw IOException("$fault")
        real.save(slot, bytes)
        if (fault != null) killed()
    }

    private fun killed() {
        wings.later += wings.kill
        wings.over.await()
    }

    override fun load(slot: String): ByteArray? = when (due("load", slot)) {
        "fails" -> throw IOException("fails")
        "damaged" -> "{\"version\":1,".encodeToByteArray()
        else -> real.load(slot)
    }

    override fun forget(slot: String) {
        wings.note("forget $slot")
        real.forget(slot)
    }

    private fun due(what: String, slot: String): Any? {
        wings.happenings.incrementAndGet()
        if (slot == "preferences") return null
        wings.note("$what $slot")
        return wings.faults.due("$what $slot")
    }
}

/** A clock that goes on when the player says so. */
class PlayedClock(private val offS: Long) : Clock {
    class Timer(val ms: Long, val work: () -> Unit)

    @Volatile
    var timer: Timer? = null

    @Volatile
    var monotonicMs = 0L

    @Volatile
    var offsetS = 0L

    override fun now() = Now(monotonicMs.toULong(), System.currentTimeMillis() / 1000 + offsetS + offS)

    override fun after(ms: Long, work: () -> Unit): () -> Unit {
        val set = Timer(ms, work)
        check(timer == null) { "two timers at once" }
        timer = set
        return { if (timer === set) timer = null }
    }
}
