package dev.kazasu.sdk

import android.content.Context
import android.content.res.ColorStateList
import android.content.res.Configuration
import android.graphics.drawable.Drawable
import android.graphics.drawable.GradientDrawable
import android.graphics.drawable.RippleDrawable
import android.util.TypedValue
import dev.kazasu.core.NoticeKind

/** Colours and sizes, by day and by night. Every text has a contrast of 4.5 to 1 at least (WCAG 2.2, 1.4.3). */
internal class Look(context: Context) {
    private val metrics = context.resources.displayMetrics
    private val night = context.resources.configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK ==
        Configuration.UI_MODE_NIGHT_YES

    val ground = pick(0xFFFFFFFF, 0xFF1A1A1C)
    val text = pick(0xFF1A1A1C, 0xFFF2F2F2)
    val quiet = pick(0xFF595959, 0xFFB3B3B3)
    val line = pick(0xFF767676, 0xFF949494)
    val accent = pick(0xFF0017C1, 0xFF9DB7F9)
    val onAccent = pick(0xFFFFFFFF, 0xFF1A1A1C)
    private val touched = pick(0x330017C1, 0x669DB7F9)

    /** The colour of a notice: what it means is said by its sign and its words. */
    fun of(kind: NoticeKind): Int = when (kind) {
        NoticeKind.INFORMATION -> pick(0xFF0055AD, 0xFF9DB7F9)
        NoticeKind.WARNING -> pick(0xFF806300, 0xFFFFD43D)
        NoticeKind.ERROR -> pick(0xFFCE0000, 0xFFFF9696)
        NoticeKind.SUCCESS -> pick(0xFF197A4B, 0xFF71C598)
    }

    fun px(dp: Int): Int = (dp * metrics.density).toInt()

    /** What grows with the text around it. */
    fun textPx(sp: Int): Int = TypedValue.applyDimension(TypedValue.COMPLEX_UNIT_SP, sp.toFloat(), metrics).toInt()

    /** A shape with round corners. */
    fun shape(fill: Int, edge: Int, radius: Int = px(8)): Drawable = GradientDrawable().apply {
        setColor(fill)
        setStroke(px(1), edge)
        cornerRadius = radius.toFloat()
    }

    /** One that shows a touch. */
    fun touchable(fill: Int, edge: Int): Drawable =
        shape(fill, edge).let { RippleDrawable(ColorStateList.valueOf(touched), it, it) }

    private fun pick(day: Long, dark: Long): Int = (if (night) dark else day).toInt()
}
