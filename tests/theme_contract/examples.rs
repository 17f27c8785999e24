//! For each template, the smallest one that shows something: the examples of the reference.

/// Each template with an example of it.
pub const EXAMPLES: [(&str, &str); 31] = [
    (
        "home.html",
        "{% for card in page.articles[:theme.front_articles] %}
<h2><a href=\"{{ card.url }}\">{{ card.title }}</a></h2>
{% endfor %}",
    ),
    (
        "article.html",
        "<h1>{{ page.card.title }}</h1>
{% if page.card.publication %}<a href=\"{{ page.card.publication.url }}\">{{ page.card.publication.label }}</a>{% endif %}
{{ page.body_html | safe }}
{% for quote in page.quotes %}{{ <quote_card quote={quote} /> }}{% endfor %}",
    ),
    ("articles.html", "{% for card in page.articles %}{{ <article_card card={card} level={2} /> }}{% endfor %}"),
    (
        "company.html",
        "<h1>{{ page.name }}</h1>
{% if page.sector %}<p>{{ page.sector }}</p>{% endif %}
{{ <metric_table metrics={page.metrics} caption={\"title_in_figures\" | t(company=page.name)} /> }}",
    ),
    (
        "person.html",
        "<h1>{{ page.name }}</h1>
{% for role in page.roles %}
<p>{{ role.title }}{% if role.at %}, <a href=\"{{ role.at.url }}\">{{ role.at.label }}</a>{% endif %}</p>
{% endfor %}",
    ),
    (
        "publication.html",
        "<h1>{{ page.name }}</h1>
{% for card in page.published %}<p><a href=\"{{ card.url }}\">{{ card.title }}</a></p>{% endfor %}",
    ),
    (
        "entities.html",
        "{% for entity in page.entities %}
<p><a href=\"{{ entity.url }}\">{{ entity.name }}</a>, {{ \"n_articles\" | t(n=entity.articles) }}</p>
{% endfor %}",
    ),
    (
        "quote.html",
        "<blockquote>{{ <pieces pieces={page.quote.pieces} /> }}</blockquote>
<p><a href=\"{{ page.quote.place.url }}\">{{ \"read_in_article\" | t }}</a></p>",
    ),
    ("moved.html", "<p><a href=\"{{ page.to.url }}\">{{ page.to.label }}</a></p>"),
    ("quotes.html", "{% for quote in page.quotes %}{{ <quote_card quote={quote} /> }}{% endfor %}"),
    (
        "figure.html",
        "<h1>{{ page.company.label }}: {{ page.metric }}</h1>
{% for figure in page.figures %}
<p class=\"{{ figure.status }}\">{{ figure.value }}, {{ <place_line place={figure.place} /> }}</p>
{% endfor %}",
    ),
    (
        "figures.html",
        "{% for group in page.companies %}
<h2>{{ group.company.label }}</h2>
{% for metric in group.metrics %}<a href=\"{{ metric.url }}\">{{ metric.label }}</a>{% endfor %}
{% endfor %}",
    ),
    (
        "event.html",
        "<h1>{{ page.event.title }}</h1>
{% for report in page.event.reports %}<p>{{ <in_sentence sentence={report.sentence} /> }}</p>{% endfor %}",
    ),
    (
        "timeline.html",
        "{% for year in page.years %}
<h2 id=\"{{ year.id }}\">{{ year.label }}</h2>
{% for month in year.months %}{{ <date_list dates={month.dates} /> }}{% endfor %}
{% endfor %}",
    ),
    (
        "topic.html",
        "<h1>{{ page.label }}</h1>
{% if page.timeline_url %}<a href=\"{{ page.timeline_url }}\">{{ \"as_timeline\" | t }}</a>{% endif %}
{{ <event_list events={page.events} /> }}",
    ),
    (
        "topics.html",
        "{% for topic in page.topics %}<a href=\"{{ topic.url }}\">{{ topic.label }}</a> {{ topic.articles }}{% endfor %}",
    ),
    (
        "story.html",
        "<h1>{{ page.title }}</h1>
{% for difference in page.differences %}{{ <difference_item difference={difference} /> }}{% endfor %}
{% if page.matrix %}{{ <story_matrix matrix={page.matrix} /> }}{% endif %}",
    ),
    (
        "stories.html",
        "{% for story in page.stories %}<a href=\"{{ story.url }}\">{{ story.title }}</a> {{ story.articles }}{% endfor %}",
    ),
    ("archive.html", "<p>{{ \"n_articles\" | t(n=page.count) }}</p>{{ <periods periods={page.periods} /> }}"),
    (
        "briefings.html",
        "{% for edition in page.editions %}{{ <edition_card edition={edition} /> }}{% endfor %}",
    ),
    (
        "briefing.html",
        "<h1>{{ title }}</h1>{{ page.letter_html | safe }}
{% for section in page.sections %}
<h2>{{ section.heading }}</h2>
{% for item in section.items %}{{ <edition_item item={item} /> }}{% endfor %}
{% endfor %}
{% if page.news %}{{ <edition_news news={page.news} /> }}{% endif %}",
    ),
    (
        "email.html",
        "<style>h1 { color: #1d1b18; }</style>
<h1>{{ title }}</h1>
{% for section in page.sections %}
<h2>{{ section.heading }}</h2>
{% for item in section.items %}{{ <mail_item item={item} /> }}{% endfor %}
{% endfor %}",
    ),
    ("email.txt", "{{ page.text_html | safe }}"),
    ("page.html", "<h1>{{ title }}</h1>{{ page.body_html | safe }}"),
    ("404.html", "<p>{{ \"not_found\" | t }} <a href=\"{{ site.home_url }}\">{{ site.title }}</a></p>"),
    (
        "card.html",
        "{% if page.entity %}
<p>{{ page.entity.name }}</p>
{% if page.entity.summary %}<p>{{ page.entity.summary }}</p>{% endif %}
{% elif page.quote %}
<p>{{ <pieces pieces={page.quote.pieces} /> }}</p>
{% endif %}",
    ),
    (
        "feed.xml",
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>
<feed xmlns=\"http://www.w3.org/2005/Atom\">
<title>{{ title }}</title> <id>{{ page.id }}</id> <updated>{{ page.updated }}</updated>
{% for entry in page.entries %}
<entry>
<title>{{ entry.title }}</title> <id>{{ entry.id }}</id> <updated>{{ entry.updated }}</updated>
<link href=\"{{ entry.url }}\"/> <content type=\"html\">{{ entry.content }}</content>
</entry>
{% endfor %}
</feed>",
    ),
    ("feed.json", "{{ page.text_html | safe }}"),
    ("events.ics", "{{ page.text_html | safe }}"),
    ("names.js", "{{ page.text_html | safe }}"),
    (
        "social-card.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1200 630\">
<rect width=\"1200\" height=\"630\" fill=\"#eef\"/>
{% for line in page.lines %}<text x=\"70\" y=\"{{ line.y }}\" font-size=\"{{ page.size }}\">{{ line.text }}</text>{% endfor %}
{% if page.site %}<text x=\"70\" y=\"588\" font-size=\"28\">{{ page.site }}</text>{% endif %}
</svg>",
    ),
];
