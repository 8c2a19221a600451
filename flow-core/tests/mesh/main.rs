//! The run-time schedule against the naive machine, and case by case.

mod cases;
mod lockstep;
mod quorums;
mod random;
mod sample;
mod trace;
mod wild;
