clipsheetNames([{"kind":"Company","names":[["Acme","companies/acme/index.html"]]}]);
