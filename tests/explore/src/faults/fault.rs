//! One thing that can go wrong.

use kazasu_core::effect::{CardFault, Facts, NetFault};
use kazasu_core::screen::ActionId;
use kazasu_core::words::Language;

use crate::person::{Act, Typed};

/// Whether something was lost before it arrived, or after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// It never arrived.
    Before,
    /// It was carried out; what came of it is not known.
    After,
}

/// Something that does not go as it should, or something else that the person does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The card leaves, or the connection breaks.
    Lost(Side),
    /// The reader cannot carry the command.
    NotSent,
    /// The card answers these octets instead, and does nothing or what it was told.
    Answers(Vec<u8>, Side),
    /// The person types that on the reader's keypad.
    Types(Typed),
    /// No card can be spoken to.
    NoCard(CardFault),
    /// Another person's card is held.
    OtherCard,
    /// No HTTP answer, for that reason.
    Net(NetFault, Side),
    /// The server refuses with the problem of that code, before or after it did what was asked.
    Refused(&'static str, Side),
    /// Something in the way answers with a page of that status.
    Stranger(u16, Side),
    /// The answer's body is cut off.
    CutOff,
    /// Storage fails, before or after it wrote.
    Fails(Side),
    /// Storage brings back something else.
    Corrupt,
    /// The generator brings nothing.
    NoRandom,
    /// A notice is not carried out.
    Dropped,
    /// The app is killed and started again.
    Kill(Side),
    /// The person presses something meanwhile; the effect is stopped before or comes to its end all the same.
    Press(ActionId, Side),
    /// So many seconds go by first.
    Later(i64),
    /// The person chooses another language first.
    Speak(Language),
    /// The shell notices something about reader and card first.
    Notices(Facts),
    /// The person does something else than what the screen suggests.
    Does(Act),
}
