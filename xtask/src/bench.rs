//! What the provider costs: its start, its size, a plan of many people beside
//! Terraform's own floor, and one of their removal beside one in which they
//! stay. Numbers are printed and never judged: they depend on the machine and on
//! what else it does.

mod plan;
mod processes;
mod start;
mod table;

use std::time::Duration;

use crate::build;
use plan::PlanCost;
use start::StartCost;
use table::{Row, megabytes, milliseconds, ratio, runs, table};

#[derive(clap::Args)]
pub(crate) struct Bench {
    /// The cargo profile to build the provider with
    #[arg(long, default_value = "release")]
    profile: String,
    /// Few starts and few people: shows that it works, measures nothing
    #[arg(long)]
    quick: bool,
}

/// How much is measured.
struct Size {
    starts: usize,
    people: usize,
    pairs: usize,
    leaving: usize,
}

const FULL: Size = Size {
    starts: 30,
    people: 1000,
    pairs: 5,
    leaving: 300,
};
const QUICK: Size = Size {
    starts: 3,
    people: 10,
    pairs: 1,
    leaving: 10,
};

/// Builds the provider, measures it and prints tables.
pub(crate) async fn run(options: Bench) -> anyhow::Result<()> {
    let size = if options.quick { QUICK } else { FULL };
    let binary = build::provider(&options.profile).await?.canonicalize()?;
    let start = start::measure(&binary, size.starts).await?;
    println!("Start, median of {} runs\n", size.starts);
    println!("{}", table(&start_rows(&start)));
    let plan = plan::measure(&binary, size.people, size.pairs).await?;
    println!(
        "\nPlan of {} collaborators of one app beside as many terraform_data, {} pairs in turn\n",
        size.people, size.pairs
    );
    println!("{}", table(&plan_rows(&plan)));
    for parallelism in ["-parallelism=10", "-parallelism=1"] {
        let times = plan::leaving(&binary, size.leaving, size.pairs, parallelism).await?;
        println!(
            "\nplan -destroy {parallelism} beside a plan of the same {} collaborators, {} pairs in turn\n",
            size.leaving, size.pairs
        );
        println!("{}", table(&leaving_rows(&times)));
    }
    Ok(())
}

/// The official provider's numbers were measured with the same Terraform
/// against a stand-in API on loopback, its binary stripped.
fn start_rows(start: &StartCost) -> Vec<Row> {
    vec![
        Row::new("handshake", milliseconds(start.handshake)).beside("< 2 ms", "6.8 ms"),
        Row::new("memory at the handshake", megabytes(start.memory)).beside("< 6 MB", "17.4 MB"),
        Row::new("size of the binary", megabytes(Some(start.size))).beside("< 9 MB", "20.3 MB"),
    ]
}

fn plan_rows(plan: &PlanCost) -> Vec<Row> {
    let [collaborators, floor] = &plan.times;
    vec![
        Row::new("collaborators", runs(collaborators)).beside("", "26.2 s"),
        Row::new("terraform_data", runs(floor)).beside("", "21.0 s"),
        Row::new("ratio of the medians", ratio(collaborators, floor)).beside("<= 1.05", "1.25"),
        Row::new("requests", plan.requests.to_string()).beside("2", "1010"),
        Row::new("bytes of replies", plan.bytes.to_string()).beside("", "331 MB"),
        Row::new("peak memory of the provider", megabytes(plan.peak))
            .beside("< 15 MB", "30 MB with 200 people"),
    ]
}

fn leaving_rows([staying, going]: &[Vec<Duration>; 2]) -> Vec<Row> {
    vec![
        Row::new("plan", runs(staying)),
        Row::new("plan -destroy", runs(going)),
        Row::new("ratio", ratio(going, staying)).beside("<= 1.2", ""),
    ]
}
