package dev.kazasu.app

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File

/** Words, rules and the card's language are the core's. The shell draws and carries, and stays small. */
class ShellIsThinTest {
    private val app = File(System.getProperty("app.sources"))
    private val sources = listOf(File(app, "src"), File(app.parentFile, "sdk/src")).flatMap { it.walk() }
        .filter { it.extension == "kt" && "${File.separator}test${File.separator}" !in it.path }

    @Test
    fun `less than 1500 lines`() {
        assertTrue(sources.size > 10)
        val lines = sources.sumOf { file -> file.readLines().count { it.isNotBlank() && !COMMENT.containsMatchIn(it) } }
        assertTrue("$lines lines of code", lines < 1500)
    }

    @Test
    fun `no text for people`() {
        val found = everyLiteral { literal ->
            literal.any { it in 'ぁ'..'ヿ' || it in '一'..'鿿' || it in '！'..'～' } || SENTENCE.containsMatchIn(literal)
        }
        // For the app's builder: when the library does not fit, reasons inside exceptions, reasons of annotations.
        val accepted = setOf(
            "the native library is of another build than its bindings", "cut short", "the key is gone", "not renamed",
            "called up to API level 32; later ones call what onCreate registers", "the platform's own way, without a library",
        )
        assertEquals(emptySet<String>(), found - accepted)
    }

    @Test
    fun `no AID, no status word, no APDU`() {
        assertEquals(emptySet<String>(), everyLiteral { HEX_TEXT.matches(it) && it.any(Char::isDigit) })
        val code = sources.filter { it.name !in COLOURS }.map { it to it.readText() }
        val numbers = code.flatMap { (file, text) -> HEX_NUMBER.findAll(text).map { "${file.name}: ${it.value}" } }
        assertEquals(emptyList<String>(), numbers)
    }

    @Test
    fun `no AndroidX, no other library at run time`() {
        val imports = sources.flatMap { it.readLines() }.filter { it.startsWith("import ") }.map { it.removePrefix("import ") }
        val allowed = listOf("android.", "dev.kazasu.", "java.", "javax.crypto.", "kotlin.", "kotlinx.coroutines.")
        assertEquals(emptyList<String>(), imports.filter { name -> allowed.none(name::startsWith) })
        val qualified = sources.filter { "androidx." in it.readText() || "com.google." in it.readText() }
        assertEquals(emptyList<File>(), qualified)
    }

    @Test
    fun `req_125 no log and no state that could hold a secret`() {
        val forbidden = Regex("""\b(Log\.|println|printStackTrace|SharedPreferences|EditText|WebView|onSaveInstanceState|System\.(out|err))""")
        val found = sources.flatMap { file -> forbidden.findAll(file.readText()).map { "${file.name}: ${it.value}" } }
        assertEquals(emptyList<String>(), found)
    }

    private fun everyLiteral(which: (String) -> Boolean): Set<String> = sources
        .flatMap { file -> file.readLines().filterNot(COMMENT::containsMatchIn) }
        .flatMap { line -> LITERAL.findAll(line.substringBefore(" // ")).map { it.groupValues[1] } }
        .filter(which).toSet()

    private companion object {
        val COMMENT = Regex("""^\s*(//|/\*|\*)""")
        val LITERAL = Regex(""""((?:[^"\\]|\\.)*)"""")

        /** Three words and more. */
        val SENTENCE = Regex("""[A-Za-z]+ [A-Za-z]+( [A-Za-z]+|$)""")
        val HEX_TEXT = Regex("(?i)([0-9a-f]{2} ?){2,}")
        val HEX_NUMBER = Regex("""0x[0-9A-Fa-f]+""")

        /** Where hexadecimal numbers are colours. */
        val COLOURS = setOf("Look.kt")
    }
}
