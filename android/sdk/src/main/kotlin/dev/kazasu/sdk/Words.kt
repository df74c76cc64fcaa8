package dev.kazasu.sdk

import android.graphics.Canvas
import android.graphics.Paint
import android.text.SpannableStringBuilder
import android.text.Spanned
import android.text.style.ReplacementSpan
import android.widget.TextView
import dev.kazasu.core.Line

/** Shows a text, readings above their runs, and says it as it is spoken. */
internal fun TextView.say(line: Line) {
    text = line.drawn()
    contentDescription = if (line.written == line.spoken) null else line.spoken
}

internal fun Line.drawn(): CharSequence {
    if (runs.none { it.ruby != null }) return written
    val drawn = SpannableStringBuilder()
    for (run in runs) {
        val start = drawn.length
        drawn.append(run.base)
        run.ruby?.let { drawn.setSpan(Ruby(it), start, drawn.length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE) }
    }
    return drawn
}

/** A reading above its run: furigana. The line grows by what it takes. */
internal class Ruby(private val reading: String) : ReplacementSpan() {
    override fun getSize(paint: Paint, text: CharSequence, start: Int, end: Int, metrics: Paint.FontMetricsInt?): Int {
        val small = Paint(paint).apply { textSize = paint.textSize * SHARE }
        metrics?.let {
            paint.getFontMetricsInt(it)
            val taller = small.fontMetricsInt.run { descent - ascent }
            it.ascent -= taller
            it.top -= taller
        }
        return maxOf(paint.measureText(text, start, end), small.measureText(reading)).toInt() + 1
    }

    override fun draw(
        canvas: Canvas, text: CharSequence, start: Int, end: Int, x: Float, top: Int, y: Int, bottom: Int, paint: Paint,
    ) {
        val small = Paint(paint).apply { textSize = paint.textSize * SHARE }
        val base = paint.measureText(text, start, end)
        val above = small.measureText(reading)
        val width = maxOf(base, above)
        canvas.drawText(text, start, end, x + (width - base) / 2, y.toFloat(), paint)
        canvas.drawText(reading, x + (width - above) / 2, y + paint.ascent() - small.descent(), small)
    }

    private companion object {
        const val SHARE = 0.55f
    }
}
