//! The languages that the program knows by name, one line each: code, English name and stemmer. What belongs to a
//! language (stop words, abbreviations) stands in text files beside the code that reads them.

pub mod detect;
mod endings;
mod english;
pub mod stemmer;
pub mod stop_words;

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};

macro_rules! languages {
    ($($variant:ident $code:literal $name:literal,)*) => {
        /// A language, named by its ISO 639-1 code; `Unknown` (`und`) where it cannot be told.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Language {
            $(#[doc = $name] $variant,)*
        }

        impl Language {
            /// All languages, in order of their English names, `Unknown` last.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// ISO 639-1 code, `und` for `Unknown`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// English name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

languages! {
    Afrikaans "af" "Afrikaans",
    Amharic "am" "Amharic",
    Arabic "ar" "Arabic",
    Armenian "hy" "Armenian",
    Azerbaijani "az" "Azerbaijani",
    Basque "eu" "Basque",
    Belarusian "be" "Belarusian",
    Bengali "bn" "Bengali",
    Bulgarian "bg" "Bulgarian",
    Burmese "my" "Burmese",
    Catalan "ca" "Catalan",
    Chinese "zh" "Chinese",
    Croatian "hr" "Croatian",
    Czech "cs" "Czech",
    Danish "da" "Danish",
    Dutch "nl" "Dutch",
    English "en" "English",
    Esperanto "eo" "Esperanto",
    Estonian "et" "Estonian",
    Finnish "fi" "Finnish",
    French "fr" "French",
    Georgian "ka" "Georgian",
    German "de" "German",
    Greek "el" "Greek",
    Gujarati "gu" "Gujarati",
    Hebrew "he" "Hebrew",
    Hindi "hi" "Hindi",
    Hungarian "hu" "Hungarian",
    Indonesian "id" "Indonesian",
    Irish "ga" "Irish",
    Italian "it" "Italian",
    Japanese "ja" "Japanese",
    Javanese "jv" "Javanese",
    Kannada "kn" "Kannada",
    Kazakh "kk" "Kazakh",
    Khmer "km" "Khmer",
    Korean "ko" "Korean",
    Latin "la" "Latin",
    Latvian "lv" "Latvian",
    Lithuanian "lt" "Lithuanian",
    Macedonian "mk" "Macedonian",
    Malayalam "ml" "Malayalam",
    Marathi "mr" "Marathi",
    Nepali "ne" "Nepali",
    Norwegian "no" "Norwegian",
    Odia "or" "Odia",
    Persian "fa" "Persian",
    Polish "pl" "Polish",
    Portuguese "pt" "Portuguese",
    Punjabi "pa" "Punjabi",
    Romanian "ro" "Romanian",
    Russian "ru" "Russian",
    Serbian "sr" "Serbian",
    Shona "sn" "Shona",
    Sinhala "si" "Sinhala",
    Slovak "sk" "Slovak",
    Slovenian "sl" "Slovenian",
    Spanish "es" "Spanish",
    Swedish "sv" "Swedish",
    Tagalog "tl" "Tagalog",
    Tamil "ta" "Tamil",
    Telugu "te" "Telugu",
    Thai "th" "Thai",
    Turkish "tr" "Turkish",
    Turkmen "tk" "Turkmen",
    Ukrainian "uk" "Ukrainian",
    Urdu "ur" "Urdu",
    Uzbek "uz" "Uzbek",
    Vietnamese "vi" "Vietnamese",
    Welsh "cy" "Welsh",
    Yiddish "yi" "Yiddish",
    Zulu "zu" "Zulu",
    Unknown "und" "unknown",
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = Error;

    /// Reads a code such as `en`, `EN` or `pt-BR`; the region is ignored, `nb` and `nn` are Norwegian.
    fn from_str(text: &str) -> Result<Self, Error> {
        let code = text.trim().split(['-', '_']).next().unwrap_or_default();
        let is = |other: &str| code.eq_ignore_ascii_case(other);
        let own = |language: &Self| match language.code() {
            "no" => is("no") || is("nb") || is("nn"),
            "he" => is("he") || is("iw"),
            "id" => is("id") || is("in"),
            code => is(code),
        };
        Self::ALL.iter().copied().find(own).ok_or_else(|| {
            let codes: Vec<_> = Self::ALL.iter().map(|language| language.code()).collect();
            Error::new(ErrorKind::InvalidOption, format!("unknown language '{text}'"))
                .with_hint(format!("accepted: auto, {}", codes.join(", ")))
        })
    }
}
