//! Events that do not fit: late, double, of the wrong kind, for an old screen. They must change nothing.

use kazasu_core::effect::{Answer, Effect, EffectId, Event, Intent, Misuse};
use kazasu_core::flow::Flow;
use kazasu_core::screen::{ActionId, Block, FieldId, Screen};
use kazasu_core::secret::Secret;
use kazasu_core::time::Now;

use crate::invariants::{Invariant, Violation};
use crate::person::{Act, field};

const ACTIONS: [ActionId; 33] = [
    ActionId::Agree,
    ActionId::ReadTerms,
    ActionId::Apply,
    ActionId::Back,
    ActionId::WhatIsPin,
    ActionId::SubmitPin,
    ActionId::Cancel,
    ActionId::UseLastTry,
    ActionId::StopForNow,
    ActionId::ShowTips,
    ActionId::Retry,
    ActionId::StartAgain,
    ActionId::ReviewTerms,
    ActionId::Resend,
    ActionId::Close,
    ActionId::Finish,
    ActionId::Register,
    ActionId::Status,
    ActionId::Insurance,
    ActionId::Release,
    ActionId::CheckCard,
    ActionId::Receipts,
    ActionId::Prepare,
    ActionId::Guide,
    ActionId::Practice,
    ActionId::About,
    ActionId::SignIn,
    ActionId::ReadCard,
    ActionId::RequestRelease,
    ActionId::Refresh,
    ActionId::Older,
    ActionId::Newer,
    ActionId::Delete,
];

/// While an effect is under way.
pub(crate) fn before(flow: Option<&mut Flow>, now: Now, (id, effect): (EffectId, &Effect)) -> Result<(), Violation> {
    let Some(flow) = flow else { return Ok(()) };
    unchanged(flow, |flow| {
        for unknown in [EffectId(0), EffectId(id.0 + 1), EffectId(u64::MAX)] {
            expect(flow, now, answer(unknown, Answer::Stored), Err(Misuse::UnknownEffect))?;
        }
        let wrong = if matches!(effect, Effect::Save { .. }) { Answer::Elapsed } else { Answer::Stored };
        expect(flow, now, answer(id, wrong), Err(Misuse::WrongAnswer))?;
        if id.0 > 1 {
            expect(flow, now, answer(EffectId(id.0 - 1), Answer::CardLost), Ok(()))?;
        }
        not_offered(flow, now)
    })
}

/// After an effect was answered: the same id again.
pub(crate) fn again(flow: Option<&mut Flow>, now: Now, id: EffectId) -> Result<(), Violation> {
    let Some(flow) = flow else { return Ok(()) };
    let before = flow.screen();
    expect(flow, now, answer(id, Answer::CardLost), Ok(()))?;
    expect(flow, now, answer(id, Answer::Elapsed), Ok(()))?;
    same(&before, &flow.screen())
}

/// While the person is asked.
pub(crate) fn on(flow: Option<&mut Flow>, now: Now, screen: &Screen) -> Result<(), Violation> {
    let Some(flow) = flow else { return Ok(()) };
    unchanged(flow, |flow| {
        for action in &screen.actions {
            let old = Event::Intent { screen: screen.serial - 1, intent: Intent::Press(action.id) };
            expect(flow, now, old, Err(Misuse::OldScreen))?;
        }
        expect(flow, now, answer(EffectId(1), Answer::Loaded(None)), Ok(()))?;
        not_offered(flow, now)
    })
}

/// A double tap.
pub(crate) fn tapped_again(flow: Option<&mut Flow>, now: Now, serial: u64, act: Act) -> Result<(), Violation> {
    let Some(flow) = flow else { return Ok(()) };
    if flow.is_closed() || matches!(act, Act::Tick(_)) {
        return Ok(()); // a box that is ticked twice is ticked
    }
    let before = flow.screen();
    // Where an effect without a page of its own comes first, the screen is still there, and takes nothing any more.
    let found = flow.handle(now, Event::Intent { screen: serial, intent: act.intent(&before) });
    let refused = matches!(found, Err(Misuse::OldScreen | Misuse::NotOffered));
    Invariant::Contract.need(refused, format!("{act:?} tapped twice came to {found:?}"))?;
    same(&before, &flow.screen())
}

fn not_offered(flow: &mut Flow, now: Now) -> Result<(), Violation> {
    let screen = flow.screen();
    let serial = screen.serial;
    let offered = |id| id != ActionId::SubmitPin && screen.actions.iter().any(|action| action.id == id);
    for action in ACTIONS.into_iter().filter(|id| !offered(*id)) {
        let event = Event::Intent { screen: serial, intent: Intent::Press(action) };
        expect(flow, now, event, Err(Misuse::NotOffered))?;
    }
    if !screen.blocks.iter().any(|block| matches!(block, Block::PinField { .. })) {
        let intent = Intent::EnterPin(Secret::new(b"0000".to_vec()));
        expect(flow, now, Event::Intent { screen: serial, intent }, Err(Misuse::NotOffered))?;
    }
    let boxed = field(&screen);
    let fields = [FieldId::PortalUser, FieldId::ChildsCard, FieldId::ReleaseUnderstood];
    for field in fields.into_iter().filter(|field| Some(*field) != boxed) {
        let intent = Intent::Set { field, on: true };
        expect(flow, now, Event::Intent { screen: serial, intent }, Err(Misuse::NotOffered))?;
    }
    Ok(())
}

fn unchanged(flow: &mut Flow, misfit: impl FnOnce(&mut Flow) -> Result<(), Violation>) -> Result<(), Violation> {
    let before = flow.screen();
    misfit(flow)?;
    Invariant::Contract.need(flow.take_effect().is_none(), "a misfit brought an effect")?;
    same(&before, &flow.screen())
}

fn same(before: &Screen, after: &Screen) -> Result<(), Violation> {
    Invariant::Contract.need(before == after, format!("a misfit changed `{}` into `{}`", before.id, after.id))
}

fn answer(id: EffectId, answer: Answer) -> Event {
    Event::Answer { id, answer }
}

fn expect(flow: &mut Flow, now: Now, event: Event, wanted: Result<(), Misuse>) -> Result<(), Violation> {
    let shown = format!("{event:?}");
    let found = flow.handle(now, event);
    Invariant::Contract.need(found == wanted, format!("{shown} came to {found:?}, not {wanted:?}"))
}
