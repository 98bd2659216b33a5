//! What is asked of the chip and of the card on it.
//!
//! Targets of libnfc contain the card's id. They are looked at in one function and dropped there;
//! nothing here derives `Debug` from them.

use std::time::Duration;

use ident_card::Presence;
use nfc1::target_info::TargetInfo;
use nfc1::{BaudRate, Context, Device, Error, Modulation, ModulationType, Property, Timeout};

use super::tracker::Air;
use crate::select;

/// System of the cards for public transport (Suica, PASMO and those that work with them).
const TRANSIT: u16 = 0x0003;
/// The system code that every FeliCa card answers to.
const ANY: u16 = 0xFFFF;
/// Room for the status of a SELECT, and more should a card say more.
const ROOM: usize = 264;
/// How long a card may take for a SELECT.
const ANSWER: Duration = Duration::from_millis(500);

/// The chip did not answer in time, answered with something that means nothing, or is not there
/// any more. What is done about it does not depend on which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trouble;

/// An open chip.
pub(super) struct Chip {
    device: Device,
    /// Whether the Type B card that was found last has the layer for commands (ISO/IEC 14443-4).
    takes_commands: bool,
}

impl Chip {
    /// Opens the board of this name.
    pub(super) fn open(library: &mut Context, name: &str) -> Result<Self, Trouble> {
        let mut device = library.open_with_connstring(name).map_err(|_| Trouble)?;
        device.initiator_init().map_err(|_| Trouble)?;
        // Without this it would wait for a card for ever, out of reach of any order.
        let finite = device.set_property_bool(Property::InfiniteSelect, false);
        finite.map_err(|_| Trouble)?;
        Ok(Self {
            device,
            takes_commands: false,
        })
    }

    /// Looks for a card: first of the kind that matters most.
    pub(super) fn find(&mut self) -> Result<Option<Air>, Trouble> {
        // A new field wakes a card that was spoken to in the round before.
        self.field(true)?;
        if self.finds_b()? {
            return Ok(Some(Air::B));
        }
        if self.finds_felica(ANY)? {
            return Ok(Some(Air::Felica));
        }
        Ok(self.finds_a()?.then_some(Air::A))
    }

    /// The kind of the card that was just found; `None` when it is gone meanwhile.
    pub(super) fn classify(
        &mut self,
        air: Air,
        student_systems: &[u16],
    ) -> Result<Option<Presence>, Trouble> {
        match air {
            Air::A => Ok(Some(Presence::Other)),
            Air::B => self.classify_b(),
            Air::Felica => self.classify_felica(student_systems).map(Some),
        }
    }

    /// Lets the card rest until the next round: the field goes off.
    pub(super) fn rest(&mut self) {
        // A chip that does not hear this does not hear the next round either.
        let _ = self.field(false);
    }

    fn classify_b(&mut self) -> Result<Option<Presence>, Trouble> {
        if !self.takes_commands {
            return Ok(Some(Presence::Other));
        }
        let limit = Timeout::Duration(ANSWER);
        let said = self
            .device
            .initiator_transceive_bytes(&select::JPKI, ROOM, limit);
        match said {
            Ok(said) if select::found(&said) => Ok(Some(Presence::MyNumber)),
            Ok(said) if said.len() >= select::STATUS => Ok(Some(Presence::Other)),
            // Less than an answer: it is just being lifted.
            Ok(_) | Err(Error::RfTransmissionError | Error::TargetReleased) => Ok(None),
            Err(_) => Err(Trouble),
        }
    }

    fn classify_felica(&mut self, student_systems: &[u16]) -> Result<Presence, Trouble> {
        // Transport first: those cards often have the common area as well.
        if self.finds_felica(TRANSIT)? {
            return Ok(Presence::FelicaTransit);
        }
        for system in student_systems {
            if self.finds_felica(*system)? {
                return Ok(Presence::FelicaStudent);
            }
        }
        Ok(Presence::Other)
    }

    fn finds_b(&mut self) -> Result<bool, Trouble> {
        let found = self.select(ModulationType::Iso14443b, BaudRate::Baud106, None)?;
        // The last protocol bit of ATQB's second byte (ISO/IEC 14443-3, 7.9.4).
        self.takes_commands =
            matches!(found, Some(TargetInfo::Iso14443b(card)) if card.protocol_info[1] & 1 == 1);
        Ok(found.is_some())
    }

    fn finds_a(&mut self) -> Result<bool, Trouble> {
        let found = self.select(ModulationType::Iso14443a, BaudRate::Baud106, None)?;
        Ok(found.is_some())
    }

    /// A card stays silent when it is polled for a system that it does not have.
    fn finds_felica(&mut self, system: u16) -> Result<bool, Trouble> {
        let [high, low] = system.to_be_bytes();
        // Polling: the system, no request for its code, one time slot (JIS X 6319-4).
        let poll = [0x00, high, low, 0x00, 0x00];
        let found = self.select(ModulationType::Felica, BaudRate::Baud212, Some(&poll))?;
        Ok(found.is_some())
    }

    fn select(
        &mut self,
        kind: ModulationType,
        baud_rate: BaudRate,
        initial: Option<&[u8]>,
    ) -> Result<Option<TargetInfo>, Trouble> {
        let modulation = Modulation {
            modulation_type: kind,
            baud_rate,
        };
        let device = &mut self.device;
        let target = match initial {
            Some(data) => device.initiator_select_passive_target_with_init_data(&modulation, data),
            None => device.initiator_select_passive_target(&modulation),
        };
        match target {
            Ok(target) if target.modulation.modulation_type != kind => Ok(None),
            // The binding gives back an empty Type A target where there is none (nfc1 0.7.1).
            Ok(target) => Ok(Some(target.target_info)
                .filter(|card| !matches!(card, TargetInfo::Iso14443a(card) if card.uid_len == 0))),
            // A chip that does not know this kind of card has none of it.
            Err(
                Error::DeviceNotSupported
                | Error::NotImplemented
                | Error::RfTransmissionError
                | Error::TargetReleased,
            ) => Ok(None),
            Err(_) => Err(Trouble),
        }
    }

    fn field(&mut self, on: bool) -> Result<(), Trouble> {
        let set = self.device.set_property_bool(Property::ActivateField, on);
        set.map_err(|_| Trouble)
    }
}
