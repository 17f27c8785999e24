// What the sample lacks: names that are hard to write, to find and to print, a long text, one with all that Markdown
// has, figures with long labels, and an article in Arabic.

const heading = (n) => `## Part ${n}\n\n${"Some words of no weight stand here. ".repeat(40)}\n`;

export const records = {
  "content/companies/tepco.md": "---\nname: 東京電力\naliases: [Tōkyō Denryoku]\nsummary: 電力会社。\n---\n",
  "content/companies/nandu.md": "---\nname: Ñandú & Söhne\n---\n",
  "content/companies/awkward.md":
    "---\nname: \"</script><b>\\\"Awkward\\\" 'Names'\\\\\"\naliases: [\"line\u2028break\"]\nsummary: \"<img src=x> & </script> \\\"\\\\ \u2028\"\n---\n",
  "content/pages/long.md": `---\ntitle: A long page\n---\n[東京電力](company:tepco), [Ñandú](company:nandu) and [an awkward one](company:awkward).\n\n${[1, 2, 3, 4].map(heading).join("\n")}\n### Below it\n\nThe end.\n`,
  "content/pages/markdown.md": [
    "---\ntitle: All that Markdown has\n---",
    "Words with `code`, **strong** ones, a footnote[^1] and a [link](https://example.org/).",
    "## A table\n\n| A column with a long name | Another | A third one | A fourth one that is longer |\n|---|--:|:-:|---|\n| a cell | 1 | 2 | An_unbroken_word_that_is_longer_than_a_phone_is_wide |",
    `## Code\n\n\`\`\`\nlet a_line_of_code = that_is(longer, "than a phone is wide", and_is_not_broken, ever);\n\`\`\``,
    ...["note", "tip", "important", "warning", "caution"].map((kind) => `> [!${kind.toUpperCase()}]\n> A remark.`),
    "> A quotation of several words.\n\n1. One\n2. Two\n\n- [ ] not done\n- [x] done",
    "[^1]: What the footnote says.\n",
  ].join("\n\n"),
  "content/articles/lengths.md": "---\ntitle: How much is printed\nlanguage: en\npublished: 2026-04-22\n---\nIt was 1,234,567,891 words in 2019, and 9,876,543,219 words in 2025.\n",
  "content/articles/lengths.yaml": [
    "figures:",
    "  - {id: before, exact: \"1,234,567,891 words\", company: nandu, metric: words-printed, value: 1234567891, unit: words, as_of: \"2019\"}",
    "  - {id: after, exact: \"9,876,543,219 words\", company: nandu, metric: words-printed, value: 9876543219, unit: words, as_of: \"2025\"}\n",
  ].join("\n"),
  "content/articles/arabic.md":
    "---\ntitle: شركة الكهرباء تعلن خطة جديدة للطاقة\ndek: تقول الشركة إن الخطة تمتد عشر سنوات\nlanguage: ar\npublished: 2026-04-21\nauthors: [مكتب التحرير]\nsummary: خطة جديدة للطاقة.\n---\nقالت الشركة يوم الثلاثاء إنها ستستثمر في الطاقة الشمسية، وإن OpenAI من بين عملائها.\n\n## ما بعد الخطة\n\nوقال المتحدث باسم الشركة: «نحن نبني للمستقبل».\n",
  "content/articles/arabic.yaml": "quotes:\n  - {id: future, exact: \"نحن نبني للمستقبل\"}\nnotes:\n  - {id: gloss, exact: الطاقة الشمسية, text: ملاحظة المحرر.}\n",
};
