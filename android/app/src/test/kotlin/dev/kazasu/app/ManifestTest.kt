package dev.kazasu.app

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.w3c.dom.Element
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory

/** What the app declares to the system. */
class ManifestTest {
    private val app = File(System.getProperty("app.sources"))
    private val manifest = read("src/main/AndroidManifest.xml")
    private val application = manifest.named("application").single()

    @Test
    fun `t16 three permissions and no more`() {
        val wanted = setOf("android.permission.NFC", "android.permission.INTERNET", "android.permission.VIBRATE")
        assertEquals(wanted, manifest.named("uses-permission").map { it.its("name") }.toSet())
        assertEquals(emptyList<Element>(), manifest.named("uses-permission-sdk-23") + manifest.named("permission"))
    }

    @Test
    fun `t18 not debuggable, no test hook`() {
        for (switch in listOf("debuggable", "testOnly", "profileable")) assertEquals("", application.its(switch))
        assertEquals(emptyList<Element>(), manifest.named("instrumentation") + manifest.named("profileable"))
        assertEquals("false", application.its("usesCleartextTraffic"))
        assertEquals("", application.its("networkSecurityConfig"))
    }

    @Test
    fun `one door, and nothing else that other apps could call`() {
        val parts = listOf("activity", "activity-alias", "service", "receiver", "provider").flatMap { manifest.named(it) }
        assertEquals(listOf("dev.kazasu.app.MainActivity"), parts.map { it.its("name") })
        val activity = parts.single()
        assertEquals("true", activity.its("exported"))
        assertEquals("singleTop", activity.its("launchMode"))
        val doors = setOf("android.intent.action.MAIN", "android.nfc.action.TECH_DISCOVERED", "android.intent.action.VIEW")
        assertEquals(doors, manifest.named("action").map { it.its("name") }.toSet())
    }

    @Test
    fun `t08 one link, without a path that could say anything`() {
        val link = manifest.named("data").single()
        assertEquals("kazasu" to "register", link.its("scheme") to link.its("host"))
        for (more in listOf("path", "pathPrefix", "pathPattern", "mimeType", "port")) assertEquals("", link.its(more))
    }

    @Test
    fun `t03 nothing is backed up`() {
        assertEquals("false", application.its("allowBackup"))
        assertEquals("false", application.its("fullBackupContent"))
        assertEquals("@xml/data_extraction", application.its("dataExtractionRules"))
        val rules = read("src/main/res/xml/data_extraction.xml")
        for (way in listOf("cloud-backup", "device-transfer")) {
            val part = rules.named(way).single()
            assertEquals(DOMAINS, part.named("exclude").filter { it.getAttribute("path") == "." }.map { it.getAttribute("domain") }.toSet())
            assertEquals(emptyList<Element>(), part.named("include"))
        }
    }

    @Test
    fun `a phone without NFC can have it, from API level 26 on`() {
        val feature = manifest.named("uses-feature").single()
        assertEquals("android.hardware.nfc" to "false", feature.its("name") to feature.its("required"))
        val sdk = manifest.named("uses-sdk").single()
        assertEquals("26", sdk.its("minSdkVersion"))
        assertTrue(sdk.its("targetSdkVersion").toInt() >= 34)
    }

    @Test
    fun `a tap opens it for cards of type B only`() {
        val technologies = read("src/main/res/xml/cards.xml").named("tech").map { it.textContent }
        assertEquals(listOf("android.nfc.tech.IsoDep", "android.nfc.tech.NfcB"), technologies)
        assertFalse(manifest.named("uses-library").any())
    }

    private fun read(file: String): Element = DocumentBuilderFactory.newInstance().apply { isNamespaceAware = true }
        .newDocumentBuilder().parse(File(app, file)).documentElement

    private fun Element.named(name: String): List<Element> =
        getElementsByTagName(name).run { (0 until length).map { item(it) as Element } }

    private fun Element.its(name: String): String = getAttributeNS("http://schemas.android.com/apk/res/android", name)

    private companion object {
        val DOMAINS = setOf("root", "file", "database", "sharedpref", "external")
    }
}
