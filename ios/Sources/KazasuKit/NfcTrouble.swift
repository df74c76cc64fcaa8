import KazasuCore

/// What the codes of `NFCReaderError` mean, by number: the names exist on Apple's platforms only.
enum NfcTrouble {
    /// Why no card was found, by the code that ended the session.
    static func whileLooking(_ code: Int) -> CardFault {
        switch code {
        case 1: .nfcAbsent  // unsupported feature: an iPad, a simulator
        case 6: .nfcOff  // radio disabled
        case 100...104: .noCard  // the tag was lost before it could be spoken to
        case 200: .dismissed
        case 201, 202: .noCard  // the session's 60 seconds; the system needed the radio or put the app away
        case 203, 4099: .readerBusy  // a session before it is not over; the NFC service went away
        default: .other  // 2 to 5, 7, 8, 105: an entitlement or an argument that is wrong
        }
    }

    /// What a command came to that the phone did not get answered.
    static func whileReading(_ code: Int) -> Answer {
        switch code {
        case 3, 4, 5, 105: .notSent  // refused before it went out, as too long or ill-formed
        case 200: .cardFailed(fault: .dismissed)
        default: .cardLost
        }
    }
}
