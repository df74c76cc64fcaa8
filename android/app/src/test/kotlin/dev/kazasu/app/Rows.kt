package dev.kazasu.app

import dev.kazasu.core.Block
import dev.kazasu.core.Screen
import org.json.JSONObject
import org.tomlj.Toml
import java.io.File

/** The scenario table, and the words that its rows speak of. */
object Rows {
    private val folder = File(System.getenv("KAZASU_TABLE"))

    /** The rows of one file of the table. */
    fun of(file: String): List<JSONObject> {
        val toml = Toml.parse(folder.resolve("$file.toml").toPath())
        check(toml.errors().isEmpty()) { "$file: ${toml.errors()}" }
        return JSONObject(toml.toJson()).objects("scenario")
    }

    /** All files of the table. */
    val files: List<String> = folder.listFiles { file -> file.extension == "toml" }!!.map { it.nameWithoutExtension }.sorted()
}

/** What a text of the core's looks like, whatever stands in its placeholders. */
class Words(language: String) {
    private val texts = File(System.getenv("KAZASU_TABLE"), "../../../core/words/$language.ftl").readLines()
        .filter { " = " in it && !it.startsWith("#") }
        .associate { it.substringBefore(" = ") to it.substringAfter(" = ").replace(READING, "") }

    /** Whether the text of that id stands in what is shown. */
    fun areIn(shown: String, id: String): Boolean {
        val text = checkNotNull(texts[id.replace('.', '-')]) { "no text `$id`" }
        var from = 0
        for (part in text.split(PLACE)) {
            val at = shown.indexOf(part, from)
            if (at < 0) return false
            from = at + part.length
        }
        return true
    }

    private companion object {
        val READING = Regex("《[^》]*》")
        val PLACE = Regex("""\{ [^}]* }""")
    }
}

/** The objects of that name, if there are any. */
fun JSONObject.objects(name: String): List<JSONObject> =
    optJSONArray(name)?.let { all -> (0 until all.length()).map(all::getJSONObject) } ?: emptyList()

/** The texts of that name, if there are any. */
fun JSONObject.texts(name: String): List<String> =
    optJSONArray(name)?.let { all -> (0 until all.length()).map(all::getString) } ?: emptyList()

/** The error code that stands on a screen. */
val Screen.code: String? get() = blocks.filterIsInstance<Block.Code>().firstOrNull()?.code
