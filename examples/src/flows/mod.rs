//! The flows, one file each.

pub mod article;
pub mod branding;
pub mod cpu_pipeline;
pub mod fastest_mirror;
pub mod first_answer;
pub mod marketing_message;
pub mod research_map;
pub mod travel_plan;
pub mod variants;
pub mod voting;
