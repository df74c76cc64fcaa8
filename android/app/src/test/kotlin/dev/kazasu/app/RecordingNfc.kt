package dev.kazasu.app

import android.app.Activity
import android.nfc.NfcAdapter
import android.os.Bundle
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.shadows.ShadowNfcAdapter

/** Robolectric's NFC, with a memory of what reader mode was asked for. */
@Implements(NfcAdapter::class)
class RecordingNfc : ShadowNfcAdapter() {
    class Asked(val flags: Int, val extras: Bundle)

    @Implementation
    public override fun enableReaderMode(
        activity: Activity, callback: NfcAdapter.ReaderCallback, flags: Int, extras: Bundle?,
    ) {
        asked += Asked(flags, Bundle(extras))
        super.enableReaderMode(activity, callback, flags, extras)
    }

    companion object {
        val asked = mutableListOf<Asked>()
    }
}
