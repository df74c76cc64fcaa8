package dev.kazasu.app

import dev.kazasu.core.PlatformEnvironment
import dev.kazasu.core.PlatformSpec
import org.json.JSONObject
import java.io.Closeable

/** The other side: the real server and a virtual card, in a process of their own, told what to do by lines of JSON. */
class Stage : Closeable {
    private val process = ProcessBuilder(System.getenv("KAZASU_STAGE")).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    private val out = process.outputStream.bufferedWriter()
    private val answers = process.inputStream.bufferedReader()

    @Synchronized
    fun tell(what: String, vararg more: Pair<String, Any?>): JSONObject {
        val line = JSONObject().put("do", what)
        more.forEach { (name, value) -> line.put(name, value ?: JSONObject.NULL) }
        out.write("$line\n")
        out.flush()
        return JSONObject(checkNotNull(answers.readLine()) { "the stage broke down at `$what`" })
    }

    /** A fresh server and a fresh card. */
    fun start(card: String): PlatformSpec {
        val where = tell("start", "card" to card)
        return PlatformSpec(
            origin = where.getString("origin"),
            environment = PlatformEnvironment.SANDBOX,
            name = mapOf("ja" to "練習サイト", "ja-easy" to "練習《れんしゅう》サイト", "en" to "Practice"),
            links = dev.kazasu.core.Links(faq = "https://faq.example/", facilities = "https://facilities.example/"),
            sandboxAddress = where.getString("address"),
        )
    }

    fun control(method: String, path: String, body: JSONObject? = null): JSONObject {
        val answer = tell("control", "method" to method, "path" to path, "body" to body)
        check(answer.getInt("status") in 200..299) { "$method $path: $answer" }
        return answer.optJSONObject("body") ?: JSONObject()
    }

    fun tap() = tell("tap")

    fun leave() = tell("leave")

    /** The card's answer; null if it is gone. */
    @OptIn(ExperimentalStdlibApi::class)
    fun transmit(command: ByteArray): ByteArray? =
        tell("transmit", "hex" to command.toHexString()).let { if (it.has("hex")) it.getString("hex").hexToByteArray() else null }

    fun trace() = tell("trace")

    fun registrations() = control("GET", "/sandbox/v1/registrations").getJSONArray("registrations")

    override fun close() {
        out.close()
        process.waitFor()
    }

    companion object {
        /** One for all tests of a run: its keys take a while to make. */
        val shared: Stage by lazy { Stage().also { Runtime.getRuntime().addShutdownHook(Thread { it.close() }) } }
    }
}
