"""What readers share: XML, HTML, the news formats' bodies, the lines of PDF, the text of Word, the entries of feeds."""
