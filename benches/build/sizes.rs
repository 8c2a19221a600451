//! How large the shapes are that are written by the build script.

pub const CHAINS: [usize; 3] = [3, 10, 100];
const FANS: [usize; 3] = [10, 100, 1_000];
/// Layers, and steps in each.
pub const GRID: usize = 10;
/// Rungs of the mesh, of three steps each.
pub const RUNGS: usize = 10;
/// Steps of the chains of the nested race, the long one apart.
pub const RACED: usize = 10;
/// Steps of the chain that loses the outer race.
pub const LONG: usize = 30;

/// The fans that are compiled. A flow of a thousand branches takes minutes, so it is there with the feature `wide` alone.
pub fn fans() -> impl Iterator<Item = usize> {
    let wide = std::env::var_os("CARGO_FEATURE_WIDE").is_some();
    FANS.into_iter().filter(move |branches| wide || *branches < 1_000)
}
