clipsheetCard("\u003cp\u003ecompany\u003c/p\u003e\n\u003cp\u003ePort Board\u003c/p\u003e\n\u003cp\u003earticles: 0; quotes: 1\u003c/p\u003e\n\u003cp\u003efigure: Cost: £2 million\u003c/p\u003e");
