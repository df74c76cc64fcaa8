package dev.kazasu.app

import android.app.Activity
import android.nfc.NfcAdapter
import dev.kazasu.sdk.CardPort
import dev.kazasu.sdk.IsoDepCard

/** Where cards are held in this build: at the phone's back, or, where there is no NFC as on an emulator, behind TCP. */
internal object BuildCard {
    /** Where `kazasu sandbox --serve` holds its card, by `adb reverse`. */
    private const val PORT = 35180

    fun of(activity: Activity): CardPort =
        if (NfcAdapter.getDefaultAdapter(activity) == null) TcpCard("127.0.0.1", PORT) else IsoDepCard()
}
