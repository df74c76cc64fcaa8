//! What the operations need of a database: statements with values, inside a transaction. The statements are written
//! once, in the part of SQL that SQLite and PostgreSQL share; `?1` stands for the first value.

use super::StoreError;
use crate::codec::Sha256;

/// A value that goes into a statement or comes out of one. The kind is known even where the value is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Int(Option<i64>),
    Text(Option<String>),
    Blob(Option<Vec<u8>>),
}

macro_rules! from {
    ($($from:ty => |$name:ident| $value:expr;)+) => {
        $(impl From<$from> for Value { fn from($name: $from) -> Self { $value } })+
    };
}

from! {
    i64 => |n| Self::Int(Some(n));
    u32 => |n| Self::Int(Some(i64::from(n)));
    bool => |flag| Self::Int(Some(i64::from(flag)));
    Option<i64> => |n| Self::Int(n);
    Option<u32> => |n| Self::Int(n.map(i64::from));
    &str => |text| Self::Text(Some(text.to_owned()));
    String => |text| Self::Text(Some(text));
    Option<String> => |text| Self::Text(text);
    Option<&str> => |text| Self::Text(text.map(str::to_owned));
    &[u8] => |octets| Self::Blob(Some(octets.to_vec()));
    Option<Vec<u8>> => |octets| Self::Blob(octets);
}

/// The values of a statement, each made from what it is given.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::store::tx::Value::from($value)),*] };
}
pub(crate) use values;

/// A row, read by place.
#[derive(Debug)]
pub(crate) struct Row(pub(crate) Vec<Value>);

impl Row {
    pub(crate) fn opt_int(&self, place: usize) -> Result<Option<i64>, StoreError> {
        match self.0.get(place) {
            Some(Value::Int(n)) => Ok(*n),
            Some(Value::Text(None) | Value::Blob(None)) => Ok(None),
            _ => Err(StoreError::Corrupt("a number")),
        }
    }

    pub(crate) fn opt_text(&self, place: usize) -> Result<Option<&str>, StoreError> {
        match self.0.get(place) {
            Some(Value::Text(text)) => Ok(text.as_deref()),
            Some(Value::Int(None) | Value::Blob(None)) => Ok(None),
            _ => Err(StoreError::Corrupt("a text")),
        }
    }

    pub(crate) fn opt_blob(&self, place: usize) -> Result<Option<&[u8]>, StoreError> {
        match self.0.get(place) {
            Some(Value::Blob(octets)) => Ok(octets.as_deref()),
            Some(Value::Int(None) | Value::Text(None)) => Ok(None),
            _ => Err(StoreError::Corrupt("octets")),
        }
    }

    pub(crate) fn int(&self, place: usize) -> Result<i64, StoreError> {
        self.opt_int(place)?.ok_or(StoreError::Corrupt("a missing number"))
    }

    pub(crate) fn text(&self, place: usize) -> Result<&str, StoreError> {
        self.opt_text(place)?.ok_or(StoreError::Corrupt("a missing text"))
    }

    pub(crate) fn blob(&self, place: usize) -> Result<&[u8], StoreError> {
        self.opt_blob(place)?.ok_or(StoreError::Corrupt("missing octets"))
    }

    pub(crate) fn octets32(&self, place: usize) -> Result<Sha256, StoreError> {
        self.blob(place)?.try_into().map_err(|_| StoreError::Corrupt("32 octets"))
    }
}

/// A connection that runs statements.
pub(crate) trait Statements {
    /// Runs a statement and says how many rows it changed.
    fn run(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, StoreError>;

    /// Runs a statement and gives its rows.
    fn rows(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError>;

    /// Runs a statement and gives its first row.
    fn row(&mut self, sql: &'static str, values: &[Value]) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(sql, values)?.into_iter().next())
    }

    /// Runs a statement that gives one number.
    fn number(&mut self, sql: &'static str, values: &[Value]) -> Result<i64, StoreError> {
        self.row(sql, values)?.ok_or(StoreError::Corrupt("a missing row"))?.int(0)
    }
}

/// The one connection that writes. Between `begin` and `commit` nobody else writes, in this process or another.
pub(crate) trait Engine: Statements + Send {
    /// Starts a transaction, on a new connection when the former one is gone.
    fn begin(&mut self) -> Result<(), StoreError>;

    /// Makes the transaction durable.
    fn commit(&mut self) -> Result<(), StoreError>;

    /// Called after a transaction in which something was erased for good: no copy of it may stay behind.
    fn erased(&mut self) {}

    /// Gives the transaction up; it must not fail.
    fn rollback(&mut self);
}

/// A transaction that writes, with the end of the audit log as far as it is known.
pub(crate) struct Tx<'a> {
    pub(super) engine: &'a mut dyn Engine,
    pub(super) audit_head: Option<(i64, Sha256)>,
    /// Lines that are stored when the transaction ends: number, text, hash.
    pub(super) audit_lines: Vec<(i64, String, Sha256)>,
    /// Something is erased for good in it.
    pub(super) erases: bool,
}

impl<'a> Tx<'a> {
    pub(super) fn new(engine: &'a mut dyn Engine) -> Self {
        Self { engine, audit_head: None, audit_lines: Vec::new(), erases: false }
    }
}

impl Statements for Tx<'_> {
    fn run(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, StoreError> {
        self.engine.run(sql, values)
    }

    fn rows(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.engine.rows(sql, values)
    }
}
