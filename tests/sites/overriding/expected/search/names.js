clipsheetNames([]);
