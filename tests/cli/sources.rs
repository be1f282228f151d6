//! Every format plain and compressed, from files, directories and standard input, whole and damaged.

use std::io::Write;

use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde_json::Value;

use crate::harness::{BEES, Folder, Outcome, TRAMS, records};

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

/// Text as Windows programs write it.
pub(crate) fn utf_16(text: &str) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// A file of each format with two articles, or one where the format has no more.
fn formats() -> Vec<(&'static str, Vec<u8>)> {
    let page = format!("<!DOCTYPE html><title>Bees</title><article><p>{BEES}</p></article>");
    let record = |id: &str, text: &str| serde_json::json!({"id": id, "title": id, "text": text});
    let (bees, trams) = (record("bees", BEES), record("trams", TRAMS));
    let wet = warc("conversion", "http://a.example/", "text/plain", BEES)
        + &warc("conversion", "b", "text/plain", TRAMS);
    let archive = response("http://a.example/", "text/html", &page) + &response("b", "text/plain", TRAMS);
    vec![
        ("txt", BEES.into()),
        ("md", format!("# Bees\n\n**Bees** hum.\n\n{BEES}").into()),
        ("html", page.into()),
        ("jsonl", format!("{bees}\n{trams}\n").into()),
        ("json", format!("[{bees}, {trams}]").into()),
        ("csv", format!("title,text,id\nbees,\"{BEES}\",bees\ntrams,\"{TRAMS}\",trams\n").into()),
        ("warc", archive.into()),
        #[cfg(feature = "parquet")]
        ("parquet", parquet(&[("bees", BEES), ("trams", TRAMS)])),
        ("wet", wet.into()),
        ("tsv", format!("title\ttext\tid\nbees\t\"{BEES}\"\tbees\ntrams\t\"{TRAMS}\"\ttrams\n").into()),
    ]
}

/// A WARC record.
fn warc(kind: &str, address: &str, content_type: &str, block: &str) -> String {
    let length = block.len();
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: {content_type}\r\n\
         Content-Length: {length}\r\n\r\n{block}\r\n\r\n"
    )
}

/// An archived answer of a web server.
fn response(address: &str, head: &str, body: &str) -> String {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: {head}\r\n\r\n{body}");
    warc("response", address, "application/http; msgtype=response", &block)
}

/// A Parquet file whose ids and titles stand in a group, a row group for each article.
#[cfg(feature = "parquet")]
fn parquet(articles: &[(&str, &str)]) -> Vec<u8> {
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::writer::SerializedFileWriter;
    let schema = "message m { required binary id (STRING); required binary title (STRING);
        required binary text (STRING); required group meta { required binary text (STRING); } }";
    let schema = std::sync::Arc::new(parquet::schema::parser::parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, std::sync::Arc::default()).unwrap();
    for (id, text) in articles {
        let mut rows = writer.next_row_group().unwrap();
        for value in [*id, *id, *text, "Nested ants dig."] {
            let mut column = rows.next_column().unwrap().unwrap();
            let values = [ByteArray::from(value.as_bytes().to_vec())];
            column.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
            column.close().unwrap();
        }
        rows.close().unwrap();
    }
    writer.into_inner().unwrap()
}

/// Records without what is derived from the name of the file.
fn nameless(outcome: &Outcome, name: &str) -> String {
    outcome.stdout().replace(name, "FILE")
}

#[test]
fn compressed_files_give_the_records_of_plain_ones() {
    for (extension, bytes) in formats() {
        let names = [format!("a.{extension}"), format!("a.{extension}.gz"), format!("a.{extension}.zst")];
        let [plain, gz, zst] = &names;
        let (half, rest) = bytes.split_at(bytes.len() / 2);
        let folder = Folder::new()
            .file(plain, &bytes)
            .file(gz, [gzip(half), gzip(rest)].concat())
            .file(zst, [zstd(half), zstd(rest)].concat());
        let expected = folder.epitome(&format!("summarize {plain}")).succeeds();
        assert!(!expected.records().is_empty(), "{extension}");
        for name in [gz, zst] {
            let found = folder.epitome(&format!("summarize {name}")).succeeds();
            assert_eq!(nameless(&found, name), nameless(&expected, plain), "{name}");
        }
        // The directory holds the same three files.
        let all = folder.epitome("summarize . --statistics builtin").succeeds();
        let by_name: String = names
            .iter()
            .map(|name| nameless(&folder.epitome(&format!("summarize ./{name}")).succeeds(), name))
            .collect();
        // The records in it have the same ids, of course.
        let all = nameless(&all, gz)
            .replace("\"duplicate id\"", "")
            .replace(zst.as_str(), "FILE")
            .replace(plain.as_str(), "FILE");
        assert_eq!(all, by_name, "{extension}");
    }
}

#[test]
fn records_and_tables_in_utf_16_are_read() {
    let texts =
        formats().into_iter().filter(|(extension, _)| !["warc", "wet", "parquet"].contains(extension));
    for (extension, bytes) in texts {
        let text = String::from_utf8(bytes).unwrap().replace("orchard", "Obstgärten — 蜂蜜");
        let (plain, wide, gz) =
            (format!("a.{extension}"), format!("b.{extension}"), format!("c.{extension}.gz"));
        let folder = Folder::new()
            .file(&plain, &text)
            .file(&wide, utf_16(&text))
            .file(&gz, gzip(&utf_16(&text)))
            .file("bare", &text)
            .file("wide-bare", utf_16(&text));
        // A whole file in another encoding says so.
        let records = |name: &str| {
            let found = folder.epitome(&format!("summarize {name} --statistics builtin")).succeeds();
            nameless(&found, name).replace("\"decoded from UTF-16LE\"", "")
        };
        for (name, plain) in [(wide.as_str(), plain.as_str()), (&gz, &plain), ("wide-bare", "bare")] {
            assert_eq!(records(name), records(plain), "{name}");
        }
    }
}

#[test]
fn lone_surrogates_in_records_in_utf_16_are_told() {
    for (name, records) in [
        ("a.jsonl", "{\"id\": 1, \"text\": \"One?.\"}\n{\"id\": 2, \"text\": \"Two\u{FFFD}.\"}\n"),
        ("a.json", "[{\"id\": 1, \"text\": \"One?.\"}, {\"id\": 2, \"text\": \"Two\u{FFFD}.\"}]"),
        ("a.csv", "id,text\n1,One?.\n2,Two\u{FFFD}.\n"),
        ("a.txt", "One?."),
    ] {
        let lone = |unit: [u8; 2]| if unit == [b'?', 0] { [0, 0xD8] } else { unit };
        let bytes = utf_16(records);
        let bytes: Vec<_> = bytes.as_chunks::<2>().0.iter().copied().flat_map(lone).collect();
        let folder = Folder::new().file(name, bytes);
        let found = folder.epitome(&format!("summarize {name} --language en")).succeeds();
        let records = found.records();
        let said = ["decoded from UTF-16LE, unreadable bytes replaced by U+FFFD"];
        found.check(records[0]["summary"][0]["text"] == "One\u{FFFD}.", "the text is read");
        found.check(records[0]["warnings"] == serde_json::json!(said), "the damage is told");
        let others = records.iter().skip(1).all(|record| record["warnings"] == serde_json::json!([]));
        found.check(others, "the other record had it from the start");
    }
}

#[test]
fn standard_input_may_be_compressed() {
    for (extension, bytes) in formats() {
        let summarize = |bytes: Vec<u8>| Folder::new().epitome("summarize").stdin(bytes).succeeds();
        let expected = summarize(bytes.clone());
        assert_eq!(summarize(gzip(&bytes)).stdout(), expected.stdout(), "{extension}");
        assert_eq!(summarize(zstd(&bytes)).stdout(), expected.stdout(), "{extension}");
    }
}

#[test]
fn a_name_without_extension_is_looked_into() {
    for (_, bytes) in formats() {
        let folder = Folder::new().file("a", &bytes).file("b.gz", gzip(&bytes));
        let plain = folder.epitome("summarize a").succeeds();
        let compressed = folder.epitome("summarize b.gz").succeeds();
        assert_eq!(
            nameless(&compressed, "b.gz"),
            plain.stdout().replace("\"a\"", "\"FILE\"").replace("\"a:", "\"FILE:")
        );
    }
}

#[test]
fn the_inner_format_can_be_told() {
    let line = format!("{}\n", serde_json::json!({"id": "bees", "text": BEES}));
    let folder = Folder::new().file("data.txt.gz", gzip(line.as_bytes()));
    let record = folder.epitome("summarize data.txt.gz --input-format jsonl").succeeds().record();
    assert_eq!(record["id"], "bees");
}

#[test]
fn all_sorts_of_inputs_go_in_one_call() {
    let mut folder = Folder::new();
    let mut arguments = String::from("summarize --statistics none");
    for (extension, bytes) in formats() {
        folder =
            folder.file(&format!("a.{extension}.zst"), zstd(&bytes)).file(&format!("d/b.{extension}"), bytes);
        arguments += &format!(" a.{extension}.zst");
    }
    let outcome = folder.epitome(&format!("{arguments} d -")).stdin(gzip(TRAMS.as_bytes())).succeeds();
    let articles = 2 * (3 + if cfg!(feature = "parquet") { 7 } else { 6 } * 2) + 1;
    assert_eq!(outcome.records().len(), articles);
    assert_eq!(outcome.records()[articles - 1]["id"], "-");
}

/// Lines that do not compress well, so that a file has many blocks.
fn many_lines(count: usize) -> String {
    let mut state = 1_u64;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        format!("w{:x}", state >> 30)
    };
    let mut text = |id: usize| {
        let words: Vec<String> = (0..40).map(|_| word()).collect();
        format!("{}\n", serde_json::json!({"id": id, "text": format!("Bees {}.", words.join(" "))}))
    };
    (0..count).map(&mut text).collect()
}

#[test]
fn what_stands_before_a_damage_is_read() {
    let lines = many_lines(3000);
    let all = Folder::new().epitome("segment").stdin(lines.clone()).succeeds();
    let all: Vec<&str> = all.stdout().lines().collect();
    for (extension, bytes) in [("gz", gzip(lines.as_bytes())), ("zst", zstd(lines.as_bytes()))] {
        let name = format!("a.jsonl.{extension}");
        let cut = bytes.len() - bytes.len() / 10;
        let mut damaged = bytes.clone();
        damaged[cut] ^= 0xff;
        damaged[cut + 1] ^= 0xff;
        for (what, bytes) in [("too early", &bytes[..cut]), ("damaged", &damaged[..])] {
            let folder = Folder::new().file(&name, bytes).file("b.txt", BEES);
            let outcome = folder.epitome(&format!("segment {name} b.txt --errors e.jsonl")).exits(1);
            let found: Vec<&str> = outcome.stdout().lines().collect();
            outcome.check(found.len() > 2500, "most records");
            // Neither format has sums of its parts: what follows a damage may be read before it shows.
            let sure = if what == "damaged" { 2500 } else { found.len() - 1 };
            for (found, expected) in found.iter().zip(&all).take(sure) {
                assert_eq!(found.replace(&name, "-"), **expected);
            }
            outcome.check(found.last().is_some_and(|last| last.contains("b.txt")), "the next file is read");
            let errors = records(&folder.read("e.jsonl"));
            let last: &Value = errors.last().unwrap();
            assert_eq!(last["error"]["kind"], "malformed");
            outcome.check(last["error"]["message"].as_str().unwrap().contains(what), &last.to_string());
            outcome.check(last["source"].as_str().unwrap().starts_with(&format!("{name}:")), "file and line");
        }
    }
}

#[test]
fn a_damaged_text_is_no_article() {
    for (extension, bytes) in [("gz", gzip(BEES.as_bytes())), ("zst", zstd(BEES.as_bytes()))] {
        let folder = Folder::with_articles().file(&format!("a.txt.{extension}"), &bytes[..bytes.len() - 5]);
        let outcome = folder.epitome("segment .").exits(1);
        assert_eq!(outcome.records().len(), 2);
        outcome.says(&format!("a.txt.{extension}: the ")).says("data end too early");
    }
}

#[test]
fn names_that_promise_a_compression_must_keep_it() {
    let folder = Folder::with_articles().file("a.txt.gz", BEES).file("empty.jsonl.zst", "");
    let outcome = folder.epitome("segment .").exits(1);
    assert_eq!(outcome.records().len(), 2);
    outcome.says("a.txt.gz: no gzip data").says("empty.jsonl.zst: no Zstandard data");
}

#[test]
fn nothing_compressed_is_nothing() {
    let folder = Folder::new().file("a.jsonl.gz", gzip(b"")).file("b.jsonl.zst", zstd(b""));
    folder.epitome("segment .").exits(0).says("no articles");
}

#[test]
fn bombs_stop_at_the_limit() {
    let zeros = vec![b'a'; 3 << 20];
    let folder = Folder::with_articles().file("a.txt.gz", gzip(&zeros)).file("b.txt.zst", zstd(&zeros)).file(
        "c.jsonl.gz",
        gzip(&[b"{\"text\":\"", &zeros[..], b"\"}\n{\"id\":\"last\",\"text\":\"Bees hum.\"}"].concat()),
    );
    let outcome = folder.epitome("segment . --max-article-bytes 1M --errors e.jsonl").exits(1);
    assert_eq!(outcome.records().len(), 3);
    assert_eq!(outcome.records()[1]["id"], "last".to_owned());
    let errors = records(&folder.read("e.jsonl"));
    let sources: Vec<_> = errors.iter().map(|error| error["source"].as_str().unwrap()).collect();
    assert_eq!(sources, ["./a.txt.gz", "./b.txt.zst", "./c.jsonl.gz:1"]);
    assert!(errors.iter().all(|error| error["error"]["kind"] == "too-large"), "{errors:?}");
}

#[test]
fn lines_of_objects_are_read_under_the_name_json_too() {
    let lines =
        format!("{}\n{{\"id\":\"trams\",\"text\":\"Trams.\"}}\nno\n", serde_json::json!({"text": BEES}));
    let folder = Folder::new().file("part-0.json", &lines).file("part-1.json.gz", gzip(lines.as_bytes()));
    let outcome = folder.epitome("segment part-0.json part-1.json.gz --max-article-bytes 400").exits(1);
    let ids: Vec<_> = outcome.records().iter().map(|record| record["id"].clone()).collect();
    assert_eq!(ids, ["part-0.json:1", "trams", "part-1.json.gz:1", "trams"]);
    outcome.says("part-0.json:3:").says("part-1.json.gz:3:");
}

#[test]
fn an_id_that_comes_again_is_warned_of() {
    let duplicate = |record: &Value| record["warnings"].as_array().unwrap().contains(&"duplicate id".into());
    let line = |id: &str| serde_json::json!({"id": id, "text": BEES}).to_string() + "\n";
    let folder = Folder::with_articles()
        .file(
            "a.jsonl",
            [line("1"), line("2"), line("1"), format!("{}\n", serde_json::json!({"text": BEES}))].concat(),
        )
        .file("b.csv", "id,text\n3,Bees.\n2,Bees.\n")
        .file("c.json", format!("[{}, {}]", line("3"), line("bees.txt")));
    let inputs = "bees.txt a.jsonl b.csv c.json trams.txt bees.txt a.jsonl -";
    for threads in [1, 4] {
        for statistics in ["corpus", "none"] {
            let outcome = folder
                .epitome(&format!("summarize {inputs} -j {threads} --statistics {statistics}"))
                .stdin(line("2"))
                .succeeds();
            let found: String =
                outcome.records().iter().map(|record| if duplicate(record) { 'd' } else { '.' }).collect();
            //            b aaaa bb cc t b aaaa -
            assert_eq!(found, "...d..ddd.dddddd", "{outcome}");
        }
    }
}

#[test]
fn rows_name_the_line_that_they_begin_with() {
    let table = format!("id,text\n1,\"{BEES}\"\n2,two,many\n,\"{TRAMS}\"\n");
    let folder = Folder::new().file("a.csv", table);
    let outcome = folder.epitome("segment a.csv --errors e.jsonl").exits(1);
    let sources: Vec<_> = outcome.records().iter().map(|r| (r["id"].clone(), r["source"].clone())).collect();
    assert_eq!(sources, [("1".into(), "a.csv:2".into()), ("a.csv:5".into(), "a.csv:5".into())]);
    let error = &records(&folder.read("e.jsonl"))[0];
    assert_eq!((&error["source"], &error["error"]["kind"]), (&"a.csv:4".into(), &"malformed".into()));
    folder.epitome("segment a.csv --text-field body").exits(2).says("no column 'body'").says("id, text");
}

#[test]
fn archives_name_the_address_and_the_number_of_the_record() {
    let archive = [
        warc("warcinfo", "x", "application/warc-fields", "software: x\r\n"),
        response(
            "http://a.example/page",
            "text/html; charset=iso-8859-1",
            "<title>Bees</title><p>Bees hum in the garden.",
        ),
        response("http://a.example/logo", "image/png", "PNG"),
        "junk\r\n".to_owned(),
        response("http://b.example/", "text/plain", BEES),
    ];
    // A member for each record, as web archives have it.
    let bytes: Vec<u8> = archive.iter().flat_map(|record| gzip(record.as_bytes())).collect();
    let folder = Folder::new().file("a.warc.gz", bytes);
    let outcome = folder.epitome("segment a.warc.gz --errors e.jsonl").exits(1);
    let found: Vec<_> = outcome.records().iter().map(|r| (r["id"].clone(), r["source"].clone())).collect();
    let expected = [("http://a.example/page", "a.warc.gz:2"), ("http://b.example/", "a.warc.gz:5")];
    assert_eq!(found, expected.map(|(id, source)| (id.into(), source.into())));
    let error = &records(&folder.read("e.jsonl"))[0];
    assert_eq!((&error["source"], &error["error"]["kind"]), (&"a.warc.gz:4".into(), &"malformed".into()));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_rows_fail_alone() {
    let whole = parquet(&[("bees", BEES), ("trams", TRAMS), ("ants", "Ants dig.")]);
    let mut broken = whole.clone();
    let at = whole.windows(9).position(|bytes| bytes == b"The city ").unwrap();
    broken[at - 10..at].fill(0xff);
    let folder = Folder::with_articles()
        .file("a.parquet", broken)
        .file("b.parquet", &whole[..whole.len() / 2])
        .file("c.parquet", BEES)
        .file("empty.parquet", "")
        .file("d.parquet", &whole);
    let outcome = folder.epitome("segment . --errors e.jsonl").exits(1);
    let ids: Vec<_> = outcome.records().iter().map(|record| record["id"].clone()).collect();
    assert_eq!(ids, ["bees", "ants", "./bees.txt", "bees", "trams", "ants", "./trams.txt"]);
    let errors = records(&folder.read("e.jsonl"));
    let sources: Vec<_> = errors.iter().map(|error| error["source"].as_str().unwrap()).collect();
    assert_eq!(sources, ["./a.parquet:2", "./b.parquet", "./c.parquet", "./empty.parquet"]);
    let nested = folder.epitome("segment d.parquet --text-field meta.text").succeeds();
    nested.shows("Nested ants dig.").shows("d.parquet:3");
    folder.epitome("segment d.parquet --text-field meta").exits(2).says("no column 'meta'").says("meta.text");
    folder.epitome("segment d.parquet --progress always -q").exits(0).says("3 articles");
}

#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_names_the_feature_that_it_takes() {
    let folder = Folder::with_articles().file("a.parquet", "PAR1");
    let outcome = folder.epitome("segment a.parquet bees.txt").exits(1);
    outcome
        .says("a.parquet: this program was built without the feature 'parquet'")
        .says("--features parquet");
    folder.epitome("segment").stdin("PAR1\0\0").exits(2).says("feature 'parquet'");
}
