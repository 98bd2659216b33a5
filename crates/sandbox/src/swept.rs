//! A map whose dead entries are swept out now and then, at constant cost per entry on average.

use std::collections::HashMap;

/// A map by text that is swept each time it has doubled.
#[derive(Debug)]
pub(crate) struct Swept<V> {
    entries: HashMap<String, V>,
    limit: usize,
}

impl<V> Default for Swept<V> {
    fn default() -> Self {
        Self {
            entries: HashMap::new(),
            limit: Self::LEAST,
        }
    }
}

impl<V> Swept<V> {
    const LEAST: usize = 1_000;

    /// Puts an entry in and gives back the one it replaces; `alive` says what a sweep leaves.
    pub(crate) fn insert(
        &mut self,
        key: String,
        value: V,
        alive: impl Fn(&V) -> bool,
    ) -> Option<V> {
        if self.entries.len() >= self.limit {
            self.entries.retain(|_, value| alive(value));
            self.limit = Self::LEAST.max(self.entries.len() * 2);
        }
        self.entries.insert(key, value)
    }

    pub(crate) fn get(&self, key: &str) -> Option<&V> {
        self.entries.get(key)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.entries.get_mut(key)
    }

    pub(crate) fn remove(&mut self, key: &str) -> Option<V> {
        self.entries.remove(key)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.values()
    }

    pub(crate) fn for_each(&mut self, work: impl FnMut(&mut V)) {
        self.entries.values_mut().for_each(work);
    }

    pub(crate) fn retain(&mut self, alive: impl Fn(&V) -> bool) {
        self.entries.retain(|_, value| alive(value));
    }
}

#[cfg(test)]
mod tests {
    use super::Swept;

    #[test]
    fn dead_entries_go_and_living_ones_stay() {
        let mut swept = Swept::default();
        for number in 0..10_000_u32 {
            swept.insert(number.to_string(), number, |&known| {
                known >= 9_000 || known == 7
            });
        }
        assert_eq!(swept.get("7"), Some(&7));
        assert_eq!(swept.get("9999"), Some(&9_999));
        assert!(swept.values().count() < 2_500, "{}", swept.values().count());
    }
}
