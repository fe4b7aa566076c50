"""A built site loads nothing from elsewhere, and holds nothing that the content-security policy blocks."""

from html.parser import HTMLParser
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.inspecting import SAYINGS, Inspector, faults
from macros.markup import Tag, tags_of_page
from tests.conftest import ROOT
from tests.test_properties import BOUNDED
from tests.test_rules import RULES

OUT = "external-resource"
# The rule that is broken, the text of a file, and the file's kind if it is not a page.
HOSTILE: tuple[tuple[str, ...], ...] = (
    # Scripts from elsewhere, however the address is written.
    (OUT, '<script src="https://e.example/a.js"></script>'),
    (OUT, "<script src='https://e.example/a.js'></script>"),
    (OUT, "<script src=https://e.example/a.js></script>"),
    (OUT, '<SCRIPT SRC="HTTPS://E.EXAMPLE/A.JS"></SCRIPT>'),
    (OUT, '<script\nasync\tsrc\n=\n"https://e.example/a.js"></script>'),
    (OUT, '<script/src="https://e.example/a.js"></script>'),
    (OUT, '<script title=">" src="https://e.example/a.js"></script>'),
    (OUT, '<script a"src="x" src="https://e.example/a.js"></script>'),
    (OUT, '<script src="//e.example/a.js"></script>'),
    (OUT, '<script src="\\\\e.example/a.js"></script>'),
    (OUT, '<script src="/\\e.example/a.js"></script>'),
    (OUT, '<script src="/\n/e.example/a.js"></script>'),
    (OUT, '<script src=" \x01 ht\ttps://e.example/a.js"></script>'),
    (OUT, '<script src="&#104;ttps://e.example/a.js"></script>'),
    (OUT, '<script src="https&colon;&sol;&sol;e.example/a.js"></script>'),
    (OUT, '<script src="ht&Tab;tp&NewLine;s://e.example/a.js"></script>'),
    (OUT, '<script src="data:text/javascript,alert(1)"></script>'),
    (OUT, '<script src="blob:https://e.example/1"></script>'),
    (OUT, '<script type="module" src="ftp://e.example/a.js"></script>'),
    (OUT, '<p =">"><script src="https://e.example/a.js"></script>'),
    (OUT, '<p "><script src="https://e.example/a.js"></script><p ">'),
    (OUT, '<p a=""b="><script src=x>"><script src="https://e.example/a.js"></script>'),
    (OUT, '<!--><script src="https://e.example/a.js"></script>-->'),
    (OUT, '<!---><script src="https://e.example/a.js"></script>-->'),
    (OUT, '<!-- --!><script src="https://e.example/a.js"></script>-->'),
    (OUT, '<!x "><script src="https://e.example/a.js"></script>">'),
    (OUT, '</ "><script src="https://e.example/a.js"></script>">'),
    (OUT, '</p a="><script src=x>"><script src="https://e.example/a.js"></script>'),
    (OUT, '<noframes></noframe\u017f><p title="</noframes><img src=//e.example/a.png>">'),
    (OUT, '<title></titles></TITLE ><script src="https://e.example/a.js"></script>'),
    (OUT, '<textarea><!-- </textarea><script src="https://e.example/a.js"></script>'),
    (OUT, '<noscript><img src="https://e.example/a.png"></noscript>'),
    (OUT, '<noscript><p title="</noscript><img src=//e.example/a.png>"></noscript>'),
    (OUT, '<noscript><p title="</noscript><!--"><img src=//e.example/a.png></noscript> -->'),
    (OUT, '<template><img src="https://e.example/a.png"></template>'),
    # Links that load.
    (OUT, '<link rel="stylesheet" href="https://e.example/a.css">'),
    (OUT, '<link rel="alternate stylesheet" href="https://e.example/a.css">'),
    (OUT, '<link href="https://e.example/a.png" REL=" Shortcut Icon ">'),
    (OUT, '<link rel="preload" as="font" href="https://e.example/a.woff2">'),
    (OUT, '<link rel="preload" as="image" imagesrcset="a.png 1x, //e.example/b.png 2x">'),
    (OUT, '<link rel="preconnect" href="https://e.example">'),
    (OUT, '<link rel="dns-prefetch" href="//e.example">'),
    (OUT, '<link rel="modulepreload" href="https://e.example/a.js">'),
    (OUT, '<link rel="manifest" href="https://e.example/a.webmanifest">'),
    (OUT, '<link rel="prefetch" href="https://e.example/">'),
    # Pictures.
    (OUT, '<img src="https://e.example/a.png">'),
    (OUT, '<img src="data:image/png;base64,AAAA">'),
    (OUT, '<img srcset="a.png 1x,https://e.example/b.png 2x">'),
    (OUT, '<picture><source srcset="a.png, //e.example/b.png 2x"><img src="a.png"></picture>'),
    (OUT, '<input type="image" src="https://e.example/a.png">'),
    (OUT, '<body background="https://e.example/a.png">'),
    (OUT, '<svg><image href="https://e.example/a.png"/></svg>'),
    (OUT, '<svg><image xlink:href="https://e.example/a.png"/></svg>'),
    (OUT, '<svg><use href="https://e.example/a.svg#a"/></svg>'),
    (OUT, '<svg><filter><feImage href="https://e.example/a.png"/></filter></svg>'),
    (OUT, '<svg><script href="https://e.example/a.js"></script></svg>'),
    (OUT, '<svg><path fill="url(https://e.example/a.svg#a)"/></svg>'),
    (OUT, "<svg><path filter=\"u\\72l('//e.example/a.svg#a')\"/></svg>"),
    (OUT, '<svg><a><set attributeName="href" to="javascript:alert(1)"/></a></svg>'),
    (OUT, '<svg><animate attributeName="xlink:href" values="#a;https://e.example/a.png"/></svg>'),
    # Elsewhere, by other ways.
    (OUT, '<meta http-equiv="refresh" content="0; url=https://e.example/">'),
    (OUT, '<meta http-equiv="Refresh" content="0;URL=\'//e.example/\'">'),
    (OUT, '<meta content="5,https://e.example/" http-equiv="refresh">'),
    (OUT, '<a href="a/" ping="b/ https://e.example/">a</a>'),
    (OUT, '<video poster="https://e.example/a.png"></video>'),
    (OUT, '<audio><source src="https://e.example/a.mp3"></audio>'),
    (OUT, '<track src="https://e.example/a.vtt">'),
    (OUT, '<embed src="https://e.example/a">'),
    (OUT, '<object data="https://e.example/a"></object>'),
    (OUT, '<iframe src="https://e.example/"></iframe>'),
    (OUT, '<frame src="https://e.example/">'),
    # What the policy blocks even from here.
    ("blocked-element", '<iframe src="a/"></iframe>'),
    ("blocked-element", '<iframe srcdoc="&lt;p>"></iframe>'),
    ("blocked-element", '<object data="a.svg"></object>'),
    ("blocked-element", '<EMBED src="a.svg">'),
    ("blocked-element", '<video src="a.mp4"></video>'),
    ("blocked-element", '<audio src="a.mp3"></audio>'),
    ("blocked-element", '<portal src="a/"></portal>'),
    ("blocked-element", '<base href="https://e.example/">'),
    ("blocked-element", '<base target="_top" href="/">'),
    ("blocked-form", '<form action="https://e.example/"></form>'),
    ("blocked-form", '<form action="/search/"></form>'),
    ("blocked-form", '<button formaction="javascript:alert(1)">a</button>'),
    ("cookie", '<meta http-equiv="Set-Cookie" content="a=b">'),
    # Links that run.
    ("script-link", '<a href="javascript:alert(1)">a</a>'),
    ("script-link", '<a href=" \x01JaVa\nScript:alert(1)">a</a>'),
    ("script-link", '<a href="java&#x73;cript&colon;alert(1)">a</a>'),
    ("script-link", '<area href="vbscript:a">'),
    ("script-link", '<a href="data:text/html,a">a</a>'),
    ("script-link", '<svg><a xlink:href="javascript:alert(1)">a</a></svg>'),
    # Scripts and styles in the page.
    ("inline-script", "<script>alert(1)</script>"),
    ("inline-script", "<ScRiPt>alert(1)</sCrIpT >"),
    ("inline-script", '<script type="module">import "./a.js"</script>'),
    ("inline-script", '<script type="importmap">{}</script>'),
    ("inline-script", '<script type="speculationrules">{}</script>'),
    ("inline-script", '<script type="text/javascript" type="application/json">alert(1)</script>'),
    ("inline-script", '<script src="a.js">alert(1)</script>'),
    ("inline-script", "<svg><script>alert(1)</script></svg>"),
    ("inline-style", "<style>p { color: red }</style>"),
    ("inline-style", "<svg><style>path { fill: red }</style></svg>"),
    ("inline-style", '<p style="color: red">a</p>'),
    ("inline-style", "<p STYLE=color:red>a</p>"),
    ("inline-handler", '<p onclick="alert(1)">a</p>'),
    ("inline-handler", "<img src=x OnError=alert(1)>"),
    ("inline-handler", '<img src="a.png"onerror="alert(1)">'),
    ("inline-handler", "<svg/onload=alert(1)>"),
    ("inline-handler", "<p a='>' onclick = alert(1)>a</p>"),
    ("inline-handler", "<p onclick>a</p>"),
    # What browsers can read in two ways.
    ("unclear-markup", "<svg><title><img src=//e.example/a.png></title></svg>"),
    ("unclear-markup", "<svg><title/><p>a</p></title></svg>"),
    ("unclear-markup", "<svg><title/>a</title></svg>"),
    ("unclear-markup", "<svg><![CDATA[<script src=//e.example/a.js></script>]]></svg>"),
    ("unclear-markup", "<select><title><script src=a.js></script></title></select>"),
    ("unclear-markup", '<script type="application/json"><!--<script></script><script src=//e.example></script>'),
    ("unclear-markup", '<p title="never closed>a</p>'),
    ("unclear-markup", "<!-- never closed <script>"),
    ("unclear-markup", "<title>never closed"),
    ("unclear-markup", "caf\udce9"),
    ("unclear-markup", "\udcff\udcfe<\0p\0>\0"),
    ("unclear-markup", "\0<\0s\0v\0g\0>", "svg"),
    ("unclear-markup", "<!DOCTYPE svg PUBLIC '>' [<!ATTLIST svg onload CDATA 'alert(1)'>]><svg/>", "svg"),
    # Drawings.
    (OUT, '<svg xmlns:x="http://www.w3.org/1999/xlink"><image x:href="https://e.example/a.png"/></svg>', "svg"),
    (OUT, '<svg:svg xmlns:svg="http://www.w3.org/2000/svg"><svg:script href="//e.example/a.js"/></svg:svg>', "svg"),
    (OUT, '<?xml-stylesheet href="https://e.example/a.css"?><svg/>', "svg"),
    (OUT, "<svg><style><![CDATA[ > ]]></style><image href='https://e.example/a.png'/></svg>", "svg"),
    (OUT, "<svg><title><image href='https://e.example/a.png'/></title></svg>", "svg"),
    (OUT, "<svg><title>a</title><!-- > --><use href='data:image/svg+xml,a#a'/></svg>", "svg"),
    ("inline-script", "<svg><script><![CDATA[alert(1)]]></script></svg>", "svg"),
    ("inline-script", '<x:svg xmlns:x="http://www.w3.org/2000/svg"><x:script>alert(1)</x:script></x:svg>', "svg"),
    ("inline-style", '<svg><path style="fill: red"/></svg>', "svg"),
    ("inline-handler", '<svg onload="alert(1)"/>', "svg"),
    ("script-link", '<svg><a href="javascript:alert(1)"/></svg>', "svg"),
    ("blocked-element", "<svg><foreignObject><iframe/></foreignObject></svg>", "svg"),
    ("unclear-markup", '<!DOCTYPE svg [<!ENTITY a "https://e.example/">]><svg><image href="&a;"/></svg>', "svg"),
    # Style sheets.
    (OUT, '@import "https://e.example/a.css";', "css"),
    (OUT, "@IMPORT '//e.example/a.css' print;", "css"),
    (OUT, "@import url(https://e.example/a.css);", "css"),
    (OUT, '@import/**/url( "https://e.example/a.css" );', "css"),
    (OUT, '@\\69mport "https://e.example/a.css";', "css"),
    (OUT, '@import "\\68ttps://e.example/a.css";', "css"),
    (OUT, "p { background: url(https://e.example/a.png) }", "css"),
    (OUT, "p { background: URL( '//e.example/a.png' ) }", "css"),
    (OUT, "p { background: u\\72 l(h\\74tps://e.example/a.png) }", "css"),
    (OUT, "p { background: url(data:image/png;base64,AAAA) }", "css"),
    (OUT, "p { background: url(\n\\/\\/e.example/a.png\n) }", "css"),
    (OUT, '@font-face { src: local("a"), url("https://e.example/a.woff2") format("woff2") }', "css"),
    (OUT, 'p { background: -webkit-image-set("https://e.example/a.png" 1x) }', "css"),
    (OUT, 'p { background: image-set(url(a.png) 1x, "https://e.example/a.png" 2x) }', "css"),
    (OUT, 'p { --a: "https://e.example/a.png"; background: image-set(var(--a) 1x) }', "css"),
    (OUT, 'p { content: "/*"; background: url(https://e.example/a.png) /* */ }', "css"),
    (OUT, "p { content: '\\''; background: url(https://e.example/a.png) }", "css"),
    (OUT, 'p { content: "never closed\n; background: url(https://e.example/a.png) }', "css"),
    # Scripts.
    (OUT, 'import a from "https://e.example/a.js"', "js"),
    (OUT, 'import"https://e.example/a.js"', "js"),
    (OUT, "import {a,b}from'//e.example/a.js'", "js"),
    (OUT, 'export * from "https://e.example/a.js"', "js"),
    (OUT, "const a = await import(`https://e.example/${b}.js`)", "js"),
    (OUT, 'import(/* here */ "\\x68ttps://e.example/a.js")', "js"),
    (OUT, 'import("data:text/javascript,alert(1)")', "js"),
    (OUT, 'importScripts("https://e.example/a.js")', "js"),
    (OUT, 'import a from "https://e.example/a.js"', "mjs"),
)
HARMLESS: tuple[tuple[str, ...], ...] = (
    ("&lt;script&gt;alert(1)&lt;/script&gt;",),
    ("<p>Write &lt;img src=&quot;https://e.example/a.png&quot; onerror=…&gt;</p>",),
    ("<p>onclick=1, onetime, style=red, javascript:alert(1), https://e.example/a.js</p>",),
    ("<p data-onset='1' data-style='a' data-src='https://e.example/a.png' aria-label='onclick=a'>a</p>",),
    ('<p title="<script>alert(1)</script>">a</p>',),
    ("<p title='<img src=https://e.example/a.png onerror=alert(1)>'>a</p>",),
    ("<p title=\"a' onclick='b\">a</p>",),
    ("<p =onclick=alert(1)>a</p>",),
    ('<p title="&quot; onclick=&quot;alert(1)">a</p>',),
    ('<a href="https://e.example/">a</a>',),
    ('<a href="//e.example/" rel="noopener">a</a>',),
    ('<a href="mailto:a@e.example">a</a> <a href="tel:111">111</a>',),
    ('<a href="a/javascript:alert(1)">a</a> <a href="#javascript:a">a</a> <a href="?data:a">a</a>',),
    ('<a href="">a</a> <a href>a</a> <a name="a">a</a>',),
    ('<map name="a"><area href="https://e.example/"></map>',),
    ('<blockquote cite="https://e.example/">a</blockquote>',),
    ('<link rel="canonical" href="https://e.example/">',),
    ('<link rel="alternate" hreflang="de" href="https://e.example/de/">',),
    ('<link rel="license author" href="https://e.example/">',),
    ('<link rel="next" href="https://e.example/2/"><link rel="prev" href="https://e.example/1/">',),
    ('<link rel="stylesheet" href="../assets/a.css"><link rel="icon" href="/a.svg">',),
    ('<script src="../a.js" defer></script><script type="module" src="/assets/a.js">\n</script>',),
    ('<script type="application/ld+json">{"@context": "https://schema.org", "a": "alert(1)"}</script>',),
    ('<SCRIPT TYPE=\'Application/JSON\'>{"src": "https://e.example/a.js"}</SCRIPT>',),
    ('<img src="a.png" srcset="a.png 1x, ../b.png 2x" alt="https://e.example/a.png">',),
    ('<img src="a%3A//b.png"><img src="/a//b.png"><img src="./a:b.png"><img src="a.png?b=https://e.example/">',),
    ("<!-- <script>alert(1)</script> <img src=https://e.example/a.png> -->",),
    ("<!-- a -- > <style>p {}</style> -->",),
    ("<!doctype html><?php <b ?><p>a</p>",),
    ("<title><script>alert(1)</script></title>",),
    ("<textarea><style>p {}</style><p onclick='a'></textarea>",),
    ("<noscript><p>This page needs no script.</p></noscript>",),
    ("<p>1 < 2, a <- b, <3 and </p>",),
    ('<meta http-equiv="refresh" content="0; url=../a/"><meta http-equiv="refresh" content="60">',),
    ('<meta property="og:image" content="https://e.example/a.png"><meta name="refresh" content="0; url=//e.example">',),
    ('<base target="_top">',),
    ("<form><input name='action' value='https://e.example/'><button type='button'>a</button></form>",),
    ('<svg xmlns="http://www.w3.org/2000/svg"><title>On top</title><use href="#a"/><path fill="url(#b)"/></svg>',),
    ('<svg><a href="https://e.example/"><text>a</text></a><animate attributeName="x" values="0;1"/></svg>',),
    ("<data value='https://e.example/'>a</data>",),
    ("<sectionsrc src-a='https://e.example/'>a</sectionsrc>",),
    ("\ufeff<p>café 💪</p>",),
    ('<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD" "http://www.w3.org/svg11.dtd"><svg/>', "svg"),
    (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><title>a</title></svg>',
        "svg",
    ),
    ("<svg><!-- <script>a</script> --><desc><![CDATA[<script>a</script>]]></desc><use href='b.svg#c'/></svg>", "svg"),
    ('p::after { content: "url(https://e.example/a.png)" }', "css"),
    ("p::after { content: \"@import 'https://e.example/a.css'\" }", "css"),
    ("/* @import 'https://e.example/a.css'; url(https://e.example/a.png) */ p { color: red }", "css"),
    ('@import "a.css"; p { background: url(../a.png), url("b.svg#c"), url() }', "css"),
    ('@namespace svg url(http://www.w3.org/2000/svg); @namespace "http://www.w3.org/1999/xhtml"; a {}', "css"),
    ('a[href^="https://"] { color: red } a[href^=javascript] { --gap: 1px }', "css"),
    ('.curl { a: myurl(https) } p { filter: url(#a); quotes: "//" "//" }', "css"),
    ('import a from "./a.js"; export { b } from "../b.js"; await import("./c.js")', "js"),
    ('const a = "https://e.example/"; const important = "https://e.example/"; Array.from("https://e.example/")', "js"),
    ('// import a from "https://e.example/a.js"\n/**\n * import a from "https://e.example/a.js"\n */', "js"),
    ("<script src=https://e.example/a.js></script>", "txt"),
)


def told(root: Path, text: str, kind: str = "html") -> list[str]:
    """The rules that a file breaks."""
    (root / f"file.{kind}").write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
    return [problem.rule for problem in faults(root)]


@pytest.mark.parametrize(("rule", "text", "kind"), [(*case, "html")[:3] for case in HOSTILE])
def test_what_is_loaded_from_elsewhere_or_blocked_is_found(rule: str, text: str, kind: str, tmp_path: Path) -> None:
    assert rule in told(tmp_path, text, kind)


@pytest.mark.parametrize(("text", "kind"), [(*case, "html")[:2] for case in HARMLESS])
def test_what_only_looks_like_a_fault_is_none(text: str, kind: str, tmp_path: Path) -> None:
    assert told(tmp_path, text, kind) == []


def test_every_rule_has_a_hostile_example_and_a_name_of_its_own() -> None:
    assert {case[0] for case in HOSTILE} == set(SAYINGS)
    assert set(SAYINGS).isdisjoint(RULES)


@pytest.mark.parametrize("rule", SAYINGS)
def test_those_who_look_after_the_site_can_read_about_every_rule(rule: str) -> None:
    assert f"`{rule}`" in (ROOT / "docs" / "contributing" / "maintaining.md").read_text(encoding="utf-8")


def test_all_faults_of_all_files_are_told_in_one_run_in_the_order_of_their_places(tmp_path: Path) -> None:
    files = {
        "index.html": '<!doctype>\r\n<p\n   onclick="a" style="b">é 💪 <img src=//e.example>\n<script>a</script>\n',
        "b/a.css": "p {}\n  q { a: url(\n//e.example) }",
        "b/index.html": "<p>Nothing.</p>",
        "a/Drawing.SVG": "<svg>\n<a href='javascript:a'/></svg>",
        "a.js": "let a\nimport '//e.example/`a`\\\n\u202e'",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8", newline="")
    found = faults(tmp_path)
    assert found == sorted(found)
    assert [str(problem).split(": ")[:2] for problem in found] == [
        ["a.js:2:1", "external-resource"],
        ["a/Drawing.SVG:2:4", "script-link"],
        ["b/a.css:2:10", "external-resource"],
        ["index.html:3:4", "inline-handler"],
        ["index.html:3:16", "inline-style"],
        ["index.html:3:35", "external-resource"],
        ["index.html:4:1", "inline-script"],
    ]
    assert "\n" not in found[0].text()
    assert "\u202e" not in found[0].text()
    assert found[5].text() == (
        "`//e.example` is loaded, and is no file of this site. "
        "Put the file into the site, and give its address from here, without `https:` or `//`."
    )


def test_a_fault_inside_noscript_is_told_once(tmp_path: Path) -> None:
    assert told(tmp_path, "<p onclick=a><noscript><p style=b></noscript><p onclick=c>") == [
        "inline-handler",
        "inline-style",
        "inline-handler",
    ]


class Reference(HTMLParser):
    """The start tags of a page and where they begin, as the standard library sees them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str]], tuple[int, int]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, [(name, value or "") for name, value in attrs], self.getpos()))


NAMES = st.text("abcXYZ-:_19é'\"<", min_size=1, max_size=6).filter(lambda name: name[0] not in "<'\"")
TEXT = st.text("ab <>&;\"'=/\t\n`é💪-!?", max_size=12)
SPACES = st.text(" \n\t\f", max_size=2)
QUOTED = st.one_of(
    TEXT.map(lambda value: '"{}"'.format(value.replace('"', "&quot;"))),
    TEXT.map(lambda value: "'{}'".format(value.replace("'", "&#39;"))),
    st.text("abé?&;#/:.", min_size=1, max_size=8).map(lambda value: f"{value} "),
)
ATTRIBUTES = st.one_of(
    st.builds("{} ".format, NAMES),
    st.builds("{}{}={}{} ".format, NAMES, SPACES, SPACES, QUOTED),
)
TAGS = st.builds(
    lambda name, space, attributes, end: f"<{name}{space}{''.join(attributes)}{end}>",
    st.sampled_from(["p", "A", "img", "h1", "x-y", "g"]),
    SPACES.filter(bool),
    st.lists(ATTRIBUTES, max_size=4),
    st.sampled_from(["", "/", " /"]),
)
PIECES = st.one_of(
    TAGS,
    st.sampled_from(["</p>", "</ h1 >", "<!-- <p> > -->", "<!doctype html>", "<?x y>", "&lt;p&gt;", "<3", "\n", "💪 "]),
    TEXT.map(lambda text: f"<script>{text.replace('!', '')}</script>"),
)


@settings(BOUNDED, max_examples=400)
@given(pieces=st.lists(PIECES, max_size=6))
def test_tags_attributes_and_places_are_those_that_the_standard_library_sees(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = [
        (
            tag.name,
            [(attribute.name, attribute.value) for attribute in tag.attributes],
            (text.count("\n", 0, tag.at) + 1, tag.at - text.rfind("\n", 0, tag.at) - 1),
        )
        for tag in tags_of_page(text)
        if isinstance(tag, Tag)
    ]
    assert found == Reference(text).tags


def rules_and_places(page: bytes, inspector: Inspector) -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.rule) for problem in inspector.faults_in("page.html", page)]


def assert_told_alike(page: bytes, inspector: Inspector) -> None:
    """What is told of a page is told of it again behind a faulty line, which has it read from end to end."""
    found = rules_and_places(page, inspector)
    behind = rules_and_places(b"<p onclick></p>\n" + page, inspector)
    assert [(line + 1, column, rule) for line, column, rule in found] == behind[1:]
    assert rules_and_places(page, Inspector()) == found


HOSTILE_PAGES = [text for _, text, *kind in HOSTILE if not kind]
HARMLESS_PAGES = [text for text, *kind in HARMLESS if not kind]
SIGNS = [*"<>\"'=/ \n&-!?", "caf\u00e9 \U0001f4aa", "\u017f", "\u0130", "\0", "\udcff", "\ufeff"]
OPENED = ["<!--", "<![CDATA[", "<?a ", "</ ", "<script ", "<title", "<p title=", "<p title='", '<a b="', "<svg"]
CLOSED = ["-->", "--!>", "]]>", "<!doctype html>", "<p>", "</p>", "<svg>", "</svg>", "<select>", "<plaintext>"]
HELD = ["<title>a</title>", "<script></script>", "<title/>", "</title\n>", "</script ", "</TITLE>", "</titles>"]
HOLDERS = ["script", "style", "title", "textarea", "noscript", "noframes", "iframe", "xmp"]
FAULTY = [" src=//e.example", " onclick", " style=a", ' href="javascript:a"', ' href="//e.example"']
FAULTLESS = [" a", ' class="a"', ' d="M0"', ' href="a/#b"', ' type="application/json"', ' content="a"']
SCRAPS = st.one_of(
    *map(st.sampled_from, (SIGNS, OPENED, CLOSED, HELD, FAULTY, FAULTLESS, HOSTILE_PAGES, HARMLESS_PAGES)),
    st.builds(str.format, st.sampled_from(["<{}>", "<{} ", "<{}/>", "</{}>"]), st.sampled_from(HOLDERS)),
)


@settings(BOUNDED, max_examples=1500)
@given(pages=st.lists(st.lists(SCRAPS, max_size=8).map("".join), min_size=1, max_size=4))
def test_nothing_is_told_otherwise_of_a_page_because_of_the_pages_before_it(pages: list[str]) -> None:
    inspector = Inspector()
    for page in pages:
        assert_told_alike(page.lstrip("\ufeff").encode("utf-8", "surrogateescape"), inspector)


@pytest.mark.parametrize("line", ["<p onclick>Text</p>", "<script>", "<title>a", "<p title='", "<!-- "])
@pytest.mark.parametrize("place", [0, 20_000, 25_000, 39_999])
def test_nor_of_a_part_of_a_very_long_page_because_of_those_before_it(line: str, place: int) -> None:
    lines = ["<li>An exercise</li>"] * 40_000
    lines[place] = line
    assert_told_alike("\n".join(lines).encode(), Inspector())


def test_nor_of_a_line_where_a_very_long_page_is_parted() -> None:
    for place in range(11_895, 11_915):  # The first part ends here.
        lines = ["<li>An exercise</li>"] * 12_500
        lines[place] = "<li onclick>A</li>"
        assert rules_and_places("\n".join(lines).encode(), Inspector()) == [(place + 1, 5, "inline-handler")]


@pytest.mark.parametrize("element", ["a", "g", "h2", "li", "meta", "path", "svg", "use", 'link rel="canonical"'])
def test_nor_of_a_tag_because_the_most_usual_ones_are_judged_at_a_glance(element: str) -> None:
    faults = ("onclick", "style", "src", "srcset", "fill", "href", "xlink:href", "ping", "formaction", "http-equiv")
    values = ("a", "//e.example", "https://e.example/", "javascript:a", "data:a", "url(//e.example)", "refresh")
    for fault in (f'{name}="{value}"' for name in faults for value in values):
        for around in (
            "<{} {}>",
            '<{} class="a" {}>',
            '<{} {} content="0;url=//e.example">',
            '<{} href="https://e.example/" {}>',
        ):
            assert_told_alike(around.format(element, fault).encode(), Inspector())


@pytest.mark.parametrize("kind", ["module", "text/javascript", "application/javascript", "importmap", "application/ld"])
def test_a_script_is_told_whatever_kind_it_says_it_is(kind: str) -> None:
    page = f'<script type="{kind}">a()</script>\n'.encode()
    assert rules_and_places(page, Inspector()) == [(1, 1, "inline-script")]


def test_nor_of_the_pages_of_our_site_with_something_hostile_in_any_place(site: Path) -> None:
    chance, inspector = Random(0), Inspector()
    scraps = HOSTILE_PAGES + SIGNS + OPENED + HELD
    for file in sorted(site.rglob("*.html")):
        page = file.read_bytes()
        assert inspector.faults_in("page.html", page) == []
        at, scrap = chance.randrange(len(page)), chance.choice(scraps).encode("utf-8", "surrogateescape")
        assert_told_alike(page[:at] + scrap + page[at + chance.choice([0, 1, 20]) :], inspector)
