//! `epitome summarize`: a summary and keywords for each article.

use epitome::output::Content;

use super::args::{OutputArguments, SummarizeArguments};
use super::exit::{Exit, Stop};
use super::frequencies;
use super::inputs::Inputs;
use super::journal::Task;
use super::options::{self, Terms};
use super::output::Output;
use super::run::{Pass, Run};

pub(crate) fn run(arguments: &SummarizeArguments) -> Result<Exit, Stop> {
    let run = Run::begin(&arguments.run);
    let mut inputs = Inputs::new("summarize", &arguments.input);
    let terms = Terms::new(&arguments.terms)?;
    let exporter = run.exporter(&arguments.output, arguments.highlight, arguments.explain)?;
    let builder = options::summaries(arguments, &terms).ranking(exporter.wants_ranking());
    let lists = options::files(&arguments.terms, &arguments.statistics);
    let OutputArguments { output, errors, .. } = &arguments.output;
    inputs.refuse_as_output(output.as_deref(), errors.as_deref(), &lists)?;
    let task = inputs.files().map(|files| Task::new(&format!("{arguments:#?}"), files.chain(lists)));
    let output = Output::open(&arguments.output, exporter, Content::Summaries, task)?;

    let choice = arguments.statistics.statistics.as_ref();
    let (frequencies, units) = frequencies::of_choice(choice, &mut inputs, &terms, &run, output.on_stdout())?;
    let summarizer = builder.frequencies(frequencies).build()?;
    run.export(
        Pass { what: "summarizing", inputs: &inputs, units },
        output,
        || summarizer.worker(),
        |worker, article, exporter, out| exporter.summary(article, &worker.summarize(article), out),
    )
}
