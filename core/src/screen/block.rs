//! The blocks of a screen.

use serde::Serialize;

use super::FieldId;
use crate::words::Line;

/// A piece of a screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
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
    List {
        /// The items.
        items: Vec<Line>,
    },
    /// Things to do in order; some tick themselves.
    Steps {
        /// The items.
        items: Vec<Check>,
    },
    /// A checkbox.
    Checkbox {
        /// Goes back with [`crate::effect::Intent::Set`].
        field: FieldId,
        /// Beside the box.
        label: Line,
        /// Below it.
        help: Line,
        /// Ticked.
        on: bool,
    },
    /// A link out of the app.
    Link(Link),
    /// The field for the PIN: secure, numeric, no autofill, no suggestion, no clipboard.
    PinField {
        /// The field's label.
        label: Line,
        /// Shown in the empty field.
        hint: Line,
        /// Beside the box that shows the digits (REQ-47); masked each time the field appears.
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
        picture: &'static str,
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
    Facts {
        /// The pairs.
        facts: Vec<(Line, Line)>,
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
    Setting {
        /// Which page.
        setting: Setting,
        /// What the button says.
        text: Line,
    },
}

/// A page of the system's settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// Where NFC is switched on.
    Nfc,
}

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What.
    pub text: Line,
    /// Whether it is done, where that can be told.
    pub done: Option<bool>,
}

/// A row of the completion screen (REQ-64, REQ-65, REQ-68).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What it is about.
    pub label: Line,
    /// How it stands.
    pub value: Line,
    /// The icon beside the words.
    pub mark: Mark,
}

/// An icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
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

/// A link out of the app, always `https`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it says.
    pub text: Line,
    /// Where it leads.
    pub url: String,
}
