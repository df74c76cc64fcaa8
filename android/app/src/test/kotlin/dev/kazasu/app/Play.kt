package dev.kazasu.app

import android.nfc.NfcAdapter
import dev.kazasu.core.Language
import dev.kazasu.core.Links
import dev.kazasu.core.Outcome
import dev.kazasu.core.Screen
import dev.kazasu.core.entryOf
import dev.kazasu.sdk.Ports
import org.json.JSONArray
import org.json.JSONObject
import org.robolectric.RuntimeEnvironment
import java.util.concurrent.atomic.AtomicInteger

/** It did not come out as the row says. */
class Unmet(what: String) : AssertionError(what)

/**
 * Plays a row of the scenario table in the app: the person's steps are presses on its views, what goes wrong goes wrong
 * behind its ports.
 */
class Play(private val row: JSONObject) {
    private val stage = Stage.shared
    private val scene: Scene
    private val faults = Faults(row.objects("faults"))
    private val clock = PlayedClock(row.optLong("device_clock_off_s"))
    private val holds = AtomicInteger()
    private val steps = row.objects("steps").toMutableList()
    private val isScripted = steps.isNotEmpty()
    private val expected: JSONObject = row.getJSONObject("expect")
    private val person: Person
    /** What was shown and asked for, once it is over. */
    val trace = Trace()

    /** The activity has come up; before that there is nothing that could draw. */
    @Volatile
    private var isLaunched = false
    private lateinit var wings: Wings

    /** Texts of the row that are no texts of a phone's. */
    val notForPhones = mutableListOf<String>()

    init {
        val language = row.optString("language", "ja")
        RuntimeEnvironment.setQualifiers("+" + if (language == "en") "en-rUS" else "ja-rJP")
        scene = Scene(stage, row.getString("card"), start = false)
        Cast.platform = Cast.platform.copy(links = links)
        Cast.entry = checkNotNull(entryOf(row.optString("entry", "register")))
        // A phone speaks no plain Japanese: it was chosen some other day.
        if (language == "ja-easy") scene.store.save("preferences", Language.PLAIN_JAPANESE.name.encodeToByteArray())
        notice(row.optString("readiness", "ready"))
        row.objects("server").forEach(::say)
        person = Person(scene)
        start()
    }

    private fun start() {
        wings = Wings(faults, clock, holds, trace) { isLaunched && scene.session.isDrawn }
        val card = PlayedCard(wings, stage)
        val tag = Card(card::answer)
        card.hold = {
            scene.until("reader mode") { scene.reader.isInReaderMode }
            stage.tap()
            scene.reader.dispatchTagDiscovered(tag.tag())
        }
        wings.press = { person.press(it) }
        wings.draw = { scene.until("all to be drawn") { scene.session.isDrawn || scene.activity.isFinishing } }
        wings.kill = ::restart
        Cast.ports = { Ports(card, PlayedStore(wings, scene.store), PlayedHttp(wings, Cast.http), clock) }
        isLaunched = false
        scene.launch()
        isLaunched = true
        scene.activity.screens.addAll(0, person.seen)
    }

    fun run() {
        try {
            repeat(MOST_ROUNDS) {
                settle()
                if (scene.activity.isFinishing) return check()
                goOn(scene.screen)
            }
            throw Unmet("still on `${scene.screen.id}` after $MOST_ROUNDS rounds")
        } finally {
            scene.end()
            hasNfc(true)
        }
    }

    /** Until nothing is under way but what a person or time can end. */
    private fun settle() {
        while (!scene.activity.isFinishing) {
            scene.until("all to be done") { wings.isWanted || wings.isQuiet(scene) }
            val before = wings.happenings.get()
            // Each goes through the session's own thread, behind all that stands there; what stands there may add to it.
            repeat(3) { scene.nudge { wings.isWanted } }
            val next = wings.later.poll()
            next?.invoke()
            if (next == null && wings.isQuiet(scene) && wings.happenings.get() == before) return
        }
    }

    private fun goOn(screen: Screen) {
        val waits = clock.timer != null
        val step = if (isScripted) steps.firstOrNull() else person.sensible(screen, waits)
        val isHurried = expected.getString("outcome") == "accepted"
        if (step == null || (isScripted && waits && step.getString("on") != screen.id)) return letTimePass(screen)
        if (!isScripted) return act(step)
        if (waits && !step.has("wait") && screen.id == "done" && !isHurried) return letTimePass(screen)
        steps.removeFirst()
        look(screen, step)
        step.objects("server").forEach(::say)
        step.optLong("later_s").takeIf { it > 0 }?.let {
            clock.offsetS += it
            clock.monotonicMs += it * 1000
            stage.control("PUT", "/sandbox/v1/clock", JSONObject().put("offset_s", clock.offsetS))
        }
        act(step)
    }

    private fun look(screen: Screen, step: JSONObject) {
        if (screen.id != step.getString("on") || (step.has("code") && step["code"] != screen.code)) {
            throw Unmet("`${screen.id}` (${screen.code}) is shown where $step should be")
        }
        val words = Words(screen.language.tag)
        val shown = person.read()
        for ((list, wanted) in listOf("says" to true, "says_not" to false)) {
            for (id in step.texts(list)) {
                if (wanted && id in OTHERS || !wanted && row.optString("shell") == "ios") {
                    notForPhones += id
                } else if (words.areIn(shown, id) != wanted) {
                    throw Unmet("`${screen.id}` ${if (wanted) "lacks" else "has"} the text `$id`: $shown")
                }
            }
        }
    }

    private fun act(step: JSONObject) = when {
        step.has("press") -> person.press(step.getString("press"))
        step.has("notice") -> notice(step.getString("notice"))
        step.has("tick") -> person.tick(step.getBoolean("tick"))
        step.has("pin") -> person.enter(step.getString("pin"))
        step.has("language") -> person.speak(step.getString("language"))
        step.has("wait") -> letTimePass(scene.screen)
        else -> restart()
    }

    /** What the phone's NFC is like from now on. */
    private fun notice(readiness: String) {
        hasNfc(readiness != "nfc-absent")
        if (readiness != "nfc-absent") scene.switchNfc(if (readiness == "ready") NfcAdapter.STATE_ON else NfcAdapter.STATE_OFF)
    }

    private fun letTimePass(screen: Screen) {
        val timer = clock.timer ?: throw Unmet("nobody knows how to go on from `${screen.id}` (${screen.code})")
        clock.timer = null
        Thread.sleep(timer.ms.coerceAtMost(50)) // the server's own work needs a moment
        clock.monotonicMs += timer.ms
        timer.work()
    }

    /** The app is killed: what it had in memory is gone, what it stored is there. */
    private fun restart() {
        person.seen = scene.activity.screens.toList()
        wings.isEnding = true
        scene.end()
        wings.over.countDown()
        clock.timer = null
        start()
    }

    private fun say(control: JSONObject) {
        stage.control(control.optString("method", "PUT"), control.getString("path"), control.optJSONObject("body"))
    }

    private fun check() {
        val registrations = stage.registrations()
        val portal = registrations.optJSONObject(registrations.length() - 1)?.opt("portal_user")
        val screens = scene.activity.screens.fold(listOf<String>()) { seen, id -> if (seen.lastOrNull() == id) seen else seen + id }
        val found = stage.trace()
            .put("outcome", scene.activity.outcome?.tag)
            .put("registrations", registrations.length())
            .put("pending", scene.store.slots.containsKey("pending"))
            .put("holds", holds.get())
            .put("portal", portal != null && portal != JSONObject.NULL && portal != false)
            .put("screens", JSONArray(screens))
        for (what in expected.keys().asSequence() + "pending") {
            val wanted = if (expected.has(what)) expected[what] else false
            if (wanted.toString() != found[what].toString()) throw Unmet("$what: $wanted expected, ${found[what]} found; $screens")
        }
        if (found.getInt("verifies") > person.pins) throw Unmet("REQ-52: ${person.pins} PINs were typed, $found")
        if (steps.isNotEmpty() || found.getBoolean("in_field")) throw Unmet("steps left: $steps; $found")
        trace.end(screens)
    }

    private companion object {
        const val MOST_ROUNDS = 400

        val links = Links(
            faq = "https://faq.example/", contact = "https://contact.example/", facilities = "https://facilities.example/",
        )

        /** Words for a reader beside a PC. */
        val OTHERS = setOf("read.pc_step1", "read.pc_step2", "read.pc_step3", "pin.title_pc")
    }
}

/** What a language is called in the table. */
private val Language.tag: String
    get() = when (this) {
        Language.JAPANESE -> "ja"
        Language.PLAIN_JAPANESE -> "ja-easy"
        Language.ENGLISH -> "en"
    }

/** What an outcome is called in the table. */
private val Outcome.tag: String
    get() = if (this is Outcome.Failed) code else this::class.simpleName!!.replace(Regex("(?<=.)[A-Z]")) { "_${it.value}" }.lowercase()
