clipsheetCard("\u003cp\u003ecompany\u003c/p\u003e\n\u003cp\u003eQuay Cables\u003c/p\u003e\n\u003cp\u003earticles: 1; quotes: 0\u003c/p\u003e");
