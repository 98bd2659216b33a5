//! The invented people of the sandbox: their cards, their accounts and what has become of them.

mod accounts;
mod cards;
mod method;
mod more;
mod pass;
mod state;

use std::collections::HashMap;

pub(crate) use accounts::{Account, DirectoryRole, Standing};
pub(crate) use cards::{Certificate, HeldCard};
pub(crate) use method::{Method, MethodKind};
pub(crate) use pass::{Pass, Usability};
pub(crate) use state::AccountState;

use crate::clock::Seconds;

/// Everybody, with what has changed since the last reset.
#[derive(Debug)]
pub(crate) struct Population {
    cards: Vec<HeldCard>,
    accounts: Vec<&'static Account>,
    states: HashMap<&'static str, AccountState>,
}

impl Population {
    /// Everybody as described on the page of people, with `now` as today.
    pub(crate) fn new(now: Seconds) -> Self {
        let state = |account: &'static Account| (account.number, AccountState::new(account, now));
        Self {
            cards: cards::all().map(HeldCard::new).collect(),
            accounts: accounts::all().collect(),
            states: accounts::all().map(state).collect(),
        }
    }

    /// All cards.
    pub(crate) fn cards(&self) -> &[HeldCard] {
        &self.cards
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
        let mut accounts = self.accounts.iter().copied();
        accounts.find(|account| account.answers_to(key))
    }

    /// All accounts, each with what it is like now.
    pub(crate) fn accounts(&self) -> impl Iterator<Item = (&'static Account, &AccountState)> {
        let accounts = self.accounts.iter().copied();
        accounts.map(|account| (account, self.state(account)))
    }

    /// What an account is like now.
    pub(crate) fn state(&self, account: &Account) -> &AccountState {
        self.states
            .get(account.number)
            .expect("every account has a state from the start")
    }

    /// What an account is like now, to be changed.
    pub(crate) fn state_mut(&mut self, account: &Account) -> &mut AccountState {
        self.states
            .get_mut(account.number)
            .expect("every account has a state from the start")
    }
}
