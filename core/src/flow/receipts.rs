//! The receipts that this device keeps: read offline, deleted once asked (REQ-126, REQ-130).

use crate::effect::{End, Intent, Io};
use crate::screen::{ActionId, Around, Page, ReceiptPage};

use super::records::{self, Unreadable};
use super::trouble::Turn;

pub(super) async fn receipts(io: &mut Io) -> Result<End, Turn> {
    let mut at = 0;
    loop {
        io.show(Page::Loading);
        let kept = match records::receipts(io).await {
            Ok(kept) => kept,
            Err(Unreadable) => {
                io.ask(Page::Around(Around::NoReceipt { unreadable: true })).await;
                return Ok(End::shown());
            }
        };
        at = at.min(kept.len().saturating_sub(1));
        let Some(shown_now) = kept.get(at) else {
            io.ask(Page::Around(Around::NoReceipt { unreadable: false })).await;
            return Ok(End::shown());
        };
        let receipt = &shown_now.receipt;
        let page = ReceiptPage {
            number: receipt.number.clone(),
            terms_version: receipt.terms_version.clone(),
            consents: receipt.consents.clone(),
            accepted_at: receipt.accepted_at,
            older: at + 1 < kept.len(),
            newer: at > 0,
        };
        match io.ask(Page::Around(Around::Receipt(Box::new(page)))).await {
            Intent::Press(ActionId::Older) => at += 1,
            Intent::Press(ActionId::Newer) => at = at.saturating_sub(1),
            Intent::Press(ActionId::Delete) => {
                let number = receipt.number.clone();
                if let Intent::Press(ActionId::Delete) = io.ask(Page::Around(Around::DeleteReceipt { number })).await {
                    records::forget(io, &shown_now.registration_id).await;
                }
            }
            _ => return Ok(End::shown()),
        }
    }
}
