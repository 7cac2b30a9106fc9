W0042_local
r l BC-Harbour-Ferry     03-14 0120
^BC-Harbour-Ferry, 1st Ld,120<
^Ferry stays in port<
^AP Photo CW101<
^Eds: With photo.<
^By GWEN ATTWATER=
^Associated Press=
	   COALHAVEN (AP) _ The ferry stays in port until May.
 
	   ``It leaks,'' the harbour board said.
 
	   AP-WF-03-14-25 1509GMT<


