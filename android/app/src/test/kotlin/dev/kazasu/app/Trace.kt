package dev.kazasu.app

import org.json.JSONArray
import org.json.JSONObject
import java.io.File

/** What was shown and asked for in a play, in the form of the core's reference (`tests/scenarios/src/trace.rs`). */
class Trace {
    private val noted = mutableListOf<String>()

    val effects: List<String> @Synchronized get() = noted.toList()

    /** An effect begins. */
    @Synchronized
    fun note(effect: String) {
        // Random, and so different in every play.
        val name = effect.replace(PART) { if (it.value.length < LONGEST) it.value else "*" }
        // How often a state is asked for depends on how fast a server is.
        if (!(name.startsWith("GET /v1/registrations/") && noted.lastOrNull() == name)) noted += name
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
