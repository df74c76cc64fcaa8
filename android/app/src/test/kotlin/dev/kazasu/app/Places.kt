package dev.kazasu.app

import dev.kazasu.core.ActionId
import dev.kazasu.core.NetFault
import org.json.JSONObject

/** Every screen that a registration can show, and the way there. */
enum class Place(val id: String, private val card: String = "fresh", private val go: Way.() -> Unit) {
    LOADING("loading", go = { http.hold("GET /.well-known"); scene.launch() }),
    TERMS("terms", go = { scene.launch() }),
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
    });

    /** Goes there, and shows it to [see]. */
    fun visit(see: (Scene) -> Unit) {
        val way = Way(card)
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
