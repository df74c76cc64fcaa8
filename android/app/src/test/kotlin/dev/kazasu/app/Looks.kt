package dev.kazasu.app

import android.content.res.Configuration
import android.graphics.Bitmap
import android.graphics.Canvas
import android.view.View.MeasureSpec.EXACTLY
import android.view.View.MeasureSpec.makeMeasureSpec
import dev.kazasu.core.Language
import dev.kazasu.sdk.KazasuView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotSame
import org.junit.Assert.assertSame
import org.robolectric.RuntimeEnvironment
import java.io.File

/** A way for the phone to be. */
class Look(val name: String, val qualifiers: String, val scale: Float = 1f, val language: Language = Language.JAPANESE) {
    companion object {
        val JAPANESE = Look("ja", "ja-rJP-w411dp-h891dp-port-notnight-hdpi")
        val EASY = Look("ja-easy", "ja-rJP-w411dp-h891dp-port-notnight-hdpi", 1f, Language.PLAIN_JAPANESE)
        val ENGLISH = Look("en", "en-rUS-w411dp-h891dp-port-notnight-hdpi", 1f, Language.ENGLISH)
        val DARK = Look("ja-dark", "ja-rJP-w411dp-h891dp-port-night-hdpi")
        val LARGE = Look("ja-200", "ja-rJP-w411dp-h891dp-port-notnight-hdpi", 2f)
        val EASY_LARGE_DARK = Look("ja-easy-200-dark", "ja-rJP-w411dp-h891dp-port-night-hdpi", 2f, Language.PLAIN_JAPANESE)
        val SMALL = Look("ja-320dp", "ja-rJP-w320dp-h568dp-port-notnight-hdpi")
        val ENGLISH_LARGE_SMALL = Look("en-200-320dp", "en-rUS-w320dp-h568dp-port-notnight-hdpi", 2f, Language.ENGLISH)
        val ACROSS = Look("ja-land", "ja-rJP-w891dp-h411dp-land-notnight-hdpi")
        val SPLIT = Look("en-split", "en-rUS-w411dp-h320dp-land-notnight-hdpi", 1f, Language.ENGLISH)
    }
}

val Scene.view: KazasuView get() = views.filterIsInstance<KazasuView>().single()

/** Turns the phone to [look], with everything that the system does then; what was under way stays. */
fun Scene.turnTo(look: Look) {
    val (before, kept, shown) = Triple(activity, session, screen)
    val was = Configuration(before.resources.configuration)
    RuntimeEnvironment.setQualifiers(look.qualifiers)
    RuntimeEnvironment.setFontScale(look.scale)
    controller.configurationChange()
    controller.visible()
    val after = activity.resources.configuration
    if (after.diff(was) != 0) assertNotSame(before, activity)
    assertSame(kept, session)
    assertEquals(shown.serial, screen.serial)
    session.speak(look.language)
    // Terms are asked for anew in their language: meanwhile another screen is shown.
    until("the language ${look.language}") { session.isDrawn && session.screen?.run { language == look.language && id == shown.id } == true }
}

/** A picture of the whole screen, with what scrolls, and marks where the phone's screen ends. */
fun Scene.picture(file: File) {
    val window = activity.window.decorView
    val (width, fold) = window.width to window.height
    val more = maxOf(0, view.getChildAt(0).height - view.height)
    layOut(width, fold + more)
    val bitmap = Bitmap.createBitmap(width, fold + more, Bitmap.Config.ARGB_8888)
    window.draw(Canvas(bitmap))
    if (more > 0) for (x in 0 until MARK) {
        bitmap.setPixel(x, fold, MARKED)
        bitmap.setPixel(width - 1 - x, fold, MARKED)
    }
    file.outputStream().use { check(bitmap.compress(Bitmap.CompressFormat.PNG, 100, it)) }
    bitmap.recycle()
    layOut(width, fold)
}

private fun Scene.layOut(width: Int, height: Int) = activity.window.decorView.run {
    measure(makeMeasureSpec(width, EXACTLY), makeMeasureSpec(height, EXACTLY))
    layout(0, 0, width, height)
}

private const val MARK = 16
private const val MARKED = 0xFFFF00FF.toInt()
