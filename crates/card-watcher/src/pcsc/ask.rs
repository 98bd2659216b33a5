//! Asks one card, with as few commands as tell its kind.

use std::ffi::CStr;

use ident_card::Presence;
use pcsc::{Card, Context, Disposition, Error, Protocols, ShareMode};

use super::atr::{Way, way};
use crate::select;

/// Room for the status, and for what a card may say although nothing was asked.
const ROOM: usize = 258;

/// The kind of the card in a reader.
///
/// # Errors
/// When the card could not be asked: it was lifted, lost, or is in use.
pub(super) fn classify(
    context: &Context,
    reader: &CStr,
    atr: &[u8],
    felica: Presence,
) -> Result<Presence, Error> {
    match way(atr) {
        Way::Memory => Ok(Presence::Other),
        Way::Applications => asked(context, reader, |card| {
            let is_found = select::found(&transmit(card, &select::JPKI)?);
            Ok(if is_found {
                Presence::MyNumber
            } else {
                Presence::Other
            })
        }),
        Way::Felica => asked(context, reader, |card| Ok(kind(card, felica))),
    }
}

/// Which kind of FeliCa card it is. Not every reader knows these commands; one that does not
/// refuses them, or loses them, and that is no fault.
fn kind(card: &Card, otherwise: Presence) -> Presence {
    let has = |service: &[u8]| transmit(card, service).is_ok_and(|said| select::found(&said));
    if has(&select::TRANSIT) {
        Presence::FelicaTransit
    } else if has(&select::CAMPUS) {
        Presence::FelicaStudent
    } else {
        otherwise
    }
}

/// Asks in a transaction, so that nobody speaks with the card in between, and leaves the card as
/// it is.
fn asked(
    context: &Context,
    reader: &CStr,
    ask: impl FnOnce(&Card) -> Result<Presence, Error>,
) -> Result<Presence, Error> {
    let mut card = context.connect(reader, ShareMode::Shared, Protocols::ANY)?;
    let presence = match card.transaction() {
        Ok(transaction) => {
            let presence = ask(&transaction);
            // A card that was lifted has ended it already.
            let _ = transaction.end(Disposition::LeaveCard);
            presence
        }
        Err(error) => Err(error),
    };
    let _ = card.disconnect(Disposition::LeaveCard);
    presence
}

/// An answer has a status. Less than that comes when the card is lifted, and not every driver calls
/// it an error.
fn transmit(card: &Card, command: &[u8]) -> Result<Vec<u8>, Error> {
    let mut room = [0; ROOM];
    let answer = card.transmit(command, &mut room)?;
    if answer.len() < select::STATUS {
        return Err(Error::NotTransacted);
    }
    Ok(answer.to_vec())
}
