//! `epitome segment`: the sentences of each article, nothing else.

use epitome::analysis::Analyzer;
use epitome::output::Content;

use super::args::{OutputArguments, SegmentArguments};
use super::exit::{Exit, Stop};
use super::inputs::Inputs;
use super::journal::Task;
use super::output::Output;
use super::run::{Pass, Run};

pub(crate) fn run(arguments: &SegmentArguments) -> Result<Exit, Stop> {
    let run = Run::begin(&arguments.run);
    let mut inputs = Inputs::new("segment", &arguments.input);
    let exporter = run.exporter(&arguments.output, false, false)?;
    let OutputArguments { output, errors, .. } = &arguments.output;
    inputs.refuse_as_output(output.as_deref(), errors.as_deref(), &[])?;
    let task = inputs.files().map(|files| Task::new(&format!("{arguments:#?}"), files));
    let output = Output::open(&arguments.output, exporter, Content::Sentences, task)?;

    let language = arguments.language.language.0;
    run.export(
        Pass { what: "finding sentences", inputs: &inputs, units: inputs.units() },
        output,
        || Analyzer::new().language(language),
        |analyzer, article, exporter, out| {
            let (language, sentences) = analyzer.segment(article);
            exporter.sentences(article, language, &sentences, out)
        },
    )
}
