//! What each way takes, and when it is open.

use super::Route;

/// One thing to bring or have at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    /// The My Number Card itself.
    Card,
    /// The phone with the app.
    PhoneWithApp,
    /// The two PINs.
    Pins,
    /// A student or staff card, or another ID.
    IdDocument,
    /// The IC card, and a camera.
    IcCardPhoto,
    /// The password.
    Password,
    /// A mail address registered for a reset.
    MailAddress,
    /// Any mail address that can be read.
    ContactAddress,
    /// The ten-digit number.
    AccountNumber,
    /// A working second method.
    SecondMethod,
}

impl Route {
    /// What it takes.
    pub const fn needs(self) -> &'static [Need] {
        use Need::{
            AccountNumber, Card, ContactAddress, IcCardPhoto, IdDocument, MailAddress, Password,
            PhoneWithApp, Pins, SecondMethod,
        };
        match self {
            Self::Pass | Self::PassThenPassword | Self::CheckLink | Self::Alumni => {
                &[Card, PhoneWithApp, Pins]
            }
            Self::Password => &[Card, PhoneWithApp, Pins, SecondMethod],
            Self::Salvage => &[Card, PhoneWithApp, Pins, ContactAddress],
            Self::LinkNow => &[Card, PhoneWithApp, Pins, Password, SecondMethod],
            Self::OtherMethod | Self::Form => &[AccountNumber, Password],
            Self::MoreMethods | Self::BackUp => &[AccountNumber, Password, SecondMethod],
            Self::ResetByMail => &[AccountNumber, MailAddress],
            Self::ResetThenPhoto => &[AccountNumber, MailAddress, IcCardPhoto],
            Self::PhotoSite => &[AccountNumber, Password, IcCardPhoto],
            Self::OfficeMethod | Self::OfficePassword | Self::OfficeBoth => {
                &[IdDocument, AccountNumber]
            }
            Self::FormerOffice => &[IdDocument, AccountNumber, ContactAddress],
            Self::Support => &[AccountNumber],
        }
    }

    /// Whether one can set out on it day and night.
    pub const fn is_open_any_time(self) -> bool {
        !matches!(
            self,
            Self::OfficeMethod | Self::OfficePassword | Self::OfficeBoth | Self::FormerOffice
        )
    }

    /// Whether people at the university work on it, on their working days.
    pub const fn is_decided_by_staff(self) -> bool {
        matches!(
            self,
            Self::OfficeMethod
                | Self::OfficePassword
                | Self::OfficeBoth
                | Self::FormerOffice
                | Self::PhotoSite
                | Self::ResetThenPhoto
                | Self::Form
                | Self::Salvage
                | Self::Support
        )
    }
}
