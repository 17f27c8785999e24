clipsheetCard("\u003cp\u003ecompany\u003c/p\u003e\n\u003cp\u003eAcme\u003c/p\u003e\n\u003cp\u003earticles: 2; quotes: 3\u003c/p\u003e");
