package dev.kazasu.app

import android.content.Intent
import android.content.pm.PackageManager
import android.nfc.NfcAdapter
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import dev.kazasu.core.ActionId
import dev.kazasu.core.Entry
import dev.kazasu.core.Outcome
import dev.kazasu.core.PlatformSpec
import dev.kazasu.core.Screen
import dev.kazasu.sdk.CoreHttp
import dev.kazasu.sdk.HttpPort
import dev.kazasu.sdk.IsoDepCard
import dev.kazasu.sdk.KazasuSession
import dev.kazasu.sdk.Ports
import dev.kazasu.sdk.Store
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.shadows.ShadowNfcAdapter
import java.util.concurrent.ConcurrentHashMap

/** What the next [PlayedActivity] is given. */
object Cast {
    lateinit var platform: PlatformSpec
    lateinit var ports: () -> Ports
    var http: HttpPort = CoreHttp()
    var entry: Entry = Entry.REGISTER
}

/** The app's own activity, on a stage. */
class PlayedActivity : MainActivity() {
    override val platform: PlatformSpec = Cast.platform

    override val entry: Entry = Cast.entry

    override fun ports(): Ports = Cast.ports()

    val played: KazasuSession get() = session

    var outcome: Outcome? = null

    /** Ids of what was drawn, in order. */
    val screens = mutableListOf<String>()

    override fun onScreen(screen: Screen) {
        super.onScreen(screen)
        screens += screen.id
    }

    override fun onClosed(outcome: Outcome?) {
        this.outcome = outcome
        super.onClosed(outcome)
    }
}

/** Storage that forgets with the process, and so can be looked at. */
class MemoryStore : Store {
    val slots = ConcurrentHashMap<String, ByteArray>()

    override fun save(slot: String, bytes: ByteArray) {
        slots[slot] = bytes.copyOf()
    }

    override fun load(slot: String): ByteArray? = slots[slot]?.copyOf()

    override fun forget(slot: String) {
        slots.remove(slot)
    }
}

/** The app on its stage, with a person before it: looks at views, presses views. */
class Scene(val stage: Stage = Stage.shared, card: String = "fresh", start: Boolean = true) {
    val store = MemoryStore()
    val card = Card(stage::transmit)
    lateinit var controller: ActivityController<PlayedActivity>
    val isLaunched: Boolean get() = ::controller.isInitialized
    val activity: PlayedActivity get() = controller.get()
    val session: KazasuSession get() = activity.played
    val screen: Screen get() = checkNotNull(session.screen)

    init {
        val app = RuntimeEnvironment.getApplication()
        shadowOf(app.packageManager).setSystemFeature(PackageManager.FEATURE_NFC, true)
        reader.setEnabled(true)
        Cast.entry = Entry.REGISTER
        Cast.platform = stage.start(card)
        Cast.ports = { Ports(IsoDepCard(), store, Cast.http) }
        if (start) launch()
    }

    fun launch() {
        controller = Robolectric.buildActivity(PlayedActivity::class.java).setup()
    }

    val reader: ShadowNfcAdapter get() = shadowOf(NfcAdapter.getDefaultAdapter(RuntimeEnvironment.getApplication()))

    /** The phone's NFC comes into that state, and the system says so. */
    fun switchNfc(state: Int) {
        reader.setEnabled(state == NfcAdapter.STATE_ON)
        val changed = Intent(NfcAdapter.ACTION_ADAPTER_STATE_CHANGED).putExtra(NfcAdapter.EXTRA_ADAPTER_STATE, state)
        RuntimeEnvironment.getApplication().sendBroadcast(changed)
    }

    /** The activity is gone, and its session with it. */
    fun end() {
        controller.pause().stop().destroy()
    }

    /** Lets everything that the session was given so far be done and drawn: a press that comes too late goes behind it. */
    fun nudge(orUntil: () -> Boolean = { false }) {
        until("the first screen") { session.screen != null || orUntil() }
        session.press((session.screen ?: return).copy(serial = ULong.MAX_VALUE), ActionId.CLOSE)
        until("all to be drawn") { session.isDrawn || orUntil() }
    }

    /** Lets the main thread work until [what] holds. */
    fun until(what: String, seconds: Int = 20, holds: () -> Boolean) {
        val end = System.nanoTime() + seconds * 1_000_000_000L
        while (true) {
            shadowOf(Looper.getMainLooper()).idle()
            if (holds()) return
            check(System.nanoTime() < end) { "not within $seconds s: $what; on `${session.screen?.id}`" }
            Thread.sleep(1)
        }
    }

    fun untilOn(vararg ids: String): Screen {
        until("one of ${ids.toList()}") { session.isDrawn && session.screen?.id in ids }
        return screen
    }

    val views: Sequence<View> get() = activity.window.decorView.all()

    fun button(id: ActionId): TextView = checkNotNull(views.find { it.tag == id } as TextView?) { "no $id on `${screen.id}`" }

    /** What asks for it may be ahead of what is drawn: an effect begins before its screen is there. */
    fun press(id: ActionId) {
        until("$id to be there") { views.any { it.tag == id } }
        check(button(id).performClick())
    }

    /** Presses the keys of the app's own pad. */
    fun type(digits: String) = digits.forEach { digit ->
        val key = views.filterIsInstance<TextView>().first { it.text.toString() == digit.toString() && it.isClickable }
        check(key.performClick())
    }

    /** Holds the card to the phone. */
    fun hold() {
        until("reader mode") { reader.isInReaderMode }
        stage.tap()
        reader.dispatchTagDiscovered(card.tag())
    }

    /** From the start to where the card is looked for. */
    fun toTheCard(pin: String = "1234") {
        untilOn("terms")
        press(ActionId.AGREE)
        untilOn("apply")
        press(ActionId.APPLY)
        untilOn("pin")
        type(pin)
        press(ActionId.SUBMIT_PIN)
        untilOn("hold")
    }
}

fun View.all(): Sequence<View> = sequence {
    yield(this@all)
    if (this@all is ViewGroup) (0 until childCount).forEach { yieldAll(getChildAt(it).all()) }
}
