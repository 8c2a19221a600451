//! Words: which of them matter, and how to choose between them.

/// Words that say nothing about the subject: the small words, and the words of instructions.
const COMMON: &str = "
a about above after all also always an and any are around as ask asks at be because been before being below between
both but by came can come could day days do does each every few find first following for from get give gives had has have here
how if in into is it its itself just keep kind know less like likes long make makes many may me mean more most much
must my name need never new nor not nothing now of off on once one only or other our out over own per please put
really same say says see shall she should show simple since small so some still such take takes text than that the
their them then there these they thing things this those three through to too two under until up use used very want
was way we well were what when where whether which while who whose why will with without word words would write you
your
answer article article's articles balanced blog brand briefly called create creative describe draft exactly explain
friendly generate idea ideas list message name one's outline paragraph paragraphs plan point points post prompt
readers sentence sentences short slogan social suggest summarize summary tagline thumbnail title topic variant
enjoy enjoys love loves traveller travellers
";

/// The words that matter, lower case, each once, in order of appearance.
pub(super) fn key_words(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '\'') {
        let word = word.trim_matches('\'').to_lowercase();
        let tells = word.chars().count() > 2 && word.chars().all(|c| !c.is_numeric());
        if tells && !COMMON.split_whitespace().any(|common| common == word) && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// A number that depends on these words and on nothing else: the same on every machine, in every release.
pub(super) fn seed(parts: &[&str]) -> u64 {
    // FNV-1a. The separator keeps ("ab", "c") and ("a", "bc") apart.
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let hash = parts.iter().flat_map(|part| part.bytes().chain([0xff])).fold(0xcbf2_9ce4_8422_2325, step);
    // The last bytes hardly reach the high bits; this carries them there.
    (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd)
}

/// One of `options`.
pub(super) fn pick<T>(options: &[T], seed: u64) -> Option<&T> {
    // The high bits are the best mixed.
    let index = (seed >> 32).checked_rem(options.len() as u64)?;
    options.get(usize::try_from(index).ok()?)
}

/// With a capital at the beginning.
pub(super) fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_words_leave_out_what_every_prompt_says() {
        assert_eq!(
            key_words("Write a short article about the Night trains, night TRAINS!"),
            ["night", "trains"]
        );
        assert!(key_words("Write 3 of the 100").is_empty());
    }

    #[test]
    fn seeds_differ_by_part() {
        assert_ne!(seed(&["ab", "c"]), seed(&["a", "bc"]));
        assert_eq!(seed(&["a"]), seed(&["a"]));
    }

    #[test]
    fn picking_from_nothing_gives_nothing() {
        assert_eq!(pick::<u8>(&[], 7), None);
        assert_eq!(pick(&[9], u64::MAX), Some(&9));
    }
}
