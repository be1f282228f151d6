//! The native half of the Python package `epitome`: wrappers around the library, no logic of their own. Arguments are taken
//! over, the GIL is released, the library works, results become Python objects.

mod article;
mod chars;
mod errors;
mod evaluation;
#[cfg(feature = "arrow")]
mod rows;
mod run;
mod statistics;
mod summarizer;
mod summary;
#[cfg(feature = "arrow")]
mod table;
mod texts;

use pyo3::prelude::*;

#[pymodule(name = "_native")]
mod native {
    use epitome::keyword::KeywordMethod;
    use epitome::score::Method;
    use pyo3::prelude::*;
    use pyo3::types::PyTuple;

    #[pymodule_export]
    use super::article::{Article, read};
    #[pymodule_export]
    use super::evaluation::rouge;
    #[pymodule_export]
    use super::statistics::CorpusStatistics;
    #[pymodule_export]
    use super::summarizer::{Summarizer, extract_keywords};
    #[pymodule_export]
    use super::summary::{Keyword, Sentence, Summary};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        let py = module.py();
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("METHODS", PyTuple::new(py, Method::ALL.iter().map(|method| method.name()))?)?;
        let keyword_methods = KeywordMethod::ALL.iter().map(|method| method.name());
        module.add("KEYWORD_METHODS", PyTuple::new(py, keyword_methods)?)?;
        module.add("LANGUAGES", PyTuple::new(py, epitome::Language::ALL.iter().map(|one| one.code()))?)
    }
}
