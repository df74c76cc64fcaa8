package dev.kazasu.app

import android.content.Context
import android.graphics.Bitmap
import android.graphics.Canvas
import android.view.KeyEvent
import android.view.MotionEvent
import android.view.View
import android.view.WindowManager.LayoutParams.FLAG_SECURE
import android.view.accessibility.AccessibilityEvent
import android.view.accessibility.AccessibilityManager
import android.widget.CheckBox
import android.widget.EditText
import android.widget.TextView
import dev.kazasu.core.ActionId
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.nio.ByteBuffer

/** Where the PIN is typed: who can see it, hear it, fill it in, lay something over it. */
@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(qualifiers = "en-rUS-w411dp-h891dp-hdpi", shadows = [RealIsoDep::class, RealTagTechnology::class])
class PinScreenTest {
    @Test
    fun `t04 no text field, no autofill, nothing saved, nothing learnt`() = Place.PIN.visit { scene ->
        assertEquals(emptyList<View>(), scene.views.filter { it is EditText || it.onCheckIsTextEditor() }.toList())
        scene.views.filter { it === scene.view || it.isIn(scene.view) }.forEach {
            assertFalse("$it", it.isImportantForAutofill)
            assertEquals("$it", View.AUTOFILL_TYPE_NONE, if (it is CheckBox) View.AUTOFILL_TYPE_NONE else it.autofillType)
        }
        val ten = scene.views.filterIsInstance<TextView>().filter { it.isClickable && it.text.toString().singleOrNull()?.isDigit() == true }
        assertEquals((1..9).map(Int::toString) + "0", ten.map { it.text.toString() }.toList())
    }

    @Test
    fun `t04 what is typed is in no text and is not spoken, its count is`() = Place.PIN.visit { scene ->
        for ((at, digit) in "7391".withIndex()) {
            scene.type(digit.toString())
            assertTrue("${at + 1}" in scene.places.contentDescription)
        }
        val texts = scene.views.map { "${(it as? TextView)?.text} ${it.contentDescription} ${it.createAccessibilityNodeInfo().text}" }
        assertFalse(texts.any { "7391" in it })
        assertEquals(View.ACCESSIBILITY_LIVE_REGION_POLITE, scene.places.accessibilityLiveRegion)
    }

    @Test
    fun `req_42 that three wrong entries lock the PIN is read without scrolling, at the default size of text`() = Place.APPLY.visit { scene ->
        for (look in listOf(Look.JAPANESE, Look.EASY, Look.ENGLISH, Look.SMALL)) {
            scene.turnTo(look)
            val warning = scene.views.filterIsInstance<TextView>().single { it.text.toString() == "!" }.parent as View
            val top = IntArray(2).also(warning::getLocationInWindow)[1]
            val window = scene.activity.window.decorView.height
            assertTrue("${look.name}: $top, ${warning.height} of $window", warning.height > 0 && top > 0 && top + warning.height <= window)
            assertEquals(0, scene.view.scrollY)
        }
    }

    @Test
    fun `t06 no picture can be taken of it, of other screens it can`() {
        val secure = { scene: Scene -> scene.activity.window.attributes.flags and FLAG_SECURE != 0 }
        Place.PIN_WRONG.visit { assertTrue(secure(it)) }
        Place.APPLY.visit { scene ->
            assertFalse(secure(scene))
            scene.press(ActionId.APPLY)
            scene.untilOn("pin")
            assertTrue(secure(scene))
            scene.turnTo(Look.ACROSS)
            assertTrue(secure(scene))
        }
    }

    @Test
    fun `t07 a finger led through another app's window does nothing`() {
        for (place in listOf(Place.PIN, Place.TERMS, Place.APPLY, Place.LAST_TRY)) place.visit { scene ->
            val before = scene.screen
            val target = scene.views.filterIsInstance<TextView>().first { it.isClickable && if (place == Place.PIN) it.text == "5" else it.tag is ActionId }
            for (flag in listOf(MotionEvent.FLAG_WINDOW_IS_OBSCURED, 2, 3)) scene.touch(target, flag)
            assertEquals(0, scene.session.pin.count)
            assertTrue(scene.session.isDrawn)
            assertEquals(before, scene.screen)
            scene.touch(target, 0)
            if (place == Place.PIN) assertEquals(1, scene.session.pin.count) else scene.until("left $place") { scene.screen != before }
        }
    }

    @Test
    fun `t38 masked, shown when asked for, and hidden again by itself`() = Place.PIN.visit { scene ->
        scene.type("1111")
        val masked = scene.look()
        val reveal = scene.views.filterIsInstance<CheckBox>().single()
        reveal.performClick()
        val shown = scene.look()
        assertNotEquals(masked, shown)
        repeat(4) { scene.key(KeyEvent.KEYCODE_DEL) }
        scene.type("2222")
        assertNotEquals(shown, scene.look())
        shadowOf(android.os.Looper.getMainLooper()).idleFor(java.time.Duration.ofSeconds(6))
        assertFalse(reveal.isChecked)
        assertEquals("masked digits look alike", masked, scene.look())
    }

    @Test
    fun `req_123 a keyboard does what the keys on the screen do`() = Place.PIN.visit { scene ->
        for (key in listOf(KeyEvent.KEYCODE_9, KeyEvent.KEYCODE_DEL, KeyEvent.KEYCODE_1, KeyEvent.KEYCODE_2, KeyEvent.KEYCODE_3)) scene.key(key)
        assertEquals(3, scene.session.pin.count)
        scene.key(KeyEvent.KEYCODE_4)
        scene.key(KeyEvent.KEYCODE_5) // one too many is not taken
        assertEquals(4, scene.session.pin.count)
        scene.key(KeyEvent.KEYCODE_ENTER)
        scene.untilOn("hold")
        scene.key(KeyEvent.KEYCODE_ENTER) // where there is only waiting to do, one Enter too many stops nothing
        scene.key(KeyEvent.KEYCODE_ESCAPE)
        scene.untilOn("apply")
    }

    @Test
    fun `req_123 an error is said at once, and the title has the focus`() {
        val manager = RuntimeEnvironment.getApplication().getSystemService(Context.ACCESSIBILITY_SERVICE) as AccessibilityManager
        shadowOf(manager).setEnabled(true)
        shadowOf(manager).setTouchExplorationEnabled(true)
        Place.PIN_WRONG.visit { scene ->
            val error = scene.views.first { it.accessibilityLiveRegion == View.ACCESSIBILITY_LIVE_REGION_ASSERTIVE }
            val words = error.all().filterIsInstance<TextView>().map(::spoken).first { it.length > 5 }
            val said = shadowOf(manager).sentAccessibilityEvents.filter { it.eventType == AccessibilityEvent.TYPE_ANNOUNCEMENT }
            assertTrue(said.any { words in it.text.joinToString() })
            val title = scene.views.filterIsInstance<TextView>().single { it.isAccessibilityHeading }
            assertEquals(scene.screen.title.written, title.text.toString())
            assertTrue(title.isAccessibilityFocused)
            assertEquals(scene.screen.title.spoken, scene.view.accessibilityPaneTitle)
        }
    }

    private val Scene.places: View get() = views.first { it.javaClass.simpleName == "Places" }

    private fun View.isIn(other: View): Boolean = generateSequence(parent) { it.parent }.any { it === other }

    private fun Scene.look(): ByteBuffer {
        val bitmap = Bitmap.createBitmap(places.width, places.height, Bitmap.Config.ARGB_8888)
        places.draw(Canvas(bitmap))
        return ByteBuffer.allocate(bitmap.byteCount).also { bitmap.copyPixelsToBuffer(it) }.rewind() as ByteBuffer
    }

    private fun Scene.key(code: Int) = listOf(KeyEvent.ACTION_DOWN, KeyEvent.ACTION_UP).forEach { view.dispatchKeyEvent(KeyEvent(it, code)) }

    private fun Scene.touch(target: View, flags: Int) {
        val (here, there) = IntArray(2).also(view::getLocationInWindow) to IntArray(2).also(target::getLocationInWindow)
        val coords = MotionEvent.PointerCoords().apply {
            x = (there[0] - here[0] + target.width / 2).toFloat()
            y = (there[1] - here[1] + target.height / 2).toFloat()
        }
        val finger = MotionEvent.PointerProperties().apply { toolType = MotionEvent.TOOL_TYPE_FINGER }
        for ((action, ms) in listOf(MotionEvent.ACTION_DOWN to 0L, MotionEvent.ACTION_UP to 50L)) {
            view.dispatchTouchEvent(MotionEvent.obtain(0, ms, action, 1, arrayOf(finger), arrayOf(coords), 0, 0, 1f, 1f, 0, 0, 0, flags))
        }
        shadowOf(android.os.Looper.getMainLooper()).idle()
    }
}
