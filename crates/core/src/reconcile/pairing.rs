//! Which of two sides belong together, one to one.

/// Partners of `left`, given who of `right` fits whom. As many of `first` as possible have one, and
/// beyond that as many of `right` as possible (augmenting paths: H. W. Kuhn, 1955). Whoever has a
/// partner keeps one while others find theirs.
pub(super) fn pair(
    left: usize,
    right: usize,
    first: &[usize],
    fits: impl Fn(usize, usize) -> bool,
) -> Vec<Option<usize>> {
    let mut of_left: Vec<Option<usize>> = vec![None; left];
    let mut of_right: Vec<Option<usize>> = vec![None; right];
    for &start in first {
        let mut seen = vec![false; right];
        augment_left(start, &fits, &mut seen, (&mut of_left, &mut of_right));
    }
    for start in 0..right {
        if of_right[start].is_none() {
            let mut seen = vec![false; left];
            augment_left_side_free(start, &fits, &mut seen, (&mut of_left, &mut of_right));
        }
    }
    of_left
}

type Sides<'a> = (&'a mut Vec<Option<usize>>, &'a mut Vec<Option<usize>>);

/// Finds a partner for one on the left, moving others to theirs where they have another.
fn augment_left(
    one: usize,
    fits: &impl Fn(usize, usize) -> bool,
    seen: &mut [bool],
    (of_left, of_right): Sides<'_>,
) -> bool {
    for other in 0..seen.len() {
        if seen[other] || !fits(one, other) {
            continue;
        }
        seen[other] = true;
        let free = match of_right[other] {
            None => true,
            Some(holder) => augment_left(holder, fits, seen, (&mut *of_left, &mut *of_right)),
        };
        if free {
            (of_left[one], of_right[other]) = (Some(other), Some(one));
            return true;
        }
    }
    false
}

/// The same, beginning at the right.
fn augment_left_side_free(
    one: usize,
    fits: &impl Fn(usize, usize) -> bool,
    seen: &mut [bool],
    (of_left, of_right): Sides<'_>,
) -> bool {
    augment_left(
        one,
        &|right, left| fits(left, right),
        seen,
        (of_right, of_left),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_comes_first_has_a_partner_where_that_is_possible() {
        // 0 fits both, 1 only the first.
        let fits = |left: usize, right: usize| left == 0 || right == 0;
        assert_eq!(pair(2, 2, &[0, 1], fits), [Some(1), Some(0)]);
        assert_eq!(pair(2, 1, &[1], fits), [None, Some(0)]);
    }

    #[test]
    fn the_rest_goes_to_the_others_without_taking_a_partner_away() {
        let fits = |left: usize, right: usize| left == 1 || right == 1;
        let pairs = pair(2, 2, &[1], fits);
        assert_eq!(pairs, [Some(1), Some(0)]);
        assert_eq!(pair(1, 2, &[], |_, _| false), [None]);
    }
}
