//! Small good sources of every format, our own sentences. Next to read: `mod.rs`.

use super::{gzipped, zipped};

/// A source to hurt.
pub(crate) enum Seed {
    /// Bytes as they are.
    Whole(&'static str, Vec<u8>),
    /// A zip of parts.
    Package(&'static str, Vec<(&'static str, Vec<u8>)>),
}

impl Seed {
    /// Its name.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Whole(name, _) | Self::Package(name, _) => name,
        }
    }

    /// Bytes to splice from.
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Whole(_, bytes) => bytes,
            Self::Package(_, members) => &members[0].1,
        }
    }
}

/// A format with its seeds.
pub(crate) struct Format {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its seeds.
    pub(crate) seeds: Vec<Seed>,
}

const PARAGRAPHS: &str = "灯塔国与海岛国联合声明\n\n新华社东港5月6日电　一、双方重申，愿在平等互利的基础上加强海洋合作，并于二〇三二年底前建立渔业对话机制。\n\n二、灯塔国决定向海岛国提供3000万元援助，用于修建两座气象站。“我们欢迎这一决定”，发言人说。\n\n　　问：双方是否讨论了关税？\n　　答：讨论了。\n\n2031年5月6日于东港\n";

const PAGE: &str = r#"<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>联合声明 - 海岛日报</title>
<meta property="article:published_time" content="2031-05-06T08:00:00+08:00"><script type="application/ld+json">{"@type":"NewsArticle","headline":"联合声明"}</script></head>
<body><nav><a href="/">首页</a></nav><article><h1>联合声明</h1><p>双方同意&#x5408;作 &amp; 交流。<br>第二行</p>
<ul><li>一项</li><li>二项</li></ul><blockquote><p>引语</p></blockquote><table><tr><td>年份</td><td>数额</td></tr></table><pre>a
  b</pre></article><div class="comments"><p>网友：好</p></div><footer>版权所有</footer></body></html>"#;

const MARKDOWN: &str = "---\ntitle: 联合声明\ndate: 2031-05-06\n---\n# 联合声明\n\n双方同意**合作**，见[附件](http://example.org/a)。\n\n> 引语\n\n1. 一项\n2. 二项\n\n| 年 | 数 |\n|---|---|\n| 2031 | 3 |\n\n```\ncode\n```\n\n<div>内嵌 <b>HTML</b></div>\n";

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>海岛日报</title><item><title>声明 &amp; 公告</title><link>http://example.org/1</link><pubDate>Tue, 06 May 2031 08:00:00 +0800</pubDate><description>&lt;p&gt;双方同意&lt;b&gt;合作&lt;/b&gt;。&lt;/p&gt;</description></item><item><title>二</title><content:encoded><![CDATA[<p>第二条</p>]]></content:encoded></item></channel></rss>"#;

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>urn:1</id><title type="html">A &lt;i&gt;note&lt;/i&gt;</title><updated>2031-05-06T00:00:00Z</updated><content type="xhtml"><div><p>Both sides agreed.</p></div></content></entry></feed>"#;

const XML: &str = "<?xml version=\"1.0\"?><doc><head>联合声明</head><p n='1'>双方同意&#21512;作。</p><!-- c --><p><![CDATA[a < b]]></p></doc>";

const JSON: &str = r#"[{"id":"1","title":"联合声明","published":"2031-05-06","text":"双方\u540c\u610f合作。\n第二段。"},{"id":2,"html":"<p>A &amp; B \ud83d\ude00</p>","language":"en"}]"#;

const LINES: &str =
    "{\"id\":1,\"text\":\"双方同意合作。\"}\n{\"id\":2,\"html\":\"<p>The \\u201cdeal\\u201d</p>\"}\n\n{\"id\":3}\n";

const PDF: &str = "%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Contents[4 0 R 5 0 R]/Resources<</Font<</F1 6 0 R/F2 9 0 R>>/XObject<</X 10 0 R>>>>>>endobj
4 0 obj<</Length 130>>stream
BT /F1 12 Tf 50 500 Td <00010002> Tj 0 -20 Td [(Both) -300 (sides)] TJ T* (agreed.) ' ET q 1 0 0 1 10 10 cm /X Do Q
endstream endobj
5 0 obj<</Length 60>>stream
BT /F2 10 Tf 1 0 0 1 50 400 Tm (The second line.) Tj ET
endstream endobj
6 0 obj<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Song/Encoding/Identity-H/DescendantFonts[7 0 R]/ToUnicode 8 0 R>>endobj
7 0 obj<</Type/Font/Subtype/CIDFontType2/DW 1000/W[1[500 600] 3 9 700]>>endobj
8 0 obj<</Length 140>>stream
1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0001> <4E2D> endbfchar 1 beginbfrange <0002> <0009> <6587> endbfrange
endstream endobj
9 0 obj<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[65/eacute/B]>>/FirstChar 65/Widths[500 600]>>endobj
10 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Matrix[1 0 0 1 0 0]/Length 40>>stream
BT /F2 8 Tf 5 5 Td (A form.) Tj ET
endstream endobj
trailer<</Root 1 0 R/Size 11>>
%%EOF
";

const DOCUMENT: &str = r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w"><w:body><w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>联合声明</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">双方 &amp; 各方</w:t></w:r><w:del><w:r><w:delText>不</w:delText></w:r></w:del><w:r><w:footnoteReference w:id="2"/><w:br/><w:t>同意。</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>年</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"#;

fn docx() -> Vec<(&'static str, Vec<u8>)> {
    let styles = r#"<w:styles><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>"#;
    let notes = r#"<w:footnotes><w:footnote w:id="2"><w:p><w:r><w:t>注。</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    vec![
        ("word/document.xml", DOCUMENT.into()),
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("word/styles.xml", styles.into()),
        ("word/footnotes.xml", notes.into()),
        ("docProps/core.xml", b"<c><dc:title>t</dc:title><dcterms:created>2031-05-06</dcterms:created></c>".to_vec()),
    ]
}

fn epub() -> Vec<(&'static str, Vec<u8>)> {
    let opf = r#"<package><metadata><dc:title>选编</dc:title></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>"#;
    vec![
        ("mimetype", b"application/epub+zip".to_vec()),
        (
            "META-INF/container.xml",
            br#"<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>"#.to_vec(),
        ),
        ("b.opf", opf.into()),
        ("a.xhtml", PAGE.into()),
    ]
}

fn tar() -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, text) in [("a.txt", PARAGRAPHS), ("dir/b.html", PAGE)] {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append_data(&mut header, name, text.as_bytes()).expect("into memory");
    }
    builder.into_inner().expect("into memory")
}

macro_rules! fixture {
    ($name:literal) => {
        Seed::Whole($name, include_bytes!(concat!("../../../../fixtures/sources/pdf/", $name)).to_vec())
    };
}

/// Every format.
pub(crate) fn formats() -> Vec<Format> {
    let whole = |name, text: &str| Seed::Whole(name, text.as_bytes().to_vec());
    let encoded =
        |name, encoding: &'static encoding_rs::Encoding| Seed::Whole(name, encoding.encode(PARAGRAPHS).0.into_owned());
    let utf16 = std::iter::once(0xFEFF).chain(PARAGRAPHS.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let members =
        || vec![("a.txt", PARAGRAPHS.into()), ("b.html", PAGE.into()), ("c.zip", zipped(&[("d.md", MARKDOWN.into())]))];
    let make = |name, seeds| Format { name, seeds };
    vec![
        make(
            "text",
            vec![
                whole("a.txt", PARAGRAPHS),
                encoded("gb.txt", encoding_rs::GB18030),
                encoded("big5.txt", encoding_rs::BIG5),
                Seed::Whole("utf16.txt", utf16),
            ],
        ),
        make(
            "html",
            vec![whole("a.html", PAGE), Seed::Whole("gb.html", encoding_rs::GB18030.encode(PAGE).0.into_owned())],
        ),
        make("markdown", vec![whole("a.md", MARKDOWN)]),
        make("feed", vec![whole("a.rss", RSS), whole("a.atom", ATOM)]),
        make("xml", vec![whole("a.xml", XML)]),
        make("json", vec![whole("a.json", JSON)]),
        make("jsonl", vec![whole("a.jsonl", LINES)]),
        make(
            "pdf",
            vec![
                whole("plain.pdf", PDF),
                fixture!("zh-one-column.pdf"),
                fixture!("en-two-columns.pdf"),
                fixture!("running-heads.pdf"),
                fixture!("doubled.pdf"),
                fixture!("owner-locked.pdf"),
            ],
        ),
        make("docx", vec![Seed::Package("a.docx", docx())]),
        make("epub", vec![Seed::Package("a.epub", epub())]),
        make("zip", vec![Seed::Package("a.zip", members())]),
        make("tar", vec![Seed::Whole("a.tar", tar()), Seed::Whole("a.tar.gz", gzipped(&tar()))]),
        make("gzip", vec![Seed::Whole("a.txt.gz", gzipped(PARAGRAPHS.as_bytes()))]),
    ]
}
