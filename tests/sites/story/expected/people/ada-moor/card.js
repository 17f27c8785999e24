clipsheetCard("\u003cp\u003eperson\u003c/p\u003e\n\u003cp\u003eAda Moor\u003c/p\u003e\n\u003cp\u003earticles: 2; quotes: 2\u003c/p\u003e");
