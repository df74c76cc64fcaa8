//! What the page shows now, and what its tabs say: between the loop and the routes.

use std::sync::Arc;
use std::time::Duration;

use kazasu_core::words::Language;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};

use super::told::Told;

/// How long the page waits for its first tab.
const FIRST: Duration = Duration::from_secs(300);
/// How long it waits for one to come back: a reload, a browser that was restarted.
const RETURN: Duration = Duration::from_secs(60);
/// How long a tab may stand there without anybody doing anything.
const REST: Duration = Duration::from_secs(30 * 60);

/// What every tab shows. The parts are compared by address: a tab is sent what is new.
#[derive(Debug, Clone)]
pub struct View {
    /// The markup of the screen.
    pub app: Arc<str>,
    /// What the tab is called.
    pub title: Arc<str>,
    /// The language of it all.
    pub language: Language,
    /// What a practice shows beside it.
    pub beside: Option<Arc<str>>,
    /// Whether the program is about to end.
    pub gone: bool,
}

/// Shared by the loop and the routes.
pub struct Hub {
    view: watch::Sender<View>,
    told: mpsc::UnboundedSender<Told>,
    presence: watch::Sender<Presence>,
}

/// Who is there, and since when.
#[derive(Debug, Clone, Copy)]
struct Presence {
    tabs: usize,
    /// When the number of tabs changed.
    since: Instant,
    /// When somebody did something.
    touched: Instant,
    /// Whether there has been a tab.
    opened: bool,
}

impl Hub {
    /// A hub, and what the tabs will say.
    pub fn new(view: View) -> (Arc<Self>, mpsc::UnboundedReceiver<Told>) {
        let (told, telling) = mpsc::unbounded_channel();
        let now = Instant::now();
        let presence = Presence { tabs: 0, since: now, touched: now, opened: false };
        let hub = Self { view: watch::Sender::new(view), told, presence: watch::Sender::new(presence) };
        (Arc::new(hub), telling)
    }

    /// Shows something else from now on.
    pub fn show(&self, change: impl FnOnce(&mut View)) {
        self.view.send_modify(change);
    }

    /// What is shown, and from then on what comes instead.
    pub fn watch(&self) -> watch::Receiver<View> {
        self.view.subscribe()
    }

    /// Takes what a tab says.
    pub fn tell(&self, told: Told) {
        self.presence.send_modify(|presence| presence.touched = Instant::now());
        let _ = self.told.send(told); // the loop may have ended
    }

    /// A tab is there for as long as what this gives is.
    pub fn tab(self: &Arc<Self>) -> Tab {
        self.count(1);
        Tab(Arc::clone(self))
    }

    fn count(&self, by: isize) {
        self.presence.send_modify(|presence| {
            presence.tabs = presence.tabs.saturating_add_signed(by);
            presence.since = Instant::now();
            presence.opened = true;
        });
    }

    /// Ready once nobody is there any more. Nothing is lost by asking anew.
    pub async fn deserted(&self) {
        let mut changes = self.presence.subscribe();
        loop {
            let end = changes.borrow_and_update().end();
            tokio::select! {
                () = sleep_until(end) => return,
                _ = changes.changed() => {}
            }
        }
    }
}

impl Presence {
    fn end(&self) -> Instant {
        match (self.tabs, self.opened) {
            (0, false) => self.since + FIRST,
            (0, true) => self.since + RETURN,
            _ => self.touched.max(self.since) + REST,
        }
    }
}

/// A tab that listens.
pub struct Tab(Arc<Hub>);

impl Drop for Tab {
    fn drop(&mut self) {
        self.0.count(-1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hub() -> (Arc<Hub>, mpsc::UnboundedReceiver<Told>) {
        Hub::new(View { app: "".into(), title: "".into(), language: Language::English, beside: None, gone: false })
    }

    /// How long from now it lasts if nothing happens.
    fn left(hub: &Hub) -> Duration {
        hub.presence.borrow().end() - Instant::now()
    }

    fn is_about(left: Duration, whole: Duration) -> bool {
        left <= whole && left + Duration::from_secs(20) > whole
    }

    #[test]
    fn a_page_that_nobody_opens_closes_itself() {
        assert!(is_about(left(&hub().0), FIRST));
    }

    #[test]
    fn a_page_whose_last_tab_was_closed_closes_itself() {
        let (hub, _told) = hub();
        let (first, second) = (hub.tab(), hub.tab());
        drop(first);
        assert!(is_about(left(&hub), REST), "a tab is there");
        drop(second);
        assert!(is_about(left(&hub), RETURN));
        let _back = hub.tab();
        assert!(is_about(left(&hub), REST), "it came back");
    }

    #[test]
    fn a_page_that_was_left_alone_closes_itself() {
        let (hub, _told) = hub();
        let _tab = hub.tab();
        hub.presence.send_modify(|presence| {
            presence.since = presence.since.checked_sub(REST).unwrap_or(presence.since);
            presence.touched = presence.since;
        });
        assert!(left(&hub) < Duration::from_secs(20));
        hub.tell(Told::Again);
        assert!(is_about(left(&hub), REST));
    }

    #[tokio::test]
    async fn an_end_that_is_due_is_told_at_once_and_one_that_is_not_waits() {
        let (hub, _told) = hub();
        assert!(tokio::time::timeout(Duration::from_millis(50), hub.deserted()).await.is_err());
        hub.presence
            .send_modify(|presence| presence.since = presence.since.checked_sub(FIRST).unwrap_or(presence.since));
        assert!(tokio::time::timeout(Duration::from_secs(5), hub.deserted()).await.is_ok());
    }
}
