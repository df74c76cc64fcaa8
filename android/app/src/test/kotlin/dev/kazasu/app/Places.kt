package dev.kazasu.app

import android.nfc.NfcAdapter
import android.widget.CheckBox
import dev.kazasu.core.ActionId
import dev.kazasu.core.Block
import dev.kazasu.core.Entry
import dev.kazasu.core.NetFault
import dev.kazasu.core.NoticeKind
import org.json.JSONObject

/** Every screen that the app can show, and the way there. */
enum class Place(
    val id: String, private val card: String = "fresh", private val entry: Entry = Entry.REGISTER,
    private val go: Way.() -> Unit = { scene.launch() },
) {
    LOADING("loading", go = { http.hold("GET /.well-known"); scene.launch() }),
    TERMS("terms"),
    TERMS_CLOCK_WRONG("terms", go = {
        control("/sandbox/v1/clock", JSONObject().put("offset_s", 7200))
        scene.launch()
    }),
    TERMS_TEXT("terms_text", go = { scene.launch(); scene.untilOn("terms"); scene.press(ActionId.READ_TERMS) }),
    APPLY("apply", go = { scene.launch(); scene.untilOn("terms"); scene.press(ActionId.AGREE) }),
    APPLY_AGAIN("apply", go = { toTheHold(); scene.press(ActionId.CANCEL) }),
    PIN_HELP("pin_help", go = { toThePin(); scene.press(ActionId.WHAT_IS_PIN) }),
    PIN("pin", go = { toThePin() }),
    PIN_SHORT("pin", go = { toThePin(); changing { scene.type("123"); scene.press(ActionId.SUBMIT_PIN) } }),
    PIN_WRONG("pin", go = { throughTheCard("9999"); scene.untilOn("pin") }),
    LAST_TRY("last_try", card = "one-try-left", go = { throughTheCard() }),
    HOLD("hold", go = { toTheHold() }),
    HOLD_TIPS("hold", go = {
        toTheHold()
        changing { scene.press(ActionId.SHOW_TIPS) }
    }),
    READING("reading", go = {
        toTheHold()
        hold { number, command -> if (number == 4) stick() else scene.stage.transmit(command) }
    }),
    SENDING("sending", go = { http.hold("POST /v1/registrations"); throughTheCard() }),
    UNSENT("unsent", go = { http.fail("POST /v1/registrations"); throughTheCard() }),
    RESUMING("resuming", go = {
        http.fail("POST /v1/registrations")
        throughTheCard()
        scene.untilOn("unsent")
        scene.controller.pause().stop().destroy()
        http.hold("POST /v1/registrations")
        scene.launch()
    }),
    DONE("done", go = { throughTheCard() }),
    PROCESSING("done", go = {
        control("/sandbox/v1/eligibility", JSONObject().put("delay_s", 600).put("outcome", "linked"))
        throughTheCard()
    }),
    NOT_LINKED("done", go = {
        control("/sandbox/v1/eligibility", JSONObject().put("delay_s", 0).put("outcome", "not-linked"))
        throughTheCard()
    }),
    EXPIRING("done", card = "expires-tomorrow", go = { throughTheCard() }),
    OFFLINE("trouble", go = { http.fail("GET /.well-known"); scene.launch() }),
    INSECURE("trouble", go = { http.fail("GET /.well-known", NetFault.TLS); scene.launch() }),
    MAINTENANCE("trouble", go = {
        control("/sandbox/v1/service", JSONObject().put("state", "maintenance"))
        scene.launch()
    }),
    TERMS_CHANGED("trouble", go = {
        scene.launch()
        scene.untilOn("terms")
        control("/sandbox/v1/terms", JSONObject().put("version", "2027-01-01"), "POST")
        scene.press(ActionId.AGREE)
    }),
    NFC_OFF("trouble", go = { toThePin(); scene.reader.setEnabled(false); submit() }),
    NFC_ABSENT("trouble", go = { toThePin(); hasNfc(false); submit() }),
    NO_CARD("trouble", go = { toTheHold(); scene.until("reader mode") { scene.reader.isInReaderMode }; later(61) }),
    MOVED("trouble", go = {
        toTheHold()
        hold { number, command -> if (number > 2) null else scene.stage.transmit(command) }
    }),
    LOCKED("trouble", card = "one-try-left", go = {
        throughTheCard("9999")
        scene.untilOn("last_try")
        scene.press(ActionId.USE_LAST_TRY)
        scene.untilOn("pin")
        scene.type("9999")
        scene.press(ActionId.SUBMIT_PIN)
        scene.untilOn("hold")
        scene.hold()
    }),
    UNUSABLE("trouble", card = "locked", go = { throughTheCard() }),
    EXPIRED("trouble", card = "expired", go = { throughTheCard() }),
    OTHER_CARD("trouble", card = "wrong-kind", go = { throughTheCard() }),
    REAL_CARD("trouble", card = "wrong-environment", go = { throughTheCard() }),
    CANCELLED("cancelled", card = "one-try-left", go = {
        throughTheCard()
        scene.untilOn("last_try")
        scene.press(ActionId.STOP_FOR_NOW)
    }),
    HOME("home", entry = Entry.HOME),
    HOME_NFC_OFF("home", entry = Entry.HOME, go = {
        scene.switchNfc(NfcAdapter.STATE_OFF)
        scene.launch()
        scene.until("the way to the setting") { scene.session.screen?.blocks.orEmpty().any { it is Block.SystemSetting } }
    }),
    HOME_NFC_ABSENT("home", entry = Entry.HOME, go = {
        hasNfc(false)
        scene.launch()
        scene.until("the warning") {
            scene.session.screen?.blocks.orEmpty().any { it is Block.Notice && it.kind == NoticeKind.WARNING }
        }
    }),
    PREPARE("prepare", entry = Entry.PREPARE),
    GUIDE("guide", entry = Entry.GUIDE),
    ABOUT("about", entry = Entry.ABOUT),
    CHECK_CARD("check_card", entry = Entry.CHECK_CARD),
    CARD_REPORT("card_report", entry = Entry.CHECK_CARD, go = { lookAtTheCard() }),
    CARD_REPORT_LOW("card_report", card = "two-tries-left", entry = Entry.CHECK_CARD, go = { lookAtTheCard() }),
    CARD_REPORT_LOCKED("card_report", card = "locked", entry = Entry.CHECK_CARD, go = { lookAtTheCard() }),
    NO_RECEIPT("no_receipt", entry = Entry.RECEIPTS),
    RECEIPT("receipt", entry = Entry.HOME, go = { registerFromHome(); scene.press(ActionId.RECEIPTS) }),
    DELETE_RECEIPT("delete_receipt", entry = Entry.HOME, go = {
        registerFromHome()
        press("home" to ActionId.RECEIPTS, "receipt" to ActionId.DELETE)
    }),
    SIGN_IN("sign_in", entry = Entry.STATUS),
    STATUS("status", entry = Entry.HOME, go = { registerFromHome(); scene.press(ActionId.STATUS) }),
    NOT_REGISTERED("not_registered", entry = Entry.STATUS, go = {
        scene.launch()
        press("sign_in" to ActionId.SIGN_IN)
        signIn()
    }),
    INSURANCE("insurance", entry = Entry.HOME, go = {
        registerFromHome()
        press("home" to ActionId.INSURANCE, "sign_in" to ActionId.SIGN_IN)
        signIn()
    }),
    RELEASE("release", entry = Entry.RELEASE),
    RELEASE_ACCEPTED("release_accepted", entry = Entry.HOME, go = {
        control("/sandbox/v1/eligibility", JSONObject().put("delay_s", 0).put("outcome", "linked"))
        registerFromHome()
        press("home" to ActionId.RELEASE)
        scene.untilOn("release")
        changing { scene.views.filterIsInstance<CheckBox>().single().performClick() }
        control("/sandbox/v1/eligibility", JSONObject().put("delay_s", 600).put("outcome", "linked"))
        scene.press(ActionId.REQUEST_RELEASE)
        signIn()
    }),
    PRACTICE("practice", entry = Entry.PRACTICE),
    PRACTICE_TERMS("practice_terms", entry = Entry.PRACTICE, go = {
        scene.launch()
        press("practice" to ActionId.PRACTICE)
    }),
    PRACTICE_APPLY("practice_apply", entry = Entry.PRACTICE, go = {
        scene.launch()
        press("practice" to ActionId.PRACTICE, "practice_terms" to ActionId.AGREE)
    }),
    PRACTICE_PIN("practice_pin", entry = Entry.PRACTICE, go = { practise() }),
    PRACTICE_DONE("practice_done", entry = Entry.PRACTICE, go = {
        practise()
        scene.untilOn("practice_pin")
        submit("1357")
        scene.until("the end of practice") { later(1); scene.screen.id == "practice_done" }
    });

    /** Goes there, and shows it to [see]. */
    fun visit(see: (Scene) -> Unit) {
        val way = Way(card, entry)
        try {
            way.go()
            way.scene.untilOn(id)
            see(way.scene)
        } catch (failed: Throwable) {
            throw AssertionError("$name: ${failed.message}", failed)
        } finally {
            way.leave()
        }
    }
}

private fun Way.lookAtTheCard() {
    scene.launch()
    press("check_card" to ActionId.READ_CARD)
    scene.hold()
}

private fun Way.practise() {
    scene.launch()
    press("practice" to ActionId.PRACTICE, "practice_terms" to ActionId.AGREE, "practice_apply" to ActionId.APPLY)
}
