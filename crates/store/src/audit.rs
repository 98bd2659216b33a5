//! The audit chain as rows: appending to it, and checking it.

use ident_core::audit::{AuditEvent, GENESIS, chain};
use ident_core::id::FlowId;
use ident_core::purpose::{Errand, Way};

use crate::step::Value;

/// The end of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// The number of the last row; the first row is 1.
    pub(crate) sequence: i64,
    /// Its hash.
    pub(crate) hash: [u8; 32],
}

impl Head {
    /// The end of a chain without rows.
    pub(crate) const GENESIS: Self = Self {
        sequence: 0,
        hash: GENESIS,
    };

    /// Having followed all rows to `self`: the first row that is missing or too much, if the end of
    /// the chain is said to be elsewhere.
    pub(crate) fn differs_from(&self, end: &Self) -> Option<u64> {
        (self != end).then(|| self.sequence.min(end.sequence).unsigned_abs() + 1)
    }

    /// Appends an event: moves the end, and gives the values of the new row.
    pub(crate) fn append(&mut self, event: &AuditEvent) -> Vec<Value> {
        let previous = self.hash;
        self.sequence += 1;
        self.hash = chain(&previous, &event.canonical(self.sequence.unsigned_abs()));
        let name = |name: Option<&'static str>| name.map_or(Value::Absent, Value::Name);
        // Written without the separator of the canonical line, which then can be made from the
        // row as it stands.
        let reference = event.reference.as_ref().map(|text| text.replace('|', ""));
        vec![
            self.sequence.into(),
            event.at.millis().into(),
            Value::Name(event.event.code()),
            name(event.errand.map(Errand::name)),
            name(event.way.map(Way::name)),
            Value::or_absent(event.flow.as_ref().map(|flow| &flow.bytes()[..])),
            Value::or_absent(event.act.as_ref().map(|act| &act.bytes()[..])),
            reference.map_or(Value::Absent, Value::Text),
            Value::or_absent(event.kiosk.as_ref().map(|kiosk| &kiosk.bytes()[..])),
            previous[..].into(),
            self.hash[..].into(),
        ]
    }
}

/// What a page of rows is found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// Every row follows from the one before it.
    Whole,
    /// The row at which the check stopped does not.
    Broken,
    /// There are no more rows.
    End,
}

/// A row as it is found.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) sequence: i64,
    pub(crate) at: i64,
    pub(crate) code: String,
    pub(crate) errand: Option<String>,
    pub(crate) way: Option<String>,
    pub(crate) flow: Option<Vec<u8>>,
    pub(crate) act: Option<Vec<u8>>,
    pub(crate) reference: Option<String>,
    pub(crate) kiosk: Option<Vec<u8>>,
    pub(crate) previous: Vec<u8>,
    pub(crate) hash: Vec<u8>,
}

impl Row {
    /// Whether this row follows `head`; moves it on if so.
    pub(crate) fn follows(&self, head: &mut Head) -> bool {
        let sequence = head.sequence + 1;
        let hash = chain(&head.hash, &self.line());
        let fits = self.sequence == sequence && self.previous == head.hash && self.hash == hash;
        *head = Head { sequence, hash };
        fits
    }

    /// The canonical line (`AuditEvent::canonical`) from the texts of the row, so that a row whose
    /// code this version does not know can be checked too.
    fn line(&self) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let id = |value: &Option<Vec<u8>>| value.as_ref().map(|bytes| id_text(bytes));
        let line = format!(
            "{}|{}|{}|{}|{}|{}|{}|{}",
            self.sequence,
            self.at,
            self.code,
            text(&self.errand),
            text(&self.way),
            id(&self.flow).unwrap_or_default(),
            id(&self.act).unwrap_or_default(),
            text(&self.reference),
        );
        match id(&self.kiosk) {
            Some(kiosk) => format!("{line}|{kiosk}"),
            None => line,
        }
    }
}

/// The text of an identifier; all identifiers share one form.
fn id_text(bytes: &[u8]) -> String {
    <[u8; 16]>::try_from(bytes).map_or_else(
        |_| "?".to_owned(),
        |bytes| FlowId::from_random(bytes).to_string(),
    )
}

#[cfg(test)]
mod tests {
    use ident_core::audit::Event;
    use ident_core::id::{ActId, KioskId};
    use ident_core::purpose::Goal;
    use ident_core::refusal::Refusal;
    use ident_core::time::Timestamp;

    use super::*;

    fn events() -> Vec<AuditEvent> {
        let full = AuditEvent {
            errand: Some(Errand::SignIn { goal: Goal::Secure }),
            way: Some(Way::OtherDevice),
            flow: Some(FlowId::from_random([7; 16])),
            act: Some(ActId::from_random([8; 16])),
            reference: Some("AB|12".to_owned()),
            kiosk: Some(KioskId::from_random([9; 16])),
            ..AuditEvent::new(
                Event::Refused(Refusal::DigitsWrong),
                Timestamp::from_seconds(5),
            )
        };
        vec![
            AuditEvent::new(Event::Begun, Timestamp::from_millis(-3)),
            full,
        ]
    }

    fn row(values: Vec<Value>) -> Row {
        let mut values = values.into_iter();
        let mut next = || values.next().expect("eleven values");
        let number = |value| match value {
            Value::Number(number) => number,
            other => panic!("not a number: {other:?}"),
        };
        let text = |value| match value {
            Value::Name(name) => Some(name.to_owned()),
            Value::Text(text) => Some(text),
            _ => None,
        };
        let bytes = |value| match value {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        };
        Row {
            sequence: number(next()),
            at: number(next()),
            code: text(next()).expect("a code"),
            errand: text(next()),
            way: text(next()),
            flow: bytes(next()),
            act: bytes(next()),
            reference: text(next()),
            kiosk: bytes(next()),
            previous: bytes(next()).expect("a hash"),
            hash: bytes(next()).expect("a hash"),
        }
    }

    #[test]
    fn a_row_gives_back_the_canonical_line_of_its_event() {
        let mut head = Head::GENESIS;
        for event in events() {
            let row = row(head.append(&event));
            assert_eq!(row.line(), event.canonical(head.sequence.unsigned_abs()));
        }
    }

    #[test]
    fn each_altered_field_breaks_the_chain() {
        let (mut head, mut check) = (Head::GENESIS, Head::GENESIS);
        let rows: Vec<Row> = events()
            .iter()
            .map(|event| row(head.append(event)))
            .collect();
        assert!(rows.iter().all(|row| row.follows(&mut check)));
        let alterations: [fn(&mut Row); 11] = [
            |row| row.sequence += 1,
            |row| row.at += 1,
            |row| row.code = "linked".to_owned(),
            |row| row.errand = None,
            |row| row.way = Some("app".to_owned()),
            |row| row.flow = None,
            |row| row.act = Some(vec![9; 16]),
            |row| row.reference = Some("AB13".to_owned()),
            |row| row.kiosk = None,
            |row| row.kiosk = Some(vec![8; 16]),
            |row| row.hash[0] ^= 1,
        ];
        for alter in alterations {
            let mut head = Head::GENESIS;
            assert!(rows[0].follows(&mut head));
            let mut altered = rows[1].clone();
            alter(&mut altered);
            assert!(!altered.follows(&mut head), "{altered:?}");
        }
    }
}
