//! Home, and the way from it to everything else and back.

use crate::effect::{End, Intent, Io};
use crate::platform::Purpose;
use crate::registration::Calls;
use crate::screen::{ActionId, Around, Page};

use super::check_card::check_card;
use super::insurance::insurance;
use super::practice::practice;
use super::receipts::receipts;
use super::register::{register, settle};
use super::release::release;
use super::status::status;
use super::trouble::Turn;
use super::{Entry, Outcome};

/// Everything, from an entry on.
pub(super) async fn home(mut io: Io, entry: Entry) -> End {
    if entry != Entry::Home {
        // A status that knows nothing of what was signed a minute ago would mislead.
        let settled = if entry == Entry::Status { unsettled(&mut io).await } else { None };
        return match settled {
            Some(end) => end,
            None => visit(&mut io, entry).await,
        };
    }
    let mut outcome = Outcome::Shown;
    let mut came_back = match unsettled(&mut io).await {
        Some(end) => end,
        None => End::shown(),
    };
    loop {
        if came_back.outcome == Outcome::Defect {
            return came_back;
        }
        if let Some(page) = came_back.page.take() {
            io.ask(page).await;
        }
        if came_back.outcome != Outcome::Shown {
            outcome = came_back.outcome;
        }
        io.set_purpose(Purpose::Managing);
        let Intent::Press(pressed) = io.ask(Page::Around(Around::Home)).await else { continue };
        let Some(entry) = entry_of(pressed) else { return End { outcome, page: None } };
        let settled =
            if entry == Entry::Status && outcome == Outcome::Unsent { unsettled(&mut io).await } else { None };
        came_back = match settled {
            Some(end) => end,
            None => visit(&mut io, entry).await,
        };
    }
}

/// One entry, to its end.
async fn visit(io: &mut Io, entry: Entry) -> End {
    loop {
        io.set_purpose(Purpose::Managing);
        let visited = match entry {
            Entry::Home => Ok(End::shown()),
            Entry::Register => return register(io).await,
            Entry::Status => status(io).await,
            Entry::Insurance => insurance(io).await,
            Entry::Release => release(io).await,
            Entry::CheckCard => check_card(io).await,
            Entry::Receipts => receipts(io).await,
            Entry::Prepare => prepare(io).await,
            Entry::Guide => {
                io.ask(Page::Around(Around::Guide)).await;
                Ok(End::shown())
            }
            Entry::Practice => practice(io).await,
            Entry::About => about(io).await,
        };
        match visited {
            Ok(end) | Err(Turn::End(end)) => return end,
            Err(Turn::StartAgain | Turn::ReviewTerms) => {} // the person asked for it
        }
    }
}

/// What an earlier run left unsettled comes first. None: there was nothing.
async fn unsettled(io: &mut Io) -> Option<End> {
    match settle(io).await {
        Ok(end) => end,
        Err(Turn::End(end)) => Some(end),
        Err(Turn::StartAgain | Turn::ReviewTerms) => Some(register(io).await),
    }
}

async fn prepare(io: &mut Io) -> Result<End, Turn> {
    while let Intent::Press(ActionId::WhatIsPin) = io.ask(Page::Around(Around::Prepare)).await {
        io.ask(Page::PinHelp).await;
    }
    Ok(End::shown())
}

/// The oldest version that works comes from the platform, if it can be asked (REQ-17).
async fn about(io: &mut Io) -> Result<End, Turn> {
    io.show(Page::Loading);
    let oldest = match Calls::on(io).configuration().await {
        Ok(configuration) => configuration.min_client.get(&io.surroundings().client.platform).cloned(),
        Err(_) => None,
    };
    io.ask(Page::Around(Around::About { oldest })).await;
    Ok(End::shown())
}

fn entry_of(action: ActionId) -> Option<Entry> {
    Some(match action {
        ActionId::Register => Entry::Register,
        ActionId::Status => Entry::Status,
        ActionId::Insurance => Entry::Insurance,
        ActionId::Release => Entry::Release,
        ActionId::CheckCard => Entry::CheckCard,
        ActionId::Receipts => Entry::Receipts,
        ActionId::Prepare => Entry::Prepare,
        ActionId::Guide => Entry::Guide,
        ActionId::Practice => Entry::Practice,
        ActionId::About => Entry::About,
        _ => return None,
    })
}
