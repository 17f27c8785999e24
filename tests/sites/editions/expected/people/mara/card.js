clipsheetCard("\u003cp\u003eperson\u003c/p\u003e\n\u003cp\u003eMara Lind\u003c/p\u003e\n\u003cp\u003earticles: 3; quotes: 3\u003c/p\u003e");
