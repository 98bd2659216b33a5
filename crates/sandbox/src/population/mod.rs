//! The invented people of the sandbox: their cards and their accounts.

mod accounts;
mod cards;

pub(crate) use accounts::{Account, Standing};
pub(crate) use cards::{Certificate, HeldCard};

/// Everybody, with what has changed since the last reset.
#[derive(Debug)]
pub(crate) struct Population {
    cards: Vec<HeldCard>,
    accounts: &'static [Account],
}

impl Population {
    /// Everybody as described on the page of people.
    pub(crate) fn new() -> Self {
        Self {
            cards: cards::ALL.iter().map(HeldCard::new).collect(),
            accounts: accounts::ALL,
        }
    }

    /// All cards.
    pub(crate) fn cards(&self) -> &[HeldCard] {
        &self.cards
    }

    /// All accounts.
    pub(crate) fn accounts(&self) -> &'static [Account] {
        self.accounts
    }

    /// The card of that id.
    pub(crate) fn card(&self, id: &str) -> Option<&HeldCard> {
        self.cards.iter().find(|held| held.card.id == id)
    }

    /// The card of that id, to be changed.
    pub(crate) fn card_mut(&mut self, id: &str) -> Option<&mut HeldCard> {
        self.cards.iter_mut().find(|held| held.card.id == id)
    }

    /// The account of that id, number, object id or user principal name.
    pub(crate) fn account(&self, key: &str) -> Option<&'static Account> {
        let key = key.trim();
        self.accounts.iter().find(|account| account.answers_to(key))
    }
}
