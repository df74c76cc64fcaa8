package dev.kazasu.sdk

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.PointF
import android.nfc.NfcAdapter
import android.os.Build
import android.view.View
import android.widget.LinearLayout
import android.widget.ProgressBar

/**
 * The back of a phone, a card against it, and how far the reading is. Where the phone tells its antenna's place (API
 * level 34), the card is drawn there. A still picture: the words beside it say the same.
 */
internal class HoldPicture(context: Context, look: Look) : LinearLayout(context) {
    private val bar = ProgressBar(context, null, android.R.attr.progressBarStyleHorizontal).apply {
        max = PERCENT
        minimumHeight = look.px(BAR)
    }

    init {
        orientation = VERTICAL
        importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS
        addView(Back(context, look), LayoutParams(LayoutParams.MATCH_PARENT, look.px(HEIGHT)))
        addView(bar)
    }

    fun show(progress: Int?) {
        bar.visibility = if (progress == null) View.INVISIBLE else View.VISIBLE
        bar.progress = progress ?: 0
    }

    private class Back(context: Context, private val look: Look) : View(context) {
        private val stroke = Paint(Paint.ANTI_ALIAS_FLAG).apply {
            style = Paint.Style.STROKE
            strokeWidth = look.px(2).toFloat()
        }
        private val fill = Paint(Paint.ANTI_ALIAS_FLAG).apply { color = look.ground }
        private val corner = look.px(8).toFloat()
        private val antenna = antenna(context)

        override fun onDraw(canvas: Canvas) {
            val tall = height * 0.9f
            val wide = tall * PHONE
            val left = (width - wide) / 2
            val top = (height - tall) / 2
            stroke.color = look.line
            canvas.drawRoundRect(left, top, left + wide, top + tall, corner, corner, stroke)
            val (x, y) = left + wide * antenna.x to top + tall * antenna.y
            val half = wide * 0.62f
            val flat = half * CARD
            canvas.drawRoundRect(x - half, y - flat, x + half, y + flat, corner, corner, fill)
            stroke.color = look.accent
            canvas.drawRoundRect(x - half, y - flat, x + half, y + flat, corner, corner, stroke)
            // The contactless mark: three arcs, the middle one in the card's middle.
            val from = x - flat * 0.44f
            for (ring in 1..3) {
                val radius = flat * 0.22f * ring
                canvas.drawArc(from - radius, y - radius, from + radius, y + radius, -45f, 90f, false, stroke)
            }
        }
    }

    private companion object {
        const val PERCENT = 100
        const val BAR = 8
        const val HEIGHT = 180

        /** A phone's width by its height, a card's height by its width (ISO/IEC 7810 ID-1). */
        const val PHONE = 0.5f
        const val CARD = 0.63f

        /** The antenna's place as shares of the back's width and height. Most are in the middle of the upper half. */
        fun antenna(context: Context): PointF {
            val usual = PointF(0.5f, 0.32f)
            if (Build.VERSION.SDK_INT < Build.VERSION_CODES.UPSIDE_DOWN_CAKE) return usual
            val info = NfcAdapter.getDefaultAdapter(context)?.nfcAntennaInfo ?: return usual
            val place = info.availableNfcAntennas.firstOrNull() ?: return usual
            if (info.deviceWidth <= 0 || info.deviceHeight <= 0) return usual
            // Told as seen from the front; seen from the back, left is right.
            return PointF(1 - place.locationX.toFloat() / info.deviceWidth, place.locationY.toFloat() / info.deviceHeight)
        }
    }
}
