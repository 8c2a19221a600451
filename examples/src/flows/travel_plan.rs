//! One travel request, three researchers, one plan.

use std::fmt;

use flow_core::Context;
use flow_core::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Model, ModelError};

/// A travel agency.
#[derive(Debug)]
pub struct TravelPlan {
    /// Does the research and the writing.
    pub model: Model,
}

/// What the request asks for.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Trip {
    /// The destination, as written.
    pub destination: String,
    /// The number of days, as written.
    #[schemars(range(min = 1, max = 14))]
    pub days: i64,
    /// What the travellers like, as written.
    pub interests: Vec<String>,
}

/// What there is to see.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Attractions {
    /// One for each part of the town.
    pub sights: Vec<Sight>,
}

/// Something worth a visit.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Sight {
    /// Name of a market, museum, garden or viewpoint.
    pub name: String,
    /// Why it suits the travellers, in one sentence.
    pub why: String,
}

/// Where to sleep.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Accommodation {
    /// Name of a guesthouse, hotel or apartment.
    pub name: String,
    /// The price of a night.
    #[schemars(range(min = 45, max = 190))]
    pub euros: i64,
}

/// How to get about.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Transport {
    /// The best way.
    pub by: Vehicle,
    /// How long a ride between two sights takes.
    #[schemars(range(min = 5, max = 40))]
    pub minutes: i64,
}

/// A way to travel within a town.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Vehicle {
    Tram,
    Metro,
    Bus,
    Bicycle,
    Ferry,
}

/// Reads a travel request, has attractions, accommodation and transport researched side by side as structured data,
/// and has a plan written from the three reports.
#[flow]
impl TravelPlan {
    #[start]
    async fn trip(&self, request: &str, #[context] cx: Context<'_>) -> Result<Trip, ModelError> {
        let prompt = format!("What does this traveller ask for?\n\"\"\"\n{request}\n\"\"\"");
        let trip: Trip = self.model.ask_for(&prompt).await?;
        cx.emit(format!("planning {} days in {}", trip.days, trip.destination));
        Ok(trip)
    }

    #[listen(trip)]
    async fn attractions(&self, trip: &Trip) -> Result<Attractions, ModelError> {
        self.model.ask_for(&format!("Find sights worth a visit for {trip}")).await
    }

    #[listen(trip)]
    async fn accommodation(&self, trip: &Trip) -> Result<Accommodation, ModelError> {
        self.model.ask_for(&format!("Find the best place to stay for {trip}")).await
    }

    #[listen(trip)]
    async fn transport(&self, trip: &Trip) -> Result<Transport, ModelError> {
        self.model.ask_for(&format!("Find the best way to get about for {trip}")).await
    }

    #[listen(and(attractions, accommodation, transport))]
    async fn plan(
        &self,
        Attractions { sights }: Attractions,
        Accommodation { name, euros }: Accommodation,
        Transport { by, minutes }: Transport,
        #[from(trip)] trip: &Trip,
        #[context] cx: Context<'_>,
    ) -> Result<String, ModelError> {
        cx.emit(format!("found {} sights; staying at {name}, going by {by:?}", sights.len()));
        let Trip { destination, days, .. } = trip;
        let visits = sights.iter().map(|Sight { name, why }| format!("- visit {name}: {why}\n"));
        let visits: String = visits.collect();
        let prompt = format!(
            "Write a plan for {days} days in {destination:?} with all of this:\n\n\
             - stay at {name} for {euros} euros a night\n\
             - get about by {by:?}, some {minutes} minutes a ride\n\
             {visits}"
        );
        self.model.ask(&prompt).await
    }
}

/// As it stands in a prompt.
impl fmt::Display for Trip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Trip { destination, days, interests } = self;
        let interests = interests.join("\n- ");
        write!(f, "{days} days in {destination:?}, for people who like:\n\n- {interests}")
    }
}
