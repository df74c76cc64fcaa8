//! `kazasu-model`: explores every scene and prints what was explored.
#![allow(clippy::print_stdout)]

use std::process::ExitCode;
use std::time::Instant;

use kazasu_model::explore::{explore, scenes};

fn main() -> ExitCode {
    for scene in scenes() {
        let began = Instant::now();
        let explored = explore(&scene);
        let seconds = began.elapsed().as_secs_f64();
        println!("{}: {} states, {} ways, {seconds:.1} s", scene.name, explored.states, explored.ways);
        if let Some((what, events)) = explored.broken {
            println!("{what}\n{}", events.join("\n"));
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
