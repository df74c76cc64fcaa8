package dev.kazasu.app

import android.content.pm.PackageManager
import android.os.Looper
import dev.kazasu.core.ActionId
import dev.kazasu.core.Answer
import dev.kazasu.core.Entry
import dev.kazasu.core.HttpRequest
import dev.kazasu.core.NetFault
import dev.kazasu.sdk.CoreHttp
import dev.kazasu.sdk.HttpPort
import kotlinx.coroutines.awaitCancellation
import org.json.JSONObject
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowNfcAdapter
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/** HTTP with somebody at the switch: [instead] is asked first, by method and path, and null lets the request go out. */
class Switched(private val core: HttpPort = CoreHttp()) : HttpPort {
    /** What was asked for, by method and address. */
    val asked = CopyOnWriteArrayList<String>()

    /** What went over the wire that nobody else may see: tokens. */
    val secrets = CopyOnWriteArrayList<ByteArray>()

    @Volatile
    var instead: suspend (String) -> Answer? = { null }

    override suspend fun send(request: HttpRequest): Answer {
        asked += "${request.method()} ${request.url()}"
        request.headers().filter { it.name.equals("authorization", ignoreCase = true) }
            .forEach { secrets += it.value.substringAfter(' ').toByteArray() }
        val path = "/" + request.url().substringAfter("://").substringAfter("/")
        return instead("${request.method()} $path") ?: core.send(request)
    }

    fun fail(start: String, fault: NetFault = NetFault.OFFLINE) {
        instead = { if (it.startsWith(start)) Answer.HttpFailed(fault) else null }
    }

    fun hold(start: String) {
        instead = { if (it.startsWith(start)) awaitCancellation() else null }
    }
}

/** A scene, and what a place on the way may want to switch. */
class Way(card: String, entry: Entry = Entry.REGISTER) {
    val http = Switched()
    val scene = Scene(card = card, start = false)
    private val usual = Cast.http
    private val stuck = CountDownLatch(1)

    init {
        Cast.http = http
        Cast.entry = entry
    }

    fun control(path: String, body: JSONObject, method: String = "PUT") = scene.stage.control(method, path, body)

    /** The card is held to the phone and does what [exchange] says; the number of the exchange comes with the command. */
    fun hold(exchange: (Int, ByteArray) -> ByteArray?) {
        var number = 0
        val card = Card { command -> exchange(++number, command) }
        scene.until("reader mode") { scene.reader.isInReaderMode }
        scene.stage.tap()
        scene.reader.dispatchTagDiscovered(card.tag())
    }

    /** Blocks until the way is left. */
    fun stick(): ByteArray? {
        stuck.await(2, TimeUnit.MINUTES)
        return null
    }

    fun later(seconds: Long) = shadowOf(Looper.getMainLooper()).idleFor(Duration.ofSeconds(seconds))

    /** From screen to screen, by what is pressed on each. */
    fun press(vararg steps: Pair<String, ActionId>) = steps.forEach { (id, action) ->
        scene.untilOn(id)
        scene.press(action)
    }

    fun toThePin() {
        scene.launch()
        press("terms" to ActionId.AGREE, "apply" to ActionId.APPLY)
        scene.untilOn("pin")
    }

    fun toTheHold(pin: String = "1234") {
        toThePin()
        submit(pin)
        scene.untilOn("hold")
    }

    fun throughTheCard(pin: String = "1234") {
        toTheHold(pin)
        scene.hold()
    }

    /** Signs in by PIN and card, on the way to something else. */
    fun signIn() {
        scene.untilOn("pin")
        submit()
        scene.untilOn("hold")
        scene.hold()
    }

    /** Begins at home, registers, and is at home again. */
    fun registerFromHome() {
        scene.launch()
        press("home" to ActionId.REGISTER, "terms" to ActionId.AGREE, "apply" to ActionId.APPLY)
        signIn()
        press("done" to ActionId.FINISH)
        scene.untilOn("home")
    }

    /** Does [work] and waits until the screen is another one. */
    fun changing(work: () -> Unit) {
        val at = scene.screen
        work()
        scene.until("a change") { scene.session.isDrawn && scene.screen != at }
    }

    fun leave() {
        stuck.countDown()
        if (scene.isLaunched) scene.controller.pause().stop().destroy()
        scene.stage.leave()
        Cast.http = usual
        hasNfc(true)
    }
}

fun Way.submit(pin: String = "1234") {
    scene.type(pin)
    scene.press(ActionId.SUBMIT_PIN)
}

/** Whether the phone has NFC at all, from now on. */
fun hasNfc(has: Boolean) {
    shadowOf(RuntimeEnvironment.getApplication().packageManager).setSystemFeature(PackageManager.FEATURE_NFC, has)
    ShadowNfcAdapter.setNfcHardwareExists(has)
}
