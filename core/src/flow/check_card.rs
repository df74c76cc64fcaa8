//! What state a card is in: hold it, type nothing. Offline, and the same in every build.

use crate::card::{CardError, look};
use crate::effect::{End, Intent, Io};
use crate::platform::Purpose;
use crate::screen::{ActionId, Around, CardReport, HoldPage, Page};

use super::prove::is_ready;
use super::trouble::{Turn, failure_of_card, failure_of_certificate, trouble};

pub(super) async fn check_card(io: &mut Io) -> Result<End, Turn> {
    io.set_purpose(Purpose::Checking);
    let mut page = Around::CheckCard;
    let mut tips = false;
    let mut wanted = false;
    loop {
        if !std::mem::take(&mut wanted) {
            match io.ask(Page::Around(page.clone())).await {
                Intent::Press(ActionId::ReadCard) => {}
                _ => return Ok(End::shown()),
            }
            if !is_ready(io).await? {
                continue;
            }
        }
        io.show(Page::Hold(HoldPage { progress: None, tips }));
        let failure = match look(io).await {
            Ok(Ok(seen)) => {
                tips = false;
                page = Around::CardReport(CardReport {
                    algorithm: seen.algorithm,
                    environment: seen.environment,
                    valid: seen.valid,
                    tries: seen.tries,
                    at: io.now().unix_s,
                });
                continue;
            }
            Ok(Err(fault)) => Some(failure_of_certificate(fault, io.surroundings().platform.environment())),
            Err(CardError::Stopped(Intent::Press(ActionId::ShowTips))) => {
                (tips, wanted) = (true, true);
                continue;
            }
            Err(error) => failure_of_card(&error),
        };
        // None: the person stopped.
        if let Some(failure) = failure {
            trouble(io, failure).await?;
            (tips, wanted) = (true, true);
        }
    }
}
