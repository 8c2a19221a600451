//! Five votes decide what a message is about, and two of three reviewers whether that stands.

use std::fmt;

use flow_core::Context;
use flow_core::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Model, ModelError};

/// A help desk: models that read what customers write, and the teams who may have to answer.
#[derive(Debug)]
pub struct Voting {
    /// Casts the votes.
    pub model: Model,
    /// Reviews with the customer's eyes.
    pub customer: Model,
    /// Reviews with the eyes of somebody who would have to answer.
    pub colleague: Model,
    /// Reviews with the eyes of somebody who answers for it all.
    pub manager: Model,
    /// The teams to choose from.
    pub teams: Vec<String>,
}

/// A vote, as the model casts it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Ballot {
    /// One of the points, as written.
    pub team: String,
}

/// What an election came to.
#[derive(Debug)]
pub enum Count {
    /// One team has more votes than any other.
    Elected(Elected),
    /// These have equally many, more than the others.
    Tied(Vec<String>),
}

/// A team, and how it was chosen.
#[derive(Debug)]
pub struct Elected {
    team: String,
    votes: usize,
    of: usize,
}

/// What the reviewers are to judge.
#[derive(Debug)]
pub struct Proposal {
    text: String,
    elected: Elected,
}

/// A judgement of the proposal, as a model gives it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// Whether it is the right team.
    pub stance: Stance,
    /// The reason, in a few words.
    pub reason: String,
}

/// For or against.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Stance {
    Approve,
    Object,
}

/// Where a review leads. It carries who wrote it and why.
#[derive(Debug)]
pub enum Opinion {
    /// The team is the right one.
    Approve(String),
    /// It is not.
    Object(String),
}

/// Who answers the customer.
#[derive(Debug)]
pub struct Decision {
    /// The team that was elected.
    pub team: String,
    /// Whether the reviewers agree. If they do not, a person has to look at it.
    pub accepted: bool,
    /// What they say, in the order in which they said it.
    pub reasons: Vec<String>,
}

/// Finds out which team should answer a customer. A model votes five times; a tie goes to a run-off of three votes
/// between the teams that are tied. Then three reviewers judge the outcome side by side, and as soon as two of them
/// agree, the third is not waited for.
#[flow]
impl Voting {
    #[start]
    fn message(text: &str) -> &str {
        text
    }

    #[start(times = 5)]
    async fn vote(&self, text: &str, #[context] cx: Context<'_>) -> Result<Ballot, ModelError> {
        self.cast(text, &self.teams, cx).await
    }

    #[router(vote)]
    fn count(&self, ballots: Vec<Ballot>, #[context] cx: Context<'_>) -> Count {
        let tally = Tally::new(&self.teams, &ballots);
        cx.emit(format!("votes:    {tally}"));
        tally.outcome()
    }

    #[listen(and(message, count::Tied), times = 3)]
    async fn run_off(
        &self,
        text: &str,
        tied: &[String],
        #[context] cx: Context<'_>,
    ) -> Result<Ballot, ModelError> {
        self.cast(text, tied, cx).await
    }

    #[listen(and(run_off, count::Tied))]
    fn decide(ballots: Vec<Ballot>, tied: Vec<String>, #[context] cx: Context<'_>) -> Elected {
        let tally = Tally::new(&tied, &ballots);
        cx.emit(format!("run-off:  {tally}"));
        tally.leader()
    }

    #[listen(and(message, or(count::Elected, decide)))]
    fn propose(text: &str, elected: Elected, #[context] cx: Context<'_>) -> Proposal {
        cx.emit(format!("elected:  {elected}"));
        Proposal { text: text.to_owned(), elected }
    }

    #[router(propose)]
    async fn customer(&self, proposal: &Proposal, #[context] cx: Context<'_>) -> Result<Opinion, ModelError> {
        review(&self.customer, "the customer", proposal, cx).await
    }

    #[router(propose)]
    async fn colleague(
        &self,
        proposal: &Proposal,
        #[context] cx: Context<'_>,
    ) -> Result<Opinion, ModelError> {
        review(&self.colleague, "a colleague of that team", proposal, cx).await
    }

    #[router(propose)]
    async fn manager(&self, proposal: &Proposal, #[context] cx: Context<'_>) -> Result<Opinion, ModelError> {
        review(&self.manager, "the manager", proposal, cx).await
    }

    #[listen(quorum(2, customer::Approve, colleague::Approve, manager::Approve))]
    fn accept(reasons: Vec<String>, #[from(propose)] proposal: &Proposal) -> Decision {
        Decision { team: proposal.elected.team.clone(), accepted: true, reasons }
    }

    #[listen(quorum(2, customer::Object, colleague::Object, manager::Object))]
    fn escalate(reasons: Vec<String>, #[from(propose)] proposal: &Proposal) -> Decision {
        Decision { team: proposal.elected.team.clone(), accepted: false, reasons }
    }

    #[listen(or(accept, escalate))]
    fn answer(decision: Decision) -> Decision {
        decision
    }
}

impl Voting {
    /// One vote between these teams. Each item of a step is a voter with a seed of its own.
    async fn cast(&self, text: &str, teams: &[String], cx: Context<'_>) -> Result<Ballot, ModelError> {
        let seed = cx.item().unwrap_or_default() as u64;
        let teams = teams.join("\n- ");
        let prompt =
            format!("Which team should answer this customer?\n\n- {teams}\n\n\"\"\"\n{text}\n\"\"\"");
        self.model.with_seed(seed).ask_for(&prompt).await
    }
}

async fn review(
    model: &Model,
    role: &str,
    proposal: &Proposal,
    cx: Context<'_>,
) -> Result<Opinion, ModelError> {
    let Proposal { text, elected: Elected { team, .. } } = proposal;
    let prompt =
        format!("You are {role}. Is {team:?} the right team to answer this message?\n\"\"\"\n{text}\n\"\"\"");
    let Review { stance, reason } = model.ask_for(&prompt).await?;
    let reason = format!("{role}: {reason}");
    Ok(match stance {
        Stance::Approve => {
            cx.emit(format!("approves: {reason}"));
            Opinion::Approve(reason)
        }
        Stance::Object => {
            cx.emit(format!("objects:  {reason}"));
            Opinion::Object(reason)
        }
    })
}

/// How many votes each candidate has.
struct Tally<'a> {
    /// In the order of the candidates.
    votes: Vec<(&'a str, usize)>,
    /// Votes for somebody else.
    spoiled: usize,
}

impl<'a> Tally<'a> {
    fn new(candidates: &'a [String], ballots: &[Ballot]) -> Self {
        let mut votes: Vec<(&str, usize)> = candidates.iter().map(|team| (team.as_str(), 0)).collect();
        let mut spoiled = 0;
        for Ballot { team } in ballots {
            // Models are free with capitals, and like to end with a full stop.
            let team = team.trim().trim_end_matches('.').to_lowercase();
            match votes.iter_mut().find(|(candidate, _)| candidate.to_lowercase() == team) {
                Some((_, votes)) => *votes += 1,
                None => spoiled += 1,
            }
        }
        Tally { votes, spoiled }
    }

    /// The candidates with the most votes: several if they are tied, none if there are no candidates.
    fn leaders(&self) -> Vec<&'a str> {
        let most = self.votes.iter().map(|(_, votes)| *votes).max().unwrap_or_default();
        self.votes.iter().filter(|(_, votes)| *votes == most).map(|(team, _)| *team).collect()
    }

    fn outcome(&self) -> Count {
        match self.leaders()[..] {
            [_] => Count::Elected(self.leader()),
            ref tied => Count::Tied(tied.iter().map(|team| (*team).to_owned()).collect()),
        }
    }

    /// The winner; of several the first.
    fn leader(&self) -> Elected {
        let team = self.leaders().first().copied().unwrap_or_default();
        let votes =
            self.votes.iter().find(|(candidate, _)| *candidate == team).map_or(0, |(_, votes)| *votes);
        let of = self.votes.iter().map(|(_, votes)| votes).sum::<usize>() + self.spoiled;
        Elected { team: team.to_owned(), votes, of }
    }
}

impl fmt::Display for Tally<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let votes = self.votes.iter().filter(|(_, votes)| *votes > 0);
        let votes: Vec<String> = votes.map(|(team, votes)| format!("{team} {votes}")).collect();
        f.write_str(&votes.join(", "))?;
        match self.spoiled {
            0 => Ok(()),
            spoiled => write!(f, " ({spoiled} spoiled)"),
        }
    }
}

impl fmt::Display for Elected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, with {} of {} votes", self.team, self.votes, self.of)
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Decision { team, accepted, reasons } = self;
        match accepted {
            true => write!(f, "answered by: {team}")?,
            false => write!(f, "answered by: a person, who looks at it first; not {team}")?,
        }
        reasons.iter().try_for_each(|reason| write!(f, "\n  - {reason}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEAMS: [&str; 3] = ["delivery", "repairs", "billing"];

    fn count(ballots: &[&str]) -> (Count, String) {
        let teams = TEAMS.map(str::to_owned);
        let ballots: Vec<Ballot> = ballots.iter().map(|team| Ballot { team: (*team).to_owned() }).collect();
        let tally = Tally::new(&teams, &ballots);
        (tally.outcome(), tally.to_string())
    }

    #[test]
    fn the_most_votes_win() {
        let (outcome, tally) = count(&["repairs", "billing", "repairs", "delivery", "repairs"]);
        assert_eq!(tally, "delivery 1, repairs 3, billing 1");
        assert!(
            matches!(outcome, Count::Elected(elected) if elected.to_string() == "repairs, with 3 of 5 votes")
        );
    }

    #[test]
    fn equally_many_votes_are_a_tie() {
        let (outcome, _) = count(&["billing", "delivery", "billing", "delivery", "repairs"]);
        assert!(matches!(outcome, Count::Tied(tied) if tied == ["delivery", "billing"]));
        let (outcome, _) = count(&[]);
        assert!(matches!(outcome, Count::Tied(tied) if tied == TEAMS));
    }

    #[test]
    fn ballots_are_read_with_good_will() {
        let (outcome, tally) = count(&[" Repairs.", "REPAIRS\n", "the kitchen", "billing"]);
        assert_eq!(tally, "repairs 2, billing 1 (1 spoiled)");
        assert!(matches!(outcome, Count::Elected(elected) if (elected.votes, elected.of) == (2, 4)));
    }

    #[test]
    fn a_tie_that_no_run_off_could_break_goes_to_the_first() {
        let teams = TEAMS.map(str::to_owned);
        let tally = Tally::new(&teams, &[]);
        assert_eq!(tally.leader().to_string(), "delivery, with 0 of 0 votes");
    }
}
