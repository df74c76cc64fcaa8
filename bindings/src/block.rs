//! The pieces of a screen.

use kazasu_core::screen as core;

use crate::action::{FieldId, OutLink};
use crate::words::Line;

pub use kazasu_core::screen::{Mark, NoticeKind, Setting};

/// A piece of a screen.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
#[allow(clippy::large_enum_variant, reason = "a dozen a screen, and a box could not cross the boundary")]
pub enum Block {
    /// Running text.
    Paragraph {
        /// The text.
        text: Line,
    },
    /// A text that stands out. Its kind is said by icon and word, never by colour alone.
    Notice {
        /// How it is meant.
        kind: NoticeKind,
        /// The text.
        text: Line,
    },
    /// A small heading.
    Heading {
        /// The text.
        text: Line,
    },
    /// A list without order.
    Bullets {
        /// The items.
        items: Vec<Line>,
    },
    /// Things to do in order; some tick themselves.
    Checks {
        /// The items.
        items: Vec<Check>,
    },
    /// A checkbox.
    Checkbox {
        /// Goes back with `Ticked`.
        field: FieldId,
        /// Beside the box.
        label: Line,
        /// Below it.
        help: Line,
        /// Ticked.
        on: bool,
    },
    /// A link out of the app.
    OutwardLink {
        /// The link.
        link: OutLink,
    },
    /// The field for the PIN: secure, numeric, no autofill, no suggestion, no clipboard.
    PinField {
        /// The field's label.
        label: Line,
        /// Shown in the empty field.
        hint: Line,
        /// Beside the box that shows the digits; masked each time the field appears.
        show: Line,
        /// What a terminal asks.
        prompt: Line,
        /// How many digits.
        digits: u8,
        /// What a keypad's key that takes one digit back is called.
        erase: Line,
        /// What a screen reader says after a key: how many digits there are, from none to all.
        entered: Vec<Line>,
    },
    /// The picture of holding the card, with progress once it is being read.
    Hold {
        /// Which picture: `android`, `ios` or `pc`.
        picture: String,
        /// 0 to 100 while the card is read, none before.
        progress: Option<u8>,
    },
    /// Something is under way. A shell shows that it is alive, without a figure.
    Busy {
        /// What.
        text: Line,
    },
    /// What came of it, row by row.
    Rows {
        /// The rows.
        rows: Vec<Row>,
    },
    /// Names and values.
    NamedValues {
        /// The pairs.
        pairs: Vec<NamedValue>,
    },
    /// A long text, to be read in place.
    Document {
        /// Its title.
        title: Line,
        /// Paragraphs of Markdown as the platform wrote it: `#` headings, `-` lists, no HTML, no link is followed.
        body: String,
    },
    /// The number to give when asking for help.
    Code {
        /// "Error code: …"
        text: Line,
        /// The code alone, for copying.
        code: String,
        /// What the button says that copies it: nothing else goes to a clipboard.
        copy: Line,
    },
    /// A button that opens a page of the system's own settings. The shell does that by itself.
    SystemSetting {
        /// Which page.
        setting: Setting,
        /// What the button says.
        text: Line,
    },
}

/// A page of the system's settings.
#[uniffi::remote(Enum)]
pub enum Setting {
    /// Where NFC is switched on.
    Nfc,
}

/// How a notice is meant.
#[uniffi::remote(Enum)]
pub enum NoticeKind {
    /// Good to know.
    Information,
    /// Be careful.
    Warning,
    /// It did not work.
    Error,
    /// It worked.
    Success,
}

/// A thing to do.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Check {
    /// What.
    pub text: Line,
    /// Whether it is done, where that can be told.
    pub done: Option<bool>,
}

/// A row of the completion screen.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Row {
    /// What it is about.
    pub label: Line,
    /// How it stands.
    pub value: Line,
    /// The icon beside the words.
    pub mark: Mark,
}

/// A name and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NamedValue {
    /// The name.
    pub name: Line,
    /// The value.
    pub value: Line,
}

/// An icon.
#[uniffi::remote(Enum)]
pub enum Mark {
    /// Done.
    Done,
    /// Under way.
    UnderWay,
    /// Failed.
    Failed,
    /// Not known.
    Unknown,
}

/// Each of a list, mirrored.
pub(crate) fn all<A, B: From<A>>(list: Vec<A>) -> Vec<B> {
    list.into_iter().map(B::from).collect()
}

impl From<core::Block> for Block {
    fn from(block: core::Block) -> Self {
        match block {
            core::Block::Paragraph { text } => Self::Paragraph { text: text.into() },
            core::Block::Notice { kind, text } => Self::Notice { kind, text: text.into() },
            core::Block::Heading { text } => Self::Heading { text: text.into() },
            core::Block::List { items } => Self::Bullets { items: all(items) },
            core::Block::Steps { items } => Self::Checks { items: all(items) },
            core::Block::Checkbox { field, label, help, on } => {
                Self::Checkbox { field, label: label.into(), help: help.into(), on }
            }
            core::Block::Link(link) => Self::OutwardLink { link: link.into() },
            core::Block::PinField { label, hint, show, prompt, digits, erase, entered } => Self::PinField {
                label: label.into(),
                hint: hint.into(),
                show: show.into(),
                prompt: prompt.into(),
                digits,
                erase: erase.into(),
                entered: all(entered),
            },
            core::Block::Hold { picture, progress } => Self::Hold { picture: picture.to_owned(), progress },
            core::Block::Busy { text } => Self::Busy { text: text.into() },
            core::Block::Rows { rows } => Self::Rows { rows: all(rows) },
            core::Block::Facts { facts } => Self::NamedValues { pairs: all(facts) },
            core::Block::Document { title, body } => Self::Document { title: title.into(), body },
            core::Block::Code { text, code, copy } => Self::Code { text: text.into(), code, copy: copy.into() },
            core::Block::Setting { setting, text } => Self::SystemSetting { setting, text: text.into() },
        }
    }
}

impl From<core::Check> for Check {
    fn from(core::Check { text, done }: core::Check) -> Self {
        Self { text: text.into(), done }
    }
}

impl From<core::Row> for Row {
    fn from(core::Row { label, value, mark }: core::Row) -> Self {
        Self { label: label.into(), value: value.into(), mark }
    }
}

impl From<(kazasu_core::words::Line, kazasu_core::words::Line)> for NamedValue {
    fn from((name, value): (kazasu_core::words::Line, kazasu_core::words::Line)) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}
