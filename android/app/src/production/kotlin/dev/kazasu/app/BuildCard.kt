package dev.kazasu.app

import android.app.Activity
import dev.kazasu.sdk.CardPort
import dev.kazasu.sdk.IsoDepCard

/** Where cards are held in this build. */
internal object BuildCard {
    @Suppress("UNUSED_PARAMETER")
    fun of(activity: Activity): CardPort = IsoDepCard()
}
