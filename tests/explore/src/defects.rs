//! Deliberate defects, to show that each invariant catches what it is for. None is ever on in an exploration.

/// Something wrong with the world, or with what is seen of the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Defect {
    /// A server that makes a registration of every post.
    RegistersTwice,
    /// A server that says yes and keeps nothing.
    KeepsNothing,
    /// A server that registers and says that the proof was not good.
    Denies,
    /// Each VERIFY is handed out twice.
    VerifyTwice,
    /// The last try looks like two on its way from the card.
    HidesLastTry,
    /// The box is shown the other way round.
    FlipsBox,
    /// A ticked box looks as if it were not, to the person who goes on all the same.
    HidesTick,
    /// A card is looked for as soon as the app starts.
    RadioFirst,
    /// Screens of trouble offer nothing.
    DeadEnd,
    /// The PIN is written into the record of the signed request.
    LeaksPin,
    /// A command is handed out after the end.
    CommandAfterEnd,
    /// Storage says that it wrote, and did not, and the app is killed.
    LosesRecord,
    /// The notice that closes the card gets lost.
    NeverCloses,
    /// An effect is handed out twice under one id.
    SameIdTwice,
}
