package dev.kazasu.app

import dev.kazasu.core.Session
import dev.kazasu.sdk.KazasuActivity
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.objectweb.asm.ClassReader
import java.io.File
import java.util.jar.JarFile

/** What is in the classes that go into an app: the app's, the SDK's and those of the libraries that run with it. */
class ClassesTest {
    private val ours = listOf(MainActivity::class, KazasuActivity::class, Session::class)
    private val libraries = listOf(kotlinx.coroutines.Job::class, com.sun.jna.Native::class, kotlin.Unit::class)

    /** By name, with every constant in it. */
    private val classes: Map<String, Set<String>> = (ours + libraries).map { placeOf(it.java) }.distinct()
        .flatMap(::read).associate { ClassReader(it).className to constants(ClassReader(it)) }

    @Test
    fun `t09 nothing here can show a web page`() {
        assertTrue(classes.size > 1000)
        assertEquals(emptyList<String>(), classes.filterValues { all -> all.any { "android/webkit" in it || "android.webkit" in it } }.keys.toList())
    }

    @Test
    fun `t16 one origin, and no other host`() {
        val hosts = own().values.flatten().flatMap { URL.findAll(it).map { found -> found.groupValues[1] } }.toSet()
        val platform = BuildPlatformOf(File(System.getProperty("app.sources"), "target/generated/dev/kazasu/app/BuildPlatform.kt"))
        assertTrue(platform.origin in hosts)
        assertEquals(emptySet<String>(), hosts - platform.all)
    }

    @Test
    fun `t16 no tracker, no advertiser, no crash reporter`() {
        val found = classes.keys.filter { name -> TRACKERS.any { it in name.lowercase() } }
        assertEquals(emptyList<String>(), found)
        val identifiers = listOf("android_id", "getDeviceId", "getImei", "AdvertisingId", "getSerial", "getInstalledPackages", "android/location")
        assertEquals(emptyList<String>(), own().filterValues { all -> identifiers.any(all::contains) }.keys.toList())
    }

    @Test
    fun `t18 the practice card is in no production build, and no test is in any`() {
        val app = File(System.getProperty("app.sources"))
        val production = File(app, "src/production").walk().filter { it.extension == "kt" }.joinToString("\n") { it.readText() }
        val everywhere = File(app, "src/main/kotlin").walk().filter { it.extension == "kt" }.joinToString("\n") { it.readText() }
        for (text in listOf(production, everywhere)) assertTrue("TcpCard" !in text && "127.0.0.1" !in text && "Socket" !in text)
        assertEquals(emptyList<String>(), own().filterValues { all -> all.any { "junit" in it || "robolectric" in it || "BuildConfig" in it } }.keys.toList())
    }

    private fun own() = classes.filterKeys { it.startsWith("dev/kazasu/") }

    /** The hosts that a platform was built with, from what the build made of its file. */
    private class BuildPlatformOf(file: File) {
        private val text = file.readText()
        val origin = URL.find(text.substringAfter("origin = "))!!.groupValues[1]
        val all = URL.findAll(text).map { it.groupValues[1] }.toSet()
    }

    private fun placeOf(type: Class<*>) = File(type.protectionDomain.codeSource.location.toURI())

    private fun read(place: File): List<ByteArray> = if (place.isDirectory) {
        place.walk().filter { it.extension == "class" }.map(File::readBytes).toList()
    } else {
        JarFile(place).use { jar ->
            jar.entries().asSequence().filter { it.name.endsWith(".class") && "module-info" !in it.name && "META-INF" !in it.name }
                .map { jar.getInputStream(it).readBytes() }.toList()
        }
    }

    /** The texts of a class's constant pool: names, types and literals alike. */
    private fun constants(reader: ClassReader): Set<String> = (1 until reader.itemCount).map(reader::getItem)
        .filter { it > 0 && reader.readByte(it - 1) == UTF8 }
        .map { String(ByteArray(reader.readUnsignedShort(it)) { at -> reader.readByte(it + 2 + at).toByte() }, Charsets.UTF_8) }.toSet()

    private companion object {
        const val UTF8 = 1
        val URL = Regex("https?://([^/\"\\s:]+)")
        val TRACKERS = listOf("firebase", "crashlytics", "analytics", "appsflyer", "adjust/sdk", "facebook", "sentry", "bugsnag", "datadog", "gms/ads")
    }
}
