package dev.kazasu.app

import org.json.JSONArray
import org.json.JSONObject
import java.io.File

/** What was shown and asked for in a play, in the form of the core's reference (`tests/scenarios/src/trace.rs`). */
class Trace {
    private val noted = mutableListOf<String>()

    private var screens: List<String>? = null
    private val effects: List<String> @Synchronized get() = noted.toList()

    /** An effect begins. */
    @Synchronized
    fun note(effect: String) {
        if (screens != null) return
        // Random, and so different in every play.
        val name = effect.replace(PART) { if (it.value.length < LONGEST) it.value else "*" }
        // How often a state is asked for depends on how fast a server is.
        if (!(name.startsWith("GET /v1/registrations/") && noted.lastOrNull() == name)) noted += name
    }

    /**
     * It is over: these screens were shown, the same one right after itself counted once. What the session gives up when
     * its activity goes is asked for by nobody.
     */
    @Synchronized
    fun end(screens: List<String>) {
        this.screens = screens
    }

    /** Whether it is what that row comes to straight through the core. */
    fun compare(row: String) {
        if (screens != Reference.screens(row)) throw Unmet("screens: ${Reference.screens(row)} in the core, $screens here")
        if (effects != Reference.effects(row)) throw Unmet("effects: ${Reference.effects(row)} in the core, $effects here")
    }

    private companion object {
        const val LONGEST = 16
        val PART = Regex("[^/?&= ]+")
    }
}

/** The whole table straight through the core, drawn for Android; `scripts/android` makes it. */
object Reference {
    private val rows = JSONObject(File(System.getenv("KAZASU_REFERENCE")).readText())

    /** The names of its rows. */
    val names: Set<String> = rows.keySet()

    fun screens(row: String): List<String> = list(row, "screens")

    fun effects(row: String): List<String> = list(row, "effects")

    private fun list(row: String, what: String) =
        rows.getJSONObject(row).getJSONArray(what).let { all: JSONArray -> (0 until all.length()).map(all::getString) }
}
